import { NO_METER } from '../../src/app/measures.ts';
import type { History } from '../../src/app/ports.ts';
import { cachedHistory } from '../../src/app/search/cached-history.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { memoryStore } from '../../src/stores/memory.ts';
import { keptLog } from '../kept-log.ts';

/** A history with a cache of its own. */
export function cached(history: History): History {
  return cachedHistory(history, {
    store: memoryStore(),
    clock: systemClock,
    log: keptLog(),
    meter: NO_METER,
    maxBytes: 1e9,
    partition: () => '',
  });
}
