import { describe, expect, test } from '@jest/globals';
import type { CloudTrailRecord } from '../../../src/domain/record.ts';
import { at, deletion, reconciling } from './reconciler-scene.ts';

describe('what CloudTrail does not have', () => {
  test('is marked an hour later, and managers are told; what it has by then is not', async () => {
    const forged = deletion('forged', 1, {}, { assurance: 'none' });
    const slow = deletion('slow', 2, {}, { assurance: 'none' });
    const records: CloudTrailRecord[] = [];
    const bot = reconciling(records);
    await bot.intake.accept(forged);
    await bot.intake.accept(slow);
    const one = bot.replica('one');
    await bot.until(30, one);
    expect((await bot.cards()).some(({ unknownToCloudTrail }) => unknownToCloudTrail !== undefined)).toBe(
      false,
    );
    records.push(deletion('slow', 2));
    await bot.until(90, one);
    const marked = (await bot.cards()).filter(({ unknownToCloudTrail }) => unknownToCloudTrail !== undefined);
    expect(marked.map(({ recordKeys }) => recordKeys[0])).toEqual(['111122223333:forged']);
    expect(bot.told).toHaveLength(1);
    expect(bot.told[0]).toContain('event forged of account 111122223333');
  });

  test.each([
    ['what another account claims', {}, { sentBy: '999999999999' }],
    ['an account that is not searched', { recipientAccountId: '444455556666' }, {}],
    ['what was replayed', {}, { replayed: true }],
  ])('is not doubted where Event history need not have it: %s', async (_, change, carrier) => {
    const bot = reconciling([]);
    await bot.intake.accept(deletion('feed', 1, change, { assurance: 'none', ...carrier }));
    await bot.until(120, bot.replica('one'));
    expect(bot.told).toEqual([]);
    expect((await bot.cards()).some(({ unknownToCloudTrail }) => unknownToCloudTrail !== undefined)).toBe(
      false,
    );
  });

  test.each<[string, object]>([
    ['its time is long past', { eventTime: at(-45) }],
    ['its time is far ahead', { eventTime: at(4 * 24 * 60) }],
    ['its Region is none that is searched', { awsRegion: 'ap-south-1' }],
    ['its Region is none at all', { awsRegion: 'xx-evil-1' }],
    ['its source is written in another way', { eventSource: 'codecatalyst' }],
    ['it says that it is a data event', { managementEvent: false, eventCategory: 'Data' }],
    ['another event has its id', { eventID: 'genuine' }],
  ])('is marked also where %s', async (_, change) => {
    const genuine = deletion('genuine', 1, { eventName: 'ListBuckets', eventSource: 's3.amazonaws.com' });
    const bot = reconciling([genuine]);
    await bot.intake.accept(deletion('forged', 1, change, { assurance: 'none' }));
    await bot.until(180, bot.replica('one'));
    expect((await bot.cards()).map(({ unknownToCloudTrail }) => unknownToCloudTrail !== undefined)).toEqual([
      true,
    ]);
    expect(bot.told).toHaveLength(1);
  });

  test('is marked no more once it has it after all, hours later', async () => {
    const records: CloudTrailRecord[] = [];
    const bot = reconciling(records);
    await bot.intake.accept(deletion('slow', 1, {}, { assurance: 'none' }));
    const one = bot.replica('one');
    await bot.until(90, one);
    expect((await bot.cards())[0]?.unknownToCloudTrail).toBeDefined();
    records.push(deletion('slow', 1));
    await bot.until(90 + 7 * 60, one);
    expect((await bot.cards())[0]?.unknownToCloudTrail).toBeUndefined();
  });

  test('a thousand events that it has cost no look-up each', async () => {
    const records = Array.from({ length: 1_000 }, (_, index) => deletion(`e-${index}`, 1));
    const bot = reconciling(records);
    for (let index = 0; index < 1_000; index++)
      await bot.intake.accept(deletion(`e-${index}`, 1, {}, { assurance: 'none' }));
    await bot.until(120, bot.replica('one'));
    expect(bot.history.searches.filter(({ attribute }) => attribute?.key === 'EventId')).toEqual([]);
    expect(bot.told).toEqual([]);
  });
});
