import type { KnownBlock, ModalView } from '@slack/types';
import { deed, type RecordSummary } from '../../domain/summary.ts';
import { clip, code, escape, words } from './mrkdwn.ts';

/** Most characters of a record that a modal shows: 100 blocks of 3,000 are Slack's limit, and more than anybody reads. */
const MOST_JSON = 60_000;
/** Room in a section's 3,000 characters for the code fence. */
const CHUNK = 2_900;

/** The modal that asks why something is rejected. `notificationId` comes back with it; where the click was, is kept for private answers. */
export function renderRejectModal(privateMetadata: string, what: string): ModalView {
  return {
    type: 'modal',
    callback_id: 'reject',
    private_metadata: privateMetadata,
    title: { type: 'plain_text', text: 'Reject' },
    submit: { type: 'plain_text', text: 'Reject' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: clip(what, CHUNK) } },
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
export function renderAbout(summary: RecordSummary): string {
  return `${code(summary.principal.name)} ${deed(summary, { value: text => code(text), words })}`;
}

/** The modal with the redacted record, whole. */
export function renderDetails(summary: RecordSummary): ModalView {
  const json = JSON.stringify(summary.record.fields, null, 2);
  const blocks: KnownBlock[] = [
    { type: 'section', text: { type: 'mrkdwn', text: clip(renderAbout(summary), CHUNK) } },
  ];
  for (const chunk of chunks(json.slice(0, MOST_JSON))) {
    blocks.push({ type: 'section', text: { type: 'mrkdwn', text: `\`\`\`${chunk}\`\`\`` } });
  }
  const cut =
    json.length > MOST_JSON
      ? ` The first ${MOST_JSON.toLocaleString('en')} of ${json.length.toLocaleString('en')} characters.`
      : '';
  blocks.push({
    type: 'context',
    elements: [{ type: 'mrkdwn', text: `The CloudTrail record without secrets.${cut}` }],
  });
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'CloudTrail record' },
    close: { type: 'plain_text', text: 'Close' },
    blocks,
  };
}

/** Cuts a text into escaped pieces that fit a section, at line ends where there are any. */
function* chunks(json: string): Generator<string> {
  let piece = '';
  for (const line of json.split('\n').flatMap(one => one.match(/.{1,1000}/gsu) ?? [''])) {
    const escaped = escape(line.replace(/`/g, 'ˋ'));
    for (const part of escaped.length > CHUNK ? (escaped.match(/(?:&\w+;|[^&]){1,700}/g) ?? []) : [escaped]) {
      if (piece.length + part.length + 1 > CHUNK) {
        yield piece;
        piece = '';
      }
      piece += piece === '' ? part : `\n${part}`;
    }
  }
  if (piece !== '') yield piece;
}
