import type { ActionsBlockElement, ConfirmationDialog, KnownBlock } from '@slack/types';
import type { Notification } from '../../domain/notification.ts';
import { settled } from '../../domain/review.ts';
import type { ReviewRequest } from '../../domain/summary.ts';
import { actions, button } from './elements.ts';

const CONFIRM_APPROVAL: ConfirmationDialog = {
  title: { type: 'plain_text', text: 'Approve this?' },
  text: {
    type: 'plain_text',
    text: 'Your name is kept on record as having approved what happened. Nothing changes inside AWS or CodeCatalyst.',
  },
  confirm: { type: 'plain_text', text: 'Approve' },
  deny: { type: 'plain_text', text: 'Not yet' },
};

/** Buttons that decide, by what is asked. */
const DECIDING: Readonly<Record<ReviewRequest, (id: string) => ActionsBlockElement[]>> = {
  nothing: () => [],
  acknowledgement: id => [button('acknowledge', 'Acknowledge', id, { style: 'primary' })],
  approval: id => [
    button('approve', 'Approve', id, { style: 'primary', confirm: CONFIRM_APPROVAL }),
    button('reject', 'Reject', id, { style: 'danger' }),
  ],
};

/** The buttons of a card: none of them decides once it is decided. */
export function cardActions({ id, ask, decisions, quorum }: Notification): KnownBlock {
  const open = settled(decisions, quorum) ? 'nothing' : ask;
  return actions('decide', [...DECIDING[open](id), button('details', 'Details', id)]);
}
