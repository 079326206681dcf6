import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deliveriesOf } from '../../src/domain/deliveries.ts';
import { eventPatternProblem, matchesEventPattern, matchesWildcard } from '../../src/domain/event-pattern.ts';
import type { Route, Routing } from '../../src/domain/route.ts';
import { summarise } from '../../src/domain/summary.ts';
import { readFixture } from '../fixtures.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const routing = (routes: Route[] = [], more: Partial<Routing> = {}): Routing => ({
  routes,
  defaultChannel: 'C0DEFAULT',
  quiet: [],
  accountNames: new Map([['111122223333', 'storefront']]),
  ...more,
});
const channels = (change: Record<string, unknown>, rules: Routing) =>
  deliveriesOf(summarise(readFixture(change)), { routing: rules, people: [] }, NOW)
    .filter(({ mutedBy }) => mutedBy === undefined)
    .map(one => one.channel);
const READ = { eventName: 'ListConnections', readOnly: true };

describe('where a record is shown', () => {
  test('without routes, what is notable goes to the default channel and reads nowhere', () => {
    expect(channels({}, routing())).toEqual(['C0DEFAULT']);
    expect(channels(READ, routing())).toEqual([]);
    expect(channels({ eventSource: 's3.amazonaws.com', eventName: 'CreateBucket' }, routing())).toEqual([]);
  });

  test('without a default channel a card has none', () => {
    expect(channels({}, routing([], { defaultChannel: null }))).toEqual([null]);
  });

  test('every route that matches gets a card, once a channel', () => {
    const routes: Route[] = [
      { name: 'a', when: { category: ['connection'] }, channel: 'C0A', ask: 'approval' },
      { name: 'b', when: { account: ['storefront'] }, channel: 'C0B' },
      { name: 'c', when: {}, channel: 'C0A', ask: 'nothing' },
    ];
    const deliveries = deliveriesOf(summarise(readFixture()), { routing: routing(routes), people: [] }, NOW);
    expect(deliveries.map(({ route, channel, ask }) => [route, channel, ask])).toEqual([
      ['a', 'C0A', 'approval'],
      ['b', 'C0B', 'approval'],
    ]);
  });

  test.each<[string, Route['when'], Record<string, unknown>, boolean]>([
    ['category', { category: ['billing'] }, {}, false],
    [
      'eventName, spelt as the user guide does',
      { eventName: ['DissassociateIAMRolefromConnection'] },
      { eventName: 'DisassociateIamRoleFromConnection' },
      true,
    ],
    ['eventName with a wildcard', { eventName: ['Delete*'] }, {}, true],
    ['account by name', { account: ['Storefront'] }, {}, true],
    ['account by id', { account: ['444455556666'] }, {}, false],
    ['region', { region: ['us-*'] }, {}, true],
    ['principal', { principal: ['ALICE'] }, {}, true],
    ['principal of somebody else', { principal: ['bob'] }, {}, false],
    ['outcome', { outcome: 'failure' }, {}, false],
    ['reads are not meant unless asked for', { category: ['connection'] }, READ, false],
    ['reads by readOnly', { category: ['connection'], readOnly: true }, READ, true],
    ['reads by name', { eventName: ['ListConnections'] }, READ, true],
    ['changes by readOnly: false', { readOnly: false }, READ, false],
    ['a pattern', { pattern: { detail: { eventName: [{ prefix: 'Delete' }] } } }, {}, true],
    [
      'a pattern on the source',
      { pattern: { source: ['aws.codecatalyst'], detail: { errorCode: [{ exists: false }] } } },
      {},
      true,
    ],
    ['a pattern that does not match', { pattern: { detail: { eventName: ['Other'] } } }, {}, false],
  ])('a route by %s', (_, when, change, matches) => {
    const found = channels(change, routing([{ name: 'r', when, channel: 'C0R' }], { defaultChannel: null }));
    expect(found.includes('C0R')).toBe(matches);
  });

  test('a mute holds until it expires', () => {
    const until = (at: number) => routing([], { quiet: [{ when: { category: ['connection'] }, until: at }] });
    expect(channels({}, until(NOW + 1))).toEqual([]);
    expect(channels({}, until(NOW))).toEqual(['C0DEFAULT']);
  });
});

describe('event patterns', () => {
  const event = {
    source: 'aws.iam',
    detail: { eventName: 'CreateRole', count: 5, ip: '10.1.2.3', tags: ['a', 'b'], nested: [{ key: 'k' }] },
  };
  test.each([
    [{ source: ['aws.iam'] }, true],
    [{ source: ['aws.s3'] }, false],
    [{ detail: { eventName: [{ suffix: 'Role' }] } }, true],
    [{ detail: { eventName: [{ 'equals-ignore-case': 'createrole' }] } }, true],
    [{ detail: { eventName: [{ wildcard: 'Cr*R*e' }] } }, true],
    [{ detail: { eventName: [{ 'anything-but': ['CreateRole'] }] } }, false],
    [{ detail: { eventName: [{ 'anything-but': { prefix: 'Delete' } }] } }, true],
    [{ detail: { missing: [{ exists: false }] } }, true],
    [{ detail: { eventName: [{ exists: true }] } }, true],
    [{ detail: { count: [{ numeric: ['>', 3, '<=', 5] }] } }, true],
    [{ detail: { count: [{ numeric: ['>', 5] }] } }, false],
    [{ detail: { ip: [{ cidr: '10.1.0.0/16' }] } }, true],
    [{ detail: { ip: [{ cidr: '10.2.0.0/16' }] } }, false],
    [{ detail: { tags: ['b'] } }, true],
    [{ detail: { nested: { key: ['k'] } } }, true],
    [{ $or: [{ source: ['aws.s3'] }, { detail: { count: [5] } }] }, true],
  ])('%j', (pattern, matches) => {
    expect(matchesEventPattern(pattern, event)).toBe(matches);
    expect(eventPatternProblem(pattern)).toBeUndefined();
  });

  test('mistakes are named', () => {
    expect(eventPatternProblem({ detail: { eventName: 'CreateRole' } })).toContain(
      'detail.eventName must be a list',
    );
    expect(eventPatternProblem({ detail: { eventName: [{ startsWith: 'x' }] } })).toContain('startsWith');
    expect(eventPatternProblem({ source: [] })).toContain('empty list');
  });

  test('a wildcard matches as its regular expression does', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ab*]{0,8}$/), fc.stringMatching(/^[ab]{0,10}$/), (pattern, text) => {
        expect(matchesWildcard(pattern, text)).toBe(
          new RegExp(`^${pattern.replace(/\*/g, '.*')}$`).test(text),
        );
      }),
    );
  });
});
