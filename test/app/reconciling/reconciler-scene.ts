import { Intake } from '../../../src/app/delivery/intake.ts';
import { NO_METER } from '../../../src/app/measures.ts';
import type { History, Search } from '../../../src/app/ports.ts';
import { Reconciler } from '../../../src/app/reconciling/reconciler.ts';
import { KEYS } from '../../../src/app/state/keys.ts';
import { notificationCodec } from '../../../src/app/state/notifications.ts';
import type { Notification } from '../../../src/domain/notification.ts';
import type { CloudTrailRecord } from '../../../src/domain/record.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { INTAKE_SETTINGS, manualClock, readFixture } from '../../fixtures.ts';
import { keptLog } from '../../kept-log.ts';
import { historyOf } from '../asking/history-of.ts';

export const MINUTE_MS = 60_000;
export const START = Date.parse('2026-11-23T10:00:00Z');
const CODECATALYST = { key: 'EventSource', value: 'codecatalyst.amazonaws.com' } as const;

export const at = (minutes: number) => new Date(START + minutes * MINUTE_MS).toISOString();
export const deletion = (id: string, minutes: number, change = {}, carrier = {}) =>
  readFixture(
    { eventID: id, eventTime: at(minutes), requestParameters: { connectionId: id }, ...change },
    carrier,
  );

/** The searches in the one Region that is configured. */
export const inRegion = (searches: readonly Search[]) =>
  searches.filter(({ scope }) => scope?.region === 'us-west-2');

/** A reconciler over a history, beside an intake that feeds bring records to. */
export function reconciling(
  records: readonly CloudTrailRecord[],
  {
    lastAlive = null as number | null,
    attributes = [CODECATALYST] as readonly { key: 'EventSource' | 'EventName'; value: string }[],
    fails = (): boolean => false,
  } = {},
) {
  const clock = manualClock(START);
  const store = memoryStore(clock.now);
  const log = keptLog();
  const history = historyOf(records, { fails });
  const intake = new Intake({
    target: () => ({ store, known: null }),
    onCard: () => undefined,
    settings: INTAKE_SETTINGS,
    clock,
    meter: NO_METER,
  });
  const told: string[] = [];
  const replica = (owner: string, over: History = history) =>
    new Reconciler({
      store,
      history: over,
      channelsOf: record => intake.channelsOf(record),
      attributes,
      everyMs: 15 * MINUTE_MS,
      graceMs: 10 * MINUTE_MS,
      intake,
      lastAlive,
      tellManagers: async (_, text) => void told.push(text),
      owner,
      clock,
      log,
      meter: NO_METER,
    });
  /** Lets reconcilers run until so many minutes after the start. */
  const until = async (minutes: number, ...reconcilers: Reconciler[]) => {
    const end = new AbortController();
    const runs = reconcilers.map(one => one.run(end.signal));
    let isOver = false;
    void clock.sleep(START + minutes * MINUTE_MS - clock.now()).then(() => (isOver = true));
    await clock.until(() => isOver);
    end.abort();
    await Promise.all(runs);
  };
  const cards = async (): Promise<Notification[]> =>
    (await store.range(KEYS.notification(''), '', null, 1_000)).map(({ value }) =>
      notificationCodec.decode(value),
    );
  return { clock, store, log, history, intake, told, replica, until, cards };
}
