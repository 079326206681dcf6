import { gunzipSync } from 'node:zlib';
import { parseJson } from '../domain/json.ts';
import { type DocumentReading, readDocument } from './document.ts';
import type { Carrier } from './read-record.ts';
import { isGzip } from './wrappers.ts';

/** Most bytes that a log file may unpack to. CloudTrail's are a few megabytes; what claims more is no log file. */
const MAX_UNPACKED_BYTES = 512 * 1024 * 1024;

/** The records of a log file, whole and in memory; compressed or not, whatever it is called. */
export function* readLogFile(bytes: Uint8Array, carrier: Carrier): Generator<DocumentReading> {
  let text: string;
  try {
    const plain = isGzip(bytes)
      ? gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES })
      : Buffer.from(bytes);
    text = plain.toString('utf8');
  } catch (error) {
    yield { kind: 'malformed', reason: `damaged: ${(error as Error).message}`, raw: null };
    return;
  }
  const document = parseJson(text);
  if (document === undefined)
    yield {
      kind: 'malformed',
      reason: text === '' ? 'the file is empty' : 'not JSON',
      raw: text.slice(0, 200),
    };
  else yield* readDocument(document, carrier);
}
