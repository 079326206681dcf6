import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import type { TrailRecord } from '../playground/aws/record.ts';
import { trailFiles, writeFiles } from '../playground/aws/trail-files.ts';
import { past } from '../playground/scenarios/history.ts';
import { localFolder } from '../src/aws/trail-logs/log-folder.ts';
import { scanners } from '../src/aws/trail-logs/scanners.ts';
import { trailLogs } from '../src/aws/trail-logs/trail-logs.ts';
import { NOTHING_KNOWN } from '../src/domain/known.ts';
import type { Question } from '../src/domain/question/question.ts';
import { compare } from './compare.ts';

/** Unpacked bytes of the logs. */
const LOG_BYTES = 300e6;
const DAY = Date.UTC(2026, 5, 15);
const MINUTES = 12 * 60;

const RARE: Question = {
  asks: 'who',
  verbs: ['delete'],
  objects: ['connection'],
  filters: [],
  time: null,
  pick: 'all',
  limit: null,
};

/** A rare event in 300 MB of trail logs, against only unpacking them with both cores, and against parsing everything. */
export async function benchTrailLogs(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cctrail-bench-'));
  const records = await writeLogs(folder);
  const files = await filesIn(folder);
  const pool = scanners(new URL('../dist/aws/trail-logs/scan-worker.js', import.meta.url), 2);
  const history = trailLogs({
    accounts: [
      {
        id: '111122223333',
        name: 'bench',
        regions: ['us-west-2'],
        trail: { url: pathToFileURL(folder).href },
      },
    ],
    known: NOTHING_KNOWN,
    scanners: pool,
    now: Date.now,
    open: async ({ url }) => localFolder(url),
  });
  const search = async (from = DAY, expected = 1) => {
    let found = 0;
    const wanted = {
      scope: { accountId: '111122223333', region: 'us-west-2' },
      attribute: { key: 'EventSource' as const, value: 'codecatalyst.amazonaws.com' },
      question: RARE,
      range: { from, to: DAY + 86_400_000 },
    };
    for await (const page of history.search(wanted, new AbortController().signal))
      found += page.records.length;
    if (found !== expected) throw new Error(`found ${found} events instead of ${expected}`);
  };
  const packed = (await Promise.all(files.map(async file => (await readFile(file)).length))).reduce(
    (a, b) => a + b,
  );
  const name = `a rare event in ${records.toLocaleString('en')} records (${Math.round(LOG_BYTES / 1e6)} MB in ${files.length} files of ${Math.round(packed / 1e6)} MB)`;
  const quarter = await growthOf(() => search(DAY + (MINUTES * 3 * 60_000) / 4, 0));
  const whole = await growthOf(() => search());
  console.log(`memory: ${quarter} MB more for a quarter of the files, another ${whole} MB for all of them`);
  const unpacking = unpackers(files);
  await compare(name, () => search(), unpacking.run, 'only gunzipping them with both cores', 5);
  await unpacking.end();
  await compare(
    name,
    () => search(),
    () => parseAll(files),
    'gunzipping and parsing everything',
    3,
  );
  await rm(folder, { recursive: true });
}

/** By how many megabytes the process is larger at most while something is done over and over than it was before. */
async function growthOf(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  for (let round = 0; round < 5; round++) await work();
  clearInterval(watch);
  return Math.round((peak - before) / 1e6);
}

/** Program of a thread that only unpacks. */
const UNPACK = `
  const { parentPort } = require('node:worker_threads');
  const { gunzipSync } = require('node:zlib');
  const { readFileSync } = require('node:fs');
  parentPort.on('message', files => {
    let bytes = 0;
    for (const file of files) bytes += gunzipSync(readFileSync(file)).length;
    parentPort.postMessage(bytes);
  });`;

/** Two threads that only unpack half of the files each. */
function unpackers(files: readonly string[]) {
  const workers = [new Worker(UNPACK, { eval: true }), new Worker(UNPACK, { eval: true })];
  const halves = workers.map((_, half) => files.filter((_file, index) => index % 2 === half));
  return {
    run: () =>
      Promise.all(
        workers.map(async (worker, index) => {
          worker.postMessage(halves[index]);
          await once(worker, 'message');
        }),
      ),
    end: () => Promise.all(workers.map(worker => worker.terminate())),
  };
}

async function parseAll(files: readonly string[]): Promise<void> {
  for (const file of files) JSON.parse(gunzipSync(await readFile(file)).toString('utf8'));
}

/** Fills a day with changes and reads, one connection deleted among them; gives how many records there are. */
async function writeLogs(folder: string): Promise<number> {
  const samples = past(DAY).filter(({ eventSource }) => eventSource !== 'codecatalyst.amazonaws.com');
  const perMinute = Math.ceil(LOG_BYTES / MINUTES / (JSON.stringify(samples).length / samples.length));
  let count = 0;
  for (let start = 0; start < MINUTES; start += 60) {
    const hour: TrailRecord[] = [];
    for (let minute = start; minute < start + 60; minute++)
      for (let index = 0; index < perMinute; index++) {
        const sample = samples[(minute * 7 + index) % samples.length] as TrailRecord;
        hour.push({
          ...sample,
          // Real records have ids of their own, which is what keeps them from packing better than twelve to one.
          eventID: randomUUID(),
          requestID: randomUUID(),
          sourceIPAddress: `203.0.${count % 251}.${(count * 7) % 253}`,
          eventTime: new Date(DAY + minute * 60_000 + index).toISOString().replace(/\.\d+Z$/, 'Z'),
        });
        count += 1;
      }
    if (start === 240) {
      const [deleted] = past(DAY).filter(({ eventName }) => eventName === 'DeleteConnection');
      hour.push({
        ...(deleted as TrailRecord),
        eventTime: new Date(DAY + start * 60_000).toISOString().replace(/\.\d+Z$/, 'Z'),
      });
    }
    await writeFiles(folder, trailFiles(hour));
  }
  return count + 1;
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
}
