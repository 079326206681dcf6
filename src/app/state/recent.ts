import { asObject, asText, parseJson } from '../../domain/json.ts';
import { principalOf } from '../../domain/principal-of.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { digest } from '../../records/digest.ts';
import type { Put } from '../ports.ts';
import { KEYS, sortable } from './keys.ts';
import { recordCodec } from './record-codec.ts';

/** Lifetime of the pointers by which a record is found by its time. */
export const RECENT_TTL_MS = 3 * 86_400_000;
/** Most characters of names that a pointer holds. */
const MAX_WHO_LENGTH = 400;

/** A pointer to a record that came in lately, with what tells whether a search wants it: most records need not be read for that. */
export interface RecentPointer {
  /** The record's key. */
  readonly key: string;
  readonly eventSource: string | null;
  readonly eventName: string | null;
  readonly readOnly: boolean;
  /** All names of whoever acted, lower case; absent where they are not known, or too many. */
  readonly who?: string | undefined;
  /** The record itself, where nothing else keeps it; or where the pointer is that holds it. */
  readonly record?: string | undefined;
  readonly heldAt?: string | undefined;
}

/** What pointers can be looked for by, beside their time. */
export type RecentIndex = 'source' | 'name' | 'key';

/** Part of a pointer's key that says when: later instants (milliseconds) sort first. */
export function recentAt(at: number): string {
  return sortable(1e14 - Math.min(Math.max(0, at), 1e14));
}

/** What the keys of pointers to records with a value begin with. */
export function recentPrefix(index: RecentIndex, value: string): string {
  return `${KEYS.recentBy}${digest(`${index} ${value}`).slice(0, 20)}/`;
}

/** Reads a pointer; undefined where it is none. There are tens of thousands of them, so it is not checked more than it has to be. */
export function readPointer(text: string): RecentPointer | undefined {
  const fields = asObject(parseJson(text));
  const key = asText(fields?.['key']);
  if (!fields || key === undefined) return undefined;
  return {
    key,
    eventSource: asText(fields['eventSource']) ?? null,
    eventName: asText(fields['eventName']) ?? null,
    readOnly: fields['readOnly'] === true,
    who: asText(fields['who']),
    record: asText(fields['record']),
    heldAt: asText(fields['heldAt']),
  };
}

/** The writes by which a record is found by its time, and by its source, its name or its access key; none where it has no time. */
export function recentPuts(record: CloudTrailRecord, ttl: number, inside?: 'record inside'): Put[] {
  const { key, at, eventSource, eventName, readOnly, identity } = record;
  if (at === null) return [];
  const suffix = `${recentAt(at)}-${digest(key).slice(0, 16)}`;
  const who = namesOf(record);
  const pointer: RecentPointer = { key, eventSource, eventName, readOnly, ...(who !== undefined && { who }) };
  const text = JSON.stringify(pointer);
  const whole = inside ? JSON.stringify({ ...pointer, record: recordCodec.encode(record) }) : text;
  const elsewhere = inside ? JSON.stringify({ ...pointer, heldAt: suffix }) : text;
  const indexed = (index: RecentIndex, value: string | null | undefined): Put[] =>
    value ? [{ key: `${recentPrefix(index, value)}${suffix}`, value: elsewhere, ttl }] : [];
  return [
    { key: `${KEYS.recent}${suffix}`, value: whole, ttl },
    ...indexed('source', eventSource),
    ...indexed('name', eventName),
    // Long-lived keys have too many events to be looked for so.
    ...indexed(
      'key',
      /^ASIA/i.test(identity?.accessKeyId ?? '') ? identity?.accessKeyId?.toUpperCase() : null,
    ),
  ];
}

function namesOf(record: CloudTrailRecord): string | undefined {
  const { name, identifiers, claimed, chain } = principalOf(record);
  const names = [name, ...chain.map(link => link.name), ...identifiers, ...claimed].map(one =>
    one.toLowerCase(),
  );
  const text = [...new Set(names)].join(' ');
  return text.length > MAX_WHO_LENGTH ? undefined : text;
}
