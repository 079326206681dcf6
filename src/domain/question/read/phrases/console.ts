import type { Sentence } from '../sentence.ts';

/** `in the audit logs`, `according to cloudtrail`, `into the console`: where everything that is asked about stands. */
export function consoleAt(sentence: Sentence, at: number): number {
  const attempts = /^(attempts?|events?)$/.test(sentence.word(at - 1)) ? 1 : 0;
  const isSignIn =
    /^(sign-?ins?|log-?ins?)$/.test(sentence.word(at - 1 - attempts)) ||
    (/^(in|into|on)$/.test(sentence.word(at - 1)) && /^(sign|log)/.test(sentence.word(at - 2)));
  if (sentence.word(at) === 'console' && /^(sign|log)-?ins?$/.test(sentence.word(at + 1))) return 1;
  const lead =
    /^(in|within|to)$/.test(sentence.word(at)) ||
    (sentence.word(at) === 'from' &&
      sentence.word(at + 1) !== 'console' &&
      !/console/.test(sentence.run(at, 3)))
      ? 1
      : sentence.run(at, 2) === 'according to'
        ? 2
        : 0;
  const isAfter = isSignIn && /^(the|console|to|into)$/.test(sentence.word(at));
  if (lead === 0 && !isAfter) return 0;
  const article = /^(the|our|my|your|aws|an)$/.test(sentence.word(at + lead)) ? 1 : 0;
  // "managed to log in".
  if (article === 0 && sentence.word(at) === 'to' && sentence.word(at + 1) !== 'console') return 0;
  const isKind = (place: number) =>
    /^(audit|aws|cloudtrail|management|event|web)$/.test(sentence.word(place));
  const kind = isKind(at + lead + article) ? (isKind(at + lead + article + 1) ? 2 : 1) : 0;
  const place = at + lead + article + kind;
  const word = sentence.word(place);
  const isLog =
    /^(logs|history|records)$/.test(word) ||
    (word === 'log' && !/^(group|stream)s?$/.test(sentence.word(place + 1)));
  const isIt =
    (isLog && lead > 0) ||
    (word === 'console' && isSignIn) ||
    (lead === 2 && /^(cloudtrail|aws)$/.test(word));
  return isIt ? place + 1 - at : 0;
}
