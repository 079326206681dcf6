import type { ModalView } from '@slack/types';
import { nameOf } from '../../domain/name-of.ts';
import { actionClause, type RecordSummary } from '../../domain/summary.ts';
import { section } from './elements.ts';
import { code, words } from './mrkdwn.ts';

/** The modal that asks why something is rejected. `privateMetadata` comes back with it. */
export function renderRejectModal(privateMetadata: string, summary: RecordSummary, count: number): ModalView {
  return {
    type: 'modal',
    callback_id: 'reject',
    private_metadata: privateMetadata,
    title: { type: 'plain_text', text: 'Reject' },
    submit: { type: 'plain_text', text: 'Reject' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      section(
        `${aboutLine(summary)}${count === 1 ? '' : `\n_and ${(count - 1).toLocaleString('en')} more of this story_`}`,
      ),
      {
        type: 'input',
        block_id: 'reason',
        label: { type: 'plain_text', text: 'Why?' },
        hint: {
          type: 'plain_text',
          text: 'Kept on record and shown in the thread. Nothing is undone inside AWS or CodeCatalyst.',
        },
        element: { type: 'plain_text_input', action_id: 'reason', multiline: true, max_length: 1000 },
      },
    ],
  };
}

/** What a card is about, as one line for the top of a modal. */
function aboutLine(summary: RecordSummary): string {
  return `${code(nameOf(summary.principal))} ${actionClause(summary, { value: text => code(text), words })}`;
}
