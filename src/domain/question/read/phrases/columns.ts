import type { Sentence } from '../sentence.ts';

/** `with timestamps`, `including the identity and the date`: what an answer shows anyway; how many words say so. */
export function columnsAt(sentence: Sentence, at: number): number {
  if (!/^(with|including|include|incl|showing|and|plus)$/.test(sentence.word(at))) return 0;
  let to = at + 1;
  let named = 0;
  for (; to < sentence.length; to++) {
    const word = sentence.word(to);
    if (COLUMNS.test(word)) named += 1;
    else if (!COLUMN_JOINTS.test(word)) break;
  }
  // "with errors" and the like narrow what is asked: only a list that ends a part is one of columns.
  const ends =
    to === sentence.length || sentence.tokens[to - 1]?.breaks === true || sentence.times.at(to) !== undefined;
  return named > 0 && ends && !COLUMN_JOINTS.test(sentence.word(to - 1)) ? to - at : 0;
}

const COLUMNS =
  /^(who|when|where|creators?|owners?|authors?|requesters?|timestamps?|times?|dates?|datetimes?|principals?|identity|identities|actors?|names?|ips?|addresses|address|regions?|accounts?|ids?|details?|arns?|agents?|reasons?|evidence|outcomes?|results?|parameters?|resources?)$/;
const COLUMN_JOINTS =
  /^(the|a|an|and|or|of|all|their|its|full|exact|source|event|user|request|session|account|each|every|responsible|respective|corresponding)$/;
