import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { past } from '../playground/scenarios/history.ts';
import { summarise } from '../src/domain/summary.ts';
import { readRecordText } from '../src/records/read-record.ts';
import { compare } from './compare.ts';

/** Reading records against JSON.parse of the same bytes. Real records where CORPUS_DIR is set. */
export async function benchRecords(): Promise<void> {
  const corpus = process.env['CORPUS_DIR'];
  const synthetic = Array.from({ length: 20 }, () => past(Date.now()))
    .flat()
    .map(record => JSON.stringify(record));
  await against(`${synthetic.length} synthetic records`, synthetic);
  if (corpus === undefined) console.log('CORPUS_DIR is not set: real records are left out');
  else {
    const folder = join(corpus, 'records');
    const real = readdirSync(folder).flatMap(name =>
      readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean),
    );
    await against(`${real.length} real records`, real);
  }
}

async function against(name: string, lines: readonly string[]): Promise<void> {
  // Nothing is kept, as in a search, so that the collector's work is that of reading and not of hoarding.
  const each = (read: (line: string) => unknown) => () => {
    for (const line of lines) read(line);
  };
  const parse = each(line => JSON.parse(line));
  await compare(
    `reading ${name}`,
    each(line => readRecordText(line)),
    parse,
    'JSON.parse',
    41,
  );
  const understand = (line: string) => {
    const reading = readRecordText(line);
    if (reading.kind === 'record') summarise(reading.record);
  };
  await compare(
    `reading ${name}, taking secrets out and naming who and what`,
    each(understand),
    parse,
    'JSON.parse',
  );
}
