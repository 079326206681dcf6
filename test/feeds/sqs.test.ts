import { expect, test } from '@jest/globals';
import { AwsSimulator } from '../../playground/aws/simulator.ts';
import { envelope } from '../../playground/scenarios/record.ts';
import { Intake } from '../../src/app/delivery/intake.ts';
import { takenFiles } from '../../src/app/delivery/taken-files.ts';
import { StoreError } from '../../src/app/errors.ts';
import { NO_METER } from '../../src/app/measures.ts';
import type { Store } from '../../src/app/ports.ts';
import { KEYS } from '../../src/app/state/keys.ts';
import { pollQueue } from '../../src/feeds/sqs.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { memoryStore } from '../../src/stores/memory.ts';
import { INTAKE_SETTINGS, rawRecord } from '../fixtures.ts';
import { keptLog } from '../kept-log.ts';

const until = async (holds: () => boolean | Promise<boolean>) => {
  for (let turn = 0; turn < 400 && !(await holds()); turn++)
    await new Promise(resolve => setTimeout(resolve, 20));
  expect(await holds()).toBe(true);
};

test('while the store is away nothing is received, so that no message is given up for that', async () => {
  const aws = new AwsSimulator();
  process.env['AWS_ENDPOINT_URL_SQS'] = await aws.listen();
  Object.assign(process.env, {
    AWS_REGION: 'us-west-2',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'e',
  });
  const kept = memoryStore();
  let isAway = true;
  let probes = 0;
  const store: Store = {
    ...kept,
    commit: async commit => {
      probes += 1;
      if (isAway) throw new StoreError('away');
      return kept.commit(commit);
    },
  };
  const body = JSON.stringify(envelope(rawRecord() as never));
  aws.queue.messages.push({ id: 'm1', body, visibleAt: 0 });
  const feed = pollQueue({
    queueUrl: `${process.env['AWS_ENDPOINT_URL_SQS']}/111122223333/trail`,
    sender: { account: null, bound: false },
    fetchLogFile: async () => ({ kind: 'noLogFile' }),
    files: takenFiles(() => store, systemClock),
    intake: new Intake({
      target: () => ({ store, known: null }),
      onCard: () => undefined,
      settings: INTAKE_SETTINGS,
      clock: systemClock,
      meter: NO_METER,
    }),
    clock: systemClock,
    log: keptLog(),
    meter: NO_METER,
  });
  try {
    await until(() => probes >= 2);
    expect(aws.queue.messages[0]?.visibleAt).toBe(0);
    isAway = false;
    await until(() => aws.queue.messages.length === 0);
    expect(await kept.range(KEYS.notification(''), '', null, 5)).toHaveLength(1);
    // It goes away with a message in hand: that one comes back, and no other is received meanwhile.
    isAway = true;
    for (const id of ['m2', 'm3'])
      aws.queue.messages.push({
        id,
        body: JSON.stringify(envelope(rawRecord({ eventID: id }) as never)),
        visibleAt: 0,
      });
    await until(() => aws.queue.messages.some(message => message.visibleAt > 0));
    const before = aws.queue.messages.map(({ visibleAt }) => visibleAt);
    await new Promise(resolve => setTimeout(resolve, 1_500));
    expect(aws.queue.messages.map(({ visibleAt }) => visibleAt)).toEqual(before);
    isAway = false;
    await until(() => aws.queue.messages.length === 0);
  } finally {
    await feed.stop();
    await aws.close();
  }
}, 30_000);
