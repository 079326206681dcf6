import type { KnownBlock, PlainTextOption, StaticSelect } from '@slack/types';
import type { ShownEvent } from '../../app/asking/shown-answer.ts';
import type { Voice } from '../../domain/coverage.ts';
import { isOpenGap, mayClose } from '../../domain/gap.ts';
import { formatInstant } from '../../domain/instant.ts';
import { nameOf } from '../../domain/name-of.ts';
import { PIVOTS, type Pivot, pivotOf } from '../../domain/pivot.ts';
import { actionClause } from '../../domain/summary.ts';
import { oneLine } from '../../domain/visible.ts';
import type { AnswerView } from './answer-view.ts';
import { consoleLink } from './console-link.ts';
import { actions, button, overflow } from './elements.ts';
import { clip } from './mrkdwn.ts';

/** Most characters of a button's text that we fill with names, and of an option's text (Slack, "Option object": 75). */
const MAX_BUTTON_LENGTH = 70;
const MAX_OPTION_LENGTH = 75;
/** Most buttons for people whom one name fits. */
const MAX_NAMESAKES = 5;

/** Names of the questions that follow from an event. */
export const PIVOT_LABELS: Readonly<Record<Pivot, string>> = {
  principal: 'Same principal ± 30 min',
  resource: 'History of this resource',
  undone: 'Undone since?',
  first: 'First time ever?',
};

/** Buttons that ask which of several people is meant. */
export function narrowActions(view: AnswerView): KnownBlock[] {
  const { id, namesakes } = view.shown.kept;
  const names = namesakes
    .slice(0, MAX_NAMESAKES)
    .map(({ name }, index) => button(`narrow:${index}`, labelOf(name), id));
  const { parent } = view.shown.kept;
  const back = parent === null ? [] : [button('back', 'Back', parent)];
  return [actions('narrow', [...names, button('narrow:all', 'All of them', id), ...back])];
}

/** What can be done with an answer, in one row: what matters, a menu to follow it up, and the rest behind three dots. */
export function answerActions(view: AnswerView): KnownBlock[] {
  const { kept, events } = view.shown;
  const { id, offset, held, coverage } = kept;
  const [only, ...others] = events;
  const has = events.length > 0;
  const elements = [
    ...(coverage.notSearched.some(mayClose) ? [button('search_on', 'Search on', id)] : []),
    ...(coverage.notSearched.some(isOpenGap) ? [button('why:answer', 'Why?', id)] : []),
    ...(has || coverage.searched.length > 0 ? [button('share', 'Share', id)] : []),
    ...(offset + events.length < held ? [button('older', 'Older', id)] : []),
    ...(offset > 0 ? [button('newer', 'Newer', id)] : []),
    ...(only && others.length === 0 ? [button('details:answer', 'Details', `${id}/0`)] : []),
    ...(only && others.length === 0 ? followUps(view, only, 0) : eventMenu(view)),
    ...(kept.parent === null ? [] : [button('back', 'Back', kept.parent)]),
    overflow('more:answer', [
      [`refine#${id}`, 'Refine'],
      [`why#${id}`, 'What was searched'],
      ...(has
        ? ([
            [`csv#${id}`, 'All as CSV'],
            [`json#${id}`, 'All as JSON'],
          ] as const)
        : []),
    ]),
  ];
  return [actions('answer', elements)];
}

/** What can be done with one event of an answer. */
export function eventActions(view: AnswerView, event: ShownEvent, focus: number): KnownBlock[] {
  const { id, answeredAt } = view.shown.kept;
  const url = consoleLink(event.summary.record, Date.parse(answeredAt));
  return [
    actions('event', [
      button('details:answer', 'Details', `${id}/${focus}`),
      ...followUps(view, event, focus),
      ...(url === undefined ? [] : [button('link:console', 'CloudTrail console', id, { url })]),
      button('back', 'Back', id),
    ]),
  ];
}

/** The questions that follow from one event, as a menu. */
function followUps({ shown: { kept } }: AnswerView, { summary }: ShownEvent, focus: number): StaticSelect[] {
  const now = Date.parse(kept.answeredAt);
  const pivots = PIVOTS.filter(pivot => pivotOf(pivot, summary, now, 0) !== undefined);
  if (pivots.length === 0) return [];
  const options = pivots.map(pivot => option(PIVOT_LABELS[pivot], `${pivot}#${kept.id}/${focus}`));
  return [menu('pivot', 'Follow up', options)];
}

/** The events of an answer, each told from the others, as a menu. */
function eventMenu({ shown: { kept, events }, voice }: AnswerView): StaticSelect[] {
  if (events.length === 0) return [];
  const whos = new Set(events.map(({ summary }) => nameOf(summary.principal)));
  return [
    menu(
      'focus',
      'Follow up',
      events.map((one, index) => option(optionText(one, voice, whos.size > 1), `${kept.id}/${index}`)),
    ),
  ];
}

function optionText({ summary }: ShownEvent, voice: Voice, withWho: boolean): string {
  const { record, principal } = summary;
  const time = record.eventTime === null ? '' : formatInstant(record.eventTime, voice.timeZone);
  // `20 Nov 2026, 14:02:11 CET` as `20 Nov 14:02:11`.
  const when = time.replace(/ \d{4},/, '').replace(/ \S+$/, '');
  return oneLine(`${when} ${actionClause(summary)}${withWho ? `, ${nameOf(principal)}` : ''}`);
}

function menu(actionId: string, placeholder: string, options: PlainTextOption[]): StaticSelect {
  return {
    type: 'static_select',
    action_id: actionId,
    placeholder: { type: 'plain_text', text: placeholder },
    options,
  };
}

function option(text: string, value: string): PlainTextOption {
  return { text: { type: 'plain_text', text: clip(text, MAX_OPTION_LENGTH) }, value };
}

function labelOf(name: string): string {
  return clip(oneLine(name) || '(empty)', MAX_BUTTON_LENGTH);
}
