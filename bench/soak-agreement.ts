import { Playground } from '../playground/playground.ts';
import type { Message } from '../playground/slack/workspace.ts';
import type { Store } from '../src/app/ports.ts';
import { KEYS } from '../src/app/state/keys.ts';
import { verifyLedger } from '../src/app/state/ledger.ts';
import { type LedgerEntry, ledgerEntryCodec } from '../src/app/state/ledger-entries.ts';
import { notificationCodec } from '../src/app/state/notifications.ts';
import { type KeptMember, memberCodec, rollingDigest } from '../src/app/state/placings.ts';
import { recordCodec } from '../src/app/state/record-codec.ts';
import type { Notification } from '../src/domain/notification.ts';
import { summarise } from '../src/domain/summary.ts';

/** The channel in which the playground shows what the catalogue finds notable, but for workflows. */
const CHANNEL = 'C0TRAIL';
type ReviewEntry = Extract<LedgerEntry, { kind: 'notification' | 'decision' }>;
/** Where records, notifications, ledger and Slack do not say the same. */
export async function disagreements(
  store: Store,
  bot: Playground,
  ids: readonly string[],
): Promise<string[]> {
  const problems: string[] = [];
  const ledger = await verifyLedger(store);
  if (!ledger.ok) problems.push(`the ledger is broken at ${ledger.firstBad}: ${ledger.reason}`);
  const entries = new Map<string, ReviewEntry[]>();
  for (const value of await valuesOf(store, KEYS.ledger)) {
    const entry = ledgerEntryCodec.decode(value);
    if (entry.kind === 'notification')
      entries.set(entry.notificationId, [...(entries.get(entry.notificationId) ?? []), entry]);
  }
  const cards = new Map<string, Message[]>();
  for (const message of bot.workspace.messages) {
    const id = message.metadata?.event_payload['event_id'];
    const key = `${message.channel}/${String(id)}`;
    if (typeof id === 'string') cards.set(key, [...(cards.get(key) ?? []), message]);
  }
  const notifications = (await valuesOf(store, KEYS.notification(''))).map(value =>
    notificationCodec.decode(value),
  );
  const placed = new Map<string, number>();
  for (const notification of notifications) {
    const { channel, recordKeys } = notification;
    const eventID = (recordKeys[0] ?? '').slice((recordKeys[0] ?? '').indexOf(':') + 1);
    const shown = cards.get(`${channel}/${eventID}`) ?? [];
    cards.delete(`${channel}/${eventID}`);
    problems.push(
      ...differences(notification, shown, entries.get(notification.id) ?? []).map(
        problem => `card ${eventID}: ${problem}`,
      ),
    );
    const members = (await valuesOf(store, KEYS.member(notification.id))).map(value =>
      memberCodec.decode(value),
    );
    const { story } = notification;
    if (story && digestOver(members) !== story.digest)
      problems.push(
        `card ${eventID}: its ${members.length} members are not those of its head (${story.count})`,
      );
    for (const key of story ? members.map(({ record }) => record) : recordKeys)
      placed.set(`${channel}/${key}`, (placed.get(`${channel}/${key}`) ?? 0) + 1);
  }
  problems.push(...[...cards.keys()].map(key => `Slack shows ${key}, which the store does not know`));
  problems.push(
    ...[...placed].filter(([, times]) => times !== 1).map(([key, times]) => `${key} is on ${times} cards`),
  );
  problems.push(...(await unplaced(store, ids, placed)));
  const folded = placed.size - notifications.length;
  console.log(
    `${notifications.length} cards, ${folded} records more on them, ${ledger.ok ? ledger.entries : 0} ledger entries`,
  );
  return problems;
}

/** Where a notification, its messages in Slack and its entries in the ledger differ. */
function differences(
  { ts, story }: Notification,
  shown: readonly Message[],
  noted: readonly ReviewEntry[],
): string[] {
  const count = story?.count ?? 1;
  const [message] = shown;
  const last = noted.at(-1);
  return [
    shown.length === 1 && message?.ts === ts
      ? ''
      : `the store says ${ts}, Slack ${shown.map(one => one.ts).join(' and ')}`,
    (message?.metadata?.event_payload['count'] ?? 1) === count
      ? ''
      : `the store has ${count} members, Slack shows ${String(message?.metadata?.event_payload['count'])}`,
    last?.ts === ts ? '' : `the store says ${ts}, the ledger ${last?.ts}`,
    (last?.story?.count ?? 1) === count && (count === 1 || last?.story?.digest === story?.digest)
      ? ''
      : `the store has ${count} members, the ledger ${last?.story?.count ?? 1}`,
  ].filter(problem => problem !== '');
}

/** Records that were taken in and are lost, or should be on a card and are on none. */
async function unplaced(
  store: Store,
  ids: readonly string[],
  placed: ReadonlyMap<string, number>,
): Promise<string[]> {
  const problems: string[] = [];
  const known = new Set<string>();
  for await (const { key, value } of entriesOf(store, KEYS.record(''))) {
    const recordKey = key.slice(KEYS.record('').length);
    known.add(recordKey.slice(recordKey.indexOf(':') + 1));
    const record = recordCodec.tryDecode(value);
    if (!record) continue;
    const summary = summarise(record);
    if (!summary.notable || summary.category === 'workflow') continue;
    const isCopy = (await store.get(KEYS.memberOf(recordKey, CHANNEL))) !== undefined;
    if (!placed.has(`${CHANNEL}/${recordKey}`) && !isCopy) problems.push(`record ${recordKey} is on no card`);
  }
  problems.push(...ids.filter(id => !known.has(id)).map(id => `record ${id} was taken in and is lost`));
  return problems;
}

function digestOver(members: readonly KeptMember[]): string | null {
  return members.reduce<string | null>((before, member) => rollingDigest(before, member), null);
}

async function valuesOf(store: Store, prefix: string): Promise<string[]> {
  const values: string[] = [];
  for await (const { value } of entriesOf(store, prefix)) values.push(value);
  return values;
}

async function* entriesOf(store: Store, prefix: string) {
  let from = '';
  for (;;) {
    const page = await store.range(prefix, from, null, 1_000);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < 1_000) return;
    from = `${last.key.slice(prefix.length)}\u0000`;
  }
}
