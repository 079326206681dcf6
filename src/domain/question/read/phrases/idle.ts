import { CLOSINGS, FUNCTION_WORDS, OPENING_WORDS, QUESTION_WORDS } from '../../lexicon/words.ts';
import type { Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';

/** What people say after they asked: it may stand before the end of a part only. */
export function closingsAt(sentence: Sentence, at: number): readonly Piece[] {
  const columns = columnsAt(sentence, at);
  const inConsole = consoleAt(sentence, at);
  const closing = CLOSINGS_BY_FIRST.get(sentence.word(at))?.find(
    phrase =>
      sentence.has(at, phrase) &&
      (ANYWHERE.has(phrase.join(' ')) ||
        at + phrase.length === sentence.length ||
        sentence.tokens[at + phrase.length - 1]?.breaks),
  );
  const isAll = closing && (closing.length > 1 || !FUNCTION_WORDS.people.has(closing[0] ?? ''));
  const idle = IDLE_BY_FIRST.get(sentence.word(at))?.find(run => sentence.has(at, run));
  const opening = openingAt(sentence, at);
  return [
    ...(opening > 0 ? [{ is: 'filler', word: 'opening', words: opening, cost: 0.05 } as const] : []),
    ...(idle
      ? [
          {
            is: idle.at(-1) === 'to' ? 'happening' : 'filler',
            word: idle.join(' '),
            words: idle.length,
          } as const,
        ]
      : []),
    ...(columns > 0 ? [{ is: 'filler', word: 'columns', words: columns } as const] : []),
    ...(inConsole > 0 ? [{ is: 'filler', word: 'console', words: inConsole } as const] : []),
    ...(closing && isAll ? [{ is: 'filler', word: closing.join(' '), words: closing.length } as const] : []),
  ];
}

/** "…, any idea who it was": what a part begins with before the word that asks. */
function openingAt(sentence: Sentence, at: number): number {
  if (sentence.tokens[at - 1]?.breaks !== true) return 0;
  let to = at;
  while (OPENING_WORDS.has(sentence.word(to)) && !/^(did|has|have|had|was|were)$/.test(sentence.word(to)))
    to += 1;
  return to > at && QUESTION_WORDS.some(({ words, asks }) => asks !== 'list' && sentence.has(to, words))
    ? to - at
    : 0;
}

/** `with timestamps`, `including the identity and the date`: what an answer shows anyway; how many words say so. */
function columnsAt(sentence: Sentence, at: number): number {
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

/** Runs of words by the first of them. */
function byFirst(runs: readonly (readonly string[])[]): ReadonlyMap<string, readonly (readonly string[])[]> {
  const map = new Map<string, (readonly string[])[]>();
  for (const run of runs) map.set(run[0] ?? '', [...(map.get(run[0] ?? '') ?? []), run]);
  return map;
}

/** Closings that may stand anywhere. */
const ANYWHERE: ReadonlySet<string> = new Set(['at any time', 'at any point', 'by any chance', 'in the end']);

/** `in the audit logs`, `according to cloudtrail`, `into the console`: where everything that is asked about stands. */
function consoleAt(sentence: Sentence, at: number): number {
  const isSignIn =
    /^(sign-?ins?|log-?ins?)$/.test(sentence.word(at - 1)) ||
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
  const kind = /^(audit|aws|cloudtrail|management|event|web)$/.test(sentence.word(at + lead + article))
    ? 1
    : 0;
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

/** Runs that say nothing wherever they stand. */
const IDLE = [
  'on earth',
  'in the world',
  'the hell',
  'the heck',
  'on the team',
  'on our team',
  'in the team',
  'in our team',
  'in our org',
  'in our organisation',
  'in our company',
  ...['the', 'a'].flatMap(article =>
    ['list', 'full list', 'complete list', 'entire list'].map(list => `${article} ${list} of`),
  ),
  'kind of',
  'the name of',
  'all of',
  'been up to',
  'were up to',
  'was up to',
  'in full',
  'it was that',
  'it was who',
  'inclusive',
  'both inclusive',
  'both included',
  ...['review', 'audit', 'reporting', 'observation', 'evaluation'].flatMap(sort =>
    ['during', 'in', 'for', 'within', 'over', 'throughout'].map(lead => `${lead} the ${sort} period`),
  ),
  'whether successful or not',
  'whether it was successful or not',
  'whether it succeeded or not',
  'whether they succeeded or not',
  'whether they were successful or not',
  'whether or not successful',
  'successful or not',
  'succeeded or not',
  'the value of',
  'the contents of',
  'the content of',
  'with another account',
  'with an other account',
  'with other accounts',
  'with somebody else',
  'full history of',
  'complete history of',
  'entire history of',
  'mr',
  'mrs',
  'ms',
  'dr',
].map(run => run.split(' '));

const CLOSINGS_BY_FIRST = byFirst(CLOSINGS);
const IDLE_BY_FIRST = byFirst(IDLE);
