import type { Answer } from '../../domain/answer.ts';
import type { Gap } from '../../domain/gap.ts';
import { principalFacts } from '../../domain/principal.ts';
import type { RecordSummary } from '../../domain/summary.ts';

/** Events as files for other programs. */
export type ExportFormat = 'csv' | 'json';

/** One event for other programs (the events of `cctrail ask --json`). */
function eventJson({ record, principal, resource }: RecordSummary): object {
  return {
    eventID: record.eventID,
    eventTime: record.eventTime,
    eventName: record.eventName,
    eventSource: record.eventSource,
    awsRegion: record.awsRegion,
    accountId: record.accountId,
    principal: principalFacts(principal),
    resource,
    outcome: record.outcome,
  };
}

/** The same for a file, which has room for where a call came from and why it failed. */
export function eventsJson(events: readonly RecordSummary[]): string {
  const rows = events.map(event => ({
    ...eventJson(event),
    sourceIPAddress: event.record.sourceIPAddress,
    userAgent: event.record.userAgent,
    errorCode: event.record.errorCode,
  }));
  return `${JSON.stringify(rows, null, 2)}\n`;
}

/** A gap for other programs; what was searched in its place stands in the reason. */
function gapJson({ history, accountId, region, from, to, cause, reason }: Gap): object {
  return { history, accountId, region, from, to, cause, reason };
}

/** An answer as `cctrail ask --json` prints it; `question` is the text that was typed. */
export function answerJson(
  question: string,
  answer: Omit<Answer, 'question' | 'matched' | 'answeredAt' | 'tallies'>,
  { guesses, setAside }: { readonly guesses: readonly string[]; readonly setAside: readonly string[] },
): object {
  const { complete, settledUntil, searched, notSearched } = answer.coverage;
  return {
    question,
    reading: answer.reading,
    guesses,
    setAside,
    events: answer.events.map(eventJson),
    truncated: answer.truncated,
    coverage: { complete, settledUntil, searched, notSearched: notSearched.map(gapJson) },
    text: answer.sentence,
  };
}

const COLUMNS: readonly (readonly [name: string, value: (summary: RecordSummary) => string | null])[] = [
  ['eventTime', ({ record }) => record.eventTime],
  ['eventName', ({ record }) => record.eventName],
  ['eventSource', ({ record }) => record.eventSource],
  ['awsRegion', ({ record }) => record.awsRegion],
  ['accountId', ({ record }) => record.accountId],
  ['principal', ({ principal }) => principal.name],
  ['kind', ({ principal }) => principal.kind],
  ['confidence', ({ principal }) => principal.confidence],
  ['obtainedBy', ({ principal }) => principal.chain.map(link => link.name).join(' < ')],
  ['sourceIPAddress', ({ record }) => record.sourceIPAddress],
  ['resource', ({ resource }) => resource],
  ['outcome', ({ record }) => record.outcome],
  ['errorCode', ({ record }) => record.errorCode],
  ['eventID', ({ record }) => record.eventID],
];

/** Events as CSV (RFC 4180) with a header line. A value that a spreadsheet would run as a formula begins with an apostrophe. */
export function eventsCsv(events: readonly RecordSummary[]): string {
  const rows = events.map(event => COLUMNS.map(([, value]) => cell(value(event) ?? '')).join(','));
  return [COLUMNS.map(([name]) => name).join(','), ...rows, ''].join('\r\n');
}

function cell(text: string): string {
  // Some spreadsheets split at semicolons and tabs too. Blanks after a split are none themselves, or runs of them would be looked at again and again.
  const harmless = /(^|[;\t\r\n])[^\S\t\r\n]*[=+\-@＝＋－＠]/.test(text)
    ? `'${text.replaceAll(';', ',')}`
    : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
