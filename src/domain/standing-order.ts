import { PatternIndex } from './pattern-index.ts';
import { type PersonMapping, tieOf } from './person.ts';
import type { Pattern } from './question/question.ts';
import { doubtOf } from './review.ts';
import type { Delivery } from './route.ts';
import type { RecordSummary } from './summary.ts';

/** What every standing order has: its number, what it is about, whose it is and since when. */
interface Order {
  /** Counted on its own for subscriptions and for mutes, and never used again. */
  readonly number: number;
  readonly pattern: Pattern;
  /** The pattern for people. */
  readonly reading: string;
  readonly by: { readonly id: string; readonly name: string; readonly email: string | null };
  /** ISO 8601. */
  readonly at: string;
}

/** New events that are meant get a card in a channel. */
export interface Subscription extends Order {
  readonly channel: string;
}

/** Events that are meant get no card until then. */
export interface Mute extends Order {
  /** Null: in all channels. */
  readonly channel: string | null;
  /** ISO 8601. */
  readonly until: string;
  readonly reason: string | null;
  /** Whether a configured manager muted: only such a one, and with a reason, mutes what asks for a decision. */
  readonly byManager: boolean;
}

/** Longest time for which anything is muted, in milliseconds. */
export const MAX_MUTE_MS = 30 * 86_400_000;

/** What people had the bot do from then on. */
export interface StandingOrders {
  readonly subscriptions: PatternIndex<Subscription>;
  readonly mutes: PatternIndex<Mute>;
}

export const NO_ORDERS: StandingOrders = {
  subscriptions: new PatternIndex<Subscription>([]),
  mutes: new PatternIndex<Mute>([]),
};

/**
 * Whether a mute whose pattern means a record hides its card: never what is critical, never what its owner may be behind; what asks for a decision only where it is proven that
 * somebody else acted. A pattern that goes by who acted holds for names that AWS vouches for: whoever chooses a name must not hide by it. `now` in milliseconds.
 */
export function hides(
  mute: Mute,
  { channel, ask, severity }: Pick<Delivery, 'channel' | 'ask' | 'severity'>,
  summary: RecordSummary,
  people: readonly PersonMapping[],
  now: number,
): boolean {
  if (now >= Date.parse(mute.until)) return false;
  if (mute.channel !== null && mute.channel !== channel) return false;
  if (severity === 'critical' || summary.severity === 'critical') return false;
  const { principal } = summary;
  if (principal.confidence !== 'certain' && goesByWho(mute.pattern)) return false;
  if (tieOf(mute.by, principal, people) !== undefined) return false;
  if (ask === 'nothing') return true;
  return mute.byManager && mute.reason !== null && doubtOf(principal, people, false) === undefined;
}

/** Whether a pattern goes by who acted. */
function goesByWho({ filters, or = [] }: Pattern): boolean {
  return [...filters, ...or.flatMap(deed => deed.filters)].some(({ key }) => /^(user|kind|named)$/.test(key));
}
