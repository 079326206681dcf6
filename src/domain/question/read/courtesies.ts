import type { Token } from './tokens.ts';

/** Beginnings before a question: a greeting, and a request to be told. What follows is the question. */
const OPENINGS: readonly RegExp[] = [
  /^(hi|hey|hello|good (morning|afternoon|evening|day))( (there|all|team|folks|everybody|everyone))? /,
  /^(please|pls|plz|kindly) /,
  /^(ok|okay|so|well|alright|hmm|btw|fyi) /,
  /^(can|could|would) (you|some(one|body)|any(one|body)) ((please|pls|kindly) )?(?=(tell|show|list|find|give|check|say)\b)/,
  /^i( would|'d)? (want|need|like) to (know|see) /,
  /^(do you|does any(one|body)) (happen to )?know /,
  /^(any idea|tell (me|us)|let (me|us) know) /,
];

/** Endings after it. */
const CLOSINGS: readonly RegExp[] = [
  / (please|pls|plz|kindly)$/,
  / (thanks|thank you|thx|ty|cheers)( (a lot|so much|very much|in advance|all|team|everyone))?$/,
];

/** A question without the courtesies around it. What is in quotes is never one. */
export function withoutCourtesies(tokens: readonly Token[]): readonly Token[] {
  let rest = tokens;
  for (let found = true; found; ) {
    const words = rest.map(({ word, quoted }) => (quoted || word.includes(' ') ? '"' : word)).join(' ');
    const opening = OPENINGS.map(pattern => pattern.exec(words)?.[0].trim().split(' ').length ?? 0);
    const closing = CLOSINGS.map(pattern => pattern.exec(words)?.[0].trim().split(' ').length ?? 0);
    const [first, last] = [Math.max(...opening), Math.max(...closing)];
    found = first + last > 0;
    rest = rest.slice(first, rest.length - last);
  }
  return rest;
}
