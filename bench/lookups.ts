import type { TrailRecord } from '../playground/aws/record.ts';
import { AwsSimulator } from '../playground/aws/simulator.ts';
import { past } from '../playground/scenarios/history.ts';
import { Answering } from '../src/app/asking/answering.ts';
import { WhoIsBehind } from '../src/app/identity/who-is-behind.ts';
import { NO_METER } from '../src/app/measures.ts';
import { cachedHistory } from '../src/app/search/cached-history.ts';
import { coalescedHistory } from '../src/app/search/coalesced-history.ts';
import { sharedRateLimiter } from '../src/app/search/rate-limiter.ts';
import { eventHistory } from '../src/aws/event-history.ts';
import { NOTHING_KNOWN } from '../src/domain/known.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { memoryStore } from '../src/stores/memory.ts';

const ASKED = [
  'who deleted connection',
  'who deleted stack storefront-old',
  'latest DeleteBucket',
  'what did root do in the last 2 days',
  'show me the last 5 CreateStack',
] as const;
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** How many LookupEvents requests a question takes, against reading everything in its time; and when it is asked again. */
export async function benchLookups(): Promise<void> {
  const aws = new AwsSimulator();
  aws.cloudTrail.throttles = false;
  aws.cloudTrail.records.push(
    ...Array.from({ length: 12 }, (_, day) => past(Date.now() - day * 86_400_000)).flat(),
  );
  aws.cloudTrail.records.push(...reads(3_000));
  process.env['AWS_ENDPOINT_URL'] = await aws.listen();
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' });
  const account = { id: '111122223333', name: 'storefront', regions: ['us-west-2'] };
  const limiter = sharedRateLimiter(memoryStore(), systemClock, 0);
  const history = eventHistory({
    accounts: [account],
    limiter,
    clock: systemClock,
    log: quiet,
    meter: NO_METER,
  });
  const cache = {
    store: memoryStore(),
    clock: systemClock,
    log: quiet,
    meter: NO_METER,
    maxBytes: 1e9,
    partition: () => '',
  };
  const histories = [cachedHistory(coalescedHistory(history, systemClock), cache)];
  const common = { histories, known: NOTHING_KNOWN, clock: systemClock, log: quiet };
  const questions = new Answering({
    ...common,
    whoIsBehind: new WhoIsBehind({ ...common, store: memoryStore() }),
    accounts: [account],
    accountName: id => id ?? '',
  });
  const ask = async (text: string) => {
    const reading = questions.read(text, 'UTC');
    if (reading.kind !== 'question') throw new Error(`"${text}" is ${reading.kind}`);
    aws.cloudTrail.calls.length = 0;
    await questions.answer(reading.question, { timeZone: 'UTC', budgetMs: 60_000 });
    return { requests: aws.cloudTrail.calls.length, range: reading.question.time };
  };
  for (const text of ASKED) {
    const { requests, range } = await ask(text);
    const from = range?.from ?? 0;
    const naive = Math.ceil(
      aws.cloudTrail.records.filter(one => Date.parse(one.eventTime) >= from).length / 50,
    );
    const again = await ask(text);
    console.log(
      `"${text}": ${requests} look-ups, ${(requests / naive).toFixed(2)} times a naive plan (${naive}); asked again ${again.requests}`,
    );
  }
  await aws.close();
}

/** What fills an account's history: reads of every minute. */
function reads(count: number): TrailRecord[] {
  const [sample] = past(Date.now());
  return Array.from({ length: count }, (_, index) => ({
    ...(sample as TrailRecord),
    eventID: `read-${index}`,
    eventName: 'DescribeStacks',
    eventSource: 'cloudformation.amazonaws.com',
    readOnly: true,
    eventTime: new Date(Date.now() - index * 60_000).toISOString().replace(/\.\d+Z$/, 'Z'),
  }));
}
