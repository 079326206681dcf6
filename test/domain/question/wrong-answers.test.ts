import { describe, expect, test } from '@jest/globals';
import { unknownDeed } from '../../../src/domain/question/known-deed.ts';
import { describeQuestion } from '../../../src/domain/question/print.ts';
import type { QuestionReading } from '../../../src/domain/question/question.ts';
import { readQuestion } from '../../../src/domain/question/read/read.ts';

const NOW = Date.parse('2026-11-26T11:00:00Z');
const read = (text: string): QuestionReading =>
  readQuestion(text, { now: NOW, timeZone: 'UTC', accounts: [{ id: '444455556666', name: 'dev' }] });
const reading = (text: string): string => {
  const outcome = read(text);
  return outcome.kind === 'question' ? describeQuestion(outcome.question, 'UTC', NOW) : `(${outcome.kind})`;
};

describe('what was read with confidence, and wrongly', () => {
  test.each([
    ['what happened to DeployRole', 'what happened, reads left out: named DeployRole, in the last 90 days'],
    ['who removed DeployRole', 'who removed, named DeployRole, in the last 90 days'],
    // To what it was done, where who did so is still asked.
    ['checkout scaled?? who', 'who scaled, named checkout, in the last 90 days'],
    [
      'was the deletion of KMS key 1111aaaa-2222-4333-8444-bbbbccccdddd cancelled',
      'whether somebody cancelled keys, named 1111aaaa-2222-4333-8444-bbbbccccdddd, in the last 90 days',
    ],
    ['resize-images updated, by whom', 'who updated, named resize-images, in the last 90 days'],
    [
      'who assocaited DeployRole to teh connection',
      'who associated CodeCatalyst connections, named DeployRole, in the last 90 days',
    ],
    [
      'has anyone veiwed the biling authorisation',
      'whether somebody viewed CodeCatalyst billing, in the last 90 days',
    ],
    [
      'who unlinkd the role form the connection',
      'who disassociated roles from CodeCatalyst connections, in the last 90 days',
    ],
    [
      'who authorized billing between 5 and 9 days ago',
      'who authorized CodeCatalyst billing, from 17 Nov 2026 11:00 to 21 Nov 2026 11:00 UTC',
    ],
    [
      'what happened between 1 and 3 days ago in dev',
      'what happened, reads left out: in account 444455556666, from 23 Nov 2026 11:00 to 25 Nov 2026 11:00 UTC',
    ],
    [
      'who deleted stack from 2 to 4 weeks ago',
      'who deleted stacks, from 29 Oct 2026 11:00 to 12 Nov 2026 11:00 UTC',
    ],
    [
      'who deleted connection in the last week',
      'who deleted CodeCatalyst connections, since 19 Nov 2026 11:00 UTC',
    ],
    ['roles created in the last month', 'events: created roles, since 26 Oct 2026 11:00 UTC'],
    [
      'user activity in dev last 3 days',
      'events, reads left out: in account 444455556666, since 23 Nov 2026 11:00 UTC',
    ],
    ['which users deleted connections', 'who deleted CodeCatalyst connections, in the last 90 days'],
    ['who deleted users', 'who deleted users, in the last 90 days'],
    [
      'who deleted connection last week',
      'who deleted CodeCatalyst connections, from 16 Nov 2026 00:00 to 23 Nov 2026 00:00 UTC',
    ],
    [
      'has there been any activity at all in dev in the last 10 hours',
      'whether somebody, in account 444455556666, readonly true or false, since 26 Nov 2026 01:00 UTC',
    ],
  ])('%s', (text, expected) => {
    expect(reading(text)).toBe(expected);
  });

  test.each([
    ['who deleted connection almost', 'unplaced_part'],
    ['who deleted connection for the second time', 'unplaced_part'],
    ['who deleted connection on weekends', 'recurring_time'],
    ['who deleted connection on mondays', 'recurring_time'],
    ['what did we do with billing', 'unplaced_part'],
    ['what is an account connection', 'definition'],
    ['what are connections', 'definition'],
    ['who deleted my slack message', 'other_system'],
    ['who changed the police', 'unplaced_part'],
  ])('%s is refused', (text, code) => {
    expect(read(text)).toMatchObject({ kind: 'unreadable', code });
  });

  test.each([
    'who deleted connection almost',
    'who deleted connection by mistake',
    'who deleted connection without mfa',
    'who deleted connection twice',
    'who deleted connection with the old key',
    'who deleted connection flurb wibble',
  ])('a suggestion never cuts a word away: %s', text => {
    const outcome = read(text);
    if (outcome.kind !== 'unreadable') throw new Error(outcome.kind);
    const words = (one: string) => one.toLowerCase().replaceAll('"', '').split(/\s+/);
    const isCut =
      words(outcome.suggestion).every(word => words(text).includes(word)) &&
      words(outcome.suggestion).length < words(text).length;
    expect(isCut).toBe(false);
  });

  test('a deed that no event is, is known for that: nothing found says little', () => {
    const deedOf = (text: string) => {
      const outcome = read(text);
      return outcome.kind === 'question' ? unknownDeed(outcome.question) : outcome.kind;
    };
    // Where something near it is one, it is asked which is meant.
    expect(deedOf('who approved billing')).toBe('ambiguous');
    expect(deedOf('who rotated connections or roles')).toBe('rotated connection or role');
    expect(deedOf('who deleted connection')).toBeUndefined();
    expect(deedOf('who stopped instances')).toBeUndefined();
  });
});
