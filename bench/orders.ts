import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACTORS } from '../playground/scenarios/actors.ts';
import { record } from '../playground/scenarios/record.ts';
import { hiddenBy, widestMute } from '../src/app/ordering/muting.ts';
import { preview } from '../src/app/ordering/previewing.ts';
import { noteBeginning } from '../src/app/state/began.ts';
import { recordPuts, USUAL_RETENTION } from '../src/app/state/records.ts';
import { deliveriesOf } from '../src/domain/deliveries.ts';
import { NOTHING_KNOWN } from '../src/domain/known.ts';
import { PatternIndex } from '../src/domain/pattern-index.ts';
import type { Pattern } from '../src/domain/question/question.ts';
import { readPattern } from '../src/domain/question/read/pattern.ts';
import type { Mute, Subscription } from '../src/domain/standing-order.ts';
import { summarise } from '../src/domain/summary.ts';
import { readRecord } from '../src/records/read-record.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { openEmbeddedStore } from '../src/stores/embedded.ts';
import { compare } from './compare.ts';

/** Number of routes, of subscriptions and of mutes; of records in the store, and of those that are routed for one measure. */
const ORDERS_COUNT = 500;
const FULL_COUNT = 60_000;
const BATCH_COUNT = 500;
const DAY_MS = 86_400_000;
const KINDS = [
  (at: number) => `deleted bucket resource:"logs-${at}"`,
  (at: number) => `what happened user:"person-${at}"`,
  (at: number) => `created access key user:"service-${at}"`,
  (at: number) => `event:DeleteConnection resource:"c-${at}"`,
  (at: number) => `changed security groups ip:"192.0.2.${at % 250}"`,
] as const;

/** What routes, subscriptions and mutes cost an event, against parsing its record; and previewing a week of a full store, against reading all of it. */
export async function benchOrders(): Promise<void> {
  await benchRouting();
  await benchPreview();
}

async function benchRouting(): Promise<void> {
  const patterns = Array.from({ length: ORDERS_COUNT }, (_, at) => patternOf(at));
  const at = new Date().toISOString();
  const common = { reading: '', by: { id: 'U0', name: 'x', email: null }, at };
  const subscriptions = patterns.map(
    (pattern, number): Subscription => ({
      ...common,
      number,
      pattern,
      channel: `C${number}`,
    }),
  );
  const until = new Date(Date.now() + DAY_MS).toISOString();
  const mutes = patterns.map(
    (pattern, number): Mute => ({
      ...common,
      number,
      pattern,
      channel: null,
      until,
      reason: null,
      byManager: false,
    }),
  );
  const rules = {
    routing: {
      routes: patterns.map((question, index) => ({ name: `r-${index}`, channel: 'C0', when: { question } })),
      defaultChannel: 'C0TRAIL',
      quiet: [],
      accountNames: new Map<string, string>(),
    },
    people: [],
    orders: { subscriptions: new PatternIndex(subscriptions), mutes: new PatternIndex(mutes) },
  };
  const texts = Array.from({ length: BATCH_COUNT }, (_, index) => happened(index));
  const summaries = texts.map(text => summarise(recordOf(text)));
  const now = Date.now();
  const { oursMs } = await compare(
    `routing ${BATCH_COUNT} events over ${ORDERS_COUNT} routes, subscriptions and mutes each`,
    () => summaries.forEach(summary => deliveriesOf(summary, rules, now)),
    () => texts.forEach(text => JSON.parse(text)),
    'JSON.parse of their records',
  );
  console.log(`routing an event: ${((oursMs * 1_000) / BATCH_COUNT).toFixed(1)} µs`);
}

async function benchPreview(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cctrail-bench-'));
  const store = openEmbeddedStore(folder);
  await noteBeginning(store, 0);
  for (let count = 0; count < FULL_COUNT; count += BATCH_COUNT)
    await store.commit({
      put: Array.from({ length: BATCH_COUNT }, (_, index) => recordOf(happened(count + index))).flatMap(one =>
        recordPuts(one, summarise(one).principal, false, USUAL_RETENTION),
      ),
    });
  const deps = { store, clock: systemClock, known: NOTHING_KNOWN, plainMs: USUAL_RETENTION.plainMs };
  for (const text of ['deleted connection', 'what happened user:"alice@example.com"', 'deleted buckets'])
    await compare(
      `previewing "${text}" over ${FULL_COUNT.toLocaleString('en')} records`,
      () => preview(read(text), deps),
      async () => store.range('lately/', '', null, FULL_COUNT),
      'reading the pointers to them',
      5,
    );
  const pattern = read('deleted connection');
  const kinds = { bot: false, deactivated: false, guest: false, stranger: false };
  const person = { id: 'U0', name: 'x', email: null, timeZone: 'UTC', ...kinds };
  const mute = widestMute(pattern, { person, isManager: true }, Date.now());
  const { matched } = await preview(pattern, deps, hiddenBy(mute, { people: [], clock: systemClock }));
  await compare(
    `what a mute would have hidden of ${FULL_COUNT.toLocaleString('en')} records (${matched.toLocaleString('en')})`,
    () => preview(pattern, deps, hiddenBy(mute, { people: [], clock: systemClock })),
    async () => store.range('lately/', '', null, FULL_COUNT),
    'reading the pointers to them',
    5,
  );
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}

function patternOf(at: number): Pattern {
  return read((KINDS[at % KINDS.length] ?? KINDS[0])(at));
}

function read(text: string): Pattern {
  const reading = readPattern(text, { now: Date.now(), timeZone: 'UTC', accounts: [] });
  if (reading.kind !== 'pattern') throw new Error(`${text}: ${reading.kind}`);
  return reading.pattern;
}

function happened(index: number): string {
  const [name, source] = (
    [
      ['DeleteConnection', 'codecatalyst.amazonaws.com'],
      ['CreateStack', 'cloudformation.amazonaws.com'],
      ['PutBucketPolicy', 's3.amazonaws.com'],
      ['AttachRolePolicy', 'iam.amazonaws.com'],
      ['RunInstances', 'ec2.amazonaws.com'],
    ] as const
  )[index % 5] ?? ['DeleteConnection', 'codecatalyst.amazonaws.com'];
  const eventTime = new Date(Date.now() - (index % 6) * DAY_MS - index).toISOString();
  return JSON.stringify(
    record(
      name,
      source,
      ACTORS[index % 50 === 0 ? 'alice' : 'bob'],
      { connectionId: `c-${index}` },
      { eventTime },
    ),
  );
}

function recordOf(text: string) {
  const reading = readRecord(JSON.parse(text));
  if (reading.kind !== 'record') throw new Error(reading.kind);
  return reading.record;
}
