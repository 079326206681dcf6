import { type DigestRow, EMPTY_DIGEST, withRows } from '../../domain/digest.ts';
import { nameOf } from '../../domain/name-of.ts';
import { memberCount, type Notification } from '../../domain/notification.ts';
import { confidenceNote } from '../../domain/principal.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { earlier, graver, later, type Story, storyKind } from '../../domain/story.ts';
import { summarise } from '../../domain/summary.ts';
import { digest } from '../../records/digest.ts';
import type { Entry, Put } from '../ports.ts';
import { recordAt } from '../state/doers.ts';
import { KEYS } from '../state/keys.ts';
import { isTelling, laneOf, lanePrefix, updateLane } from '../state/lanes.ts';
import { notificationCodec, notificationPuts } from '../state/notifications.ts';
import { jobCodec, messagePut } from '../state/outbox.ts';
import {
  cardPointerPut,
  type KeptMember,
  memberPut,
  readCardPointer,
  rollingDigest,
} from '../state/placings.ts';
import { USUAL_RETENTION } from '../state/records.ts';
import { growthPut } from './growth.ts';
import type { JobInHand } from './job.ts';
import type { Step } from './lane-lease.ts';

/** Number of cards that wait for a channel from which on those that only tell become one. */
const MANY_CARDS = 20;
/** Number of jobs of a lane that are looked at to count them, and of cards that are folded in one commit. */
const LOOKED_JOBS = 60;
const BATCH_COUNT = 100;
/** Longest time for which a digest takes more, and time after its last card within which it takes what else waits, in milliseconds. */
const OPEN_MS = 60 * 60_000;
const SAME_FLOOD_MS = 10_000;

/** A card that waits to be posted and only tells, with its record. */
interface WaitingCard {
  readonly job: Entry;
  readonly stored: Entry;
  readonly notification: Notification;
  readonly record: CloudTrailRecord;
}

/** A digest that takes more cards, as it is kept; `entry` is undefined where it begins now. */
interface OpenDigest {
  readonly entry?: Entry;
  readonly notification: Notification;
}

/**
 * Folds what waits in a channel and only tells into one digest, where more than twenty cards wait: never an hour of cards. Undefined where there is
 * no such backlog, and the card in hand goes out by itself.
 */
export async function foldBacklog(inHand: JobInHand): Promise<Step | undefined> {
  const { notification, entry } = inHand;
  if (!isFoldable(notification) || !isTelling(entry.key)) return undefined;
  const open = await openDigest(inHand);
  if (!(open && takesTheRest(open.notification, inHand)) && !(await isBacklog(inHand))) return undefined;
  const cards = await waitingCards(inHand);
  const [first] = cards;
  return first && fold(open ?? begin(first, inHand), cards, inHand);
}

/** Whether a card may be shown as part of a digest: it only tells, nothing was done with it, and it is none itself. */
function isFoldable({ ask, severity, ts, digest: own, decisions }: Notification): boolean {
  return (
    ask === 'nothing' &&
    severity !== 'critical' &&
    ts === undefined &&
    own === undefined &&
    decisions.length === 0
  );
}

/** Whether a digest is not posted yet, or took something just now: the last cards of a flood belong to it too. */
function takesTheRest({ ts, story }: Notification, { deps }: JobInHand): boolean {
  return ts === undefined || deps.clock.now() - (story?.lastArrivedAt ?? 0) <= SAME_FLOOD_MS;
}

async function isBacklog({ entry, deps }: JobInHand): Promise<boolean> {
  const jobs = await deps.store.range(lanePrefix(laneOf(entry.key)), '', null, LOOKED_JOBS);
  return jobs.filter(({ key }) => key.endsWith('-post')).length > MANY_CARDS;
}

/** The digest of a channel that takes more. */
async function openDigest({ notification: { channel }, deps }: JobInHand): Promise<OpenDigest | undefined> {
  const { store, clock } = deps;
  const id = (await readCardPointer(store, KEYS.openDigest(channel)))?.notificationId;
  const entry = id === undefined ? undefined : await store.get(KEYS.notification(id));
  const notification = entry && notificationCodec.tryDecode(entry.value);
  const isOpen = notification && clock.now() - Date.parse(notification.createdAt) <= OPEN_MS;
  return entry && notification && isOpen ? { entry, notification } : undefined;
}

/** The cards of a lane that only tell and were not tried yet, the first so many. */
async function waitingCards({ entry: { key }, deps }: JobInHand): Promise<WaitingCard[]> {
  const { store } = deps;
  const prefix = lanePrefix(laneOf(key));
  const jobs = await store.range(prefix, key.slice(prefix.length), null, BATCH_COUNT);
  const cards = await Promise.all(
    jobs.map(async (job): Promise<WaitingCard[]> => {
      const read = jobCodec.tryDecode(job.value);
      if (read?.kind !== 'post' || read.attemptedAt !== undefined || !isTelling(job.key)) return [];
      const stored = await store.get(KEYS.notification(read.notificationId));
      const notification = stored && notificationCodec.tryDecode(stored.value);
      const record = notification && (await recordAt(store, notification.recordKeys[0] ?? ''));
      return stored && notification && record && isFoldable(notification)
        ? [{ job, stored, notification, record }]
        : [];
    }),
  );
  return cards.flat();
}

function begin({ notification, record }: WaitingCard, { deps }: JobInHand): OpenDigest {
  const { channel, recordKeys, severity, keptForMs } = notification;
  const now = deps.clock.now();
  const story: Story = {
    count: 0,
    digest: '',
    kinds: [],
    things: [],
    doers: [],
    regions: [],
    firstAt: null,
    lastAt: null,
    lastArrivedAt: now,
  };
  return {
    notification: {
      id: digest({ digest: record.key, channel, now }).slice(0, 32),
      recordKeys,
      route: 'digest',
      channel,
      ask: 'nothing',
      severity,
      quorum: 1,
      createdAt: new Date(now).toISOString(),
      decisions: [],
      story,
      digest: EMPTY_DIGEST,
      ...(keptForMs !== undefined && { keptForMs }),
    },
  };
}

/** Puts cards into a digest, in one commit. */
async function fold(open: OpenDigest, cards: readonly WaitingCard[], inHand: JobInHand): Promise<Step> {
  const { lease, deps } = inHand;
  const now = deps.clock.now();
  let whole = open.notification;
  const put: Put[] = [];
  for (const card of cards) {
    whole = withCard(whole, card, inHand);
    put.push(
      ...notificationPuts({ ...card.notification, inDigest: whole.id }),
      memberPut(
        whole.id,
        whole.digest?.cards ?? 1,
        memberOf(card),
        whole.keptForMs ?? USUAL_RETENTION.cardedMs,
      ),
    );
  }
  const { id, channel, ts } = whole;
  const shown =
    ts !== undefined
      ? [growthPut(whole, now)]
      : open.entry
        ? []
        : [messagePut(channel, 'telling', now, id, { kind: 'post', notificationId: id })];
  const step = await lease.commit({
    expect: [...cards.map(({ stored }) => stored), ...(open.entry ? [open.entry] : [])].map(
      ({ key, version }) => ({
        key,
        version,
      }),
    ),
    put: [
      ...put,
      ...notificationPuts(whole),
      cardPointerPut(KEYS.openDigest(channel), id, OPEN_MS),
      ...shown,
    ],
    delete: cards.map(({ job }) => job.key),
  });
  if (step.kind === 'done') {
    inHand.later.add(updateLane(channel));
    for (let count = 0; count < cards.length; count++)
      deps.meter.count('cctrail_cards_total', { outcome: 'folded' });
  }
  return step;
}

/** A digest with one more card. */
function withCard(whole: Notification, card: WaitingCard, { deps }: JobInHand): Notification {
  const { story, digest: rows = EMPTY_DIGEST } = whole;
  const { notification, record } = card;
  if (!story) return whole;
  const summary = summarise(record, deps.card.known, notification.chain);
  const { principal, addendum } = summary;
  const own = notification.story;
  const note = confidenceNote(principal);
  const row = (kind: string, count: number): DigestRow => ({
    who: `${nameOf(principal)}${note === '' ? '' : ` (${note})`}`,
    account: record.accountId,
    kind,
    count,
    lastAt: own?.lastAt ?? record.at,
  });
  const added = own ? own.kinds.map(({ kind, count }) => row(kind, count)) : [row(storyKind(summary), 1)];
  const count = memberCount(notification);
  const isLate = record.replayed || addendum !== null || notification.lateMs !== undefined;
  return {
    ...whole,
    severity: graver(whole.severity, notification.severity),
    digest: withRows(rows, added, isLate ? count : 0),
    story: {
      ...story,
      count: story.count + count,
      digest: rollingDigest(story.digest === '' ? null : story.digest, memberOf(card)),
      firstAt: earlier(story.firstAt, own?.firstAt ?? record.at),
      lastAt: later(story.lastAt, own?.lastAt ?? record.at),
      lastArrivedAt: deps.clock.now(),
    },
  };
}

/** A card as a member of a digest. */
function memberOf({ notification, record }: WaitingCard): KeptMember {
  return {
    record: record.key,
    digest: notification.story?.digest ?? digest(record.fields),
    notification: notification.id,
  };
}
