const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** An instant for people: `20 Nov 2026, 14:02:11 CET`. `at` is ISO 8601 or milliseconds since 1970. */
export function formatInstant(at: string | number, timeZone: string): string {
  const { date, time, second, zone } = inZone(typeof at === 'string' ? Date.parse(at) : at, timeZone);
  return `${date}, ${time}:${second} ${zone}`;
}

/** A day for people: `Fri 20 Nov`. `at` is any instant in it, in milliseconds since 1970. */
export function formatDay(at: number, timeZone: string): string {
  return `${inZone(at, timeZone).weekday} ${formatDate(at, timeZone)}`;
}

/** A week for people, by the day that it begins with: `week of 16 Nov`. `at` is an instant in that day, in milliseconds since 1970. */
export function formatWeek(at: number, timeZone: string): string {
  return `week of ${formatDate(at, timeZone)}`;
}

function formatDate(at: number, timeZone: string): string {
  return inZone(at, timeZone).date.split(' ').slice(0, 2).join(' ');
}

/** A time of a day for people: `Fri 14:00`. `at` in milliseconds since 1970. */
export function formatHour(at: number, timeZone: string): string {
  const { weekday, time } = inZone(at, timeZone);
  return `${weekday} ${time}`;
}

/** A stretch of time for people; its end is left out where it is about now. Both in milliseconds since 1970, `to` exclusive. */
export function formatRange(range: { from: number; to: number }, timeZone: string, now: number): string {
  const from = inZone(range.from, timeZone);
  if (Math.abs(range.to - now) < 60_000) return `since ${from.date} ${from.time} ${from.zone}`;
  const to = inZone(range.to, timeZone);
  // Summer time may have begun or ended in between.
  const zone = from.zone === to.zone ? '' : ` ${from.zone}`;
  return `from ${from.date} ${from.time}${zone} to ${to.date} ${to.time} ${to.zone}`;
}

interface Shown {
  readonly weekday: string;
  readonly date: string;
  readonly time: string;
  readonly second: string;
  readonly zone: string;
}

/** An answer says each of its instants several times. */
const lately = new Map<string, Shown>();
const MAX_FORMATS = 500;

/** What calendar and clock show: the date as `20 Nov 2026`, the time as `14:02`. */
function inZone(at: number, timeZone: string): Shown {
  const key = `${at} ${timeZone}`;
  const known = lately.get(key);
  if (known) return known;
  const shown = show(at, timeZone);
  if (lately.size >= MAX_FORMATS) lately.clear();
  lately.set(key, shown);
  return shown;
}

function show(at: number, timeZone: string): Shown {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    weekday: part('weekday'),
    date: `${Number(part('day'))} ${MONTHS[Number(part('month')) - 1]} ${part('year')}`,
    time: `${part('hour')}:${part('minute')}`,
    second: part('second'),
    zone: part('timeZoneName'),
  };
}

/** Making a format takes a hundred times as long as using it, and people's zones are few. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    timeZoneName: 'short',
    weekday: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  if (formats.size < 600) formats.set(timeZone, made);
  return made;
}
