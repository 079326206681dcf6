import { OUTCOMES } from '../filters.ts';
import { OBJECTS } from '../lexicon/nouns.ts';
import { QUESTION_WORDS } from '../lexicon/question-words.ts';
import { VERB_FORMS } from '../lexicon/verbs.ts';
import { TIME_WORDS } from './time/words.ts';

/** Every word that is known, for telling slips. */
export const VOCABULARY: readonly string[] = [
  ...new Set([
    ...TIME_WORDS,
    ...OUTCOMES.keys(),
    ...VERB_FORMS.keys(),
    ...OBJECTS.keys(),
    ...QUESTION_WORDS.keys(),
  ]),
];
