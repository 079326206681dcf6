import { gunzipSync } from 'node:zlib';
import type { Known } from '../../domain/known.ts';
import { matches, mayAnswer } from '../../domain/question/match.ts';
import type { Question, TimeRange } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { remembering } from '../../domain/remember.ts';
import { summarise } from '../../domain/summary.ts';
import { readDocument } from '../../records/document.ts';
import type { Carrier } from '../../records/read-record.ts';

/** Most bytes that a log file may have unpacked. CloudTrail's are a few megabytes; what claims more is no log file. */
const MAX_UNPACKED_BYTES = 512 * 1024 * 1024;

/** What is looked for in log files. Plain data, so that it can be handed to a worker. */
export interface Scan {
  readonly question: Question;
  readonly range: TimeRange;
  readonly carrier: Carrier;
  readonly known: Known;
  /** Texts of which every wanted record holds one to the letter, so that a file without any need not be parsed; null: none are known. */
  readonly needles: readonly string[] | null;
  /** The same for one text, whatever its case; ASCII letters, digits and `.@_-` only. */
  readonly caseless: string | null;
}

/** What scanning a log file has found. */
export interface Scanned {
  readonly records: readonly CloudTrailRecord[];
  /** How many of its entries could not be read as records, or have no time. */
  readonly unread: number;
}

/**
 * The records of one log file (`{"Records":[…]}`, gzipped or not) that answer the question. A file that holds nothing of what every wanted
 * record must hold is not parsed; any other is parsed whole, for only its own brackets tell where a record begins.
 * @throws where the file is damaged
 */
export function scanLogFile(file: Uint8Array, scan: Scan): Scanned {
  const bytes = file.length === 0 ? Buffer.alloc(0) : unpack(file);
  // CloudTrail never writes an empty file.
  if (bytes.length === 0) throw new SyntaxError('the file is empty');
  const found: CloudTrailRecord[] = [];
  let unread = 0;
  if (!mayHold(bytes, scan)) {
    assertWhole(bytes);
    return { records: found, unread };
  }
  const carrier = { ...scan.carrier, assurance: 'history' } as const;
  for (const reading of readDocument(JSON.parse(bytes.toString('utf8')), carrier)) {
    if (reading.kind !== 'record') unread += 1;
    else if (isWanted(reading.record, scan)) found.push(reading.record);
    // Whether what has no time belongs to the range, nobody can tell.
    else if (reading.record.at === null) unread += 1;
  }
  return { records: found, unread };
}

/** Whether a record answers the question in its range; without a time it is in every range. */
function isWanted(record: CloudTrailRecord, { question, range, known }: Scan): boolean {
  const { at } = record;
  const isInRange = at === null || (at >= range.from && at < range.to);
  return isInRange && mayAnswer(question, record) && matches(question, summarise(record, known));
}

function unpack(file: Uint8Array): Buffer {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return packed
    ? gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES, chunkSize: expectedSize(bytes) })
    : bytes;
}

/** Most bytes that one byte of deflate can stand for (zlib Technical Details, "Maximum Compression Factor"). */
const MAX_EXPANSION_RATIO = 1_032;

/**
 * How many bytes a gzipped file says that it unpacks to (RFC 1952, "ISIZE"), and one more, so that zlib fills one piece of memory instead
 * of joining many small ones: a third of the time for unpacking. Only a hint, which a file may get wrong.
 */
function expectedSize(packed: Buffer): number {
  const said = packed.length < 18 ? 0 : packed.readUInt32LE(packed.length - 4) + 1;
  return Math.max(64 * 1024, Math.min(said, packed.length * MAX_EXPANSION_RATIO, MAX_UNPACKED_BYTES));
}

/** Letters as often as they stand in log files, the rarest first; those that are not here are rarer. */
const RAREST_FIRST = '[@H_BXxhVzKZqMWYGUS/LTEkg5b89}{PON67.D4CwRvyIpfAmi0ud-3c,l21rno:sate"';
/** Fewest and most letters of a part. Of up to seven Node looks for the first letter alone, many at a time. */
const PROBE_LENGTH = { least: 4, most: 7 };

/**
 * A text that is looked for by a part of it that begins with its rarest letter, which takes a third of the time. A part that a file holds
 * without the whole is common in these files ("amazonaws"), so the next rarest is taken from then on.
 */
class Needle {
  readonly #whole: string;
  readonly #parts: string[];

  constructor(whole: string) {
    const starts = Array.from(
      { length: Math.max(0, whole.length - PROBE_LENGTH.least) },
      (_, index) => index,
    );
    const rank = (index: number) => RAREST_FIRST.indexOf(whole.charAt(index));
    this.#whole = whole;
    this.#parts = starts
      .toSorted((a, b) => rank(a) - rank(b))
      .map(start => whole.slice(start, start + PROBE_LENGTH.most));
  }

  isIn(bytes: Buffer): boolean {
    const [part = this.#whole] = this.#parts;
    if (!bytes.includes(part, 0, 'latin1')) return false;
    const isHeld = bytes.includes(this.#whole, 0, 'latin1');
    if (!isHeld) this.#parts.shift();
    return isHeld;
  }
}

/** A thread's needles, which know what they have learned of its files. */
const needleOf = remembering((whole: string) => new Needle(whole));

function mayHold(bytes: Buffer, { needles, caseless }: Scan): boolean {
  if (needles !== null) return needles.some(needle => needleOf(needle).isIn(bytes));
  if (caseless === null) return true;
  return new RegExp(caseless.replaceAll('.', '\\.'), 'i').test(bytes.toString('latin1'));
}

/** A file that was cut off must not count as searched, even where it was not parsed. */
function assertWhole(bytes: Buffer): void {
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - 256));
  if (!/[\]}]\s*\}\s*$/.test(tail)) throw new SyntaxError('the file ends in the middle of a record');
}
