/** Units that times are counted in. */
export type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** A time of day. */
export type TimeOfDay = readonly [hour: number, minute: number];

/** Parts of a day, as hours from its midnight (CLDR's day periods for English, roundly). */
export const DAY_PARTS: ReadonlyMap<string, readonly [from: number, to: number]> = new Map([
  ['morning', [0, 12]],
  ['afternoon', [12, 18]],
  ['evening', [18, 24]],
  ['night', [18, 30]],
]);

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);
const DAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
const NUMBERS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** Words that can begin or make up a time phrase, for spotting misspellings. */
export const TIME_WORDS: readonly string[] =
  `today yesterday tomorrow since before after until between around monday tuesday wednesday thursday friday
saturday sunday days january february march april june july august september october november december
hours minutes weeks months noon midnight morning afternoon evening night weekend overnight`.split(/\s+/);

/** Times that come again and again. */
export const RECURRING =
  /^(weekends|weekdays|(mon|tues|wednes|thurs|fri|satur|sun)days|mornings|evenings|nights|afternoons)$/;

/** Short words, and those that are no time by themselves, with which a time phrase can begin. */
const OPENING: ReadonlySet<string> = new Set(
  `from till about on during in at within over for up now tonight next last past previous this the earlier day half a an couple week fortnight dozen few several older newer more less longer fewer younger under beyond later not at preceding trailing q1 q2 q3 q4
calendar iso cw kw current first 1st second 2nd third 3rd fourth 4th final early mid late beginning start middle end so as prior by through thru starting ever no ahead month quarter year our
may just ${TIME_WORDS.join(' ')} ${NUMBERS.join(' ')}`.split(/\s+/),
);

/** Whether a time phrase can begin with a word at all: most words of a question are done with this one look. */
export function canOpenTime(word: string): boolean {
  return (
    OPENING.has(word) ||
    /^(\d|cw\d|kw\d|(early|mid|late)-)/.test(word) ||
    monthIndex(word) !== undefined ||
    dayIndex(word) !== undefined
  );
}

/** The unit that a word names, singular or plural, short or long. */
export function unitOf(word: string): Unit | undefined {
  const match = /^(minute|min|hour|hr|day|week|wk|month|quarter|year)s?$/.exec(word);
  const [, unit = ''] = match ?? [];
  return match ? (SHORT_UNITS[unit] ?? (unit as Unit)) : undefined;
}

const SHORT_UNITS: Readonly<Record<string, Unit>> = { min: 'minute', hr: 'hour', wk: 'week' };

/** The unit for the letters of `2h` and `15min`. */
export const UNIT_LETTERS: Readonly<Record<string, Unit>> = { m: 'minute', h: 'hour', d: 'day', w: 'week' };

/** A count in digits or words; articles count as one. */
export function countOf(word: string): number | undefined {
  if (/^\d{1,4}$/.test(word)) return Number(word);
  if (/^(an?|the)$/.test(word)) return 1;
  const named = NUMBERS.indexOf(word);
  return named === -1 ? undefined : named;
}

/** The day of a month: `5`, `5th`. */
export function dayNumber(word: string | undefined): number | undefined {
  const match = /^(\d{1,2})(st|nd|rd|th)?$/.exec(word ?? '');
  const day = Number(match?.[1]);
  return match && day >= 1 && day <= 31 ? day : undefined;
}

const ORDINALS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  );

/** The day of a month in words, beside the month only: `the first of november`. */
export function dayInWords(word: string): number | undefined {
  const index = ORDINALS.indexOf(word);
  return index === -1 ? (word === 'thirtieth' ? 30 : undefined) : index + 1;
}

/** A year of this century. */
export function yearOf(word: string | undefined): number | undefined {
  return /^20\d\d$/.test(word ?? '') ? Number(word) : undefined;
}

/** The month that a word names, from 0. */
export function monthIndex(word: string): number | undefined {
  return MONTH_OF.get(word);
}

/** The day of the week that a word names, Sunday being 0. */
export function dayIndex(word: string): number | undefined {
  return DAY_OF.get(word);
}

const MONTH_OF: ReadonlyMap<string, number> = new Map([
  ...MONTHS.flatMap((month, index) => [[month, index] as const, [month.slice(0, 3), index] as const]),
  ['sept', MONTHS.indexOf('september')],
]);

const DAY_OF: ReadonlyMap<string, number> = new Map(
  DAYS.flatMap((day, index) => [day, day.slice(0, 3), day.slice(0, 4)].map(word => [word, index] as const)),
);

/** A time of day that was read. */
export interface ClockReading {
  readonly clock: TimeOfDay;
  readonly words: number;
  /** It was said to the hour only: `2pm`, not `14:00`. */
  readonly hourly: boolean;
  readonly half?: 'am' | 'pm';
}

/** `14:30`, `2pm`, `2 pm`, `2:30 pm`, `noon`. */
export function clockOf(word = '', next = ''): ClockReading | undefined {
  const beside = /^\d{1,2}(:\d{2}){0,2}$/.test(word) && /^(am|pm|o'clock)$/.test(next);
  const whole = !beside ? word : next === "o'clock" ? `${word}:00` : `${word}${next}`;
  const clock = wholeClock(whole);
  if (!clock) return undefined;
  const half = /(am|pm)$/.exec(whole)?.[0] as ClockReading['half'];
  const hourly = /^(\d{1,2}(am|pm)|noon|midnight)$/.test(whole) || (beside && next === "o'clock");
  return { clock, words: beside ? 2 : 1, hourly, ...(half && { half }) };
}

function wholeClock(word: string | undefined): TimeOfDay | undefined {
  if (word === 'noon' || word === 'midday') return [12, 0];
  if (word === 'midnight') return [0, 0];
  const match = /^(\d{1,2})(?::(\d{2})(?::\d{2})?)?(am|pm)?$/.exec(word ?? '');
  if (!match || (match[2] === undefined && match[3] === undefined)) return undefined;
  const hour = Number(match[1]);
  const minute = Number(match[2] ?? 0);
  if (minute > 59 || hour > 23 || (match[3] !== undefined && (hour < 1 || hour > 12))) return undefined;
  if (match[3] === undefined) return [hour, minute];
  return [(hour % 12) + (match[3] === 'pm' ? 12 : 0), minute];
}

/** The hour of a bare number, where what stands beside it shows that it is one. */
export function bareHour(word: string | undefined): number | undefined {
  return /^\d{1,2}$/.test(word ?? '') && Number(word) <= 24 ? Number(word) : undefined;
}
