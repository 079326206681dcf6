import { sameSpelling } from './catalogue.ts';
import { asText } from './json.ts';
import { isSpacePlace } from './space.ts';
import type { RecordSummary } from './summary.ts';

/** Time that lies between two records of one deed at most, in milliseconds: each has its own clock. */
const MAX_APART_MS = 2_000;

/**
 * Events without those that are told twice, by CloudTrail and in a space's own log: CloudTrail's stays, and says where else it is. They are one by their request id; where one
 * has none by name, time and whoever acted.
 */
export function withoutRepeats(events: readonly RecordSummary[]): readonly RecordSummary[] {
  const ofSpaces = events.filter(({ record }) => isSpacePlace(record.accountId));
  if (ofSpaces.length === 0 || ofSpaces.length === events.length) return events;
  const byRequest = new Map<string, RecordSummary[]>();
  const byName = new Map<string, RecordSummary[]>();
  for (const event of ofSpaces) {
    const request = requestOf(event);
    if (request !== undefined) add(byRequest, request, event);
    add(byName, nameIn(event), event);
  }
  const repeats = new Set<RecordSummary>();
  const told = events
    .filter(({ record }) => !isSpacePlace(record.accountId))
    .map(event => {
      const request = requestOf(event);
      const same = (request === undefined ? undefined : byRequest.get(request)) ?? [];
      const found =
        same.find(other => nameIn(other) === nameIn(event)) ??
        nearest(
          event,
          (byName.get(nameIn(event)) ?? []).filter(
            other => !repeats.has(other) && isUnnumbered(event, other) && isSameDeed(event, other),
          ),
        );
      if (found === undefined) return event;
      repeats.add(found);
      return { ...event, alsoIn: found.record.accountId ?? '' };
    });
  if (repeats.size === 0) return events;
  const left = new Map(told.map(event => [event.record.key, event]));
  return events.flatMap(event => (repeats.has(event) ? [] : (left.get(event.record.key) ?? event)));
}

function requestOf({ record }: RecordSummary): string | undefined {
  return asText(record.fields['requestID'])?.toLowerCase();
}

function nameIn({ record }: RecordSummary): string {
  return `${record.eventSource} ${sameSpelling(record.eventName ?? '')}`;
}

/** Whether one of them has no request id: two that have are told apart by them. */
function isUnnumbered(one: RecordSummary, other: RecordSummary): boolean {
  return requestOf(one) === undefined || requestOf(other) === undefined;
}

/** Whether the same person did it at about the same time. */
function isSameDeed(one: RecordSummary, other: RecordSummary): boolean {
  const [at, otherAt] = [one.record.at, other.record.at];
  if (at === null || otherAt === null || Math.abs(at - otherAt) > MAX_APART_MS) return false;
  const isNamed = one.resource !== null && other.resource !== null;
  if (isNamed && one.resource?.toLowerCase() !== other.resource?.toLowerCase()) return false;
  const names = new Set([...one.principal.behind, ...one.principal.claimed]);
  return [...other.principal.behind, ...other.principal.claimed].some(name => names.has(name));
}

/** The one whose time is nearest. */
function nearest({ record }: RecordSummary, others: readonly RecordSummary[]): RecordSummary | undefined {
  const apart = (other: RecordSummary) => Math.abs((other.record.at ?? 0) - (record.at ?? 0));
  return others.toSorted((a, b) => apart(a) - apart(b))[0];
}

function add(map: Map<string, RecordSummary[]>, key: string, event: RecordSummary): void {
  map.set(key, [...(map.get(key) ?? []), event]);
}
