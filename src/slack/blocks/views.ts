import type { KnownBlock, ModalView } from '@slack/types';
import { nameOf } from '../../domain/name-of.ts';
import { actionClause, type RecordSummary } from '../../domain/summary.ts';
import { context, section } from './elements.ts';
import { code, escape, words } from './mrkdwn.ts';

/** Most sections of a record that a modal shows; Slack takes 100 blocks, and nobody reads as many. */
const MAX_SECTIONS = 40;
/** Room in a section's 3,000 characters for the code fence. */
const CHUNK_LENGTH = 2_900;

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

/** The modal with the redacted record, whole. */
export function renderDetails(summary: RecordSummary): ModalView {
  const json = JSON.stringify(summary.record.fields, null, 2);
  const blocks: KnownBlock[] = [section(aboutLine(summary))];
  let shown = 0;
  for (const chunk of chunks(json)) {
    if (shown === MAX_SECTIONS) break;
    shown += 1;
    blocks.push(section(`\`\`\`${chunk}\`\`\``));
  }
  const cut = shown === MAX_SECTIONS ? ' It is longer than a modal can show; this is its beginning.' : '';
  const { note } = summary.principal;
  if (note !== '') blocks.splice(1, 0, context(words(note, 300)));
  blocks.push(context(`The CloudTrail record without secrets.${cut}`));
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'CloudTrail record' },
    close: { type: 'plain_text', text: 'Close' },
    blocks,
  };
}

/** Cuts a text into escaped pieces that fit a section, at line ends where there are any; an entity is never cut. */
function* chunks(json: string): Generator<string> {
  let piece = '';
  for (const line of json.split('\n')) {
    // A line is added whole where it fits, else character by character.
    for (const part of line.length * 5 < CHUNK_LENGTH ? [`${line}\n`] : `${line}\n`) {
      const escaped = escape(part.replace(/`/g, 'ˋ'));
      if (piece.length + escaped.length > CHUNK_LENGTH) {
        yield piece;
        piece = '';
      }
      piece += escaped;
    }
  }
  if (piece.trim() !== '') yield piece;
}
