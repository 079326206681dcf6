import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { barLines } from '../../src/domain/bars.ts';
import { readQuestion } from '../../src/domain/question/read/read.ts';
import { summarise } from '../../src/domain/summary.ts';
import { oftenEnough, talliesOf } from '../../src/domain/tally.ts';
import { readFixture } from '../fixtures.ts';

const NOW = Date.parse('2026-11-26T13:00:00Z');
const VOICE = {
  timeZone: 'Europe/Zurich',
  accountName: (id: string | null) => (id === '111122223333' ? 'storefront' : (id ?? '')),
};

let made = 0;

/** A deletion by an IAM user. */
function deletion(user: string, at: string, more: object = {}) {
  made += 1;
  const record = readFixture({
    eventID: `e0000000-0000-4000-8000-${String(made).padStart(12, '0')}`,
    eventName: 'DeleteConnection',
    eventTime: at,
    userIdentity: { type: 'IAMUser', userName: user, arn: `arn:aws:iam::111122223333:user/${user}` },
    ...more,
  });
  return summarise(record);
}

const EVENTS = [
  deletion('alice', '2026-11-23T23:30:00Z'),
  deletion('alice', '2026-11-25T08:00:00Z'),
  deletion('alice', '2026-11-25T09:00:00Z', { awsRegion: 'eu-west-1' }),
  deletion('bob', '2026-11-25T10:00:00Z'),
  deletion('carol', '2026-11-26T10:00:00Z', { errorCode: 'AccessDenied' }),
];

function question(text: string) {
  const reading = readQuestion(text, { now: NOW, timeZone: VOICE.timeZone, accounts: [] });
  if (reading.kind !== 'question') throw new Error(`${text}: ${JSON.stringify(reading)}`);
  return reading.question;
}

const counted = (text: string) =>
  talliesOf(question(text), EVENTS, VOICE).map(({ name, events }) => `${name}: ${events}`);

describe('what is counted', () => {
  test.each([
    ['how many connections were deleted', ['alice: 3', 'bob: 1']],
    ['how many connections were deleted per region', ['us-west-2: 3', 'eu-west-1: 1']],
    ['how many connections were deleted per account', ['storefront: 4']],
    ['how many connections were deleted per event', ['DeleteConnection: 4']],
    ['top 1 users by connections deleted', ['alice: 3']],
    ['who deleted connection', []],
    // Failed attempts count where they are asked for.
    ['how many denied attempts', ['carol: 1', 'alice: 3', 'bob: 1']],
  ])('%s', (text, expected) => {
    expect(counted(text).toSorted()).toEqual(expected.toSorted());
  });

  test('days are the asker’s, in their order, and those without an event are listed too', () => {
    // 23:30 UTC is the next day in Zurich.
    expect(counted('how many connections were deleted per day between 23 and 26 november')).toEqual([
      'Mon 23 Nov: 0',
      'Tue 24 Nov: 1',
      'Wed 25 Nov: 3',
      'Thu 26 Nov: 0',
    ]);
    expect(counted('how many connections were deleted per week')).toContain('week of 23 Nov: 4');
  });

  test('those with as many as the last of a top are in it', () => {
    const even = [deletion('alice', '2026-11-25T08:00:00Z'), deletion('bob', '2026-11-25T08:00:00Z')];
    expect(talliesOf(question('who deleted the most connections'), even, VOICE)).toHaveLength(2);
  });

  test('only whoever did it often enough is left, by what succeeded', () => {
    const asked = question('who deleted two or more connections');
    expect(oftenEnough(asked, EVENTS, VOICE)).toHaveLength(3);
    expect(oftenEnough(question('who deleted connection'), EVENTS, VOICE)).toHaveLength(5);
  });

  test('counts add up to what counts, whatever they are counted by', () => {
    const groups = ['person', 'account', 'region', 'event', 'service', 'day', 'week'] as const;
    fc.assert(
      fc.property(fc.subarray(EVENTS), fc.constantFrom(...groups), (events, per) => {
        const asked = { ...question('how many connections were deleted'), per };
        const total = talliesOf(asked, events, VOICE).reduce((sum, one) => sum + one.events, 0);
        expect(total).toBe(events.filter(({ record }) => record.outcome === 'success').length);
      }),
    );
  });
});

test('bars are as long as their share of the most, and none where there is nothing', () => {
  expect(
    barLines([
      { name: 'alice', events: 20 },
      { name: 'bob\u202e', events: 1 },
      { name: 'carol', events: 0 },
    ]),
  ).toEqual([`alice ${'█'.repeat(20)} 20`, `bob   █ 1`, 'carol 0']);
});
