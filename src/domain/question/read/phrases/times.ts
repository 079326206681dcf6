import type { Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import type { TimePhrases } from '../time/time-phrases.ts';
import { DAY_PARTS, dayIndex, RECURRING } from '../time/words.ts';
import { isNameLikeTime } from './names.ts';
import { nounsAt } from './things.ts';

const OLD_THINGS = "I can't tell how old a thing is, only when something was done to it.";

/** A stretch of time, with what is wrong about it where something is. */
export function timesAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  if (RECURRING.test(word)) {
    const wrong = `I don't know times that come again and again ("${word}"). Name a day, or a stretch of days.`;
    return [
      { is: 'time', words: 1, range: { from: 0, to: 1 }, text: word, wrong: `recurring_time:${wrong}` },
    ];
  }
  // "what was alice up to last week".
  if (word === 'up' && sentence.word(at + 1) === 'to' && isDoing(sentence, at)) return [];
  if (isAgainAndAgain(sentence, at)) {
    const wrong = `I don't know times that come again and again ("${sentence.text(at - 1)} ${word}"). Name a day, or a stretch of days.`;
    return [
      { is: 'time', words: 1, range: { from: 0, to: 1 }, text: word, wrong: `recurring_time:${wrong}` },
    ];
  }
  const reading = sentence.times.at(at) ?? lengthAlone(sentence, at);
  // "recently, say last 3 days".
  if (/^(say|ie|i\.e|maybe|roughly|approximately)$/.test(word) && sentence.times.at(at + 1))
    return [{ is: 'filler', word, words: 1, cost: 0.05 }];
  if (!reading || isNameLikeTime(sentence, at)) return [];
  // "deleted backups older than 30 days": how old a thing is, no event says.
  const isOfThing = [1, 2, 3].some(words =>
    nounsAt(sentence, at - words).some(piece => piece.is === 'noun' && piece.words === words),
  );
  if (/^(older|newer|younger)$/.test(word) && isOfThing)
    return [{ is: 'wrong', code: 'unplaced_part', message: OLD_THINGS, words: reading.words }];
  const { range, skipped, isNoDay } = reading;
  const { words } = reading;
  const { now } = sentence.context;
  const text = sentence.tokens
    .slice(at, at + words)
    .map(token => token.text)
    .join(' ');
  const wrong = isNoDay
    ? `The calendar has no "${text}".`
    : skipped
      ? `"${text}" did not exist there: the clocks were put forward.`
      : range.from > now || (range.from === now && range.to > now && !beginsNow(text))
        ? `"${text}" is still to come.`
        : range.to <= range.from && !(range.from === now && beginsNow(text))
          ? `"${text}" ends before it begins.`
          : undefined;
  return [{ is: 'time', words, range, text, ...(wrong !== undefined && { wrong: `no_such_time:${wrong}` }) }];
}

/** "root activity, 90 days": how far back, as a part of its own. */
function lengthAlone({ times, tokens, length }: Sentence, at: number): ReturnType<TimePhrases['at']> {
  const stretch = tokens[at - 1]?.breaks === true ? times.lengthAt(at) : undefined;
  const end = at + (stretch?.words ?? 0);
  return stretch && (end === length || tokens[end - 1]?.breaks === true) ? stretch : undefined;
}

/** `every monday`, `on a friday in november`, `each morning`. */
function isAgainAndAgain(sentence: Sentence, at: number): boolean {
  const word = sentence.word(at);
  const before = sentence.word(at - 1);
  if (
    /^(every|each|any)$/.test(before) &&
    (dayIndex(word) !== undefined || DAY_PARTS.get(word) !== undefined)
  )
    return true;
  // "every day at 3pm"; "per day" and "each day" count.
  if (before === 'every' && word === 'day' && sentence.word(at + 1) === 'at') return true;
  return before === 'a' && word.length > 3 && dayIndex(word) !== undefined;
}

/** Whether "up to" says that somebody does something: "was alice up to", "has bob been up to". */
export function isDoing(sentence: Sentence, at: number): boolean {
  const isSaid = (place: number) => /^(was|were|is|are|been)$/.test(sentence.word(place));
  return isSaid(at - 1) || (isSaid(at - 2) && /^(what|all|everything)$/.test(sentence.word(at - 3)));
}

/** A stretch of the calendar that begins this very moment has had no time yet, and is not still to come. */
function beginsNow(text: string): boolean {
  return /\b(today|this|midnight)\b/i.test(text);
}
