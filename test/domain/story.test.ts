import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SEVERITIES } from '../../src/domain/categories.ts';
import {
  type Member,
  nextShownAt,
  storyOf,
  storyPrincipal,
  takes,
  withMember,
} from '../../src/domain/story.ts';
import { readFixture } from '../fixtures.ts';

const MINUTE_MS = 60_000;
const START = Date.UTC(2026, 10, 23, 10);

const member = (change: Partial<Member> = {}): Member => ({
  record: '111122223333:e-1',
  digest: 'd',
  at: START,
  arrivedAt: START,
  kind: 'created',
  thing: 'a',
  doer: 'alice',
  region: 'us-west-2',
  severity: 'medium',
  quorum: 1,
  ...change,
});
const grown = (members: readonly Member[]) =>
  members
    .slice(1)
    .reduce((story, next) => withMember(story, next, 'd'), storyOf(members[0] ?? member(), 'd'));

describe('a story takes', () => {
  const open = { createdAt: START, isDecided: false };
  test.each([
    ['what comes within five minutes', open, { arrivedAt: START + 5 * MINUTE_MS }, 'yes'],
    ['nothing after five quiet minutes', open, { arrivedAt: START + 5 * MINUTE_MS + 1 }, 'no'],
    ['nothing after its first decision', { ...open, isDecided: true }, { arrivedAt: START + 1 }, 'no'],
    ['what came out of order', open, { at: START - 30 * MINUTE_MS }, 'yes'],
    [
      'not what is a day late, which begins no new story either',
      open,
      { at: START - 24 * 60 * MINUTE_MS },
      'early',
    ],
    ['not what happened an hour later', open, { at: START + 61 * MINUTE_MS }, 'no'],
    ['what says no time', open, { at: null }, 'yes'],
    ['what came while a clock went back', open, { arrivedAt: START - 60 * MINUTE_MS }, 'yes'],
  ] as const)('%s', (_, state, change, expected) => {
    expect(takes(storyOf(member(), 'd'), state, member(change))).toBe(expected);
  });

  test('an hour of members at most, however close they follow', () => {
    const members = Array.from({ length: 30 }, (_, index) =>
      member({ arrivedAt: START + index * 2 * MINUTE_MS }),
    );
    const story = grown(members);
    expect(takes(story, open, member({ arrivedAt: START + 60 * MINUTE_MS }))).toBe('yes');
    expect(takes(story, open, member({ arrivedAt: START + 60 * MINUTE_MS + 1 }))).toBe('no');
  });

  test('no more doers than can be judged', () => {
    const story = grown(Array.from({ length: 5 }, (_, index) => member({ doer: `d${index}` })));
    expect(takes(story, open, member({ doer: 'd3' }))).toBe('yes');
    expect(takes(story, open, member({ doer: 'd6' }))).toBe('no');
  });
});

const anyMember = fc
  .record({
    kind: fc.constantFrom('created', 'deleted', 'denied', '__proto__'),
    thing: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
    at: fc.option(fc.integer({ min: START, max: START + MINUTE_MS })),
    severity: fc.constantFrom(...SEVERITIES),
    region: fc.option(fc.constantFrom('us-west-2', 'eu-west-1', 'a', 'b', 'c', 'd')),
  })
  .map(change => member(change));

describe('the head of a story', () => {
  test('counts every member once, by its kind, and never grows beyond a bound', () => {
    fc.assert(
      fc.property(fc.array(anyMember, { minLength: 1, maxLength: 60 }), members => {
        const story = grown(members);
        expect(story.count).toBe(members.length);
        expect(story.kinds.reduce((sum, { count }) => sum + count, 0)).toBe(members.length);
        for (const { thing, count } of story.things)
          expect(count).toBe(members.filter(one => one.thing === thing).length);
        expect(story.things.length).toBeLessThanOrEqual(5);
        expect(story.regions.length).toBeLessThanOrEqual(5);
        const times = members.flatMap(({ at }) => at ?? []);
        expect(story.firstAt).toBe(times.length === 0 ? null : Math.min(...times));
        expect(story.lastAt).toBe(times.length === 0 ? null : Math.max(...times));
      }),
    );
  });

  test('a story of 100,000 members is no larger than one of a hundred', () => {
    const sized = (count: number) =>
      JSON.stringify(
        grown(
          Array.from({ length: count }, (_, index) => member({ thing: `t${index}`, kind: `k${index % 30}` })),
        ),
      ).length;
    expect(sized(100_000)).toBeLessThan(sized(100) + 100);
  });
});

test('a card is brought up to date after 1, 5 and 15 seconds, then every 30, whatever comes in between', () => {
  const shown = new Set(
    Array.from({ length: 2_000 }, (_, index) => nextShownAt(START, START + index * 50) - START),
  );
  expect([...shown]).toEqual([1_000, 5_000, 15_000, 45_000, 75_000, 105_000]);
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), age => {
      const next = nextShownAt(START, START + age);
      expect(next).toBeGreaterThan(START + age);
      expect(next).toBeLessThanOrEqual(START + age + 30_000);
    }),
  );
});

test.each([
  [
    'the key of temporary credentials',
    { accessKeyId: 'ASIAONE', arn: 'arn:aws:sts::1:assumed-role/a/b' },
    'ASIAONE',
  ],
  [
    'the ARN where the key lasts',
    { accessKeyId: 'AKIAONE', arn: 'arn:aws:iam::1:user/a' },
    'arn:aws:iam::1:user/a',
  ],
  ['the Identity Center user where there is neither', { onBehalfOf: { userId: 'u-1' } }, 'u-1'],
  ['nothing: it stands alone', { type: 'AWSService', invokedBy: 'x.amazonaws.com' }, undefined],
])('records are of one principal by %s', (_, userIdentity, expected) => {
  expect(storyPrincipal(readFixture({ userIdentity }))).toBe(expected);
});
