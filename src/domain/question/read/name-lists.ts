import type { Draft } from './draft.ts';
import { isName } from './phrases/names.ts';
import type { Sentence } from './sentence.ts';

/** "alice, bob or carol": a name behind a comma, of a list that ends with a joint. */
export function isListed({ last, lastKey }: Draft, sentence: Sentence, at: number): boolean {
  if (last?.is !== 'name' || lastKey === undefined || sentence.tokens[at - 1]?.breaks !== true) return false;
  let to = at;
  while (sentence.tokens[to]?.breaks === true && isName(sentence, to, 'person')) to += 1;
  return (
    isName(sentence, to, 'person') &&
    /^(or|and)$/.test(sentence.word(to + 1)) &&
    isName(sentence, to + 2, 'person')
  );
}

/** The word behind further names that are joined: "alice or bob who". */
export function behindNames(sentence: Sentence, at: number): string {
  let to = at;
  while (/^(or|and)$/.test(sentence.word(to)) && isName(sentence, to + 1, 'person')) to += 2;
  return sentence.word(to);
}
