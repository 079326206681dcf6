import { TZDate } from '@date-fns/tz';
import { differenceInMinutes, format } from 'date-fns';

/** An instant for people: `20 Nov 2026, 14:02:11 CET`. `at` is ISO 8601 or milliseconds since 1970. */
export function formatInstant(at: string | number, timeZone: string): string {
  const zoned = new TZDate(typeof at === 'string' ? Date.parse(at) : at, timeZone);
  return `${format(zoned, 'd MMM yyyy, HH:mm:ss')} ${zoneName(zoned, timeZone)}`;
}

/** A stretch of time for people; its end is left out where it is about now. Both in milliseconds since 1970, `to` exclusive. */
export function formatRange(range: { from: number; to: number }, timeZone: string, now: number): string {
  const from = new TZDate(range.from, timeZone);
  const to = new TZDate(range.to, timeZone);
  const pattern = 'd MMM yyyy HH:mm';
  const zone = zoneName(from, timeZone);
  if (Math.abs(differenceInMinutes(to, now)) < 1) return `since ${format(from, pattern)} ${zone}`;
  // Summer time may have begun or ended in between.
  const end = zoneName(to, timeZone);
  return `from ${format(from, pattern)}${zone === end ? '' : ` ${zone}`} to ${format(to, pattern)} ${end}`;
}

function zoneName(date: Date, timeZone: string): string {
  const parts = formatOf(timeZone).formatToParts(date);
  return parts.find(part => part.type === 'timeZoneName')?.value ?? timeZone;
}

/** Making a format takes a hundred times as long as using it, and people's zones are few. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' });
  if (formats.size < 600) formats.set(timeZone, made);
  return made;
}
