import type { KnownBlock } from '@slack/types';
import { type Answer, coverageSentence, type Voice } from '../../domain/answer.ts';
import { formatInstant } from '../../domain/instant.ts';
import { deed, type RecordSummary } from '../../domain/summary.ts';
import { clip, code, escape, escapeWithin, localTime, words } from './mrkdwn.ts';

/** An answer to one person: text and blocks. */
export interface Reply {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** How many events an answer lists. */
const LISTED = 10;

/** Renders an answer: how the question was read, the sentence, the newest events, what was and was not searched. Pure. */
export function renderAnswer(answer: Answer, guesses: readonly string[], voice: Voice): Reply {
  const { events, coverage } = answer;
  const sentence = escapeWithin(answer.sentence, 2_800);
  const reading = `Read as: ${words(answer.reading, 900)}.${guesses.length > 0 ? ` *Guessed:* ${words(guesses.join('; '))}.` : ''}`;
  const blocks: KnownBlock[] = [
    context(reading),
    {
      type: 'section',
      text: { type: 'mrkdwn', text: `*${words(answer.sentence, 2_900)}*` },
    },
  ];
  for (const event of events.length > 1 ? events.slice(0, LISTED) : []) {
    blocks.push({ type: 'section', text: { type: 'mrkdwn', text: line(event, voice) } });
  }
  if (events.length > LISTED)
    blocks.push(
      context(`${events.length - LISTED} older events are not listed. Narrow the question, with a time say.`),
    );
  const warning = coverage.complete ? '' : ':warning: *Not everything was searched.* ';
  blocks.push(context(`${warning}${words(coverageSentence(coverage, voice), 2_700)}`));
  return { text: `${sentence}${coverage.complete ? '' : ' (Not everything was searched.)'}`, blocks };
}

/** What is said to somebody whose question can't be read. */
export function renderUnreadable(message: string, suggestion: string): Reply {
  const text = `${words(message, 1_500)} Try ${code(`/cctrail ${suggestion}`, 500)}, or ${code('/cctrail help')}.`;
  return { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] };
}

function line({ record, principal, ...rest }: RecordSummary, voice: Voice): string {
  const time =
    record.eventTime === null
      ? 'time unknown'
      : localTime(record.eventTime, formatInstant(record.eventTime, voice.timeZone));
  const sure =
    principal.confidence === 'certain'
      ? ''
      : ` _(${principal.confidence === 'likely' ? 'likely' : 'unknown'})_`;
  const failed = record.outcome === 'failure' ? ':x: ' : '';
  const done = deed({ record, principal, ...rest }, { value: text => code(text), words });
  return clip(
    `${failed}${time} ${code(principal.name)}${sure} ${done} · ${code(voice.accountName(record.accountId))} ${escape(record.awsRegion ?? '')}`,
    2_900,
  );
}

function context(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: clip(text, 2_900) }] };
}
