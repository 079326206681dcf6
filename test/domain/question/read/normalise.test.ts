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

// One that goes back and forth over it without end runs into the limit of the test.
test('no text is too much for it, however often it says the same', () => {
  const long = fc
    .tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 400 }))
    .map(([unit, times]) => unit.repeat(times));
  fc.assert(
    fc.property(fc.oneof(long, fc.string({ unit: 'binary', maxLength: 400 })), text => {
      expect(typeof normalise(text)).toBe('string');
    }),
  );
});
