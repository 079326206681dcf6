import { type Coverage, notSearchedSentence, type Voice } from './coverage.ts';
import { isOpenGap } from './gap.ts';
import { formatInstant } from './instant.ts';
import { nameOf } from './name-of.ts';
import { confidenceNote } from './principal.ts';
import { unknownDeed } from './question/known-deed.ts';
import type { Question } from './question/question.ts';
import { actionClause, type RecordSummary } from './summary.ts';
import { groupingOf, peopleIn, type Tally, talliesOf } from './tally.ts';
import { runClause } from './workflow-run.ts';

/** Most counts that a sentence tells. */
const MAX_TALLIES = 8;

/** The answer to a question: records newest first, the sentence that says it, and what it rests on. */
export interface Answer {
  /** With the names that AWS knows in place of `me` and mentions. */
  readonly question: Question;
  /** How the question was understood, in words. */
  readonly reading: string;
  readonly events: readonly RecordSummary[];
  /** How many events match in all that was searched. */
  readonly matched: number;
  /** What was asked to be counted. */
  readonly tallies: readonly Tally[];
  /** More matched than are given here. */
  readonly truncated: boolean;
  readonly coverage: Coverage;
  /** When it was asked, ISO 8601. */
  readonly answeredAt: string;
  readonly sentence: string;
}

/**
 * The sentence with the answer, and with what was not searched. It goes by what succeeded; failed attempts are counted beside it. Where
 * nothing matched it says "no match in what was searched", never that nobody did it; `seen` says whether the names it rests on were seen at all.
 */
export function answerSentence(
  question: Question,
  events: readonly RecordSummary[],
  coverage: Coverage,
  voice: Voice,
  seen = '',
): string {
  if (coverage.searched.length === 0 && events.length === 0) {
    const reasons = [...new Set(coverage.notSearched.map(gap => gap.reason))].slice(0, 3).join('; ');
    return `Nothing could be searched, so there is no answer${reasons === '' ? '' : `: ${reasons}`}.`;
  }
  return [foundSentence(question, events, coverage, voice), seen, notSearchedSentence(coverage, voice)]
    .filter(Boolean)
    .join(' ');
}

/** The same of what was found. */
function foundSentence(
  question: Question,
  events: readonly RecordSummary[],
  coverage: Coverage,
  voice: Voice,
): string {
  // Who asks for failures is told of failures.
  const asksHow = question.filters.some(({ key, negated }) => key === 'outcome' && !negated);
  const done = asksHow ? events : events.filter(event => event.record.outcome === 'success');
  const failed = events.length - done.length;
  const attempts = failed === 0 ? '' : ` ${failed === 1 ? 'One attempt' : `${failed} attempts`} failed.`;
  const [newest] = done;
  if (newest === undefined) {
    const [attempt] = events;
    if (attempt === undefined) return `No match in what was searched.${leftOut(question)}`;
    return `No success in what was searched, but ${failed === 1 ? 'one attempt' : `${failed} attempts`} failed. The latest: ${statement(attempt, voice)}.`;
  }
  const shown = question.pick === 'first' ? (done.at(-1) ?? newest) : newest;
  const from =
    question.asks === 'where' && shown.record.sourceIPAddress !== null
      ? `, from ${shown.record.sourceIPAddress}`
      : '';
  const said = `${statement(shown, voice, question.asks === 'when' ? 'time first' : 'time last')}${from}`;
  const counts = groupingOf(question) !== undefined;
  const once = isWhole(coverage) ? 'Once: ' : 'At least once: ';
  const lead = counts ? once : question.asks === 'whether' ? 'Yes: ' : '';
  if (done.length === 1) return `${lead}${said}.${attempts}`;
  const tally = counts
    ? countSentence(question, events, done.length, coverage, voice)
    : `${done.length} events match, by ${people(done, voice)}.`;
  const label = question.pick === 'first' ? 'The first' : 'The latest';
  return `${question.asks === 'whether' ? 'Yes: ' : ''}${tally} ${label}: ${said}.${attempts}`;
}

/** Whether every place was searched: what was not found out of sessions makes no event more or fewer. */
function isWhole({ notSearched }: Coverage): boolean {
  return !notSearched.some(
    gap =>
      isOpenGap(gap) && (gap.about === undefined || (gap.about === 'sessions' && gap.cause === 'tooMany')),
  );
}

/** How often it was, and of whom or what how often. Where not everything was searched it may be more. */
function countSentence(
  question: Question,
  events: readonly RecordSummary[],
  total: number,
  coverage: Coverage,
  voice: Voice,
): string {
  const complete = isWhole(coverage);
  const tallies = talliesOf(question, events, voice).filter(({ events: count }) => count > 0);
  const by = groupingOf(question);
  // A day ends in a number itself.
  const isTime = by === 'day' || by === 'week';
  const named = tallies.map(({ name, events: count }) =>
    isTime ? `${name} (${count})` : `${name} ${count}`,
  );
  const shown =
    named.length <= MAX_TALLIES
      ? joined(named)
      : `${named.slice(0, MAX_TALLIES).join(', ')} and ${named.length - MAX_TALLIES} more`;
  const times = `${complete ? '' : 'At least '}${total} times`;
  const [only] = tallies;
  if (only && tallies.length === 1 && question.top === undefined && by === 'person')
    return `${times}, by ${only.name}.`;
  const most = question.top === undefined ? '' : complete ? ' Most: ' : ' Most, in what was searched: ';
  return most === '' ? `${times}: ${shown}.` : `${times}.${most}${shown}.`;
}

/** What makes that nothing was found say less than it seems to: a deed that no known event is, a tool that not all records tell, a noun that has others. */
function leftOut(question: Question): string {
  const unknown = unknownDeed(question);
  if (unknown !== undefined)
    return ` I know no event by which somebody ${unknown}: another word may be meant.`;
  const isOfTool = question.filters.some(({ key, negated }) => key === 'tool' && !negated);
  const untold = isOfTool ? ' Not every record tells with what a call was made.' : '';
  return question.objects.includes('connection')
    ? `${untold} Connections of other services were left out: name them, as in "glue connection".`
    : untold;
}

/** One record as a clause: who did what, where, when, and how sure the who is. */
export function statement(
  summary: RecordSummary,
  voice: Voice,
  order: 'time first' | 'time last' = 'time last',
): string {
  const { record, principal, runs = [] } = summary;
  const note = confidenceNote(principal);
  const sure = note === '' ? '' : ` (${note})`;
  const time = record.eventTime === null ? null : formatInstant(record.eventTime, voice.timeZone);
  const first = order === 'time first' && time !== null;
  const [before, after] = first
    ? [`${time}: `, '']
    : ['', time === null ? ' at a time the record leaves out' : ` on ${time}`];
  const place = [voice.accountName(record.accountId), record.awsRegion].filter(Boolean).join(', ');
  const name = nameOf(principal);
  const comma = name === principal.name ? '' : ',';
  const run = runClause(runs);
  return [`${before}${name}${comma}${sure} ${actionClause(summary)}${after}`, place && `in ${place}`, run]
    .filter(Boolean)
    .join(', ');
}

function people(events: readonly RecordSummary[], { accountName }: Voice): string {
  const tallies = peopleIn(events, accountName);
  const named = tallies.map(({ name, events: count }) =>
    tallies.length === 1 ? name : `${name} (${count})`,
  );
  return named.length <= 5 ? joined(named) : `${named.slice(0, 4).join(', ')} and ${named.length - 4} others`;
}

function joined(names: readonly string[]): string {
  return names.length <= 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
