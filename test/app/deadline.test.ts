import { describe, expect, test } from '@jest/globals';
import { deadline } from '../../src/app/deadline.ts';

describe('a deadline', () => {
  test('ends what listens to it, by time or by whoever cancels', async () => {
    const timed = deadline(20);
    await new Promise<void>(resolve => timed.signal.addEventListener('abort', () => resolve()));
    const cancel = new AbortController();
    const cancelled = deadline(60_000, cancel.signal);
    cancel.abort();
    expect(cancelled.signal.aborted).toBe(true);
    cancelled.end();
    const late = deadline(60_000, AbortSignal.abort());
    expect(late.signal.aborted).toBe(true);
    late.end();
  });
});
