import { describe, expect, test } from '@jest/globals';
import { describeQuestion } from '../../../src/domain/question/print.ts';
import { readQuestion } from '../../../src/domain/question/read/read.ts';
import { BLIND, CONTEXT, NEAR_MISSES, NOW, READ } from './phrases.ts';
import { FRAMES, OPENINGS, RESTRICTIONS } from './surroundings.ts';

/** Every question of the tables: what they mean is not looked at here. */
const QUESTIONS = [...READ, ...NEAR_MISSES, ...BLIND].map(([text]) => text);
/** Those with which a sentence can go on. */
const OPEN = QUESTIONS.filter(text => !/[?!.]$|\b(thanks|please|pls)\b/i.test(text));

/** How a text is read, as JSON; its kind where it is no question. */
function readingOf(text: string): string {
  const reading = readQuestion(text, CONTEXT);
  return reading.kind === 'question' ? JSON.stringify(reading.question) : reading.kind;
}

/** Numbers that are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** A word with one slip of the keyboard in it, never in its first letter. */
function slipIn(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 1));
  const letter = String.fromCharCode(97 + Math.floor(random() * 26));
  const [before, after] = [word.slice(0, at), word.slice(at + 1)];
  const slips = [
    `${before}${after}`,
    `${before}${letter}${word.slice(at)}`,
    `${before}${letter}${after}`,
    `${before}${after[0] ?? ''}${word[at] ?? ''}${after.slice(1)}`,
  ];
  return slips[Math.floor(random() * slips.length)] ?? word;
}

describe('what stands around a question', () => {
  test.each(FRAMES)('changes nothing: %s', frame => {
    const changed = QUESTIONS.filter(
      text =>
        readingOf(frame.replace('%', () => text)) !== readingOf(text) &&
        !(frame === '"%"' && /["“`‘]/.test(text)),
    );
    expect(changed).toEqual([]);
  });

  test.each(OPENINGS)('asks for the same: %s', opening => {
    const asking = QUESTIONS.filter(text => /^(who|what|when|which|where|how many)\b/i.test(text));
    expect(asking.filter(text => readingOf(opening.replace('%', () => text)) !== readingOf(text))).toEqual(
      [],
    );
  });

  test.each(RESTRICTIONS)('is never passed over where it narrows: %s', restriction => {
    expect(OPEN.filter(text => readingOf(`${text} ${restriction}`) === readingOf(text))).toEqual([]);
  });

  test('is given back where it was set aside', () => {
    expect(readQuestion('hey team, quick question: who deleted connection', CONTEXT)).toMatchObject({
      kind: 'question',
      setAside: ['hey team quick question'],
    });
  });
});

describe('how a question is written', () => {
  test('capitals, blanks and mark-up change nothing', () => {
    const plain = QUESTIONS.filter(text => !/[A-Z:"“`‘]/.test(text));
    const written = (text: string) => [
      text.toUpperCase(),
      `${text.slice(0, 1).toUpperCase()}${text.slice(1)}?`,
      text.replaceAll(' ', '  '),
      `*${text.split(' ')[0] ?? ''}* ${text.split(' ').slice(1).join(' ')}`,
    ];
    const changed = plain.flatMap(text =>
      written(text).filter(other => readingOf(other).toLowerCase() !== readingOf(text).toLowerCase()),
    );
    expect(changed).toEqual([]);
  });

  test('one slip in a word that is known keeps the reading, asks, or is refused', () => {
    const random = numbers(11);
    const wrong: string[] = [];
    for (const text of Array.from({ length: 6 }, () => QUESTIONS).flat()) {
      const words = text.split(' ');
      // A slip in somebody's name makes another name.
      const places = words.flatMap((word, at) => (/^[a-z]{5,}$/.test(word) && !NAMES.test(word) ? [at] : []));
      const at = places[Math.floor(random() * places.length)];
      const typed = at === undefined ? '' : slipIn(words[at] ?? '', random);
      if (at === undefined || typed === words[at]) continue;
      const slipped = words.with(at, typed).join(' ');
      const reading = readQuestion(slipped, CONTEXT);
      if (reading.kind !== 'question' || sameDeed(slipped, text)) continue;
      wrong.push(`${slipped} => ${describeQuestion(reading.question, CONTEXT.timeZone, NOW)}`);
    }
    // What is left are other words of English: "changed" and "change", "last" and "least".
    expect(wrong.length).toBeLessThan(12);
  });

  test('the order of what narrows it changes nothing', () => {
    const parts = ['in storefront', 'by alice', 'last week', 'in us-west-2', 'outcome:failure'];
    const readings = permutations(parts).map(order => {
      const reading = readQuestion(`who deleted connection ${order.join(' ')}`, CONTEXT);
      if (reading.kind !== 'question') return reading.kind;
      const { filters, ...rest } = reading.question;
      return JSON.stringify([
        rest,
        filters.map(filter => JSON.stringify(filter)).toSorted((a, b) => (a < b ? -1 : 1)),
      ]);
    });
    expect(new Set(readings).size).toBe(1);
    expect(readings[0]).toContain('alice');
  });
});

/** Names in the tables. */
const NAMES =
  /^(alice|carol|mallory|maria|robert|jenkins|nadia|terraform|legacy|storefront|checkout|orders|wibble|payments|shop|build|cache|lake|frontend|erin|dave|billing)$/;

/** Whether two texts ask for the same verbs and nouns by other forms of a word. */
function sameDeed(one: string, other: string): boolean {
  return readingOf(one) === readingOf(other);
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map(rest => [item, ...rest]));
}
