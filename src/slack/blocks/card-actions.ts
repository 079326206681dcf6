import type { ActionsBlockElement, ConfirmationDialog, KnownBlock } from '@slack/types';
import type { ReviewRequest } from '../../domain/categories.ts';
import { memberCount, type Notification } from '../../domain/notification.ts';
import { settled } from '../../domain/review.ts';
import { actions, button, overflow } from './elements.ts';
import { clip } from './mrkdwn.ts';

/** Most characters of what a confirmation says of the event (Slack, "Confirmation dialog object": 300 in all). */
const MAX_ABOUT_LENGTH = 170;

/** Asks before something is approved, and says what. */
function confirmApproval(about: string): ConfirmationDialog {
  // A dialog has no mark-up, and no way to escape any.
  const plain = about.replaceAll('<', '‹').replaceAll('>', '›');
  const text = `${clip(plain, MAX_ABOUT_LENGTH)}
Your name is kept on record as having approved it. Nothing changes inside AWS or CodeCatalyst.`;
  return {
    title: { type: 'plain_text', text: 'Approve this?' },
    text: { type: 'plain_text', text },
    confirm: { type: 'plain_text', text: 'Approve' },
    deny: { type: 'plain_text', text: 'Not yet' },
  };
}

/** Buttons that decide, by what is asked. */
const DECIDING: Readonly<
  Record<ReviewRequest, (target: string, all: string, about: string) => ActionsBlockElement[]>
> = {
  nothing: () => [],
  acknowledgement: (target, all) => [
    button('acknowledge', `Acknowledge${all}`, target, { style: 'primary' }),
  ],
  approval: (target, all, about) => [
    button('approve', `Approve${all}`, target, { style: 'primary', confirm: confirmApproval(about) }),
    button('reject', 'Reject', target, { style: 'danger' }),
  ],
};

/** The buttons of a card: none of them decides once it is decided. Of a story they carry how many members are shown. `about`: what it tells, as plain text. */
export function cardActions(notification: Notification, about: string): KnownBlock {
  const { id, ask, decisions, quorum } = notification;
  const shown = memberCount(notification);
  const open = settled(decisions, quorum) ? 'nothing' : ask;
  const all = shown === 1 ? '' : ` all ${shown.toLocaleString('en')}`;
  const look =
    shown === 1
      ? button('details', 'Details', id)
      : button('details:all', notification.digest ? 'Show table' : 'Show all', id);
  // A digest tells of many.
  const more = notification.digest
    ? []
    : [
        overflow('more', [
          [`mute#${id}`, 'Mute like this'],
          [`snooze#${id}`, 'Snooze'],
        ]),
      ];
  return actions('decide', [...DECIDING[open](reviewTarget(notification, shown), all, about), look, ...more]);
}

/** What a deciding button carries: the notification, how many members its card shows, and how often it changed otherwise. */
function reviewTarget({ id, revision = 0 }: Notification, shown: number): string {
  return shown === 1 && revision === 0 ? id : `${id}#${shown}.${revision}`;
}

/** The same, read; what it does not say is one member, and no change. */
export function readReviewTarget(value: string | undefined): {
  notificationId: string;
  shown: number;
  revision: number;
} {
  const [notificationId = '', seen = ''] = (value ?? '').split('#');
  const [shown, revision] = seen.split('.');
  return { notificationId, shown: Number(shown) || 1, revision: Number(revision) || 0 };
}
