import type { IntakeSettings } from '../src/app/delivery/intake.ts';
import { sharedUpdateBudget } from '../src/app/delivery/minute-budget.ts';
import { WhoIsBehind, type WhoIsBehindDeps } from '../src/app/identity/who-is-behind.ts';
import type { Card, Line, Note } from '../src/app/outgoing.ts';
import type { Clock, Directory, Messenger, PostResult, Store } from '../src/app/ports.ts';
import { USUAL_RETENTION } from '../src/app/state/records.ts';
import { NOTHING_KNOWN } from '../src/domain/known.ts';
import type { Notification } from '../src/domain/notification.ts';
import type { Person } from '../src/domain/person.ts';
import type { CloudTrailRecord } from '../src/domain/record.ts';
import { type Carrier, readRecord } from '../src/records/read-record.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { memoryStore } from '../src/stores/memory.ts';
import { keptLog } from './kept-log.ts';

/** A record as CloudTrail writes it, with some fields changed. Synthetic: no capture of a CodeCatalyst connection event is known. */
export function rawRecord(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventVersion: '1.09',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: 'arn:aws:iam::111122223333:user/alice',
      accountId: '111122223333',
      userName: 'alice',
    },
    eventTime: '2026-11-20T13:02:11Z',
    eventSource: 'codecatalyst.amazonaws.com',
    eventName: 'DeleteConnection',
    awsRegion: 'us-west-2',
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli/2.31.0',
    requestParameters: { connectionId: '1a2b3c4d-0000-4000-8000-000000000001' },
    responseElements: null,
    requestID: 'f0000000-0000-4000-8000-000000000001',
    eventID: 'e0000000-0000-4000-8000-000000000001',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    ...change,
  };
}

/** The same, read. */
export function readFixture(change: Record<string, unknown> = {}, carrier: Carrier = {}): CloudTrailRecord {
  const reading = readRecord(rawRecord(change), { assurance: 'history', ...carrier });
  if (reading.kind !== 'record') throw new Error(`the fixture is ${reading.kind}: ${reading.reason}`);
  return reading.record;
}

/** What decides where records go where nothing is configured but a channel, and every record gets a card of its own. */
export const INTAKE_SETTINGS: IntakeSettings = {
  routing: { routes: [], defaultChannel: 'C0TRAIL', quiet: [], accountNames: new Map() },
  known: NOTHING_KNOWN,
  approvers: { users: [], groups: [], quorum: 1, fourEyes: false },
  people: [],
  retention: USUAL_RETENTION,
  stories: false,
};

/** What finds out who is behind records, over histories and a store of its own unless they are given. */
export function whoIsBehindFixture({
  histories = [],
  store = memoryStore(),
  clock = systemClock,
  known = NOTHING_KNOWN,
}: Partial<Pick<WhoIsBehindDeps, 'histories' | 'store' | 'clock' | 'known'>> = {}): WhoIsBehind {
  return new WhoIsBehind({ histories, store, clock, known, log: keptLog() });
}

/** What delivering needs beside its store, clock and messenger, where nobody obtained a session. */
export function deliveryFixture({ store, clock }: { store: Store; clock: Clock }) {
  return {
    card: {
      known: NOTHING_KNOWN,
      people: [],
      fourEyes: false,
      accountName: (id: string | null) => id ?? '',
    },
    whoIsBehind: whoIsBehindFixture({ store, clock }),
    proofRules: { ...INTAKE_SETTINGS, publishes: false },
    updates: sharedUpdateBudget(store, clock),
  };
}

/** A notification that asks for approval, with some fields changed. */
export function notificationFixture(change: Partial<Notification> = {}): Notification {
  return {
    id: 'n-1',
    recordKeys: ['111122223333:e0000000-0000-4000-8000-000000000001'],
    route: 'default',
    channel: 'C0TRAIL',
    ask: 'approval',
    severity: 'high',
    quorum: 1,
    createdAt: '2026-11-20T13:02:12.000Z',
    decisions: [],
    ...change,
  };
}

/** The userIdentity of an assumed role. */
export function assumedRole(
  roleArn: string,
  session: string,
  more: { identity?: object; context?: object } = {},
): Record<string, unknown> {
  const role = roleArn.split('/').at(-1) ?? '';
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE:${session}`,
    arn: `arn:aws:sts::111122223333:assumed-role/${role}/${session}`,
    accountId: '111122223333',
    accessKeyId: 'ASIAEXAMPLE',
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: roleArn, accountId: '111122223333', userName: role },
      ...more.context,
    },
    ...more.identity,
  };
}

/** A person in Slack: a full member, unless some fields say otherwise. */
function personFixture(change: Partial<Person> & { readonly id: string }): Person {
  return {
    name: change.id,
    email: null,
    timeZone: 'UTC',
    bot: false,
    deactivated: false,
    guest: false,
    stranger: false,
    ...change,
  };
}

/** A directory that knows some people, and the members of no group but those given. */
export function directoryOf(
  ...people: (Partial<Person> & { readonly id: string; groups?: string[] })[]
): Directory {
  const find = (test: (one: (typeof people)[number]) => boolean) => {
    const found = people.find(test);
    return found && personFixture(found);
  };
  return {
    person: async id => find(one => one.id === id),
    personByEmail: async email => find(one => one.email === email),
    inGroup: async (id, groups) =>
      people.some(one => one.id === id && one.groups?.some(group => groups.includes(group))),
    members: async groups =>
      people.filter(one => one.groups?.some(group => groups.includes(group))).map(({ id }) => id),
  };
}

/** A clock that stands still, and goes on from sleeper to sleeper while a test waits. */
export interface ManualClock extends Clock {
  /** Lets time pass until something holds. @throws when it never does */
  until(holds: () => Promise<boolean> | boolean): Promise<void>;
}

/** Begins at an instant (milliseconds). */
export function manualClock(start: number): ManualClock {
  let now = start;
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  const settle = () => new Promise<void>(resolve => setImmediate(resolve));
  const passTime = () => {
    const [next] = [...sleepers].toSorted((a, b) => a.at - b.at);
    if (!next) return;
    now = Math.max(now, next.at);
    next.wake();
  };
  return {
    now: () => now,
    sleep: (durationMs, signal) =>
      new Promise(resolve => {
        if (signal?.aborted || durationMs <= 0) return resolve();
        const wake = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper = { at: now + durationMs, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake, { once: true });
      }),
    until: async holds => {
      for (let turns = 0; turns < 5_000; turns++) {
        await settle();
        if (await holds()) return;
        passTime();
      }
      throw new Error(`waited in vain for: ${holds}`);
    },
  };
}

/** A messenger that takes every message, and keeps what it was given. */
export function recordingMessenger(): Messenger & {
  posted: Card[];
  updated: Card[];
  noted: Note[];
  lines: Line[];
} {
  const [posted, updated, noted, lines]: [Card[], Card[], Note[], Line[]] = [[], [], [], []];
  let last = 0;
  const take = (): PostResult => ({ kind: 'posted', ts: `1.${String((last += 1)).padStart(6, '0')}` });
  return {
    posted,
    updated,
    noted,
    lines,
    post: async message => {
      if ('says' in message) lines.push(message);
      else if ('decision' in message) noted.push(message);
      else posted.push(message);
      return take();
    },
    update: async card => {
      updated.push(card);
      return take();
    },
    remove: async (_channel, ts) => ({ kind: 'posted', ts }),
    locate: async () => ({ kind: 'absent' }),
  };
}
