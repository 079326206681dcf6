import { describe, expect, test } from '@jest/globals';
import type { CloudTrailRecord } from '../../../src/domain/record.ts';
import type { Routing } from '../../../src/domain/route.ts';
import { readSpaceEntry } from '../../../src/records/space-entry.ts';
import { readFixture, recordingMessenger } from '../../fixtures.ts';
import { delivery } from './scene.ts';
import { happen, notifications, passes } from './story-scene.ts';

const DANA = {
  type: 'AssumedRole',
  arn: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/dave@example.com',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      arn: 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef',
    },
  },
};
const AT = '2026-11-23T09:59:00Z';
const inTrail = (change: Record<string, unknown> = {}) =>
  readFixture({ requestID: 'r-1', eventTime: AT, userIdentity: DANA, ...change });
function inSpace(change: object = {}) {
  const reading = readSpaceEntry(
    {
      id: 'entry-1',
      eventName: 'deleteConnection',
      eventTime: '2026-11-23T09:59:00.700Z',
      operationType: 'MUTATION',
      requestId: 'R-1',
      userIdentity: { userType: 'AWS_ACCOUNT', awsAccountId: '111122223333' },
      requestPayload: { data: '{"connectionId":"1a2b3c4d-0000-4000-8000-000000000001"}' },
      ...change,
    },
    'acme',
  );
  if (reading.kind !== 'record') throw new Error(reading.reason);
  return reading.record;
}
const scene = (more: Parameters<typeof delivery>[2] = {}) =>
  delivery(recordingMessenger(), true, { hasSpace: true, ...more });
const channelsOf = async (bot: ReturnType<typeof scene>) =>
  (await notifications(bot)).map(({ channel }) => channel).toSorted();

describe('a deed that CloudTrail and the log of a space tell', () => {
  test.each<[string, () => CloudTrailRecord[]]>([
    ['CloudTrail first', () => [inTrail(), inSpace()]],
    ['the space first', () => [inSpace(), inTrail()]],
  ])(
    'is on one card that names where else it is, and keeps out whoever either names: %s',
    async (_, records) => {
      const bot = scene();
      await happen(bot, ...records());
      const [only, ...others] = await notifications(bot);
      expect(others).toEqual([]);
      expect(bot.messenger.posted).toHaveLength(1);
      expect(only?.copies).toHaveLength(1);
      const keys = [...(only?.recordKeys ?? []), ...(only?.alsoBy ?? []).map(({ record }) => record)];
      expect(keys.toSorted()).toEqual([inTrail().key, inSpace().key].toSorted());
    },
  );

  test('has a card in each channel that either is routed to, and one in each', async () => {
    const route = (name: string, when: Routing['routes'][number]['when'], channel: string) => ({
      name,
      when,
      channel,
      ask: 'approval' as const,
    });
    const routing: Routing = {
      routes: [
        route('ours', { account: ['111122223333'] }, 'C0PROD'),
        route('space', { account: ['space acme'] }, 'C0SPACE'),
        route('all', { category: ['connection'] }, 'C0ALL'),
      ],
      defaultChannel: null,
      quiet: [],
      accountNames: new Map(),
    };
    for (const records of [
      [inTrail(), inSpace()],
      [inSpace(), inTrail()],
    ]) {
      const bot = scene({ routing });
      await happen(bot, ...records);
      expect(await channelsOf(bot)).toEqual(['C0ALL', 'C0PROD', 'C0SPACE']);
    }
  });

  test('has a card where nothing was shown of the one that came first', async () => {
    const routing: Routing = {
      routes: [{ name: 'ours', when: { account: ['111122223333'] }, channel: 'C0PROD', ask: 'approval' }],
      defaultChannel: null,
      quiet: [],
      accountNames: new Map(),
    };
    const bot = scene({ routing });
    await happen(bot, inSpace(), inTrail());
    expect(await channelsOf(bot)).toEqual(['C0PROD']);
  });

  test('is not told once more where the reconciler brings it late', async () => {
    const bot = scene();
    await happen(bot, inSpace());
    await passes(bot, 3_600_000);
    expect(await bot.intake.acceptLate(inTrail())).toBe(true);
    expect(await notifications(bot)).toHaveLength(1);
  });

  test.each<[string, object, Record<string, unknown>]>([
    ['another request', { requestId: 'r-2' }, {}],
    ['another name', { eventName: 'acceptConnection' }, {}],
    ['no request id', { requestId: undefined }, {}],
  ])('is told from one that is only alike: %s', async (_, entry, record) => {
    const bot = scene();
    await happen(bot, inSpace(entry), inTrail(record));
    expect(await notifications(bot)).toHaveLength(2);
  });

  test('is looked for only where a space is configured', async () => {
    const bot = scene({ hasSpace: false });
    await happen(bot, inSpace(), inTrail());
    expect(await notifications(bot)).toHaveLength(2);
  });
});
