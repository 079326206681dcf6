import { TZDate } from '@date-fns/tz';
import { describe, expect, test } from '@jest/globals';
import { addDays } from 'date-fns/addDays';
import { addHours } from 'date-fns/addHours';
import { addMonths } from 'date-fns/addMonths';
import { startOfDay } from 'date-fns/startOfDay';
import { startOfHour } from 'date-fns/startOfHour';
import { startOfMonth } from 'date-fns/startOfMonth';
import fc from 'fast-check';
import { Calendar } from '../../../../src/domain/question/read/time/calendar.ts';

/** Zones whose clocks are put on by an hour or half of one, that are quarters of an hour from UTC, or have no midnight on some days. */
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Chatham',
  'America/Sao_Paulo',
  'Asia/Beirut',
];

describe('the calendar of a zone', () => {
  const instants = fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2030, 0, 1) });
  const counts = fc.integer({ min: -400, max: 400 });

  test('is that of the zone, whatever was worked out before', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instants, counts, (zone, at, count) => {
        const calendar = new Calendar(at, zone);
        const here = new TZDate(at, zone);
        expect(calendar.startOf('day', at)).toBe(startOfDay(here).getTime());
        expect(calendar.startOf('hour', at)).toBe(startOfHour(here).getTime());
        expect(calendar.startOf('month', at)).toBe(startOfMonth(here).getTime());
        expect(calendar.add('hour', at, count)).toBe(addHours(here, count).getTime());
        expect({ year: calendar.year, month: calendar.month }).toEqual({
          year: here.getFullYear(),
          month: here.getMonth(),
        });
        // From the beginning of a day on it is the beginning of one.
        if (at === calendar.startOf('day', at)) return;
        expect(calendar.add('day', at, count)).toBe(addDays(here, count).getTime());
        expect(calendar.add('month', at, count % 40)).toBe(addMonths(here, count % 40).getTime());
      }),
      { numRuns: 3_000 },
    );
  });
});
