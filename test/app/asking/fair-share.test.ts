import { expect, test } from '@jest/globals';
import { FairShare } from '../../../src/app/asking/fair-share.ts';

test('one person asks at least 30 questions a minute, and then no more until it is over; others are not concerned', () => {
  let now = 1_000_000;
  const shares = new FairShare(() => now);
  const asked = Array.from({ length: 100 }, () => shares.mayAsk('U0ALICE')).filter(Boolean);
  expect(asked.length).toBeGreaterThanOrEqual(30);
  expect(asked.length).toBeLessThan(100);
  expect(shares.mayAsk('U0PETER')).toBe(true);
  now += 60_001;
  expect(shares.mayAsk('U0ALICE')).toBe(true);
});

test('a few of one person are worked on at once, the rest in their order, whatever fails', async () => {
  const shares = new FairShare(() => 0);
  const ends: (() => void)[] = [];
  const begun: string[] = [];
  const begin = (person: string, name: string) =>
    shares
      .inTurn(person, () => {
        begun.push(name);
        return new Promise<void>((resolve, reject) =>
          ends.push(name === 'a2' ? () => reject(new Error('failed')) : resolve),
        );
      })
      .catch(() => undefined);
  const all = ['a1', 'a2', 'a3', 'a4', 'a5'].map(name => begin('U0ALICE', name));
  all.push(begin('U0PETER', 'p1'));
  await Promise.resolve();
  expect(begun).toEqual(['a1', 'a2', 'a3', 'p1']);
  ends[1]?.();
  await new Promise(setImmediate);
  expect(begun).toEqual(['a1', 'a2', 'a3', 'p1', 'a4']);
  for (let done = 0; done < ends.length; done++) {
    ends[done]?.();
    await new Promise(setImmediate);
  }
  await Promise.all(all);
  expect(begun).toEqual(['a1', 'a2', 'a3', 'p1', 'a4', 'a5']);
});
