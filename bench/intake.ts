import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACTORS } from '../playground/scenarios/actors.ts';
import { record } from '../playground/scenarios/record.ts';
import { Answering } from '../src/app/asking/answering.ts';
import { Intake } from '../src/app/delivery/intake.ts';
import { WhoIsBehind } from '../src/app/identity/who-is-behind.ts';
import { NO_METER } from '../src/app/measures.ts';
import type { Store } from '../src/app/ports.ts';
import { recentIntake } from '../src/app/search/recent-intake.ts';
import { USUAL_RETENTION } from '../src/app/state/records.ts';
import { NOTHING_KNOWN } from '../src/domain/known.ts';
import { readRecord } from '../src/records/read-record.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { openEmbeddedStore } from '../src/stores/embedded.ts';
import { compare } from './compare.ts';

/** Number of records in a full store, and of those that are taken in for one measure. */
const FULL_COUNT = 60_000;
const BATCH_COUNT = 200;
const HOUR_MS = 3_600_000;
const QUESTIONS = [
  'who deleted connection',
  'what did alice@example.com delete today',
  'who created stack in the last 2 hours',
] as const;
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Taking records in against storing the same text alone, and questions on a full store, look-ups aside. */
export async function benchIntake(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cctrail-bench-'));
  const full = openEmbeddedStore(join(folder, 'full'));
  const plain = openEmbeddedStore(join(folder, 'plain'));
  const intake = intakeInto(full);
  let made = 0;
  const batch = () => Array.from({ length: BATCH_COUNT }, () => happened((made += 1)));
  await compare(
    `taking in ${BATCH_COUNT} records at once`,
    () => Promise.all(batch().map(text => take(intake, text))),
    () => Promise.all(batch().map(text => plain.commit({ put: [{ key: `r/${(made += 1)}`, value: text }] }))),
    'storing their text',
    21,
  );
  for (let count = 0; count < FULL_COUNT; count += BATCH_COUNT)
    await Promise.all(batch().map(text => take(intake, text)));
  await benchQuestions(full);
  await Promise.all([full.close(), plain.close()]);
  rmSync(folder, { recursive: true, force: true });
}

function intakeInto(store: Store): Intake {
  return new Intake({
    target: () => ({ store, known: null }),
    onCard: () => undefined,
    settings: {
      routing: { routes: [], defaultChannel: 'C0TRAIL', quiet: [], accountNames: new Map() },
      known: NOTHING_KNOWN,
      approvers: { users: [], groups: [], quorum: 1, fourEyes: true },
      people: [],
      retention: USUAL_RETENTION,
    },
    clock: systemClock,
    meter: NO_METER,
  });
}

async function benchQuestions(store: Store): Promise<void> {
  const texts = Array.from({ length: FULL_COUNT }, (_, index) => happened(index));
  const common = {
    histories: [recentIntake(store, systemClock)],
    known: NOTHING_KNOWN,
    clock: systemClock,
    log: quiet,
  };
  const whoIsBehind = new WhoIsBehind({ ...common, store });
  const questions = new Answering({ ...common, accounts: [], accountName: id => id ?? '', whoIsBehind });
  for (const text of QUESTIONS) {
    const reading = questions.read(text, 'UTC');
    if (reading.kind !== 'question') throw new Error(`"${text}" is ${reading.kind}`);
    await compare(
      `"${text}" on ${FULL_COUNT.toLocaleString('en')} records that came in`,
      () => questions.answer(reading.question, { timeZone: 'UTC', budgetMs: 30_000 }),
      () => texts.map(one => JSON.parse(one) as unknown),
      'JSON.parse of them all',
      11,
    );
  }
}

async function take(intake: Intake, text: string): Promise<void> {
  const reading = readRecord(JSON.parse(text));
  if (reading.kind === 'record') await intake.accept(reading.record);
}

/** One of many records of the last two days, most of them by workflows. */
function happened(index: number): string {
  const at = new Date(Date.now() - ((index * 2_880) % (48 * HOUR_MS)));
  const more = { eventTime: at.toISOString().replace(/\.\d+Z$/, 'Z') };
  const parameters = { stackName: `stack-${index}`, bucketName: `bucket-${index}` };
  const made =
    index % 400 === 0
      ? record(
          'DeleteConnection',
          'codecatalyst.amazonaws.com',
          ACTORS.alice,
          { connectionId: `c-${index}` },
          more,
        )
      : index % 3 === 0
        ? record('CreateStack', 'cloudformation.amazonaws.com', ACTORS.workflow, parameters, more)
        : record('PutBucketPolicy', 's3.amazonaws.com', ACTORS.bob, parameters, more);
  return JSON.stringify(made);
}
