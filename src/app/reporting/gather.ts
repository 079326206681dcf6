import type { Known } from '../../domain/known.ts';
import { nameOf } from '../../domain/name-of.ts';
import { memberCount } from '../../domain/notification.ts';
import { type Arrival, arrivalTimes, type Report } from '../../domain/report.ts';
import { storyKind } from '../../domain/story.ts';
import type { Tally } from '../../domain/tally.ts';
import type { Store } from '../ports.ts';
import { summaryOf } from '../state/find-summary.ts';
import { KEYS } from '../state/keys.ts';
import { entriesBack } from '../state/ledger.ts';
import { MAX_MUTED_COUNT, mutedCount } from '../state/muted.ts';
import { notificationCodec } from '../state/notifications.ts';
import { waitingReviews } from '../state/waiting.ts';

/** Most cards that are looked at, and most rows of a count. */
const MAX_CARDS = 5_000;
const MAX_ROWS = 8;

/** What gathering works with. */
export interface GatherDeps {
  readonly store: Store;
  readonly known: Known;
  /** Names of accounts that are silent. */
  readonly silent: () => Promise<readonly string[]>;
}

/** What came of a channel in a time, from the ledger and what it speaks of. @throws {StoreError} when the store is away */
export async function gather(
  channel: string,
  { from, to, timeZone }: { readonly from: number; readonly to: number; readonly timeZone: string },
  deps: GatherDeps,
): Promise<Report> {
  const { store } = deps;
  const [kinds, people, decided] = [new Counts(), new Counts(), new Counts()];
  const arrivals: Arrival[] = [];
  const seen = { cards: 0, late: 0, isCut: false };
  for await (const entry of entriesBack(store)) {
    const at = Date.parse(entry.at);
    if (at < from || seen.cards >= MAX_CARDS) {
      seen.isCut = at >= from;
      break;
    }
    if (at >= to || (entry.kind !== 'notification' && entry.kind !== 'decision')) continue;
    if (entry.channel !== channel) continue;
    if (entry.kind === 'decision') decided.add(entry.decision?.verdict ?? 'decided', 1);
    else {
      seen.cards += 1;
      const before = kinds.sum;
      seen.late += await countCard(entry.notificationId, { kinds, people }, deps);
      arrivals.push({ at, events: kinds.sum - before });
    }
  }
  const muted = await mutedCount(store, channel, { from, to });
  return {
    from,
    to,
    cards: seen.cards,
    events: kinds.sum,
    kinds: kinds.most(MAX_ROWS),
    people: people.most(MAX_ROWS),
    times: arrivalTimes(arrivals, { from, to }, timeZone),
    denied: kinds.of('denied'),
    late: seen.late,
    muted,
    decided: decided.most(MAX_ROWS),
    open: await openIn(channel, store),
    silent: await deps.silent(),
    isCut: seen.isCut || muted === MAX_MUTED_COUNT,
  };
}

/** Counts what a card shows; gives how much of it came late. */
async function countCard(
  id: string,
  { kinds, people }: { readonly kinds: Counts; readonly people: Counts },
  { store, known }: GatherDeps,
): Promise<number> {
  const stored = await store.get(KEYS.notification(id));
  const notification = stored && notificationCodec.tryDecode(stored.value);
  if (!notification) {
    // It was shown, though nobody knows any more what.
    kinds.add('not kept any more', 1);
    return 0;
  }
  const { digest, story } = notification;
  if (digest) {
    for (const { who, kind, count } of digest.rows) {
      kinds.add(kind, count);
      people.add(who, count);
    }
    if (digest.others > 0) {
      kinds.add('other', digest.others);
      people.add('others', digest.others);
    }
    return digest.late;
  }
  const summary = await summaryOf(store, notification, known);
  const count = memberCount(notification);
  if (story && count > 1) for (const one of story.kinds) kinds.add(one.kind, one.count);
  else kinds.add(summary ? storyKind(summary) : 'not kept any more', 1);
  if (summary) people.add(nameOf(summary.principal), count);
  return notification.lateMs === undefined ? 0 : count;
}

async function openIn(channel: string, store: Store): Promise<number> {
  let count = 0;
  for await (const notification of waitingReviews(store)) if (notification.channel === channel) count += 1;
  return count;
}

/** How often there was what. */
class Counts {
  readonly #all = new Map<string, number>();
  sum = 0;

  add(name: string, count: number): void {
    this.#all.set(name, (this.#all.get(name) ?? 0) + count);
    this.sum += count;
  }

  of(name: string): number {
    return this.#all.get(name) ?? 0;
  }

  /** Those with most, and how many the others have together. */
  most(rows: number): Tally[] {
    const all = [...this.#all].map(([name, events]) => ({ name, events }));
    const sorted = all.toSorted((a, b) => b.events - a.events || a.name.localeCompare(b.name));
    if (sorted.length <= rows) return sorted;
    const others = sorted.slice(rows - 1);
    const name = `${others.length} others`;
    return [
      ...sorted.slice(0, rows - 1),
      { name, events: others.reduce((sum, { events }) => sum + events, 0) },
    ];
  }
}
