import { Calendar } from './question/read/time/calendar.ts';
import { countOf, dayIndex, monthIndex, UNIT_LETTERS, unitOf } from './question/read/time/words.ts';

/** The end of something that begins now, and how many characters of the text say so. */
export interface Until {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly length: number;
}

/** When and where something is said. */
interface Here {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** IANA name. */
  readonly timeZone: string;
}

const UNITS_MS = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

/** `for 30s`, `for 2 hours`, `for a day`, `until friday`, `until tomorrow 9:00`, `until 2026-12-01`, at the beginning of a text; undefined where it begins with none of them. */
export function readUntil(text: string, here: Here): Until | undefined {
  return readFor(text, here) ?? readDay(text, here);
}

function readFor(text: string, { now }: Here): Until | undefined {
  const [whole = '', count = '', letters = ''] =
    /^for (\d{1,6}|an?|one|two|three|four|five|six|seven) ?([a-z]+)(?![\w-])/i.exec(text) ?? [];
  const word = letters.toLowerCase();
  const unit = /^s(ec(ond)?s?)?$/.test(word) ? 'second' : (UNIT_LETTERS[word] ?? unitOf(word));
  const number = /^\d+$/.test(count) ? Number(count) : countOf(count.toLowerCase());
  const unitMs = unit !== undefined && unit in UNITS_MS ? UNITS_MS[unit as keyof typeof UNITS_MS] : undefined;
  if (unitMs === undefined || number === undefined) return undefined;
  return { at: now + number * unitMs, length: whole.length };
}

const DAY = String.raw`today|tonight|tomorrow|(?:next )?(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9}(?: \d{4})?`;
const CLOCK = String.raw`(?<hour>\d{1,2})(?::(?<minute>\d{2}))?\s?(?<half>am|pm)?|noon|midnight`;
const UNTIL = new RegExp(
  String.raw`^until (?:(?<day>${DAY})(?:,? (?:at )?(?<clock>${CLOCK})(?![\w:]))?|(?<alone>\d{1,2}:\d{2}|\d{1,2}\s?(?:am|pm)|noon|midnight))(?![\w:-])`,
  'i',
);

/** `until friday` is when that day begins; `until 18:00` the next time that clocks show it. */
function readDay(text: string, { now, timeZone }: Here): Until | undefined {
  const match = UNTIL.exec(text);
  if (!match) return undefined;
  const calendar = new Calendar(now, timeZone);
  const { day, clock, alone } = match.groups ?? {};
  const time = clockOf(alone ?? clock);
  if (time === undefined) return undefined;
  if (alone !== undefined) {
    const today = calendar.atClock(calendar.today, time);
    const at = today > now ? today : calendar.atClock(calendar.add('day', calendar.today, 1), time);
    return { at, length: match[0].length };
  }
  const date = dayOf(day?.toLowerCase() ?? '', calendar);
  if (date === undefined) return undefined;
  const isEnd = /^(today|tonight)$/i.test(day ?? '') && clock === undefined;
  const at = isEnd ? calendar.add('day', date, 1) : clock === undefined ? date : calendar.atClock(date, time);
  return { at, length: match[0].length };
}

/** Hours and minutes; midnight without a text. */
function clockOf(text: string | undefined): readonly [number, number] | undefined {
  if (text === undefined || /^midnight$/i.test(text)) return [0, 0];
  if (/^noon$/i.test(text)) return [12, 0];
  const [, hour = '', minute = '0', half] = /^(\d{1,2})(?::(\d{2}))?\s?(am|pm)?$/i.exec(text) ?? [];
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/pm/i.test(half) ? 12 : 0);
  return hour === '' || hours > 24 || Number(minute) > 59 ? undefined : [hours, Number(minute)];
}

/** The midnight that a day begins with; of a day of the week the next one after today. */
function dayOf(text: string, calendar: Calendar): number | undefined {
  if (/^(today|tonight)$/.test(text)) return calendar.today;
  if (text === 'tomorrow') return calendar.add('day', calendar.today, 1);
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year !== undefined) return calendar.date(Number(year), Number(month) - 1, Number(day));
  const weekday = dayIndex(text.replace(/^next /, ''));
  if (weekday !== undefined) return calendar.weekdayBefore(calendar.add('day', calendar.today, 7), weekday);
  const [, number, name = '', inYear] = /^(\d{1,2})\D{0,2} ([a-z]+)(?: (\d{4}))?$/.exec(text) ?? [];
  const index = monthIndex(name);
  if (index === undefined) return undefined;
  const inThis = calendar.date(Number(inYear ?? calendar.year), index, Number(number));
  return inYear === undefined && inThis !== undefined && inThis <= calendar.today
    ? calendar.date(calendar.year + 1, index, Number(number))
    : inThis;
}
