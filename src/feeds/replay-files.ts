import { createReadStream, type Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CctrailError, type ErrorDetails } from '../domain/error.ts';
import { parseJson } from '../domain/json.ts';
import { readDocument } from '../records/document.ts';
import type { RecordReading } from '../records/read-record.ts';

/** Marks what comes from here: cards say that it was replayed. */
const CARRIER = { replayed: true } as const;
const ENDINGS = /\.(json|ndjson|jsonl)(\.gz)?$/;
const NEWLINE_DELIMITED = /\.(ndjson|jsonl)(\.gz)?$/;

/** A path that can't be replayed. The message says which and why. */
class ReplayError extends CctrailError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('replay_path', message, {
      hint: 'Name .json, .json.gz or .ndjson files, folders, or - for stdin.',
      ...details,
    });
  }
}

/**
 * Reads records from .json, .json.gz and .ndjson files, from folders (through all levels, by name) and, for `-`, from `stdin`.
 * Nothing is skipped in silence: a file or a line that can't be read is one `malformed` reading.
 * @throws {ReplayError} when a path does not exist
 */
export async function* readPaths(paths: readonly string[], stdin: Readable): AsyncGenerator<RecordReading> {
  for (const path of paths) {
    if (path === '-') {
      yield* readText(stdin, false);
      continue;
    }
    const found = await stat(path).catch(error => {
      throw new ReplayError(`"${path}" can't be read: ${(error as Error).message}`, { cause: error });
    });
    if (!found.isDirectory()) yield* readFile(path);
    else for await (const file of filesIn(path)) yield* readFile(file);
  }
}

async function* filesIn(folder: string): AsyncGenerator<string> {
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (ENDINGS.test(entry.name)) yield path;
  }
}

async function* readFile(path: string): AsyncGenerator<RecordReading> {
  const file = createReadStream(path);
  const stream = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  // A pipe does not pass errors on.
  if (stream !== file) file.on('error', error => stream.destroy(error));
  try {
    yield* readText(stream, NEWLINE_DELIMITED.test(path));
  } catch (error) {
    yield { kind: 'malformed', reason: `${path}: ${(error as Error).message}`, raw: null };
  }
}

/** A JSON document, or one a line: the whole is tried first unless it is known to be lines. */
async function* readText(stream: Readable, lines: boolean): AsyncGenerator<RecordReading> {
  if (lines) {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) yield* readLine(line);
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  const whole = parseJson(text);
  if (whole !== undefined) yield* readDocument(whole, CARRIER);
  else if (parseJson(text.trimStart().split('\n')[0] ?? '') !== undefined)
    for (const line of text.split('\n')) yield* readLine(line);
  else if (text.trim() !== '')
    yield { kind: 'malformed', reason: 'neither JSON nor JSON lines', raw: text.slice(0, 200) };
}

function* readLine(line: string): Generator<RecordReading> {
  const text = line.replace(/^\uFEFF/, '').trim();
  if (text === '') return;
  const parsed = parseJson(text);
  if (parsed !== undefined) yield* readDocument(parsed, CARRIER);
  else yield { kind: 'malformed', reason: 'a line that is not JSON', raw: text.slice(0, 200) };
}
