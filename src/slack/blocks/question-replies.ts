import type { Button, KnownBlock } from '@slack/types';
import type { Progress } from '../../app/search/search.ts';
import { formatInstant } from '../../domain/instant.ts';
import type { Proposal } from '../../domain/question/question.ts';
import { oneLine } from '../../domain/visible.ts';
import type { EphemeralMessage } from '../respond.ts';
import { actions, button, context, section } from './elements.ts';
import { clip, code, count, words } from './mrkdwn.ts';

/** Most readings that are offered as buttons, most where none of them was typed, and most characters of a button's text and value. */
const MAX_CHOICES = 5;
const MAX_PROPOSALS = 3;
const MAX_LABEL_LENGTH = 70;
const MAX_VALUE_LENGTH = 2_000;

/** A sentence of our own, as it is. */
export function renderPlain(text: string): EphemeralMessage {
  return { text, blocks: [section(text)] };
}

/** A sentence of our own with commands that can be clicked. */
export function withCommands(text: string, commands: readonly string[]): EphemeralMessage {
  const buttons = commands.map((command, at) => readingButton({ label: command, text: command }, at));
  return { text, blocks: [section(text), ...(buttons.length > 0 ? [actions('readings', buttons)] : [])] };
}

/** What is said to somebody whose question can't be read: what they typed, which Slack shows to nobody, why, and a button for each question that may be meant. */
export function renderUnreadable(
  {
    message,
    suggestion,
    proposals = [],
  }: {
    readonly message: string;
    readonly suggestion: string;
    readonly proposals?: readonly Proposal[];
  },
  typed = '',
): EphemeralMessage {
  const said = words(message, 1_500);
  const [first] = proposals;
  const text = `${said} Try ${code(`/cctrail ${first?.text ?? suggestion}`, 500)}, or ${code('/cctrail help')}.`;
  const meant = proposals.length > 0 ? proposals : [{ label: suggestion, text: suggestion }];
  const elements = [
    ...meant.slice(0, MAX_PROPOSALS).map(readingButton),
    button('refine', 'Refine', clipped(meant[0]?.text ?? '')),
    button('reading:help', 'Help', 'help'),
  ];
  const shown = said.trim() === '' ? text : said;
  return { text, blocks: [...typedLine(typed), section(shown), actions('readings', elements)] };
}

/** What is said where a question names somebody whom AWS may know by any name. `word` is how they were named. */
export function renderUnknownPerson(word: string): EphemeralMessage {
  return renderPlain(
    `I don't know which AWS names belong to ${word === 'me' ? 'you' : word}. An administrator can say so under \`people\` in cctrail.yml.`,
  );
}

function typedLine(typed: string): KnownBlock[] {
  return typed === '' ? [] : [context(code(typed, 300))];
}

/** What is said where a question has several readings: a button for each. */
export function renderChoices(message: string, choices: readonly Proposal[], typed = ''): EphemeralMessage {
  const text = `${words(message, 1_500)} Which do you mean?`;
  return {
    text,
    blocks: [
      ...typedLine(typed),
      section(text),
      actions('readings', choices.slice(0, MAX_CHOICES).map(readingButton)),
    ],
  };
}

/** A button that asks a question. */
function readingButton({ label, text }: Proposal, index: number): Button {
  return button(`reading:${index}`, clip(oneLine(label) || '…', MAX_LABEL_LENGTH), clipped(text));
}

function clipped(text: string): string {
  return text.slice(0, MAX_VALUE_LENGTH);
}

/** What is said while a search takes long: how far it is, and a button to end it. */
export function renderProgress(
  { requests, records, matches, reachedBackTo }: Progress,
  searchId: string,
  timeZone: string,
): EphemeralMessage {
  const text =
    reachedBackTo === null
      ? 'Still searching: CloudTrail has not answered yet.'
      : `Still searching: ${count(requests, 'look-up')}, ${count(records, 'event')} read, ${count(matches, 'match', 'matches')} so far, back to ${formatInstant(reachedBackTo, timeZone)}.`;
  return { text, blocks: [section(text), actions('search', [button('cancel', 'Cancel', searchId)])] };
}
