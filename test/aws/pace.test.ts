import { expect, test } from '@jest/globals';
import { Pace } from '../../src/aws/trail-logs/pace.ts';

test('how long files take is told by how fast others were read at once, once there were enough', async () => {
  let now = 0;
  const pace = new Pace(() => now);
  expect(pace.secondsFor(1_500)).toBe(10);
  // Ten at once take as long as one, whether or not they could be read.
  for (let batch = 0; batch < 10; batch += 1) {
    let resolve = () => {};
    const read = new Promise<void>(done => {
      resolve = done;
    });
    const files = Array.from({ length: 10 }, (_, file) =>
      pace.timed(async () => {
        await read;
        if (file % 2 === 0) throw new Error('gone');
      }),
    );
    now += 1_000;
    resolve();
    await Promise.allSettled(files);
    // Nobody asked for a while.
    now += 60_000;
  }
  expect(pace.secondsFor(100)).toBe(10);
});
