import type { ActionsBlockElement, KnownBlock, PlainTextOption } from '@slack/types';
import type { ShownEvent } from '../../app/asking/shown-answer.ts';
import type { Voice } from '../../domain/coverage.ts';
import { mayClose } from '../../domain/gap.ts';
import { formatInstant } from '../../domain/instant.ts';
import { nameOf } from '../../domain/name-of.ts';
import { PIVOTS, type Pivot, pivotOf } from '../../domain/pivot.ts';
import { actionClause } from '../../domain/summary.ts';
import { oneLine } from '../../domain/visible.ts';
import type { AnswerView } from './answer-view.ts';
import { consoleLink } from './console-link.ts';
import { actions, button, section } from './elements.ts';
import { clip, code, words } from './mrkdwn.ts';

/** Most characters of a button's text that we fill with names, and of an option's text (Slack, "Option object": 75). */
const MAX_BUTTON_LENGTH = 70;
const MAX_OPTION_LENGTH = 75;
/** Most buttons for people whom one name fits. */
const MAX_NAMESAKES = 5;

const PIVOT_LABELS: Readonly<Record<Pivot, string>> = {
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
  return [actions('narrow', [...names, button('narrow:all', 'All of them', id), ...back(view)])];
}

/** What can be done with an answer, and with one event of it. */
export function answerActions(view: AnswerView): KnownBlock[] {
  const { kept, events } = view.shown;
  const { id, offset, held, coverage } = kept;
  const has = events.length > 0;
  const elements = [
    ...(has || coverage.searched.length > 0 ? [button('share', 'Share to channel', id)] : []),
    ...(offset + events.length < held ? [button('older', 'Older', id)] : []),
    ...(offset > 0 ? [button('newer', 'Newer', id)] : []),
    ...(coverage.notSearched.some(mayClose) ? [button('search_on', 'Search on', id)] : []),
    button('refine:answer', 'Refine', id),
    ...(has ? [button('file:csv', 'CSV', id), button('file:json', 'JSON', id)] : []),
    ...back(view),
  ];
  return [...(elements.length > 0 ? [actions('answer', elements)] : []), ...aboutOne(view)];
}

function back({ shown: { kept } }: AnswerView): ActionsBlockElement[] {
  return kept.parent === null ? [] : [button('back', 'Back', kept.parent)];
}

/** What can be done with one event of the answer, and which one it is. */
function aboutOne({ shown: { kept, events }, focus, voice }: AnswerView): KnownBlock[] {
  const event = events[focus];
  if (!event) return [];
  const value = `${kept.id}/${focus}`;
  const now = Date.parse(kept.answeredAt);
  const pivots = PIVOTS.filter(pivot => pivotOf(pivot, event.summary, now, 0) !== undefined);
  const url = consoleLink(event.summary.record, now);
  const options = events.map((one, index) => optionFor(one, `${kept.id}/${index}`, voice));
  const initial = options[focus];
  const about = section(aboutLine(event, voice), {
    block_id: 'about',
    ...(events.length > 1 && {
      accessory: {
        type: 'static_select',
        action_id: 'focus',
        placeholder: { type: 'plain_text', text: 'Another event' },
        options,
        ...(initial && { initial_option: initial }),
      },
    }),
  });
  const elements = [
    button('details:answer', 'Details', value),
    ...pivots.map(pivot => button(`pivot:${pivot}`, PIVOT_LABELS[pivot], value)),
    ...(url === undefined ? [] : [button('link:console', 'CloudTrail console', kept.id, { url })]),
  ];
  return [about, actions('event', elements)];
}

function aboutLine({ summary, slack }: ShownEvent, voice: Voice): string {
  const { record, principal } = summary;
  const when = record.eventTime === null ? '' : ` ${formatInstant(record.eventTime, voice.timeZone)}`;
  const who = slack === null ? '' : ` (<@${slack}>)`;
  const note = principal.note === '' ? '' : ` _${words(principal.note)}; ${principal.confidence}._`;
  const clause = actionClause(summary, { value: text => code(text), words });
  return `${code(nameOf(principal))}${who} ${clause}${when}.${note}`;
}

function optionFor({ summary }: ShownEvent, value: string, voice: Voice): PlainTextOption {
  const { record, principal } = summary;
  const when =
    record.eventTime === null ? '' : formatInstant(record.eventTime, voice.timeZone).replace(/,| \S+$/g, '');
  const text = oneLine(`${when} ${record.eventName ?? 'event'} ${nameOf(principal)}`);
  return { text: { type: 'plain_text', text: clip(text, MAX_OPTION_LENGTH) }, value };
}

function labelOf(name: string): string {
  return clip(oneLine(name) || '(empty)', MAX_BUTTON_LENGTH);
}
