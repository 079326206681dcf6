import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { MuteChoice } from '../../app/ordering/mute-form.ts';
import { formatInstant } from '../../domain/instant.ts';
import type { Likeness } from '../../domain/question/like.ts';
import { oneLine } from '../../domain/visible.ts';
import { context, section } from './elements.ts';
import { clip, code, count, localTime } from './mrkdwn.ts';

/** Most characters of an option's text (Slack, "Option object"), and of a reason. */
const MAX_OPTION_LENGTH = 75;
const MAX_REASON_LENGTH = 300;

const LIKENESSES: Readonly<Record<Likeness, string>> = {
  resource: 'This resource',
  event: 'This event by this person',
  who: 'All that this person changes',
};

/** Times to choose from: as a command says them, and as they are called. */
const LASTING: readonly (readonly [lasting: string, label: string])[] = [
  ['for 1h', '1 hour'],
  ['for 4h', '4 hours'],
  ['until tomorrow 9:00', 'Until tomorrow 9:00'],
  ['for 7d', '7 days'],
  ['for 30d', '30 days'],
];
const WHERE: readonly (readonly [where: string, label: string])[] = [
  ['here', 'In this channel'],
  ['everywhere', 'In all channels'],
];

/** The modal that mutes events like that of a card, from narrow to wide. `lasting` is chosen first; `privateMetadata` comes back with it. */
export function renderMuteForm(
  privateMetadata: string,
  choices: readonly MuteChoice[],
  lasting: 'for 1h' | 'for 7d',
  timeZone: string,
): ModalView {
  return {
    type: 'modal',
    callback_id: 'mute',
    private_metadata: privateMetadata,
    title: { type: 'plain_text', text: lasting === 'for 1h' ? 'Snooze' : 'Mute like this' },
    submit: { type: 'plain_text', text: 'Mute' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      section(choices.map(choiceLine).join('\n')),
      context(countedSince(choices, timeZone)),
      chosen(
        'likeness',
        'Which',
        choices.map(({ likeness }) => [likeness, LIKENESSES[likeness]]),
        choices[0]?.likeness ?? '',
      ),
      chosen('lasting', 'For how long', LASTING, lasting),
      chosen('where', 'Where', WHERE, 'here'),
      {
        type: 'input',
        block_id: 'reason',
        optional: true,
        label: { type: 'plain_text', text: 'Why' },
        hint: { type: 'plain_text', text: 'Kept on record, and shown in the channel.' },
        element: { type: 'plain_text_input', action_id: 'reason', max_length: MAX_REASON_LENGTH },
      },
    ],
  };
}

function choiceLine({ likeness, reading, preview }: MuteChoice): string {
  const number =
    preview === undefined
      ? 'not counted in time'
      : `${preview.isCut ? 'at least ' : ''}${count(preview.matched, 'event')}`;
  return `• *${LIKENESSES[likeness]}:* ${code(oneLine(reading), 300)} (${number})`;
}

function countedSince(choices: readonly MuteChoice[], timeZone: string): string {
  const since = choices.find(({ preview }) => preview)?.preview?.since;
  const counted =
    since === undefined
      ? ''
      : `In brackets: what it would have hidden since ${localTime(new Date(since).toISOString(), formatInstant(since, timeZone))} (I know of nothing before). `;
  return `${counted}Critical events are never hidden, nor is what asks for a decision, unless a configured manager says why.`;
}

function chosen(
  id: string,
  label: string,
  choices: readonly (readonly [value: string, label: string])[],
  first: string,
): KnownBlock {
  const options = choices.map(
    ([value, text]): PlainTextOption => ({
      text: { type: 'plain_text', text: clip(text, MAX_OPTION_LENGTH) },
      value,
    }),
  );
  const initial = options.find(({ value }) => value === first);
  return {
    type: 'input',
    block_id: id,
    label: { type: 'plain_text', text: label },
    element: { type: 'static_select', action_id: id, options, ...(initial && { initial_option: initial }) },
  };
}

/** What was chosen in the form. `values` are the state of the submitted view. */
export function readMuteForm(
  values: Readonly<
    Record<
      string,
      Readonly<Record<string, { value?: string | null; selected_option?: { value: string } | null }>>
    >
  >,
): { likeness: string; lasting: string; reason: string | null; everywhere: boolean } {
  const of = (id: string) =>
    values[id]?.[id]?.selected_option?.value ?? values[id]?.[id]?.value?.trim() ?? '';
  const reason = of('reason');
  return {
    likeness: of('likeness'),
    lasting: of('lasting'),
    reason: reason === '' ? null : reason,
    everywhere: of('where') === 'everywhere',
  };
}
