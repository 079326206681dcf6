import { asObject, asText, parseJson } from '../../domain/json.ts';
import type { Principal } from '../../domain/principal.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { remembering } from '../../domain/remember.ts';
import { digest } from '../../records/digest.ts';
import type { Put } from '../ports.ts';
import { KEYS, sortable } from './keys.ts';
import { recordCodec } from './record-codec.ts';

/** Lifetime of the pointers by which a record is found by its time: a week, which is what previews look at. */
export const RECENT_TTL_MS = 7 * 86_400_000;
/** Most characters of names that a pointer holds. */
const MAX_WHO_LENGTH = 400;

/** A pointer to a record that came in lately, with what tells whether a search wants it: most records need not be read for that. */
export interface RecentPointer {
  /** The record's key. */
  readonly key: string;
  readonly eventSource: string | null;
  readonly eventName: string | null;
  readonly readOnly: boolean;
  /** All names of whoever acted and the access key they used, lower case; absent where they are not known, or too many. */
  readonly who?: string | undefined;
  /** The record itself, where nothing else keeps it. */
  readonly record?: string | undefined;
}

/** Part of a pointer's key that says when: later instants (milliseconds) sort first. */
export function recentAt(at: number): string {
  return sortable(1e14 - Math.min(Math.max(0, at), 1e14));
}

/** What the keys of pointers to records of a source begin with. */
export function sourcePrefix(eventSource: string | null): string {
  return `${KEYS.lately}${sourceOf(eventSource ?? '')}/`;
}

/** A source as part of a key; what is no host name is hashed. */
const sourceOf = remembering(source =>
  /^[a-z0-9.-]{1,80}$/.test(source) ? source : digest(source).slice(0, 40),
);

/** The prefix after that of a source, from where the next source can be looked for; undefined where a key is none of a pointer. */
export function afterSource(key: string): string | undefined {
  const source = key.slice(KEYS.lately.length).split('/')[0];
  return source === undefined ? undefined : `${source}/\u{10ffff}`;
}

/** The prefix of the source that a pointer's key belongs to. */
export function prefixOfKey(key: string): string {
  return `${KEYS.lately}${key.slice(KEYS.lately.length).split('/')[0]}/`;
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
  };
}

/** The write by which a record is found by its source and time, with the record in it or not; none where it has no time. */
export function recentPuts(
  record: CloudTrailRecord,
  principal: Principal,
  ttl: number,
  inside?: 'record inside',
): Put[] {
  const { key, at, eventSource, eventName, readOnly } = record;
  if (at === null) return [];
  const who = namesOf(principal);
  const pointer: RecentPointer = {
    key,
    eventSource,
    eventName,
    readOnly,
    ...(who !== undefined && { who }),
    ...(inside && { record: recordCodec.encode(record) }),
  };
  const suffix = `${recentAt(at)}-${digest(key).slice(0, 16)}`;
  return [{ key: `${sourcePrefix(eventSource)}${suffix}`, value: JSON.stringify(pointer), ttl }];
}

function namesOf({ name, identifiers, claimed, chain, accessKeyId }: Principal): string | undefined {
  const named = [name, accessKeyId ?? '', ...chain.map(link => link.name)].map(one => one.toLowerCase());
  const text = [...new Set([...named, ...identifiers, ...claimed])].join(' ');
  return text.length > MAX_WHO_LENGTH ? undefined : text;
}
