import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { FUNCTION_WORDS } from '../../lexicon/words.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { isName } from './names.ts';

/** Words before a workflow that did something, or in which it was done. */
const LEAD = /^(by|through|via|from|in|with)$/;
/** Words that a verb stands before where it is the name of a workflow: most are named for what they do. */
const DOES = /^(do|does|did|done|doing)$/;

/** `by workflow deploy`, `what did workflow deploy do`, `which run deleted …`: a workflow by its name, or any of its runs. */
export function workflowsAt(sentence: Sentence, at: number): readonly Piece[] {
  // "changes of workflow deploy"; its runs are another matter.
  const isOf = sentence.word(at) === 'of' && FUNCTION_WORDS.things.has(sentence.word(at - 1));
  // "what did dana do with the deploy workflow": what was done to it.
  const isDoneWith =
    sentence.word(at) === 'with' && /^(do|done|did|doing|happened)$/.test(sentence.word(at - 1));
  if (isDoneWith) return [];
  const lead = LEAD.test(sentence.word(at)) || isOf ? 1 : 0;
  const article = /^(the|our)$/.test(sentence.word(at + lead)) ? 1 : 0;
  const place = at + lead + article;
  const named = workflowNamedAt(sentence, place, lead === 1);
  if (named === undefined) return lead + article === 0 ? runAt(sentence, at) : [];
  const filter = filterOn('workflow', named.name);
  const words = lead + article + named.words;
  return lead === 1
    ? [{ is: 'filter', words, filters: [filter], about: 'who' }]
    : [{ is: 'actor', words, filter, isThing: false, isSubject: true }];
}

/** `workflow deploy`, `deploy workflow`: how it is called. A verb is a name only where another follows, or where a word before says that it acted. */
function workflowNamedAt(
  sentence: Sentence,
  at: number,
  isLed: boolean,
): { readonly name: string; readonly words: number } | undefined {
  const isBefore = sentence.word(at) === 'workflow';
  const place = isBefore ? at + 1 : at;
  if (!isBefore && sentence.word(at + 1) !== 'workflow') return undefined;
  const token = sentence.tokens[place];
  if (!token || token.filter || /^(runs?|roles?|users?|sessions?|codecatalyst)$/.test(token.word))
    return undefined;
  const next = sentence.word(at + 2);
  const isVerb = VERB_FORMS.has(token.word);
  const isFree = isLed || DOES.test(next) || VERB_FORMS.has(next);
  if (token.quoted || (isVerb ? isFree : isName(sentence, place, isBefore ? 'titled' : 'person')))
    return { name: token.text, words: 2 };
  return undefined;
}

/** `which run deleted …`, `which workflow run deleted …`. */
function runAt(sentence: Sentence, at: number): readonly Piece[] {
  if (!/^(which|what)$/.test(sentence.word(at - 1))) return [];
  const words = sentence.word(at) === 'workflow' ? 2 : 1;
  if (!/^runs?$/.test(sentence.word(at + words - 1)) || !VERB_FORMS.has(sentence.word(at + words))) return [];
  return [{ is: 'actor', words, filter: filterOn('user', 'workflow'), isThing: false }];
}

/** The workflow in `not by workflow deploy`, which begins at `start` of a piece that begins at `at`. */
export function workflowLeftOut(sentence: Sentence, at: number, start: number): readonly Piece[] {
  const named = workflowNamedAt(sentence, start, true);
  if (named === undefined) return [];
  const filter = { ...filterOn('workflow', named.name), negated: true };
  return [{ is: 'filter', filters: [filter], about: 'who', words: start + named.words - at }];
}
