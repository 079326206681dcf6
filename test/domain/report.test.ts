import { describe, expect, test } from '@jest/globals';
import { arrivalTimes, lastDue } from '../../src/domain/report.ts';
import { readReportTime } from '../../src/domain/report-schedule.ts';

test.each([
  ['09:00', { weekday: null, hour: 9, minute: 0 }],
  ['monday 08:30', { weekday: 1, hour: 8, minute: 30 }],
  ['Sunday 23:59', { weekday: 0, hour: 23, minute: 59 }],
  ['9:00', undefined],
  ['24:00', undefined],
  ['someday 09:00', undefined],
  ['monday', undefined],
])('when it is due is read: %s', (text, time) => {
  expect(readReportTime(text)).toEqual(time);
});

test.each([
  // A Thursday; Berlin is an hour ahead.
  ['09:00', 'Europe/Berlin', '2026-11-26T08:00:00Z', '2026-11-26T08:00:00Z'],
  ['09:00', 'Europe/Berlin', '2026-11-26T07:59:59Z', '2026-11-25T08:00:00Z'],
  ['monday 09:00', 'UTC', '2026-11-26T12:00:00Z', '2026-11-23T09:00:00Z'],
  ['monday 09:00', 'UTC', '2026-11-23T08:00:00Z', '2026-11-16T09:00:00Z'],
  ['thursday 09:00', 'UTC', '2026-11-26T09:00:00Z', '2026-11-26T09:00:00Z'],
  // The clocks skip 02:30 on 29 March, and show it twice on 25 October.
  ['02:30', 'Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-29T01:30:00Z'],
  ['02:30', 'Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-25T00:30:00Z'],
])('it was due last: %s in %s, at %s', (at, timeZone, now, due) => {
  const time = readReportTime(at);
  if (!time) throw new Error(at);
  const found = lastDue({ channel: 'C0TRAIL', ...time, timeZone }, Date.parse(now));
  expect(new Date(found).toISOString()).toBe(new Date(due).toISOString());
});

describe('when it came in', () => {
  const at = (text: string, events = 1) => ({ at: Date.parse(text), events });
  const from = Date.parse('2026-11-23T09:00:00Z');

  test('is told by two hours for a day, also where nothing did', () => {
    const times = arrivalTimes(
      [at('2026-11-23T09:00:00Z', 3), at('2026-11-23T10:59:59Z'), at('2026-11-24T08:59:00Z')],
      { from, to: from + 86_400_000 },
      'UTC',
    );
    expect(times).toHaveLength(12);
    expect(times[0]).toEqual({ name: 'Mon 09:00', events: 4 });
    expect(times[1]).toEqual({ name: 'Mon 11:00', events: 0 });
    expect(times.at(-1)).toEqual({ name: 'Tue 07:00', events: 1 });
  });

  test('by days for a week, and by weeks for longer, as the calendar of the channel has them', () => {
    const events = [at('2026-11-23T23:30:00Z'), at('2026-11-25T12:00:00Z', 2)];
    const week = arrivalTimes(events, { from, to: from + 7 * 86_400_000 }, 'Europe/Berlin');
    expect(week.map(({ name }) => name).slice(0, 3)).toEqual(['Mon 23 Nov', 'Tue 24 Nov', 'Wed 25 Nov']);
    expect(week.map(({ events: count }) => count)).toEqual([0, 1, 2, 0, 0, 0, 0, 0]);
    const month = arrivalTimes(events, { from, to: from + 28 * 86_400_000 }, 'UTC');
    expect(month[0]).toEqual({ name: 'week of 23 Nov', events: 3 });
  });

  test.each([1, 24, 41, 7 * 24, 24 * 365])('loses nothing: %d hours', hours => {
    const range = { from, to: from + hours * 3_600_000 };
    const events = Array.from({ length: 50 }, (_, index) => ({
      at: from + ((range.to - from) / 50) * index,
      events: 1,
    }));
    const sum = arrivalTimes(events, range, 'America/New_York').reduce((total, one) => total + one.events, 0);
    expect(sum).toBe(50);
  });
});
