import { EVERYTHING, parkedChannels } from '../app/delivery/parking.ts';
import { listSetAside } from '../app/delivery/set-aside.ts';
import type { GaugeReading } from '../app/measures.ts';
import type { Clock, Log, Store } from '../app/ports.ts';
import { BUS_LANE, channelOf } from '../app/state/lanes.ts';
import { backlogged, readBacklog } from '../app/watching/backlog.ts';
import { lastHeard, type Pulses, type Silence, silences } from '../app/watching/pulses.ts';
import { type Trouble, TroubleWatch } from '../app/watching/trouble-watch.ts';
import type { Workspace } from './workspace.ts';

/** Unclear answers of Slack in a row from which on it is trouble. */
const MANY_UNCLEAR_ANSWERS = 3;
/** Kinds of trouble that only somebody who manages the bot can mend. */
const MANAGERS_KINDS: ReadonlySet<Trouble['kind']> = new Set<Trouble['kind']>([
  'silence',
  'queue',
  'ledger',
  'parked',
  'reconciler',
  'space',
]);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What is watched. */
export interface WatchDeps {
  /** The workspace's part of the store, or what stands in for it. */
  readonly store: () => Store;
  readonly workspace: () => Workspace | null;
  readonly pulses: Pulses;
  /** Why the queue can't be read; null where it can, or there is none. */
  readonly queueProblem: () => string | null;
  /** Why something could not be written lately. */
  readonly storeFailure: () => string | null;
  readonly accountName: (accountId: string | null) => string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Watches everything that may go wrong without anybody seeing it. */
export function composeWatch(deps: WatchDeps): TroubleWatch {
  const { store, pulses, clock } = deps;
  const sources = [
    async () => backlogged(await readBacklog(store(), clock.now())).map(backlogTrouble),
    async () => (await parkedChannels(store())).map(parkedTrouble),
    async () => setAsideTrouble((await listSetAside(store())).length),
    async () => {
      await pulses.keep(store(), clock.now());
      return (await silences(store(), clock.now())).map(silence => silenceTrouble(silence, deps));
    },
    async () => told('queue', 'queue', 'The queue can not be read', deps.queueProblem()),
    async () => told('store', 'disk', 'Something could not be written', deps.storeFailure()),
    async () =>
      told(
        'ledger',
        'ledger',
        'The ledger is not as it was written',
        deps.workspace()?.ledgerProblem ?? null,
      ),
    async () => slackTroubles(deps.workspace()),
    async () => lookupTroubles(deps.workspace()),
    async () => spaceTroubles(deps.workspace()),
    async () => reconcilerTrouble(deps.workspace()),
  ];
  return new TroubleWatch(sources, {
    clock,
    log: deps.log,
    onBegin: ({ kind, about, what }) => {
      if (MANAGERS_KINDS.has(kind)) void deps.workspace()?.notices.tell(`${kind}/${about}`, what);
    },
  });
}

/** The gauges of `/metrics`. */
export async function readGauges(store: Store, watch: TroubleWatch, now: number): Promise<GaugeReading[]> {
  const [lanes, parked, aside, heard] = await Promise.all([
    readBacklog(store, now),
    parkedChannels(store),
    listSetAside(store),
    lastHeard(store),
  ]);
  const kinds = new Set(watch.known.map(({ kind }) => kind));
  return [
    ...lanes.flatMap(({ lane, jobs, oldestMs }): GaugeReading[] => [
      { name: 'cctrail_outbox_jobs', labels: { lane }, value: jobs },
      ...(oldestMs === null
        ? []
        : [
            { name: 'cctrail_outbox_oldest_age_seconds' as const, labels: { lane }, value: oldestMs / 1_000 },
          ]),
    ]),
    { name: 'cctrail_parked_channels', labels: {}, value: parked.length },
    { name: 'cctrail_set_aside', labels: {}, value: aside.length },
    ...heard.map(
      ({ account, last }): GaugeReading => ({
        name: 'cctrail_last_event_timestamp_seconds',
        labels: { account },
        value: last / 1_000,
      }),
    ),
    ...[...kinds].map(
      (kind): GaugeReading => ({
        name: 'cctrail_trouble',
        labels: { kind },
        value: watch.known.filter(one => one.kind === kind).length,
      }),
    ),
  ];
}

function backlogTrouble({ lane, jobs, oldestMs }: ReturnType<typeof backlogged>[number]): Trouble {
  const where = lane === BUS_LANE ? 'the event bus' : `channel ${channelOf(lane)}`;
  const age = oldestMs === null ? '' : `, the oldest for ${spoken(oldestMs)}`;
  return {
    kind: 'backlog',
    about: lane,
    what: `${jobs} ${jobs === 1 ? 'message waits' : 'messages wait'} for ${where}${age}. Slack takes one a second of a channel.`,
  };
}

function parkedTrouble({
  channel,
  error,
  waiting,
}: Awaited<ReturnType<typeof parkedChannels>>[number]): Trouble {
  const what = channel === EVERYTHING ? 'the token' : `channel ${channel}`;
  return {
    kind: 'parked',
    about: channel,
    what: `Slack refuses ${what} (${error}); ${waiting} wait, and go out when that is mended.`,
    isSaid: true,
  };
}

function setAsideTrouble(count: number): Trouble[] {
  if (count === 0) return [];
  const what = `${count} ${count === 1 ? 'message is' : 'messages are'} set aside because Slack does not take them; "cctrail outbox list" tells which.`;
  return [{ kind: 'setAside', about: 'outbox', what, isSaid: true }];
}

function silenceTrouble({ account, sinceMs, usualMs, ended }: Silence, { accountName }: WatchDeps): Trouble {
  const name = accountName(account);
  const what = ended
    ? `What sends events of ${name} was ended (${ended.eventName}, event ${ended.eventID ?? 'without an ID'}) and nothing begun since: what happens there may go unseen.`
    : `Nothing came in from ${name} for ${spoken(sinceMs)}; the longest pause before was ${spoken(usualMs)}. Check its EventBridge rules and its trail.`;
  return { kind: 'silence', about: account, what };
}

function slackTroubles(workspace: Workspace | null): Trouble[] {
  const unclear = [...(workspace?.dispatcher.unclearLanes ?? [])];
  return unclear
    .filter(([, times]) => times >= MANY_UNCLEAR_ANSWERS)
    .map(([lane]) => ({
      kind: 'slack',
      about: lane,
      what: `Slack gives no clear answers for channel ${channelOf(lane)}; its messages are looked for and sent again.`,
    }));
}

function lookupTroubles(workspace: Workspace | null): Trouble[] {
  return [...(workspace?.lookupStates ?? [])]
    .filter(([, state]) => state !== 'ok')
    .map(([scope, state]) => ({
      kind: 'lookups',
      about: scope,
      what: `Look-ups in ${scope} fail: ${state}`,
    }));
}

function spaceTroubles(workspace: Workspace | null): Trouble[] {
  return [...(workspace?.spaceStates ?? []), ...(workspace?.poller?.failing ?? [])]
    .filter(([, state]) => state !== 'ok')
    .map(([place, state]) => ({
      kind: 'space',
      about: place,
      what: `The log of ${place} can not be read: ${state}`,
    }));
}

function reconcilerTrouble(workspace: Workspace | null): Trouble[] {
  const left = workspace?.reconciler?.state.left ?? 0;
  if (left === 0) return [];
  const what = `${left} ${left === 1 ? 'look-up is' : 'look-ups are'} left of comparing Event history with what feeds brought; they come first in the next turn.`;
  return [{ kind: 'reconciler', about: 'Event history', what }];
}

function told(kind: Trouble['kind'], about: string, what: string, why: string | null): Trouble[] {
  // Each of these has its line where it was met.
  return why === null ? [] : [{ kind, about, what: `${what}: ${why}`, isSaid: true }];
}

/** A duration for people, in its largest unit. */
function spoken(durationMs: number): string {
  const [count, unit] =
    durationMs >= 2 * HOUR_MS
      ? [Math.floor(durationMs / HOUR_MS), 'hours']
      : [Math.max(1, Math.floor(durationMs / MINUTE_MS)), 'minutes'];
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;
}
