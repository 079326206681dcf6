import { describe, expect, test } from '@jest/globals';
import { nameOf } from '../../src/domain/name-of.ts';
import { tieOf } from '../../src/domain/person.ts';
import { confidenceNote } from '../../src/domain/principal.ts';
import { doubtOf } from '../../src/domain/review.ts';
import { summarise } from '../../src/domain/summary.ts';
import { readFixture } from '../fixtures.ts';

const ID = '90676A1B-0000-4000-8000-00000000da7a';
const KNOWN = { workflowRoles: [], userNames: new Map([[ID.toLowerCase(), 'dana@example.com']]) };
const byId = (userId = ID) =>
  readFixture({ userIdentity: { type: 'IdentityCenterUser', onBehalfOf: { userId } } });

describe('a user whom CloudTrail knows by an id', () => {
  const { principal } = summarise(byId(), KNOWN);

  test('is called as the space calls them, which is likely; the id stays certain', () => {
    expect(nameOf(principal)).toBe('dana@example.com');
    expect(principal).toMatchObject({
      kind: 'identityCenterUser',
      confidence: 'likely',
      behind: [ID.toLowerCase()],
    });
    expect(confidenceNote(principal)).toBe('as CodeCatalyst says');
    expect(principal.note).toContain(ID);
  });

  test('has no name where the space knows none', () => {
    expect(summarise(byId('other'), KNOWN).principal).toMatchObject({
      name: 'Identity Center user other',
      confidence: 'certain',
    });
    expect(nameOf(summarise(byId()).principal)).toBe(`Identity Center user ${ID}`);
  });

  test('may be whoever is called so in Slack, who may not decide alone', () => {
    const dana = { id: 'U0DANA', email: 'dana@example.com' };
    expect(tieOf(dana, principal, [])).toBe('named');
    expect(tieOf({ id: 'U0BOB', email: 'bob@example.com' }, principal, [])).toBeUndefined();
  });

  test('is kept out by their id as before: a name takes nothing from what is certain', () => {
    const mapped = [{ slack: 'U0DANA', principals: [ID] }];
    expect(tieOf({ id: 'U0DANA', email: null }, principal, mapped)).toBe('behind');
    for (const people of [mapped, []])
      expect(doubtOf(principal, people, false)).toBe(doubtOf(summarise(byId()).principal, people, false));
  });

  test('is nobody else: an IAM user of such a name stays what they are', () => {
    const named = readFixture({ userIdentity: { type: 'IAMUser', userName: `Identity Center user ${ID}` } });
    expect(summarise(named, KNOWN).principal).toMatchObject({
      name: `Identity Center user ${ID}`,
      kind: 'user',
      confidence: 'certain',
    });
  });
});
