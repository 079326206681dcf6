import { describe, expect, test } from '@jest/globals';
import { readQuestion } from '../../../src/domain/question/read/read.ts';

/** What a time in a question means, in UTC, for somebody in a time zone. */
function rangeOf(time: string, timeZone: string, now = '2027-06-01T12:00:00Z'): string {
  const reading = readQuestion(`who deleted connection ${time}`, {
    now: Date.parse(now),
    timeZone,
    accounts: [],
  });
  if (reading.kind !== 'question') return 'message' in reading ? reading.message : reading.kind;
  const iso = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z');
  return `${iso(reading.question.time?.from ?? 0)} to ${iso(reading.question.time?.to ?? 0)}`;
}

describe('where clocks change', () => {
  test.each([
    [
      'on 25 october 2026 between 02:00 and 03:00',
      'Europe/Berlin',
      '2026-10-25T00:00:00Z to 2026-10-25T02:00:00Z',
    ],
    ['on 25 october 2026 around 02:30', 'Europe/Berlin', '2026-10-25T00:00:00Z to 2026-10-25T02:00:00Z'],
    [
      'on 25 october 2026 between 02:15 and 02:45',
      'Europe/Berlin',
      '2026-10-25T00:15:00Z to 2026-10-25T01:45:00Z',
    ],
    [
      'on 25 october 2026 between 04:00 and 05:00',
      'Europe/Berlin',
      '2026-10-25T03:00:00Z to 2026-10-25T04:00:00Z',
    ],
    [
      'on 1 november 2026 between 01:00 and 02:00',
      'America/St_Johns',
      '2026-11-01T03:30:00Z to 2026-11-01T05:30:00Z',
    ],
    ['on 6 september 2026', 'America/Santiago', '2026-09-06T04:00:00Z to 2026-09-07T03:00:00Z'],
    ['on 24 april 2026', 'Africa/Cairo', '2026-04-23T22:00:00Z to 2026-04-24T21:00:00Z'],
  ])('%s in %s', (time, zone, range) => {
    expect(rangeOf(time, zone)).toBe(range);
  });

  test('an hour that was skipped did not exist, and that is said', () => {
    expect(rangeOf('on 28 march 2027 between 02:00 and 03:00', 'Europe/Berlin')).toMatch(
      /did not exist there/,
    );
  });

  test('the very beginning of today is not still to come', () => {
    expect(rangeOf('today', 'UTC', '2026-11-26T00:00:00Z')).toMatch(/^2026-11-26T00:00:00Z to /);
    expect(rangeOf('tomorrow', 'UTC', '2026-11-26T00:00:00Z')).toMatch(/still to come/);
  });
});
