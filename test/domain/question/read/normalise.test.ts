import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { normalise } from '../../../../src/domain/question/read/normalise.ts';

test.each([
  ['*who* deleted _connection_', 'who deleted connection'],
  ['who\u200b deleted\u00a0connection', 'who deleted connection'],
  ['who’s deleted it', 'who is deleted it'],
  ['“my stack” – deleted', '"my stack" , deleted'],
  ['who deleted <mailto:a@example.com|a@example.com>', 'who deleted a@example.com'],
  ['/cctrail who deleted connection', 'who deleted connection'],
  ['<@U024BE7LH> who deleted connection', 'who deleted connection'],
  // Somebody who acted is no greeting.
  ['<@U024BE7LH> deleted connection', '<@U024BE7LH> deleted connection'],
  ['> Error: no such stack\nwho deleted stack app', 'who deleted stack app'],
  ['> stack app is gone\nwho deleted it', 'stack app is gone. who deleted it'],
  ['event:(CreateRole OR DeleteRole)', 'event:"CreateRole,DeleteRole"'],
  ['since 2026-11-20 08:00 UTC', 'since 2026-11-20T08:00Z'],
  ['account 1111-2222-3333', 'account 111122223333'],
  ['who deleted connection :eyes:', 'who deleted connection'],
])('%s', (typed, plain) => {
  expect(normalise(typed)).toBe(plain);
});

test('what is normalised stays as it is, and no text is too much for it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), text => {
      const started = performance.now();
      normalise(text);
      expect(performance.now() - started).toBeLessThan(100);
    }),
  );
});
