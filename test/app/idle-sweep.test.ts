import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sweepIdle } from '../../src/app/state/idle-sweep.ts';
import { openEmbeddedStore } from '../../src/stores/embedded.ts';
import { keptLog } from '../kept-log.ts';

test('a store in which nothing happens clears away what has expired', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cctrail-sweep-'));
  let now = 1_000_000;
  const store = openEmbeddedStore(folder, () => now);
  await store.commit({
    put: Array.from({ length: 90 }, (_, index) => ({ key: `old/${index}`, value: 'x', ttl: 1_000 })),
  });
  now += 2_000;
  const stop = new AbortController();
  let sleeps = 0;
  const clock = {
    now: () => now,
    sleep: async () => {
      sleeps += 1;
      if (sleeps > 6) stop.abort();
    },
  };
  await sweepIdle({ store: () => store, clock, log: keptLog() }, stop.signal);
  // What is still there would be alive again before its time was over.
  now -= 2_000;
  expect(await store.range('old/', '', null, 100)).toEqual([]);
  await store.close();
  rmSync(folder, { recursive: true });
});
