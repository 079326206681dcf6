import type { KnownBlock } from '@slack/types';
import { barLines } from '../../domain/bars.ts';
import { type Coverage, coverageSentence } from '../../domain/coverage.ts';
import { isOpenGap } from '../../domain/gap.ts';
import { formatInstant } from '../../domain/instant.ts';
import type { Tally } from '../../domain/tally.ts';
import type { EphemeralMessage } from '../respond.ts';
import { answerActions, narrowActions } from './answer-actions.ts';
import { renderLines, renderTable } from './answer-table.ts';
import type { AnswerView } from './answer-view.ts';
import { context, section } from './elements.ts';
import { code, count, escapeWithin, words } from './mrkdwn.ts';

/** Most characters of a sentence in the fallback text. */
const MAX_SENTENCE_LENGTH = 2_800;
/** Most names that are told where one name fits several people. */
const MAX_NAMESAKES = 5;
/**
 * Renders an answer: how the question was read, the sentence, the events as a table, what was and was not searched, and what can be done
 * next. Pure.
 */
export function renderAnswer(view: AnswerView): EphemeralMessage {
  const { kept, events } = view.shown;
  const { namesakes, counts, matched, question, answeredAt } = kept;
  const asksWhom = namesakes.length > 1;
  const head: KnownBlock[] = [
    context(readingLine(view)),
    section(asksWhom ? whichOf(namesakes) : `*${words(kept.sentence, 2_900)}*`),
    ...(counts.length > 1 ? [section(bars(counts))] : []),
  ];
  const isPage = events.length > 0 && matched > events.length && question.pick === 'all';
  const buttons = asksWhom ? narrowActions(view) : answerActions(view);
  const foot: KnownBlock[] = [
    ...(isPage ? [context(pageLine(view))] : []),
    context(coverageLine(view)),
    ...(view.sharedBy === null ? buttons : []),
  ];
  const text = asksWhom
    ? escapeWithin(whichOf(namesakes), MAX_SENTENCE_LENGTH)
    : escapeWithin(kept.sentence, MAX_SENTENCE_LENGTH);
  if (events.length < 2 || asksWhom) return { text, blocks: [...head, ...foot] };
  const table = renderTable(events, view.voice, Date.parse(answeredAt));
  const lines = renderLines(events, view.voice, view.sharedBy === null);
  return { text, blocks: [...head, table, ...foot], plain: [...head, ...lines, ...foot] };
}

function hasOpenGaps(coverage: Coverage): boolean {
  return coverage.notSearched.some(isOpenGap);
}

function readingLine({ shown: { kept }, sharedBy }: AnswerView): string {
  const asked = sharedBy === null ? '' : `<@${sharedBy}> shares: ${code(kept.typed, 300)} · `;
  const title = kept.title === null ? '' : `*${words(kept.title, 300)}* · `;
  const guessed = kept.guesses.length > 0 ? ` *Guessed:* ${words(kept.guesses.join('; '))}.` : '';
  const aside = kept.setAside.map(part => `“${part}”`).join('; ');
  const left = aside === '' ? '' : ` _Set aside:_ ${words(aside, 300)}.`;
  return `${asked}${title}Read as: ${words(kept.reading, 900)}.${guessed}${left}`;
}

function whichOf(namesakes: readonly { name: string; events: number }[]): string {
  const each = namesakes
    .slice(0, MAX_NAMESAKES)
    .map(({ name, events }) => `${code(name)} (${count(events, 'event')})`);
  const more = namesakes.length > MAX_NAMESAKES ? ` and ${namesakes.length - MAX_NAMESAKES} others` : '';
  return `*That name fits several people: ${each.join(', ')}${more}. Which do you mean?*`;
}

/** Counts as bars of text. */
function bars(counts: readonly Tally[]): string {
  const lines = barLines(counts).map(line => line.replaceAll('`', ' '));
  return `\`\`\`${escapeWithin(lines.join('\n'), 2_900)}\`\`\``;
}

function pageLine({ shown: { kept, events } }: AnswerView): string {
  const [from, to] = [kept.offset + 1, kept.offset + events.length];
  const beyond = kept.matched > kept.held ? ' Narrow the question to see what is older than those.' : '';
  return `${from}–${to} of ${kept.matched.toLocaleString('en')}, newest first.${beyond}`;
}

function coverageLine({ shown: { kept }, voice }: AnswerView): string {
  const warning = hasOpenGaps(kept.coverage) ? ':warning: *Not everything was searched.* ' : '';
  const asOf = `As of ${formatInstant(kept.answeredAt, voice.timeZone)}. `;
  return `${warning}${words(`${asOf}${coverageSentence(kept.coverage, voice)}`, 2_700)}`;
}
