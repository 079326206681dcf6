import { OUTCOMES } from '../filters.ts';
import { OBJECTS } from '../lexicon/nouns.ts';
import { VERB_FORMS } from '../lexicon/verbs.ts';
import { FUNCTION_WORDS } from '../lexicon/words.ts';
import { isWritten } from './frame.ts';
import { openingOf } from './openings.ts';
import { nameSort } from './phrases/names.ts';
import { nounsAt } from './phrases/things.ts';
import { Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';

/** Words that ask. */
export const ASKS = /^(who|whom|whose|what|which|when|where|why|how|show|list|find)$/;

/** Whether words ask by themselves for a deed on something, or of somebody, whatever was told before. */
export function standsAlone(asked: readonly Token[], told: readonly Token[], sentence: Sentence): boolean {
  const words = asked.slice(openingOf(asked).at(-1) ?? 0);
  const asks =
    words.slice(0, 3).some(({ word }) => ASKS.test(word)) ||
    /^(did|has|was|were|any|all|i|give|every|everything)$/.test(words[0]?.word ?? '');
  const own = new Sentence(words, sentence.context);
  const isDone = words.some(
    ({ word }) =>
      VERB_FORMS.has(word) ||
      OUTCOMES.has(word) ||
      FUNCTION_WORDS.things.has(word) ||
      FUNCTION_WORDS.happening.has(word),
  );
  const isPointing = words.some(
    ({ word }, at) =>
      /^(he|she|his|her)$/.test(word) ||
      (/^(it|them|its|their)$/.test(word) &&
        !words.slice(0, at).some((token, place) => isWritten(token) || nounsAt(own, place).length > 0)) ||
      (/^(that|this|those|these)$/.test(word) &&
        own.times.at(at) === undefined &&
        !/^(by|of|made|from|who)$/.test(own.word(at + 1))),
  );
  const isSame = told.some(({ word }) => words.some((_, at) => isThe(words, at, word)));
  const isAnchored = words.some(
    (token, at) =>
      isWritten(token) ||
      nounsAt(own, at).length > 0 ||
      /^(plain|proper|identifier)$/.test(nameSort(own, at) ?? '') ||
      OUTCOMES.has(token.word) ||
      FUNCTION_WORDS.things.has(token.word),
  );
  return asks && isDone && isAnchored && !isPointing && !isSame;
}

/** Whether "the …" stands at a place for something or a deed that a word told of. */
function isThe(words: readonly Token[], at: number, told: string): boolean {
  if (words[at]?.word !== 'the') return false;
  const next = words[at + 1]?.word ?? '';
  const word = OUTCOMES.has(next) ? (words[at + 2]?.word ?? '') : next;
  const verb = VERB_FORMS.get(word);
  const noun = OBJECTS.get(word);
  const isDeed = verb?.form === 'deed' && VERB_FORMS.get(told)?.verb === verb.verb;
  return (
    isDeed || (noun !== undefined && OBJECTS.get(told)?.name === noun.name && words[at + 2] === undefined)
  );
}
