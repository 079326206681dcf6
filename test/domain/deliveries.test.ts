import { describe, expect, test } from '@jest/globals';
import { deliveriesOf } from '../../src/domain/deliveries.ts';
import { Packs } from '../../src/domain/pack.ts';
import { PatternIndex } from '../../src/domain/pattern-index.ts';
import { matchesPattern } from '../../src/domain/question/match.ts';
import { readPattern } from '../../src/domain/question/read/pattern.ts';
import type { Routing } from '../../src/domain/route.ts';
import { summarise } from '../../src/domain/summary.ts';
import { assumedRole, readFixture } from '../fixtures.ts';
import { BLIND, NOW, READ, CONTEXT as READING } from './question/phrases.ts';

const patternOf = (text: string) => {
  const reading = readPattern(text, READING);
  if (reading.kind !== 'pattern') throw new Error(`${text}: ${JSON.stringify(reading)}`);
  return reading.pattern;
};
const ROLE = 'arn:aws:iam::111122223333:role';
const routing = (more: Partial<Routing>): Routing => ({
  routes: [],
  defaultChannel: 'C0DEFAULT',
  quiet: [],
  accountNames: new Map(),
  ...more,
});
const deliveries = (change: Record<string, unknown>, more: Partial<Routing>) =>
  deliveriesOf(summarise(readFixture(change)), { routing: routing(more), people: [] }, NOW);

describe('a question in the configuration', () => {
  const asking = (text: string) => ({
    routes: [{ name: 'asked', channel: 'C0ASKED', when: { question: patternOf(text) } }],
  });

  test('routes what it means, and nothing else', () => {
    expect(deliveries({}, asking('deleted connection by alice'))).toMatchObject([{ channel: 'C0ASKED' }]);
    expect(deliveries({}, asking('deleted connection by bob'))).toMatchObject([{ channel: 'C0DEFAULT' }]);
  });

  test('about reads routes them', () => {
    const read = { eventName: 'ListConnections', readOnly: true };
    expect(deliveries(read, asking('viewed connections'))).toMatchObject([{ channel: 'C0ASKED' }]);
    expect(deliveries(read, asking('what alice did'))).toEqual([]);
  });

  test('mutes what it means, but for what is critical', () => {
    const quiet = [{ when: { question: patternOf('what alice did') }, until: NOW + 1 }];
    expect(deliveries({}, { quiet })).toMatchObject([{ mutedBy: 'quiet', ask: 'approval' }]);
    const critical = { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging' };
    const shown = deliveries(critical, { quiet });
    expect(shown).toMatchObject([{ severity: 'critical' }]);
    expect(shown[0]).not.toHaveProperty('mutedBy');
    // Nor where a file says that it matters less.
    const packs = new Packs([], new Map([['cloudtrail stoplogging', { severity: 'low' }]]));
    const lesser = deliveries(critical, { quiet, packs });
    expect(lesser).toMatchObject([{ severity: 'low' }]);
    expect(lesser[0]).not.toHaveProperty('mutedBy');
  });
});

describe('many patterns at once', () => {
  test('give what each of them gives alone, whatever came before', () => {
    const all = [...READ, ...BLIND].flatMap(([text]) => {
      const reading = readPattern(text, READING);
      return reading.kind === 'pattern' ? [{ pattern: reading.pattern }] : [];
    });
    for (const text of [
      'dana',
      'okafor',
      'dana.okafor',
      '=bob',
      'Deploy/*',
      'root',
      'role/Deploy',
      'dana okafor',
    ])
      all.push({ pattern: patternOf(`what happened user:"${text}"`) });
    for (const text of [
      'c-1',
      'logs',
      'arn:aws:s3:::logs',
      '1a2b3c',
      'LOGS',
      'l*',
      'carol',
      'mendes',
      'carol.mendes',
    ])
      all.push({ pattern: patternOf(`deleted resource:"${text}"`) });
    const index = new PatternIndex(all);
    const records = [
      {},
      { eventName: 'ListConnections', readOnly: true },
      {
        eventSource: 's3.amazonaws.com',
        eventName: 'DeleteBucket',
        requestParameters: { bucketName: 'logs' },
      },
      { eventSource: 'iam.amazonaws.com', eventName: 'CreateAccessKey' },
      {
        eventSource: 'iam.amazonaws.com',
        eventName: 'DeleteUser',
        requestParameters: { userName: 'carol.mendes@example.com' },
      },
      { eventName: 'ListConnections', readOnly: true, errorCode: 'AccessDenied' },
      { errorCode: 'AccessDenied' },
      { userIdentity: assumedRole(`${ROLE}/Deploy`, 'dana.okafor@example.com') },
      { userIdentity: assumedRole(`${ROLE}/AWSReservedSSO_Admin_0123456789abcdef`, 'bob') },
      { userIdentity: { type: 'Root', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' } },
    ].map(change => summarise(readFixture(change)));
    for (const summary of [...records, ...records])
      expect(index.matching(summary)).toEqual(all.filter(({ pattern }) => matchesPattern(pattern, summary)));
    expect(all.length).toBeGreaterThan(100);
  });
});
