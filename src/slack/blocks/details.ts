import type { KnownBlock, ModalView } from '@slack/types';
import { exposuresOf } from '../../domain/exposure.ts';
import { formatInstant } from '../../domain/instant.ts';
import { nameOf } from '../../domain/name-of.ts';
import { PIVOTS, pivotOf } from '../../domain/pivot.ts';
import { EVENT_HISTORY_REACH_MS } from '../../domain/plan.ts';
import { confidenceNote } from '../../domain/principal.ts';
import { printQuestion } from '../../domain/question/print.ts';
import { isSpacePlace } from '../../domain/space.ts';
import { actionClause, type RecordSummary } from '../../domain/summary.ts';
import { addressOf, whenceOf } from '../../domain/whence.ts';
import { runClause } from '../../domain/workflow-run.ts';
import { PIVOT_LABELS } from './answer-actions.ts';
import { consoleLink } from './console-link.ts';
import { actions, button, context, section } from './elements.ts';
import { capital, code, escape, localTime, words } from './mrkdwn.ts';

/** Most sections of a record that a modal shows; Slack takes 100 blocks, and nobody reads as many. */
const MAX_SECTIONS = 40;
/** Room in a section's 3,000 characters for the code fence. */
const CHUNK_LENGTH = 2_900;
/** Most fields of a section (Slack, "Section block"), and characters of a value and of a button's value. */
const MAX_FIELDS = 10;
const MAX_FIELD_LENGTH = 400;
const MAX_VALUE_LENGTH = 2_000;

/** Where Details are opened, and what accounts are called there. */
export interface DetailsView {
  readonly accountName: (accountId: string | null) => string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Where answers to what is asked from there go; undefined: nothing can be asked from there. */
  readonly channel?: string | undefined;
}

/** The modal about one event: what people ask first, what follows from it, then the redacted record, whole. */
export function renderDetails(summary: RecordSummary, view: DetailsView): ModalView {
  const json = JSON.stringify(summary.record.fields, null, 2);
  const pieces = [...chunks(json)].slice(0, MAX_SECTIONS);
  const isCut = pieces.length === MAX_SECTIONS;
  const exposures = exposuresOf(summary.record).map(({ says }) => `:warning: ${words(capital(says), 200)}`);
  const blocks: KnownBlock[] = [
    section(sentence(summary)),
    { type: 'section', fields: fieldsOf(summary, view) },
    ...(exposures.length > 0 ? [context(exposures)] : []),
    ...followUps(summary, view),
    ...pieces.map(piece => section(`\`\`\`${piece}\`\`\``)),
    context(
      `The ${isSpacePlace(summary.record.accountId) ? 'entry of the space’s log' : 'CloudTrail record'} without secrets.${isCut ? ' It is longer than a modal can show; this is its beginning.' : ''}`,
    ),
  ];
  return {
    type: 'modal',
    ...(view.channel !== undefined && { private_metadata: JSON.stringify({ channel: view.channel }) }),
    title: { type: 'plain_text', text: 'Event' },
    close: { type: 'plain_text', text: 'Close' },
    blocks,
  };
}

function sentence(summary: RecordSummary): string {
  return `*${words(nameOf(summary.principal), 300)}* ${actionClause(summary, { value: text => code(text), words })}`;
}

/** What people ask first, each with its name. */
function fieldsOf({ record, principal, alsoIn, runs = [] }: RecordSummary, { accountName }: DetailsView) {
  const sure = confidenceNote(principal);
  const account = accountName(record.accountId);
  const id = record.accountId ?? '';
  const isOfSpace = isSpacePlace(record.accountId);
  const also = alsoIn === undefined ? '' : `, and the log of ${words(alsoIn, 70)}`;
  const all: readonly (readonly [name: string, value: string])[] = [
    ['Who', `${words(nameOf(principal), 200)}${sure === '' ? '' : ` (${sure})`}`],
    [
      'When',
      record.eventTime === null ? '' : localTime(record.eventTime, formatInstant(record.eventTime, 'UTC')),
    ],
    ['How sure', words([principal.note, runClause(runs)].filter(Boolean).join('; '), 300)],
    ['Recorded in', isOfSpace ? `the log of ${words(id, 70)}` : ''],
    [
      'Account',
      isOfSpace ? '' : `${words(account, 100)}${account === id || id === '' ? '' : ` (${code(id)})`}${also}`,
    ],
    ['Region', words(record.awsRegion ?? '', 40)],
    ['With', words(whenceOf(record), 80)],
    [
      'From',
      addressOf(record) === null
        ? words(record.sourceIPAddress ?? '', 100)
        : code(record.sourceIPAddress ?? ''),
    ],
    ['Outcome', outcome(record.errorCode, record.errorMessage)],
    [
      'Event',
      `${words(record.eventName ?? 'no name', 100)} · ${words(record.eventSource ?? 'no source', 100)}`,
    ],
    ['Event ID', record.eventID === null ? '' : code(record.eventID)],
  ];
  return all
    .filter(([, value]) => value !== '')
    .slice(0, MAX_FIELDS)
    .map(([name, value]) => ({
      type: 'mrkdwn' as const,
      text: `*${name}*\n${value.slice(0, MAX_FIELD_LENGTH)}`,
      verbatim: true,
    }));
}

function outcome(errorCode: string | null, errorMessage: string | null): string {
  if (errorCode === null && errorMessage === null) return 'succeeded';
  return `failed: ${words([errorCode, errorMessage].filter(Boolean).join(', '), 300)}`;
}

/** The questions that follow from the event, and the event in the CloudTrail console. */
function followUps(summary: RecordSummary, { now, channel }: DetailsView): KnownBlock[] {
  const url = consoleLink(summary.record, now);
  const pivots = channel === undefined ? [] : PIVOTS;
  const asking = pivots.flatMap(pivot => {
    const next = pivotOf(pivot, summary, now, now - EVENT_HISTORY_REACH_MS);
    const text = next && printQuestion(next.question);
    return text === undefined || text.length > MAX_VALUE_LENGTH
      ? []
      : [button(`look:${pivot}`, PIVOT_LABELS[pivot], text)];
  });
  const link = url === undefined ? [] : [button('link:console', 'CloudTrail console', 'console', { url })];
  const all = [...asking, ...link];
  return all.length === 0 ? [] : [actions('follow', all)];
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
