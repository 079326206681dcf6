import { expect, test } from '@jest/globals';
import { answerSentence } from '../../src/domain/answer.ts';
import { type Coverage, coverageSentence } from '../../src/domain/coverage.ts';
import type { Gap } from '../../src/domain/gap.ts';
import type { Question } from '../../src/domain/question/question.ts';
import { readQuestion } from '../../src/domain/question/read/read.ts';

const VOICE = {
  timeZone: 'UTC',
  accountName: (id: string | null) =>
    id === '111122223333' ? 'prod' : id === '444455556666' ? 'dev' : (id ?? 'this account'),
};
const FROM = '2026-08-28T10:00:00Z';
const TO = '2026-11-26T10:00:00Z';
const part = (accountId: string, region: string, from = FROM) => ({
  history: 'Event history',
  accountId,
  region,
  from,
  to: TO,
});
const gap = (accountId: string, region: string, change: Partial<Gap> = {}): Gap => ({
  ...part(accountId, region),
  cause: 'throttled',
  reason: 'CloudTrail throttled the look-ups',
  ...change,
});
const coverage = (searched: Coverage['searched'], notSearched: Gap[] = []): Coverage => ({
  complete: notSearched.length === 0,
  settledUntil: TO,
  searched,
  notSearched,
  requests: 3,
  cached: 0,
});

function read(text: string): Question {
  const reading = readQuestion(text, { now: Date.parse(TO), timeZone: 'UTC', accounts: [] });
  if (reading.kind !== 'question') throw new Error(reading.kind);
  return reading.question;
}

const PROD = part('111122223333', 'us-west-2');

test.each<[string, Coverage, string]>([
  ['nothing is missing', coverage([PROD]), 'No match in what was searched.'],
  [
    'a Region and a whole account are missing',
    coverage(
      [PROD],
      [gap('111122223333', 'eu-west-1'), gap('444455556666', 'us-west-2', { cause: 'denied' })],
    ),
    'No match in what was searched. Not searched: prod eu-west-1 (throttled); dev (access denied).',
  ],
  [
    'a space keeps less than was asked for',
    coverage(
      [PROD, { ...part('space acme', '', '2026-10-27T10:00:00Z'), history: 'the log of space acme' }],
      [
        gap('space acme', '', { region: undefined, to: '2026-10-27T10:00:00Z', cause: 'tooOld' }),
        gap('444455556666', 'us-west-2', { cause: 'denied' }),
      ],
    ),
    'No match in what was searched. Not searched: dev (access denied). Space acme goes back to 27 Oct 2026 only.',
  ],
  [
    'a space keeps less, and could not be reached',
    coverage(
      [PROD],
      [
        gap('space acme', '', { region: undefined, to: '2026-10-27T10:00:00Z', cause: 'tooOld' }),
        gap('space acme', '', { region: undefined, from: '2026-10-27T10:00:00Z', cause: 'unreachable' }),
      ],
    ),
    'No match in what was searched. Not searched: space acme (too old, unreachable).',
  ],
  [
    'a part of the time is missing',
    coverage(
      [part('111122223333', 'us-west-2', '2026-11-20T10:00:00Z')],
      [gap('111122223333', 'us-west-2', { to: '2026-11-20T10:00:00Z', cause: 'time' })],
    ),
    'No match in what was searched. Not searched: prod us-west-2 before 20 Nov 2026 (time ran out).',
  ],
  [
    'what was searched instead had nothing',
    coverage(
      [part('444455556666', 'us-west-2')],
      [
        gap('111122223333', 'us-west-2', { cause: 'denied', replacedBy: 'Trail logs' }),
        gap('111122223333', 'us-west-2', { history: 'Trail logs', cause: 'silent' }),
      ],
    ),
    'No match in what was searched. Not searched: prod (access denied, days without log files).',
  ],
  [
    'much is missing',
    coverage(
      [PROD],
      ['a', 'b', 'c', 'd', 'e'].map(letter => gap('111122223333', `eu-west-${letter}`)),
    ),
    'No match in what was searched. Not searched: prod eu-west-a (throttled); prod eu-west-b (throttled); prod eu-west-c (throttled); and 2 more.',
  ],
  [
    'only who obtained some sessions',
    coverage(
      [PROD],
      [{ history: 'Event history', from: FROM, to: TO, cause: 'time', reason: 'r', about: 'sessions' }],
    ),
    'No match in what was searched. Who obtained some sessions was not found out (time ran out).',
  ],
  [
    'another history was searched instead',
    coverage([PROD], [gap('111122223333', 'us-west-2', { replacedBy: 'Trail logs' })]),
    'No match in what was searched.',
  ],
])('an answer says by itself what was not searched: %s', (_, searched, sentence) => {
  expect(answerSentence(read('who deleted stack a-1'), [], searched, VOICE)).toBe(sentence);
});

test('that nothing was found says less where not every record tells what is asked', () => {
  const nothing = (text: string) => answerSentence(read(text), [], coverage([PROD]), VOICE);
  expect(nothing('who deleted stack a-1 through the console')).toBe(
    'No match in what was searched. Not every record tells with what a call was made.',
  );
  expect(nothing('who deleted stack a-1 not through the console')).toBe('No match in what was searched.');
});

test('what was searched is told place by place, each since when it was', () => {
  const places = [
    part('111122223333', 'us-east-1'),
    part('111122223333', 'us-west-2', '2026-11-20T10:00:00Z'),
    part('444455556666', 'us-east-1'),
  ];
  expect(coverageSentence(coverage(places), VOICE)).toBe(
    'Searched Event history of prod us-east-1; dev us-east-1 since 28 Aug 2026, 10:00:00 UTC; Event history of prod us-west-2 since 20 Nov 2026, 10:00:00 UTC; settled until 26 Nov 2026, 10:00:00 UTC. 3 look-ups.',
  );
});
