import type { KnownBlock } from '@slack/types';
import { formatInstant } from '../../domain/instant.ts';
import { groupingOf } from '../../domain/tally.ts';
import type { EphemeralMessage } from '../respond.ts';
import { answerActions, narrowActions } from './answer-actions.ts';
import { renderEvent } from './answer-event.ts';
import { commonPlace, renderLines, renderTable } from './answer-table.ts';
import type { AnswerView } from './answer-view.ts';
import { bars, chart } from './chart.ts';
import { coverageLine } from './coverage.ts';
import { context, section } from './elements.ts';
import { code, count, escapeWithin, localTime, words } from './mrkdwn.ts';

/** Most characters of a sentence in the fallback text. */
const MAX_SENTENCE_LENGTH = 2_800;
/** Most names that are told where one name fits several people. */
const MAX_NAMESAKES = 5;

/** Renders an answer: what was asked, the sentence, the events as a table, what was searched in one line, and one row of what can be done next; or one event of it. Pure. */
export function renderAnswer(view: AnswerView): EphemeralMessage {
  const { kept, events } = view.shown;
  if (view.focus !== null && events.length > 1) return renderEvent(view, view.focus);
  const { namesakes, counts, answeredAt } = kept;
  const asksWhom = namesakes.length > 1;
  const head: KnownBlock[] = [
    context(askedLine(view)),
    section(asksWhom ? whichOf(namesakes) : `*${sentence(view)}*`),
  ];
  const asText = counts.length > 1 ? [bars(counts)] : [];
  const drawn = chart(chartTitle(view), counts);
  const buttons = asksWhom ? narrowActions(view) : answerActions(view);
  const foot: KnownBlock[] = [context(footLine(view)), ...(view.sharedBy === null ? buttons : [])];
  const text = asksWhom
    ? escapeWithin(whichOf(namesakes), MAX_SENTENCE_LENGTH)
    : escapeWithin(kept.sentence, MAX_SENTENCE_LENGTH);
  const isList = events.length > 1 && !asksWhom;
  const table = isList ? [renderTable(events, view.voice, Date.parse(answeredAt))] : [];
  const lines = isList ? renderLines(events, view.voice, view.sharedBy === null) : [];
  const made = (counted: KnownBlock[], listed: KnownBlock[]) => [...head, ...counted, ...listed, ...foot];
  return {
    text,
    blocks: made(drawn ? [drawn] : asText, table),
    plainer: [...(drawn ? [made(asText, table)] : []), ...(isList ? [made(asText, lines)] : [])],
  };
}

/** What a chart of an answer's counts shows. */
function chartTitle({ shown: { kept } }: AnswerView): string {
  const by = groupingOf(kept.question) ?? 'person';
  return `Events per ${by === 'region' ? 'Region' : by}`;
}

/** What was typed, which Slack shows to nobody, and how it was understood. */
function askedLine({ shown: { kept }, sharedBy }: AnswerView): string {
  const shares = sharedBy === null ? '' : `<@${sharedBy}> shares: `;
  const asked =
    kept.title === null || sharedBy !== null ? code(kept.typed, 300) : `*${words(kept.title, 300)}*`;
  const guessed = kept.guesses.length > 0 ? ` *Guessed:* ${words(kept.guesses.join('; '))}.` : '';
  const aside = kept.setAside.map(part => `“${part}”`).join('; ');
  const left = aside === '' ? '' : ` _Set aside:_ ${words(aside, 300)}.`;
  return `${shares}${asked} · ${words(kept.reading, 900)}${guessed === '' && left === '' ? '' : '.'}${guessed}${left}`;
}

/** The sentence, with the times of the events that it tells of in each reader's own zone. */
function sentence({ shown: { kept, events } }: AnswerView): string {
  const said = words(kept.sentence, 2_500);
  return events.reduce((text, { summary: { record } }) => {
    if (record.eventTime === null) return text;
    const written = formatInstant(record.eventTime, kept.timeZone);
    const local = localTime(record.eventTime, written, 'to the minute');
    // Slack may write it as "today".
    return text.replaceAll(` on ${written}`, `, ${local}`).replaceAll(` ${written}`, ` ${local}`);
  }, said);
}

function whichOf(namesakes: readonly { name: string; events: number }[]): string {
  const each = namesakes
    .slice(0, MAX_NAMESAKES)
    .map(({ name, events }) => `${code(name)} (${count(events, 'event')})`);
  const more = namesakes.length > MAX_NAMESAKES ? ` and ${namesakes.length - MAX_NAMESAKES} others` : '';
  return `*That name fits several people: ${each.join(', ')}${more}. Which do you mean?*`;
}

/** Which of all it shows, what all of them have in common, and what was searched. */
function footLine(view: AnswerView): string {
  const { kept, events } = view.shown;
  const isPage = events.length > 0 && kept.matched > events.length && kept.question.pick === 'all';
  const [from, to] = [kept.offset + 1, kept.offset + events.length];
  const beyond = kept.matched > kept.held ? '; narrow the question to see what is older than those' : '';
  const page = isPage ? `${from}–${to} of ${kept.matched.toLocaleString('en')}, newest first${beyond}` : '';
  const place = commonPlace(events, view.voice);
  const common = place === undefined ? '' : `all in ${words(place, 120)}`;
  return [page, common, coverageLine(kept)].filter(Boolean).join(' · ');
}
