import { expect, test } from '@jest/globals';
import { wordingsOf } from '../../../../src/domain/question/read/words.ts';
import { CONTEXT, tokensOf } from './stages.ts';

const likeliest = (text: string) => {
  const [first] = wordingsOf(tokensOf(text), CONTEXT);
  return first?.tokens.map(token => token.text).join(' ');
};

test.each([
  ['who delted conection', 'who deleted connection'],
  ['faild deletions', 'failed deletions'],
  ['who accepted/declined it', 'who accepted or declined it'],
  ['deletions in production', 'deletions in prod'],
  // What is written as names are, and what stands for somebody, is no slip.
  ['who deleted stak-1', 'who deleted stak-1'],
  ['did carll delete it', 'did carll delete it'],
])('%s: the likeliest wording', (text, words) => {
  expect(likeliest(text)).toBe(words);
});

test('what was put right is a guess, and costs something', () => {
  const [first] = wordingsOf(tokensOf('who delted connection'), CONTEXT);
  expect(first).toMatchObject({ guesses: ['"delted" read as "deleted"'], cost: 1 });
});
