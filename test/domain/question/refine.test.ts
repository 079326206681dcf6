import { describe, expect, test } from '@jest/globals';
import type { Question } from '../../../src/domain/question/question.ts';
import { readQuestion } from '../../../src/domain/question/read/read.ts';
import { EMPTY_FORM, formOf, textOfForm } from '../../../src/domain/question/refine.ts';
import { BLIND, CONTEXT, NEAR_MISSES, READ } from './phrases.ts';

function read(text: string): Question {
  const reading = readQuestion(text, CONTEXT);
  if (reading.kind !== 'question') throw new Error(`${text}: ${JSON.stringify(reading)}`);
  return reading.question;
}

/** The same whatever order its filters are in. */
function unordered({ filters, ...rest }: Question) {
  return { ...rest, filters: filters.map(filter => JSON.stringify(filter)).toSorted() };
}

describe('a question that is taken apart', () => {
  test('reads back to the same', () => {
    const changed = [...READ, ...NEAR_MISSES, ...BLIND].filter(([text]) => {
      const question = read(text);
      const again = readQuestion(textOfForm(formOf(question)), CONTEXT);
      return (
        again.kind !== 'question' ||
        JSON.stringify(unordered(again.question)) !== JSON.stringify(unordered(question))
      );
    });
    expect(changed.map(([text]) => `${text} => ${textOfForm(formOf(read(text)))}`)).toEqual([]);
  });

  test.each([
    [{ verb: 'deleted', thing: 'connection', who: 'alice' }, 'list deleted connection by alice'],
    [
      { thing: 'connection', where: 'storefront', when: 'last week' },
      'list connection in storefront last week',
    ],
    [{ who: 'not by bob', when: 'today' }, 'list events not by bob today'],
  ])('is put together again with what people leave out: %j', (slots, text) => {
    expect(textOfForm({ ...EMPTY_FORM, ...slots })).toBe(text);
    expect(readQuestion(text, CONTEXT).kind).toBe('question');
  });
});
