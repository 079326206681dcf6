import { createReadStream, type Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import { CctrailError, type ErrorDetails } from '../domain/error.ts';
import { parseJson } from '../domain/json.ts';
import { type DocumentReading, readDocument } from '../records/document.ts';
import type { RecordReading } from '../records/read-record.ts';
import { splitJson } from '../records/split-json.ts';
import { isGzip } from '../records/wrappers.ts';

/** Marks what comes from here: cards say that it was replayed. */
const CARRIER = { replayed: true } as const;
/** Names of files that should hold JSON. */
const JSON_NAMES = /\.(json|ndjson|jsonl)(\.gz)?$/i;
/** Size from which on a file is read line by line: a text of more does not fit into memory with all that is in it. */
const LARGE_BYTES = 128 * 1024 * 1024;
/** The same of a compressed one. */
const LARGE_PACKED_BYTES = 16 * 1024 * 1024;

/** One reading, and where it was: a path (`-` for stdin) and, where there is more than one in it, the line. */
export interface ReplayReading {
  readonly path: string;
  readonly line?: number | undefined;
  readonly reading: RecordReading;
}

/** A path that can't be replayed. The message says which and why. */
class ReplayError extends CctrailError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('replay_path', message, { hint: 'Name files, folders, or - for stdin.', ...details });
  }
}

/**
 * Reads records from files whatever they are called, compressed or not, from folders (through all levels, by name) and, for `-`, from `stdin`.
 * Nothing is skipped in silence: what can't be read as a record is one `malformed` or `unsupported` reading.
 * @throws {ReplayError} when a path does not exist
 */
export async function* readPaths(paths: readonly string[], stdin: Readable): AsyncGenerator<ReplayReading> {
  for (const path of paths) {
    if (path === '-') {
      yield* named(path, readStdin(stdin));
      continue;
    }
    const found = await stat(path).catch(error => {
      throw new ReplayError(`"${path}" can't be read: ${(error as Error).message}`, { cause: error });
    });
    if (found.isDirectory()) yield* readFolder(path);
    else yield* named(path, readOne(path));
  }
}

async function* readStdin(stdin: Readable): AsyncGenerator<ReplayReading> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin as AsyncIterable<Buffer>) chunks.push(Buffer.from(chunk));
  yield* readBytes('-', Buffer.concat(chunks));
}

/** What can't be read at all is named like what can't be read as a record. */
async function* named(path: string, readings: AsyncGenerator<ReplayReading>): AsyncGenerator<ReplayReading> {
  try {
    yield* readings;
  } catch (error) {
    yield { path, reading: { kind: 'malformed', reason: (error as Error).message, raw: null } };
  }
}

async function* readFolder(folder: string): AsyncGenerator<ReplayReading> {
  yield* named(folder, readEntries(folder));
}

async function* readEntries(folder: string): AsyncGenerator<ReplayReading> {
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* readFolder(path);
    else yield* named(path, readOne(path));
  }
}

/** @throws where the file can't be read, or is damaged */
async function* readOne(path: string): AsyncGenerator<ReplayReading> {
  if (basename(path).startsWith('.')) {
    yield { path, reading: { kind: 'unsupported', reason: 'a hidden file', raw: null } };
    return;
  }
  const { size } = await stat(path);
  const head = await beginning(path);
  if (size > (isGzip(head) ? LARGE_PACKED_BYTES : LARGE_BYTES)) yield* readLines(path, isGzip(head));
  else yield* readBytes(path, await readFile(path));
}

async function beginning(path: string): Promise<Uint8Array> {
  for await (const chunk of createReadStream(path, { start: 0, end: 1 })) return chunk as Buffer;
  return new Uint8Array();
}

/** A large file, a JSON value a line. */
async function* readLines(path: string, isPacked: boolean): AsyncGenerator<ReplayReading> {
  const file = createReadStream(path);
  const stream = isPacked ? file.pipe(createGunzip()) : file;
  // A pipe does not pass errors on.
  if (stream !== file) file.on('error', error => stream.destroy(error));
  let line = 0;
  for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() !== '') yield* readPiece(path, text, line);
  }
}

function* readBytes(path: string, bytes: Buffer): Generator<ReplayReading> {
  const plain = isGzip(bytes) ? gunzipSync(bytes) : bytes;
  const text = plain.toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() === '') return yield problem(path, 'the file is empty');
  const whole = parseJson(text);
  if (whole !== undefined) {
    for (const reading of readDocument(whole, CARRIER)) yield { path, reading: withoutNotice(reading) };
    return;
  }
  // JSON text in quotes is what the AWS CLI gives for one field of each event.
  if (!/^\s*(?:[[{]|"\s*[[{])/.test(text)) return yield notJson(path, text);
  for (const piece of splitJson(text)) yield* readPiece(path, piece.text, piece.line);
}

function* readPiece(path: string, text: string, line: number): Generator<ReplayReading> {
  const parsed = parseJson(text.replace(/^\uFEFF/, ''));
  if (parsed === undefined) yield { ...problem(path, 'not JSON, or cut off'), line };
  else
    for (const reading of readDocument(parsed, CARRIER))
      yield { path, line, reading: withoutNotice(reading) };
}

function problem(path: string, reason: string): ReplayReading {
  return { path, reading: { kind: 'malformed', reason, raw: null } };
}

/** What is no JSON: damaged where its name says that it should be, else another kind of file. */
function notJson(path: string, text: string): ReplayReading {
  const kind = path === '-' || JSON_NAMES.test(path) ? 'malformed' : 'unsupported';
  return { path, reading: { kind, reason: whyNotJson(path, text), raw: null } };
}

function whyNotJson(path: string, text: string): string {
  if (text.slice(0, 1_000).includes('\0')) return 'not text';
  return /\.csv(\.gz)?$/i.test(path) || /^"?event\w+"?,/i.test(text)
    ? 'rows of a query in CSV: export them as JSON, in CloudTrail’s own shape'
    : 'neither JSON nor JSON lines';
}

/** A notice of log files tells of records that are elsewhere. */
function withoutNotice(reading: DocumentReading): RecordReading {
  if (reading.kind !== 'logFiles') return reading;
  const places = reading.keys.map(key => `s3://${reading.bucket}/${key}`).join(', ');
  return {
    kind: 'unsupported',
    reason: `a notice of ${places.slice(0, 300)}, which holds the records: replay that file`,
    raw: reading.raw,
  };
}
