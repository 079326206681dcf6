import { SEVERITIES, type Severity } from './categories.ts';
import type { CloudTrailRecord } from './record.ts';
import type { RecordSummary } from './summary.ts';

/** Time without a new member after which a story takes none, and longest time for which it takes any, in milliseconds. */
const QUIET_MS = 5 * 60_000;
const LONGEST_MS = 60 * 60_000;
/** Most different things that a story lists, of whose doers it is judged who may decide, and Regions that it names. */
const MAX_THINGS = 5;
const MAX_DOERS = 5;
const MAX_REGIONS = 5;
/** Most kinds that are counted apart; what AWS calls its events begins with fewer verbs in any one burst. */
const MAX_KINDS = 20;
/** Times after the beginning of a story at which its card is brought up to date; then at this interval. In milliseconds. */
const SHOWN_AFTER_MS = [1_000, 5_000, 15_000] as const;
const SHOWN_EVERY_MS = 30_000;

/** A record as a member of a story: what its head is made from, so that a member costs the same however many there are. */
export interface Member {
  /** The key of the record. */
  readonly record: string;
  /** SHA-256 of the record. */
  readonly digest: string;
  /** Instants in milliseconds: of the event, null where it does not say, and of when it came in. */
  readonly at: number | null;
  readonly arrivedAt: number;
  /** How it is counted: `created`, `deleted`, `denied`. */
  readonly kind: string;
  /** What tells whether the same was done to the same. */
  readonly thing: string;
  /** What tells whether it was done by the same principal, as far as the record says. */
  readonly doer: string;
  readonly region: string | null;
  readonly severity: Severity;
  /** How many different people must approve. */
  readonly quorum: number;
}

/** Something that was done in a story, as often as it was. */
interface Thing {
  readonly thing: string;
  /** The key of the first record of it. */
  readonly record: string;
  readonly count: number;
  /** When it was done last, in milliseconds; null: no record of it says. */
  readonly lastAt: number | null;
}

/** Several records of one principal that are shown together: all that is known without looking at its members. */
export interface Story {
  readonly count: number;
  /** SHA-256 over its members in their order: two lists with the same one are the same. */
  readonly digest: string;
  /** How many of each kind. */
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
  /** The first things that were done; of the others only their number is known. */
  readonly things: readonly Thing[];
  /** A record of each different doer, the first member's first. One session can be told of in several ways. */
  readonly doers: readonly { readonly doer: string; readonly record: string }[];
  readonly regions: readonly string[];
  /** Instants of its first and last event, in milliseconds; null: none says. */
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  /** When its last member came in, in milliseconds. */
  readonly lastArrivedAt: number;
}

/** A story of its first member; `digest` is the one over it. */
export function storyOf(member: Member, digest: string): Story {
  const { kind, thing, record, at, doer, region, arrivedAt } = member;
  return {
    count: 1,
    digest,
    kinds: [{ kind, count: 1 }],
    things: [{ thing, record, count: 1, lastAt: at }],
    doers: [{ doer, record }],
    regions: region === null ? [] : [region],
    firstAt: at,
    lastAt: at,
    lastArrivedAt: arrivedAt,
  };
}

/** The story with one more member; `digest` is the one over all of them. */
export function withMember(story: Story, member: Member, digest: string): Story {
  const { kind, record, at, doer, region, arrivedAt } = member;
  return {
    count: story.count + 1,
    digest,
    kinds: withKind(story.kinds, kind),
    things: withThing(story.things, member),
    doers: story.doers.some(one => one.doer === doer) ? story.doers : [...story.doers, { doer, record }],
    regions:
      region === null || story.regions.includes(region) || story.regions.length >= MAX_REGIONS
        ? story.regions
        : [...story.regions, region],
    firstAt: earlier(story.firstAt, at),
    lastAt: later(story.lastAt, at),
    lastArrivedAt: Math.max(story.lastArrivedAt, arrivedAt),
  };
}

function withKind(kinds: Story['kinds'], kind: string): Story['kinds'] {
  const isKnown = kinds.some(one => one.kind === kind);
  const counted = isKnown || kinds.length < MAX_KINDS ? kind : 'other';
  return isKnown || kinds.some(one => one.kind === counted)
    ? kinds.map(one => (one.kind === counted ? { ...one, count: one.count + 1 } : one))
    : [...kinds, { kind: counted, count: 1 }];
}

/** The story with a record in place of one of its members, which it corrects; `was` and `is` are their kinds. */
export function withCorrection(
  story: Story,
  { original, member, was }: { readonly original: string; readonly member: Member; readonly was: string },
): Story {
  const less = story.kinds.map(one => (one.kind === was ? { ...one, count: one.count - 1 } : one));
  return {
    ...story,
    kinds: withKind(
      less.filter(({ count }) => count > 0),
      member.kind,
    ),
    things: story.things.map(thing =>
      thing.record === original ? { ...thing, record: member.record } : thing,
    ),
  };
}

function withThing(things: readonly Thing[], { thing, record, at }: Member): readonly Thing[] {
  if (things.some(one => one.thing === thing))
    return things.map(one =>
      one.thing === thing ? { ...one, count: one.count + 1, lastAt: later(one.lastAt, at) } : one,
    );
  return things.length < MAX_THINGS ? [...things, { thing, record, count: 1, lastAt: at }] : things;
}

/** Whether a story takes a member, by when things happened and came in: `early` and `no`: what is early begins no new story in its place. */
export function takes(
  story: Story,
  { createdAt, isDecided }: { readonly createdAt: number; readonly isDecided: boolean },
  { at, arrivedAt, doer }: Member,
): 'yes' | 'no' | 'early' {
  const [from, to] = [earlier(story.firstAt, at), later(story.lastAt, at)];
  const isNear = from === null || to === null || to - from <= LONGEST_MS;
  // What happened long before was delivered late; what goes on now goes on without it.
  if (!isNear && at !== null && story.firstAt !== null && at < story.firstAt) return 'early';
  const isOpen =
    !isDecided && arrivedAt - story.lastArrivedAt <= QUIET_MS && arrivedAt - createdAt <= LONGEST_MS;
  const isKnown = story.doers.some(one => one.doer === doer) || story.doers.length < MAX_DOERS;
  return isNear && isOpen && isKnown ? 'yes' : 'no';
}

/** When the card of a story is brought up to date next: the same instant for all that comes until then. All in milliseconds. */
export function nextShownAt(createdAt: number, now: number): number {
  const age = now - createdAt;
  const [first, , last] = SHOWN_AFTER_MS;
  const next =
    SHOWN_AFTER_MS.find(after => after > age) ??
    last + Math.ceil((age - last + 1) / SHOWN_EVERY_MS) * SHOWN_EVERY_MS;
  // Where a clock went back the story began in its future.
  return age < 0 ? now + first : createdAt + next;
}

/** Whose a record is for stories: what stands for one principal. Undefined: nothing does, so it stands alone (AWS IAM User Guide, "IAM identifiers": keys of temporary credentials begin with ASIA). */
export function storyPrincipal({ identity }: Pick<CloudTrailRecord, 'identity'>): string | undefined {
  if (identity === undefined) return undefined;
  const { accessKeyId, arn, principalId, onBehalfOf } = identity;
  return accessKeyId?.startsWith('ASIA') ? accessKeyId : (arn ?? onBehalfOf ?? principalId);
}

/** How a record is counted in a story. */
export function storyKind({ record, entry, denied }: RecordSummary): string {
  if (record.outcome === 'failure') return denied ? 'denied' : 'failed';
  return entry.did.split(' ')[0] ?? entry.did;
}

/** The graver of two severities. */
export function graver(one: Severity, other: Severity): Severity {
  return SEVERITIES.indexOf(one) >= SEVERITIES.indexOf(other) ? one : other;
}

/** The earlier of two instants; null: none is known. */
export function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

/** The later of two instants; null: none is known. */
export function later(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
