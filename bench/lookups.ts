import { AwsSimulator, type TrailRecord } from '../playground/aws/simulator.ts';
import { past } from '../playground/records.ts';
import { Questions } from '../src/app/asking/answer.ts';
import { cachedHistory } from '../src/app/search/cached-history.ts';
import { sharedSearches } from '../src/app/search/coalesced-history.ts';
import { sharedLimiter } from '../src/app/search/rate-limiter.ts';
import { eventHistory } from '../src/aws/event-history.ts';
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
  aws.throttles = false;
  aws.records.push(...Array.from({ length: 12 }, (_, day) => past(Date.now() - day * 86_400_000)).flat());
  aws.records.push(...reads(3_000));
  process.env['AWS_ENDPOINT_URL'] = await aws.listen();
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' });
  const account = { id: '111122223333', name: 'storefront', regions: ['us-west-2'] };
  const limiter = sharedLimiter(memoryStore(), systemClock, 0);
  const history = eventHistory({ accounts: [account], limiter, clock: systemClock, log: quiet });
  const questions = new Questions({
    histories: [cachedHistory(sharedSearches(history, systemClock), memoryStore(), systemClock, 1e9)],
    accounts: [account],
    accountName: id => id ?? '',
    workflowRoles: [],
    clock: systemClock,
    log: quiet,
  });
  const ask = async (text: string) => {
    const reading = questions.read(text, 'UTC');
    if (reading.kind !== 'question') throw new Error(`"${text}" is ${reading.kind}`);
    aws.lookups.length = 0;
    await questions.answer(reading.question, { timeZone: 'UTC', budget: 60_000 });
    return { requests: aws.lookups.length, range: reading.question.time };
  };
  for (const text of ASKED) {
    const { requests, range } = await ask(text);
    const from = range?.from ?? 0;
    const naive = Math.ceil(aws.records.filter(one => Date.parse(one.eventTime) >= from).length / 50);
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
