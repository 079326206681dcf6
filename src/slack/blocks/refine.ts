import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { type QuestionForm, type Slot } from '../../domain/question/refine.ts';
import { clip } from './mrkdwn.ts';

/** Longest text of a slot. */
const MAX_SLOT_LENGTH = 300;

/** Slots that are typed: what they are called, and an example. */
const TYPED: readonly (readonly [slot: Slot, label: string, example: string])[] = [
  ['verb', 'What was done', 'deleted'],
  ['thing', 'To what', 'connection, or stack storefront-old'],
  ['who', 'By whom', 'alice, or not by root, or workflows'],
  ['where', 'Where', 'an account or a Region'],
  ['when', 'When', 'last 7 days'],
  ['more', 'And', 'per day, from ip 192.0.2.1, excluding roles'],
];

/** Choices of the slots that are chosen: words of a question, and how they are called. */
const CHOSEN = {
  outcome: [
    ['', 'However it went'],
    ['outcome:"success"', 'Succeeded'],
    ['outcome:"failure"', 'Failed'],
    ['outcome:"denied"', 'Denied'],
  ],
  reads: [
    ['', 'Left out'],
    ['readonly:"true,false"', 'Included'],
    ['readonly:"true"', 'Only reads'],
  ],
} as const satisfies Partial<Record<Slot, readonly (readonly [words: string, label: string])[]>>;

/** The modal with a question taken apart, to change what it asks. `privateMetadata` comes back with it. */
export function renderRefineForm(privateMetadata: string, form: QuestionForm): ModalView {
  return {
    type: 'modal',
    callback_id: 'refine',
    private_metadata: privateMetadata,
    title: { type: 'plain_text', text: 'Refine' },
    submit: { type: 'plain_text', text: 'Ask' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      ...TYPED.slice(0, 5).map(([slot, label, example]) => typed(slot, label, example, form)),
      chosen('outcome', 'How it went', form.outcome),
      chosen('reads', 'Calls that only read', form.reads),
      ...TYPED.slice(5).map(([slot, label, example]) => typed(slot, label, example, form)),
    ],
  };
}

function typed(slot: Slot, label: string, example: string, form: QuestionForm): KnownBlock {
  const value = clip(form[slot], MAX_SLOT_LENGTH);
  return {
    type: 'input',
    block_id: slot,
    optional: true,
    label: { type: 'plain_text', text: label },
    element: {
      type: 'plain_text_input',
      action_id: slot,
      max_length: MAX_SLOT_LENGTH,
      placeholder: { type: 'plain_text', text: example },
      ...(value !== '' && { initial_value: value }),
    },
  };
}

function chosen(slot: keyof typeof CHOSEN, label: string, words: string): KnownBlock {
  const known = CHOSEN[slot].some(([value]) => value === words);
  // What the form has no name for stays as it is.
  const all: readonly (readonly [words: string, label: string])[] = known
    ? CHOSEN[slot]
    : [...CHOSEN[slot], [words, words]];
  const options = all.map(
    ([value, text]): PlainTextOption => ({
      text: { type: 'plain_text', text: clip(text, MAX_OPTION_LENGTH) },
      // Slack takes no empty value.
      value: value === '' ? NONE : clip(value, MAX_VALUE_LENGTH),
    }),
  );
  const initial = options[all.findIndex(([value]) => value === words)];
  return {
    type: 'input',
    block_id: slot,
    label: { type: 'plain_text', text: label },
    element: { type: 'static_select', action_id: slot, options, ...(initial && { initial_option: initial }) },
  };
}

/** Value of a choice that says nothing. */
const NONE = 'any';
/** Most characters of an option's text and value (Slack, "Option object"). */
const MAX_OPTION_LENGTH = 75;
const MAX_VALUE_LENGTH = 150;

/** What was typed and chosen in the form, by slot. `values` are the state of the submitted view. */
export function readRefineForm(
  asks: string,
  values: Readonly<
    Record<
      string,
      Readonly<Record<string, { value?: string | null; selected_option?: { value: string } | null }>>
    >
  >,
): QuestionForm {
  const of = (slot: Slot) => {
    const state = values[slot]?.[slot];
    const text = state?.selected_option?.value ?? state?.value ?? '';
    return text === NONE ? '' : text.trim();
  };
  return {
    asks,
    verb: of('verb'),
    thing: of('thing'),
    who: of('who'),
    where: of('where'),
    when: of('when'),
    outcome: of('outcome'),
    reads: of('reads'),
    more: of('more'),
  };
}
