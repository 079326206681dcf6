import { expect, test } from '@jest/globals';
import { takenFiles } from '../../../src/app/delivery/taken-files.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { manualClock } from '../../fixtures.ts';

const MINUTE_MS = 60_000;

test('a file is taken in once over all replicas; what failed, or was broken off, is taken up again', async () => {
  const clock = manualClock(Date.UTC(2026, 10, 23));
  const store = memoryStore(clock.now);
  const [one, two] = [takenFiles(() => store, clock), takenFiles(() => store, clock)];
  let done = 0;
  const work = async () => {
    done += 1;
    return true;
  };
  const both = await Promise.all([one.once('s3://logs/a', work), two.once('s3://logs/a', work)]);
  expect(both.toSorted()).toEqual(['busy', 'done']);
  expect(await two.once('s3://logs/a', work)).toBe('done');
  expect(done).toBe(1);

  await expect(one.once('s3://logs/b', () => Promise.reject(new Error('S3 is away')))).rejects.toThrow(
    'S3 is away',
  );
  await one.once('s3://logs/b', async () => false);
  await two.once('s3://logs/b', work);
  expect(done).toBe(2);

  // A replica that was killed in the middle.
  void one.once('s3://logs/c', () => new Promise(() => undefined));
  await clock.until(async () => (await two.once('s3://logs/c', work)) === 'busy');
  let isOver = false;
  void clock.sleep(5 * MINUTE_MS).then(() => (isOver = true));
  await clock.until(() => isOver);
  expect(await two.once('s3://logs/c', work)).toBe('done');
  expect(done).toBe(3);
});
