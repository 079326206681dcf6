import { gunzipSync } from 'node:zlib';
import type { WorkflowRole } from '../../domain/principal.ts';
import { matches } from '../../domain/question/match.ts';
import type { Question, TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { summarise } from '../../domain/summary.ts';
import { readDocument } from '../../records/document.ts';
import { type Carrier, readRecordText } from '../../records/read-record.ts';

/** Most bytes that a log file may have unpacked. CloudTrail's are a few megabytes; what claims more is no log file. */
const LARGEST = 512 * 1024 * 1024;

/** What is looked for in log files. Plain data, so that it can be handed to a worker. */
export interface Scan {
  readonly question: Question;
  readonly range: TimeRange;
  readonly carrier: Carrier;
  readonly workflowRoles: readonly WorkflowRole[];
  /** Text that every wanted record holds to the letter, so that what lacks it need not be parsed; null: none. */
  readonly needle: string | null;
  /** The same, whatever its case; ASCII letters, digits and `.@_-` only. */
  readonly caseless: string | null;
}

/**
 * The records of one log file (`{"Records":[…]}`, gzipped or not) that answer the question. Only what can answer it is parsed: where a text
 * that every wanted record holds is rare, nothing but the records around it.
 * @throws where the file is damaged
 */
export function scanLogFile(file: Uint8Array, scan: Scan): CloudTrailRecord[] {
  const bytes = file.length === 0 ? Buffer.alloc(0) : unpack(file);
  const found: CloudTrailRecord[] = [];
  const take = (record: CloudTrailRecord) => {
    const at = Date.parse(record.eventTime ?? '');
    const inRange = at >= scan.range.from && at < scan.range.to;
    if (inRange && matches(scan.question, summarise(record, scan.workflowRoles))) found.push(record);
  };
  if (bytes.length === 0) return found;
  if (!mayHold(bytes, scan)) {
    assertWhole(bytes);
    return found;
  }
  const texts = scan.needle === null ? undefined : recordsAround(bytes, scan.needle);
  if (texts && readAll(texts, scan.carrier, take)) return found;
  found.length = 0;
  for (const reading of readDocument(JSON.parse(bytes.toString('utf8')), scan.carrier))
    if (reading.kind === 'record') take(reading.record);
  return found;
}

function unpack(file: Uint8Array): Buffer {
  const packed = file[0] === 0x1f && file[1] === 0x8b;
  // Chunks as large as most files unpacked: every smaller one costs a copy.
  return packed
    ? gunzipSync(file, {
        maxOutputLength: LARGEST,
        chunkSize: Math.max(64 * 1024, Math.min(16 * 1024 * 1024, file.length * 14)),
      })
    : Buffer.from(file.buffer, file.byteOffset, file.byteLength);
}

function mayHold(bytes: Buffer, { needle, caseless }: Scan): boolean {
  if (needle !== null) return bytes.includes(needle, 0, 'latin1');
  if (caseless !== null)
    return new RegExp(caseless.replace(/[.]/g, '\\.'), 'i').test(bytes.toString('latin1'));
  return true;
}

/** A file that was cut off must not count as searched, even where it was not parsed. */
function assertWhole(bytes: Buffer): void {
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - 64)).trimEnd();
  if (!/[}\]]$/.test(tail)) throw new SyntaxError('the file ends in the middle of a record');
}

/** CloudTrail begins every record so; inside a text the quotes are escaped. */
const BEGINNING = Buffer.from('{"eventVersion":');

/** The texts of the records that hold a needle, or undefined where the file is not written as CloudTrail writes it. */
function recordsAround(bytes: Buffer, needle: string): string[] | undefined {
  const wanted = Buffer.from(needle, 'latin1');
  const texts: string[] = [];
  let at = bytes.indexOf(wanted);
  while (at !== -1) {
    const start = bytes.lastIndexOf(BEGINNING, at);
    if (start === -1) return undefined;
    const next = bytes.indexOf(BEGINNING, at);
    const end = bytes.lastIndexOf('}', next === -1 ? bytes.lastIndexOf(']') : next);
    if (end < at) return undefined;
    texts.push(bytes.toString('utf8', start, end + 1));
    at = next === -1 ? -1 : bytes.indexOf(wanted, next);
  }
  return texts;
}

/** Reads texts that should be records; gives false where one is not, so that the whole file has to be parsed. */
function readAll(
  texts: readonly string[],
  carrier: Carrier,
  take: (record: CloudTrailRecord) => void,
): boolean {
  for (const text of texts) {
    const reading = readRecordText(text, carrier);
    if (reading.kind !== 'record') return false;
    take(reading.record);
  }
  return true;
}
