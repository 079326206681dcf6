import { expect, test } from '@jest/globals';
import { Pace } from '../../src/aws/trail-logs/pace.ts';

test('how long files take is told by how fast others were read at once, once there were enough', () => {
  let now = 0;
  const pace = new Pace(() => now);
  expect(pace.secondsFor(1_500)).toBe(10);
  // Ten at once take as long as one.
  for (let batch = 0; batch < 10; batch += 1) {
    for (let file = 0; file < 10; file += 1) pace.began();
    now += 1_000;
    for (let file = 0; file < 10; file += 1) pace.ended();
    // Nobody asked for a while.
    now += 60_000;
  }
  expect(pace.secondsFor(100)).toBe(10);
});
