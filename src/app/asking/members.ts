import type { Digest } from '../../domain/digest.ts';
import type { Known } from '../../domain/known.ts';
import { memberCount, type Notification } from '../../domain/notification.ts';
import { type RecordSummary, summarise } from '../../domain/summary.ts';
import type { Store } from '../ports.ts';
import { recordAt } from '../state/doers.ts';
import { KEYS, sortable } from '../state/keys.ts';
import { notificationCodec } from '../state/notifications.ts';
import { memberCodec } from '../state/placings.ts';
import { NOT_THIS_ACCOUNT, type NotShown } from './found.ts';
import { noteQuestion, type QuestionEntriesDeps } from './question-entries.ts';

/** Some members of a story, in the order in which they came in. */
interface MembersPage {
  readonly summaries: readonly RecordSummary[];
  /** How many the story has in all. */
  readonly count: number;
  /** Set where it is no story but a digest, of which only a file lists the events. */
  readonly digest?: Digest | undefined;
  /** How many of those asked for are not kept any more. */
  readonly missing: number;
  /** How many are of accounts that the asker may not look into. */
  readonly withheld: number;
}

/** Which members of a story somebody wants to see. */
export interface WantedMembers {
  readonly notificationId: string;
  /** Slack user id, and the channel in which they click. */
  readonly by: string;
  readonly channel: string | null;
  /** The first is 0. */
  readonly from: number;
  readonly count: number;
}

/** Members of a story, for somebody who may see them. */
export type FoundMembers = { readonly kind: 'found'; readonly page: MembersPage } | NotShown;

/** What finding members works with. */
type MembersDeps = QuestionEntriesDeps & {
  readonly store: Store;
  readonly known: Known;
};

/** Members of a story, unless they are of an account that the asker may not look into; the ledger notes it. @throws {StoreError} when the store is away */
export async function findMembers(
  { notificationId, by, channel, from, count }: WantedMembers,
  mayLookInto: (accountId: string | null) => boolean,
  deps: MembersDeps,
): Promise<FoundMembers> {
  const whole = await membersOf(notificationId, from, count, deps);
  if (!whole || whole.summaries.length === 0) return { kind: 'gone' };
  const page = within(whole, mayLookInto);
  if (page.summaries.length === 0) return NOT_THIS_ACCOUNT;
  const results = page.summaries.length;
  const asked = `events ${from + 1} to ${from + results} of story ${notificationId}`;
  await noteQuestion({ by, channel, asked, reading: asked, results, complete: true }, deps);
  return { kind: 'found', page };
}

/** What of a page somebody may see: a digest tells of several accounts. */
function within(page: MembersPage, mayLookInto: (accountId: string | null) => boolean): MembersPage {
  const summaries = page.summaries.filter(({ record }) => mayLookInto(record.accountId));
  const { digest } = page;
  const rows = digest?.rows.filter(({ account }) => mayLookInto(account)) ?? [];
  const isWhole = rows.length === digest?.rows.length;
  return {
    ...page,
    summaries,
    withheld: page.summaries.length - summaries.length,
    ...(digest && { digest: { ...digest, rows, others: isWhole ? digest.others : 0 } }),
  };
}

/** So many members of a story from a number; undefined where it is not kept any more. */
async function membersOf(
  notificationId: string,
  from: number,
  count: number,
  { store, known }: MembersDeps,
): Promise<MembersPage | undefined> {
  const notification = await notificationAt(store, notificationId);
  if (!notification) return undefined;
  const keys = await keysOf(notification, from, count, store);
  const records = await Promise.all(keys.map(key => recordAt(store, key)));
  const summaries = records.flatMap(record => (record ? [summarise(record, known, notification.chain)] : []));
  const { digest } = notification;
  return {
    summaries,
    count: memberCount(notification),
    missing: keys.length - summaries.length,
    withheld: 0,
    digest,
  };
}

async function notificationAt(store: Store, id: string): Promise<Notification | undefined> {
  const stored = await store.get(KEYS.notification(id));
  return stored && notificationCodec.tryDecode(stored.value);
}

async function keysOf(
  { id, recordKeys, story }: Notification,
  from: number,
  count: number,
  store: Store,
): Promise<readonly string[]> {
  if (!story) return recordKeys.slice(from, from + count);
  const entries = await store.range(KEYS.member(id), sortable(from + 1), null, count);
  const members = entries.flatMap(({ value }) => memberCodec.tryDecode(value) ?? []);
  const keys: string[] = [];
  for (const { record, notification, corrected } of members) {
    if (keys.length >= count) break;
    // A member of a digest is a card, which may be a story.
    const card = notification === undefined ? undefined : await notificationAt(store, notification);
    keys.push(...(card ? await keysOf(card, 0, count - keys.length, store) : [corrected ?? record]));
  }
  return keys;
}
