import { REVIEW_REQUESTS, type ReviewRequest } from '../../domain/categories.ts';
import { memberCount, type Notification } from '../../domain/notification.ts';
import { graver, takes } from '../../domain/story.ts';
import { KEYS } from '../state/keys.ts';
import type { Placing } from '../state/placings.ts';

/** Most doers that copies and corrections of one card name. */
const MAX_DOERS = 10;

/** Whether a correction or a copy may be put on a card: one that is shown, and that need not ask more for it than people have seen. */
export function maySpeakFor(notification: Notification, { ask, member }: Placing): boolean {
  const { digest, inDigest, isAside, severity, decisions, alsoBy = [] } = notification;
  if (digest || inDigest !== undefined || isAside) return false;
  if (member.severity === 'critical' && severity !== 'critical') return false;
  if (isStricter(ask, notification.ask) && (decisions.length > 0 || memberCount(notification) > 1))
    return false;
  return alsoBy.length < MAX_DOERS || alsoBy.some(({ doer }) => doer === member.doer);
}

/** A notification with what a copy or a correction asks, how grave it is, and whom it names. */
export function withWord(notification: Notification, { ask, member }: Placing): Notification {
  const { decisions, alsoBy = [] } = notification;
  const { doer, record, severity, quorum } = member;
  return {
    ...notification,
    ...(!alsoBy.some(one => one.doer === doer) && { alsoBy: [...alsoBy, { doer, record }] }),
    ...(decisions.length === 0 && {
      ask: isStricter(ask, notification.ask) ? ask : notification.ask,
      severity: graver(notification.severity, severity),
      quorum: Math.max(notification.quorum, quorum),
    }),
  };
}

/** Whether one request asks for more than another. */
export function isStricter(one: ReviewRequest, other: ReviewRequest): boolean {
  return REVIEW_REQUESTS.indexOf(one) > REVIEW_REQUESTS.indexOf(other);
}

/** Whether the story of a notification takes a record. */
export function takesMember(
  { story, createdAt, decisions, inDigest, isAside }: Notification,
  { member }: Placing,
): ReturnType<typeof takes> {
  const isDecided = decisions.length > 0;
  return story && inDigest === undefined && !isAside
    ? takes(story, { createdAt: Date.parse(createdAt), isDecided }, member)
    : 'no';
}

/** Keys of the pointers that a record may follow. */
export function pointersOf({ corrects, channel, shared, story }: Placing): string[] {
  return [
    ...(corrects ? [KEYS.memberOf(corrects.record, channel)] : []),
    ...(shared === null ? [] : [KEYS.sharedCard(shared)]),
    ...(story === null ? [] : [KEYS.openStory(story)]),
  ];
}
