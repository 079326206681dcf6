import { KEYS } from '../../../src/app/state/keys.ts';
import { notificationCodec } from '../../../src/app/state/notifications.ts';
import { jobCodec } from '../../../src/app/state/outbox.ts';
import { readFixture } from '../../fixtures.ts';
import type { HarnessOptions } from './flows.ts';
import type { ListenerHarness } from './harness.ts';

/** A bucket: nothing that the catalogue shows. */
export const bucket = (index: number, change: object = {}) =>
  readFixture({
    eventID: `b0000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    eventTime: '2026-11-23T09:30:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'DeleteBucket',
    requestParameters: { bucketName: `logs-${index}` },
    ...change,
  });

/** Whose the IAM user of the records is. */
export const ALICE_IS_KNOWN: Partial<HarnessOptions> = {
  settings: { people: [{ slack: 'U0ALICE', principals: ['alice'] }] },
};
/** Carol alone is a manager. */
export const MANAGED: Partial<HarnessOptions> = { managers: { users: ['U0CAROL'] } };

/** What became of the records that were taken in. */
export async function notificationsOf(bot: ListenerHarness) {
  const stored = await bot.store.range(KEYS.notification(''), '', null, 100);
  const waiting = await bot.store.range('outbox', '', null, 100);
  return {
    kept: stored.map(({ value }) => notificationCodec.decode(value)),
    /** Channels in which a record waits for its card, and the lines that wait. */
    channels: waiting.flatMap(({ value, key }) => {
      const job = jobCodec.tryDecode(value);
      return job?.kind === 'line' ? [] : [key.split('/')[1]?.replace('@cards:', '')];
    }),
    lines: waiting.flatMap(({ value }) => {
      const job = jobCodec.tryDecode(value);
      return job?.kind === 'line' ? [{ channel: job.channel, ...job.says }] : [];
    }),
  };
}

/** What the ledger says of subscriptions and mutes. */
export async function orderEntries(bot: ListenerHarness) {
  return (await bot.ledger()).flatMap(entry =>
    entry.kind === 'order' ? [[entry.order, entry.change, entry.number, entry.by, entry.channel]] : [],
  );
}
