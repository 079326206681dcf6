import * as z from 'zod';
import type { Said } from '../../domain/question/change.ts';
import { digest } from '../../records/digest.ts';
import type { Put, Store } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS } from './keys.ts';
import { QUESTION } from './question-codec.ts';

/** Time for which the last question of somebody in a place can be changed. */
const LAST_TTL_MS = 10 * 60_000;
/** Most questions that one person may save. */
export const MAX_SAVED_COUNT = 50;

const lastCodec = codec<Said>(z.object({ base: QUESTION.nullable(), texts: z.array(z.string()) }));

/** A question that somebody saved: what they typed, and what they changed then. */
export interface SavedQuestion {
  readonly name: string;
  readonly texts: readonly string[];
  /** ISO 8601. */
  readonly at: string;
}

const savedCodec = codec<SavedQuestion>(
  z.object({ name: z.string(), texts: z.array(z.string()).min(1), at: z.string() }),
);

/** Who types, and where: what they asked there last may be changed. */
export interface Speaker {
  /** Slack user id. */
  readonly user: string;
  /** The channel; null where Slack does not say it. */
  readonly at: string | null;
  /** Timestamp of the message that the thread hangs on. */
  readonly thread?: string | undefined;
}

/** What somebody asked last in a place; undefined: nothing lately. @throws {StoreError} when the store is away */
export async function lastAsked(store: Store, speaker: Speaker): Promise<Said | undefined> {
  const entry = await store.get(lastKey(speaker));
  return entry && lastCodec.tryDecode(entry.value);
}

/** The write that remembers it. */
export function lastAskedPut(speaker: Speaker, said: Said): Put {
  return { key: lastKey(speaker), value: lastCodec.encode(said), ttl: LAST_TTL_MS };
}

/** The write that saves a question of somebody under a name. */
export function savedPut(user: string, saved: SavedQuestion): Put {
  return { key: savedKey(user, saved.name), value: savedCodec.encode(saved) };
}

/** The key of a saved question; names are the same whatever their case. */
export function savedKey(user: string, name: string): string {
  return `${KEYS.saved(user)}${digest(name.toLowerCase()).slice(0, 32)}`;
}

/** A saved question by its name. @throws {StoreError} when the store is away */
export async function savedAs(store: Store, user: string, name: string): Promise<SavedQuestion | undefined> {
  const entry = await store.get(savedKey(user, name));
  return entry && savedCodec.tryDecode(entry.value);
}

/** All saved questions of somebody, by their names. @throws {StoreError} when the store is away */
export async function savedBy(store: Store, user: string): Promise<readonly SavedQuestion[]> {
  const entries = await store.range(KEYS.saved(user), '', null, MAX_SAVED_COUNT);
  return entries
    .flatMap(({ value }) => savedCodec.tryDecode(value) ?? [])
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** The key of what somebody asked last in a place. */
export function lastKey({ user, at, thread }: Speaker): string {
  return KEYS.last(digest([user, at, thread ?? null]).slice(0, 32));
}
