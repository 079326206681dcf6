import { OBJECTS } from '../lexicon/nouns.ts';
import { VERB_FORMS } from '../lexicon/verbs.ts';
import {
  FUNCTION_WORDS,
  INTERJECTIONS,
  OPENING_WORDS,
  QUESTION_WORDS,
  RESTRICTORS,
} from '../lexicon/words.ts';
import { LABELS, MAX_LABEL_WORDS } from './frame.ts';
import type { Token } from './tokens.ts';

/** Beginnings of a part that only say that somebody asks: how many words each has, the shortest first. What follows begins with a word that asks. */
export function openingOf(tokens: readonly Token[]): readonly number[] {
  const lengths: number[] = [];
  const purpose = purposeOf(tokens);
  if (purpose > 0) lengths.push(purpose);
  let isInterjection = true;
  for (let length = 1; length < Math.min(tokens.length, MAX_OPENING_WORDS); length++) {
    const token = tokens[length - 1];
    if (!token || token.quoted || token.filter || !OPENING_WORDS.has(token.word)) break;
    // "did the …" asks; "I was wondering" does not.
    if (
      /^(did|has|have|had|was|were)$/.test(token.word) &&
      !/^(i|we|it|could)$/.test(tokens[length - 2]?.word ?? '') &&
      !(token.word === 'have' && tokens[length]?.word === 'you')
    )
      break;
    // "all but the first".
    if (
      token.word === 'but' &&
      /^(all|any|anything|everything|everyone|everybody)$/.test(tokens[length - 2]?.word ?? '')
    )
      break;
    isInterjection &&= INTERJECTIONS.has(token.word);
    const next = tokens[length]?.word ?? '';
    // "someone has the key" is told, and not asked.
    const isTold = FUNCTION_WORDS.people.has(token.word) || /^(that|this|it|there)$/.test(token.word);
    if (/^(did|has|have|had|was|were)$/.test(next) && isTold) continue;
    const isSaid = length > 1 && /^(that|whether|if)$/.test(token.word);
    if (next === 'if' || next === 'about' || next === 'whether') lengths.push(length + 1);
    else if (isInterjection || isSaid || BEGINS.has(next) || FUNCTION_WORDS.people.has(next))
      lengths.push(length);
  }
  return lengths;
}

/** "for the SOC2 evidence I need": how many words only say what it is for. */
function purposeOf(tokens: readonly Token[]): number {
  if (!/^(for|as)$/.test(tokens[0]?.word ?? '')) return 0;
  const isLabelled = tokens.slice(1, MAX_LABEL_WORDS).some(({ word }) => LABELS.test(word));
  const at = tokens.findIndex(
    ({ word }, place) =>
      (word === 'i' && /^(need|want|require)$/.test(tokens[place + 1]?.word ?? '')) ||
      (isLabelled && /^(please|list|show|give|provide|find|who|what|all)$/.test(word)),
  );
  const before = tokens.slice(1, Math.max(0, at));
  const isIdle = before.every(
    ({ word, quoted, filter }) =>
      !quoted && !filter && !OBJECTS.has(word) && !VERB_FORMS.has(word) && !RESTRICTORS.has(word),
  );
  const run = (from: number) =>
    tokens
      .slice(from, from + 3)
      .map(({ word }) => word)
      .join(' ');
  const toKnow =
    /^to (find out|know|see|find|understand|check)/.exec(run(at + 2))?.[0].split(' ').length ?? 0;
  const words = tokens[at]?.word === 'i' ? 2 + toKnow : tokens[at]?.word === 'please' ? 1 : 0;
  return at > 0 && at <= MAX_LABEL_WORDS && isIdle ? at + words : 0;
}

/** Words with which a question begins. */
const BEGINS: ReadonlySet<string> = new Set([
  ...QUESTION_WORDS.map(({ words }) => words[0] ?? ''),
  ...'did has have had was were all every everything anything how the recent latest first last my a an'.split(
    ' ',
  ),
]);

/** Most words of what opens a question. */
const MAX_OPENING_WORDS = 11;
