import { describe, expect, test } from '@jest/globals';
import { causeOf, GAP_CAUSES, type Gap, isOpenGap, mayClose } from '../../src/domain/gap.ts';

const gap = (more: Partial<Gap>): Gap => ({
  history: 'Event history',
  from: '2026-11-20T00:00:00Z',
  to: '2026-11-21T00:00:00Z',
  cause: 'denied',
  reason: 'access denied',
  ...more,
});

describe('gaps', () => {
  test('searching once more is worth it for what passes, and for nothing else', () => {
    expect(GAP_CAUSES.filter(cause => mayClose(gap({ cause })))).toEqual([
      'time',
      'cancelled',
      'limit',
      'throttled',
      'unreachable',
    ]);
  });

  test('what another history gave instead is no gap, and not worth another search', () => {
    const replaced = gap({ cause: 'throttled', replacedBy: 'Trail logs' });
    expect([isOpenGap(replaced), mayClose(replaced)]).toEqual([false, false]);
    expect(isOpenGap(gap({}))).toBe(true);
  });

  test('of several causes the one that passes counts: searching once more may still find something', () => {
    expect(causeOf(['unreadable', 'time', 'cancelled'])).toBe('time');
    expect(causeOf(['denied', 'unreadable'])).toBe('denied');
    expect(causeOf([])).toBeUndefined();
  });

  test('the wording of a reason decides nothing', () => {
    const worded = gap({
      cause: 'misconfigured',
      reason: 'throttled, cancelled, used up; Trail logs searched instead',
    });
    expect([isOpenGap(worded), mayClose(worded)]).toEqual([true, false]);
  });
});
