import { expect, test } from '@jest/globals';
import { sampledLog } from '../../src/runtime/sampled-log.ts';

test('of a line that anybody can cause a few a minute are written, and it is said how many were not', () => {
  const lines: object[] = [];
  const write = (fields: object, message: string) => void lines.push({ ...fields, message });
  let now = 0;
  const log = sampledLog({ debug: write, info: write, warn: write, error: write }, () => now);
  for (let time = 0; time < 10_000; time++) log.warn({}, 'forged');
  log.warn({}, 'something else');
  expect(lines).toHaveLength(6);
  now = 60_000;
  log.warn({ a: 1 }, 'forged');
  expect(lines.at(-1)).toEqual({ a: 1, leftOut: 9_995, message: 'forged' });
  for (let time = 0; time < 20; time++) log.info({}, 'ordinary');
  expect(lines).toHaveLength(27);
});
