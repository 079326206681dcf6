import * as z from 'zod';
import { CATALOGUE, TRUST_CATALOGUE } from '../../domain/catalogue.ts';
import { isInsight } from '../../domain/insight.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { digest } from '../../records/digest.ts';
import { fingerprint } from '../../records/read-record.ts';
import type { Put, Store } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS, sortable } from './keys.ts';

/** Time after an event, and after it came in, at which Event history must have it (CloudTrail FAQs: within about 15 minutes), in milliseconds. */
const SURELY_THERE_MS = 60 * 60_000;
/** Lifetime of a suspect: whatever keeps it from being looked at has been told by then. */
const SUSPECT_TTL_MS = 3 * 86_400_000;
/** Farthest ahead that the time of an event is believed. */
const MAX_AHEAD_MS = 3_600_000;

const suspectCodec = codec(
  z.object({
    recordKey: z.string(),
    eventID: z.string(),
    accountId: z.string(),
    region: z.string(),
    /** What tells the record from others under its id. */
    print: z.string(),
    /** When the event was, in milliseconds. */
    at: z.number(),
    /** How often it was looked for in vain. */
    looks: z.number(),
  }),
);

/** A record with a card for which only a feed stands: Event history is to have it as well. */
export type Suspect = Readonly<ReturnType<typeof suspectCodec.decode>>;

/** Services whose events of ours are management events, whatever a record says. */
const MANAGED = new Set([...CATALOGUE, ...TRUST_CATALOGUE].map(({ eventSource }) => eventSource));

/** The writes that have a record with a card doubted until Event history shows it; none where it need not. `now` in milliseconds. */
export function suspectPuts(record: CloudTrailRecord, now: number): Put[] {
  const { key: recordKey, eventID, accountId, awsRegion, at, assurance, claimedBy, replayed } = record;
  if (assurance === 'history' || claimedBy !== null || replayed || !isManagement(record)) return [];
  if (eventID === null || accountId === null || at === null) return [];
  const print = fingerprint(record);
  const suspect = { recordKey, eventID, accountId, region: awsRegion ?? '', print, at, looks: 0 };
  return writesOf(suspect, Math.max(now, Math.min(at, now + MAX_AHEAD_MS)) + SURELY_THERE_MS);
}

/** The writes that have it looked for once more, at an instant in milliseconds. */
export function suspectPutsAgain(suspect: Suspect, at: number): Put[] {
  return writesOf({ ...suspect, looks: suspect.looks + 1 }, at);
}

function writesOf(suspect: Suspect, dueAt: number): Put[] {
  const { recordKey } = suspect;
  return [
    { key: suspectKeys(suspect).suspect, value: suspectCodec.encode(suspect), ttl: SUSPECT_TTL_MS },
    {
      key: `${KEYS.suspectsDue}${sortable(dueAt)}-${digest({ recordKey }).slice(0, 16)}`,
      value: recordKey,
      ttl: SUSPECT_TTL_MS,
    },
  ];
}

/** The key under which a suspect is kept. */
export function suspectKeys({ recordKey }: Pick<Suspect, 'recordKey'>): { readonly suspect: string } {
  return { suspect: KEYS.suspect(recordKey) };
}

/** What is doubted of a record; undefined where nothing is. @throws {StoreError} when the store is away */
export async function readSuspect(store: Store, recordKey: string): Promise<Suspect | undefined> {
  const entry = await store.get(KEYS.suspect(recordKey));
  return entry && suspectCodec.tryDecode(entry.value);
}

/** The first so many whose time has come. @throws {StoreError} when the store is away */
export async function readDueSuspects(
  store: Store,
  now: number,
  count: number,
): Promise<{ readonly key: string; readonly recordKey: string }[]> {
  const entries = await store.range(KEYS.suspectsDue, '', sortable(now + 1), count);
  return entries.map(({ key, value }) => ({ key, recordKey: value }));
}

/** Whether it is a management event, which Event history holds (CloudTrail User Guide, "Working with CloudTrail Event history"). */
function isManagement(record: CloudTrailRecord): boolean {
  const { fields, eventSource } = record;
  if (isInsight(record)) return false;
  const source = eventSource?.includes('.') ? eventSource : 'codecatalyst.amazonaws.com';
  if (MANAGED.has(source)) return true;
  const category = fields['eventCategory'];
  return fields['managementEvent'] !== false && (category === undefined || category === 'Management');
}
