const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const DAY = '\\d{1,2}(?:st|nd|rd|th)?';
const WEEKDAY =
  '(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)';
const CLOCK = '\\d{1,2}(?::\\d\\d|\\s?[ap]m)';
const DASH = '\\s*[-\\u2013\\u2014]\\s*';
const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);

/** Days without a year, written with points (`22.10.`), where the word before or a dash beside them says that they are. */
const POINTED: readonly RegExp[] = [
  /(?<lead>(?:^|\s)(?:on|from|to|until|till|since|between|and|after|before)\s|[-\u2013]\s*)(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?!\d)/gi,
  /(?<lead>(?:^|\s))(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?=\s*[-\u2013])/gi,
];

/** Other spellings of days and hours, each with the usual one: `w/c 9 nov`, `nov '26`, `20nov`, `2026-W45`, `at 14h`. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = (
  [
    ['w/c (?=\\S)', 'week commencing '],
    ['w/e (?=\\S)', 'week ending '],
    [`(${MONTH}) ['\u2019](\\d\\d)\\b`, '$1 20$2'],
    [`(\\d{1,2})-?(${MONTH})-?(20\\d\\d)\\b`, '$1 $2 $3'],
    [`(\\d{1,2})-?(${MONTH})(?![\\w.-])`, '$1 $2'],
    [`(${MONTH})-?(\\d{1,2})(?![\\w.:-])`, '$1 $2'],
    ['(20\\d\\d)-w(\\d{1,2})\\b', 'week $2 of $1'],
    ['(at|around) (\\d{1,2})h(\\d\\d)\\b', '$1 $2:$3'],
    ['(at|around) (\\d{1,2})h\\b', '$1 $2:00'],
    ['(\\d{1,2}(?::\\d\\d)?) ?([ap])\\.m\\.?(?=\\s|$)', '$1$2m'],
  ] as const
).map(([pattern, words]) => [new RegExp(`(?<![\\w.-])${pattern}`, 'gi'), words] as const);

/** A range of days that begins in the month before: `28-2 november`. */
const BACKWARDS = new RegExp(
  `(?<![\\w.-])(\\d{1,2})(?:st|nd|rd|th)?(?:${DASH}| to )(\\d{1,2})(?:st|nd|rd|th)? (${MONTH})\\b`,
  'gi',
);

function overMonths(typed: string, first: string, last: string, month: string): string {
  if (Number(first) <= Number(last)) return typed;
  const index = MONTHS.findIndex(name => name.startsWith(month.toLowerCase().slice(0, 3)));
  return `${first} ${MONTHS[(index + 11) % 12] ?? ''} to ${last} ${month}`;
}

/** Ranges that are written with a dash, each with what it is said with. */
const RANGES: readonly (readonly [RegExp, string])[] = (
  [
    [`(${MONTH}\\.? ${DAY})${DASH}(?=${MONTH}\\.? ${DAY}\\b)`, '$1 to '],
    [`(${DAY} ${MONTH})${DASH}(?=${DAY} ${MONTH}\\b)`, '$1 to '],
    [
      `(${MONTH})\\.? (${DAY})(?:${DASH}| to | and )(${DAY})(,? 20\\d\\d)?(?![\\w:.]| ?${MONTH})`,
      '$1 $2$4 to $1 $3$4',
    ],
    [`(${DAY})(?:${DASH}| to )(${DAY}) (${MONTH})( 20\\d\\d)?\\b`, '$1 $3$4 to $2 $3$4'],
    [`(${WEEKDAY})${DASH}(?=${WEEKDAY}\\b)`, '$1 to '],
    [`(${MONTH})${DASH}(?=${MONTH}(?! \\d)\\b)`, '$1 to '],
    [`(${CLOCK})${DASH}(?=${CLOCK}\\b)`, '$1 to '],
    [`(\\d{4}-\\d\\d-\\d\\d)(?:\\s+-\\s+|\\s*[\\u2013\\u2014]\\s*)(?=\\d{4}-\\d\\d-\\d\\d)`, '$1 to '],
  ] as const
).map(([pattern, words]) => [new RegExp(`(?<![\\w.-])${pattern}`, 'gi'), words] as const);

/** A text with its ranges of days and hours in words: `Oct 22-25` as `Oct 22 to Oct 25`, `10:30-11:00`, `22.10. - 25.10.`. A dash means much else. */
export function withRangesInWords(text: string): string {
  // Without digits and dashes there is none.
  if (!/[\d\u2013\u2014-]|w\/[ce]/i.test(text)) return text;
  let plain = text;
  for (const pattern of POINTED) plain = plain.replace(pattern, inWords);
  for (const [pattern, words] of SPELLINGS) plain = plain.replace(pattern, words);
  plain = plain.replace(BACKWARDS, overMonths);
  for (const [pattern, words] of RANGES) plain = plain.replace(pattern, words);
  return plain;
}

function inWords(typed: string, lead: string, day: string, month: string): string {
  const name = MONTHS[Number(month) - 1];
  return name === undefined || Number(day) > 31 ? typed : `${lead}${day} ${name} `;
}
