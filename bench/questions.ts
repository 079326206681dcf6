import { past } from '../playground/scenarios/history.ts';
import type * as Reader from '../src/domain/question/read/read.ts';
import { BLIND, BLIND_REFUSED } from '../test/domain/question/phrases.ts';
import { compare } from './compare.ts';
import { shipped } from './shipped.ts';

/** Time zone of whoever asks: one whose clocks change. */
const ZONE = 'Europe/Berlin';

/** Reading what people typed, and refusing what is no question, against JSON.parse of a record for each; questions a second. */
export async function benchQuestions(): Promise<void> {
  const { readQuestion } = await shipped<typeof Reader>('domain/question/read/read.ts');
  const record = JSON.stringify(past(Date.now())[0]);
  for (const [name, rows] of [
    ['reading', BLIND],
    ['refusing', BLIND_REFUSED],
  ] as const) {
    const texts = rows.map(([text]) => text);
    // Each is asked by somebody else at another moment: nothing is shared but the words.
    const ours = () => {
      for (const text of texts)
        readQuestion(text, {
          now: Date.now(),
          timeZone: ZONE,
          accounts: [{ id: '111122223333', name: 'storefront' }],
        });
    };
    const theirs = () => {
      for (let index = 0; index < texts.length; index++) JSON.parse(record);
    };
    const { oursMs } = await compare(
      `${name} ${texts.length} questions`,
      ours,
      theirs,
      'JSON.parse of a record each',
      61,
    );
    console.log(
      `${name} questions: ${Math.round(texts.length / (oursMs / 1_000)).toLocaleString('en')} a second`,
    );
  }
}
