import { setMaxListeners } from 'node:events';
import { AwsSimulator } from '../playground/aws/simulator.ts';
import { SCENARIOS } from '../playground/scenarios/scenarios.ts';
import { Answering } from '../src/app/asking/answering.ts';
import { WhoIsBehind } from '../src/app/identity/who-is-behind.ts';
import { NO_METER } from '../src/app/measures.ts';
import { coalescedHistory } from '../src/app/search/coalesced-history.ts';
import { sharedRateLimiter } from '../src/app/search/rate-limiter.ts';
import { eventHistory } from '../src/aws/event-history.ts';
import { LOOKUP_GAP_MS } from '../src/aws/lookups.ts';
import { NOTHING_KNOWN } from '../src/domain/known.ts';
import type { CloudTrailRecord } from '../src/domain/record.ts';
import { readRecord } from '../src/records/read-record.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { memoryStore } from '../src/stores/memory.ts';
import { compare } from './compare.ts';

/** Number of cards that wait for who obtained their session. */
const WAITING_COUNT = 500;
const ROUNDS = 4;
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A question and a click while many cards wait for look-ups of the same account, against the same with nothing waiting. */
export async function benchIdentity(): Promise<void> {
  const aws = new AwsSimulator();
  process.env['AWS_ENDPOINT_URL'] = await aws.listen();
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' });
  const deed = () => {
    const [issuer, done] = SCENARIOS['session']?.make() ?? [];
    if (!issuer || !done) throw new Error('bob did nothing');
    aws.cloudTrail.records.push(issuer, done);
    const reading = readRecord(done);
    if (reading.kind !== 'record') throw new Error(reading.reason);
    return reading.record;
  };
  const crowded = bot(aws);
  const idle = bot(aws);
  const stop = new AbortController();
  setMaxListeners(WAITING_COUNT + 1, stop.signal);
  const waiting = Array.from({ length: WAITING_COUNT }, deed).map(record =>
    crowded.find(record, 'card', stop.signal),
  );
  await compare(
    `a click's look-up while ${WAITING_COUNT} cards wait`,
    () => crowded.find(deed(), 'click'),
    () => idle.find(deed(), 'click'),
    'with none waiting',
    ROUNDS,
  );
  await compare(
    `a question while ${WAITING_COUNT} cards wait`,
    () => crowded.ask('who stopped logging in the last hour'),
    () => idle.ask('who stopped logging in the last hour'),
    'with none waiting',
    ROUNDS,
  );
  const known = deed();
  await idle.find(known, 'card');
  const before = aws.cloudTrail.calls.length;
  stop.abort();
  await Promise.all(waiting);
  const settled = aws.cloudTrail.calls.length;
  await idle.find(known, 'click');
  console.log(
    `a session that is known takes ${aws.cloudTrail.calls.length - settled} look-ups (${settled - before} of cards ended)`,
  );
  await aws.close();
}

/** What one bot finds out with, over its own store and so its own pace. */
function bot(aws: AwsSimulator) {
  aws.cloudTrail.throttles = false;
  const store = memoryStore();
  const account = { id: '111122223333', name: 'storefront', regions: ['us-west-2'] };
  const limiter = sharedRateLimiter(store, systemClock, LOOKUP_GAP_MS);
  const history = eventHistory({
    accounts: [account],
    limiter,
    clock: systemClock,
    log: quiet,
    meter: NO_METER,
  });
  const histories = [coalescedHistory(history, systemClock)];
  const common = { histories, known: NOTHING_KNOWN, clock: systemClock, log: quiet };
  const whoIsBehind = new WhoIsBehind({ ...common, store });
  const questions = new Answering({
    ...common,
    accounts: [account],
    accountName: id => id ?? '',
    whoIsBehind,
  });
  return {
    find: async (record: CloudTrailRecord, urgency: 'click' | 'card', cancelled?: AbortSignal) => {
      const session = whoIsBehind.openSession(record);
      if (!session) throw new Error('there is no session');
      return whoIsBehind.find(record, session, { urgency, budgetMs: 600_000, cancelled });
    },
    ask: async (text: string) => {
      const reading = questions.read(text, 'UTC');
      if (reading.kind !== 'question') throw new Error(reading.kind);
      return questions.answer(reading.question, { timeZone: 'UTC', budgetMs: 20_000 });
    },
  };
}
