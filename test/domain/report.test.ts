import { expect, test } from '@jest/globals';
import { lastDue } from '../../src/domain/report.ts';
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
