import type { ShownEvent } from '../../app/asking/shown-answer.ts';
import type { Voice } from '../../domain/coverage.ts';
import { formatInstant } from '../../domain/instant.ts';
import { nameOf } from '../../domain/name-of.ts';
import { confidenceNote } from '../../domain/principal.ts';
import { actionClause } from '../../domain/summary.ts';
import { addressOf, whenceOf } from '../../domain/whence.ts';
import { runClause } from '../../domain/workflow-run.ts';
import type { EphemeralMessage } from '../respond.ts';
import { eventActions } from './answer-actions.ts';
import type { AnswerView } from './answer-view.ts';
import { context, section } from './elements.ts';
import { identifier, localTime, mention, words } from './mrkdwn.ts';

/** Renders one event of an answer by itself, with what can be asked from there. */
export function renderEvent(view: AnswerView, focus: number): EphemeralMessage {
  const event = view.shown.events[focus];
  if (!event) return { text: 'That event is not in this answer.' };
  const said = sentence(event);
  return {
    text: said.replaceAll('*', ''),
    blocks: [section(said), context(facts(event, view.voice)), ...eventActions(view, event, focus)],
  };
}

function sentence({ summary }: ShownEvent): string {
  const { principal } = summary;
  const note = confidenceNote(principal);
  const name = nameOf(principal);
  const comma = name === principal.name || note !== '' ? '' : ',';
  const clause = actionClause(summary, { value: text => identifier(text), words });
  return `*${words(name, 300)}*${note === '' ? '' : ` (${note})`}${comma} ${clause}`;
}

function facts({ summary, slack }: ShownEvent, voice: Voice): string {
  const { record, principal } = summary;
  const time =
    record.eventTime === null
      ? 'time not recorded'
      : localTime(record.eventTime, formatInstant(record.eventTime, voice.timeZone));
  return [
    time,
    words(voice.accountName(record.accountId), 100),
    words(record.awsRegion ?? '', 40),
    words(whenceOf(record), 80),
    words(addressOf(record) ?? '', 60),
    words([principal.note, runClause(summary.runs ?? [])].filter(Boolean).join('; '), 400),
    // Nobody else sees it, so it calls nobody.
    slack === null ? '' : `in Slack ${mention(slack)}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
