import type { Grouping } from '../../question.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { keyOfForm } from './forms.ts';

/** Things that are counted by, each by the words for it. */
export const GROUPS: ReadonlyMap<string, Grouping> = new Map([
  ...[
    'person',
    'people',
    'user',
    'users',
    'principal',
    'principals',
    'engineer',
    'engineers',
    'identity',
    'actor',
    'actors',
    'individual',
    'member',
    'caller',
    'callers',
    'actor',
    'identities',
  ].map(word => [word, 'person'] as const),
  ...['account', 'accounts'].map(word => [word, 'account'] as const),
  ...['region', 'regions'].map(word => [word, 'region'] as const),
  ...['day', 'days', 'date'].map(word => [word, 'day'] as const),
  ...['week', 'weeks'].map(word => [word, 'week'] as const),
  ...['event', 'events', 'action', 'actions'].map(word => [word, 'event'] as const),
  ...['service', 'services'].map(word => [word, 'service'] as const),
  ...['ip', 'ips', 'address', 'addresses'].map(word => [word, 'address'] as const),
]);

/** `per day`, `by account`, `broken down by region`. */
export function groupsAt(sentence: Sentence, at: number): readonly Piece[] {
  const [word, next] = [sentence.word(at), sentence.word(at + 1)];
  const grouped = /^(grouped|broken|split)$/.test(word);
  const joined = /^(per|by|each|every)$/.test(word)
    ? 1
    : grouped && next === 'down'
      ? 3
      : grouped && next === 'by'
        ? 2
        : 0;
  // "instances terminated by users", "changes by services": by whom, and not how many.
  const isWhom = word === 'by' && /^(users|people|persons|humans|services)$/.test(next);
  if (isWhom && !sentence.tokens.some(token => COUNTING.test(token.word)))
    return next === 'services'
      ? []
      : [
          {
            is: 'filter',
            filters: [{ ...filterOn('kind', 'service'), negated: true }],
            about: 'who',
            words: 2,
          },
        ];
  // "by each principal", "for every account".
  const isEach = /^(by|for|per|from) (each|every)$/.test(`${word} ${next}`);
  const each = isEach ? GROUPS.get(sentence.word(at + 2)) : undefined;
  // "by source ip address".
  const source = /^source (ips?|address|addresses)$/.test(sentence.run(at + joined, 2)) ? 1 : 0;
  const group = each ?? GROUPS.get(sentence.word(at + joined + source));
  if ((joined === 0 && !each) || !group) return [];
  const isAddress = /^ip address(es)?$/.test(sentence.run(at + joined + source, 2)) ? 1 : 0;
  const words = joined + 1 + source + isAddress;
  const end = at + (each ? 3 : words);
  // "sign-ins by ip 203.0.113.7".
  if (group === 'address' && keyOfForm(sentence.text(end)) === 'ip') return [];
  // "per account and region": two at once.
  const again = /^(per|by)$/.test(sentence.word(end + 1)) ? 2 : 1;
  if (/^(and|or)$/.test(sentence.word(end)) && GROUPS.has(sentence.word(end + again)))
    return [{ is: 'wrong', code: 'unplaced_part', message: TWO_GROUPS, words: 1 }];
  if (each) return [{ is: 'per', per: each, words: 3 }];
  // "by user alice" names whoever acted.
  const isTitle = word === 'by' && /^(user|principal|engineer|person|member)s?$/.test(next);
  if (isTitle && at + 2 < sentence.length && !isEnd(sentence, at + 2)) return [];
  const cost = word === 'each' || word === 'every' ? 0.3 : 0;
  return [{ is: 'per', per: group, words, cost }];
}

const TWO_GROUPS =
  'I count by one thing at a time: by person, account, Region, service, event, address, day or week.';

/** Words of questions that count. */
const COUNTING =
  /^(many|much|count|counts|counted|number|numbers|per|each|every|group|grouped|broken|breakdown|split|top|most|least|stats|statistics|total|totals|often|sum|summary|summarize|summarise|rank|ranked|ranking|tally)$/;

function isEnd(sentence: Sentence, at: number): boolean {
  return sentence.times.at(at) !== undefined || /^(in|on|during|this|last|for)$/.test(sentence.word(at));
}
