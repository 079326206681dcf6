import { describe, expect, test } from '@jest/globals';
import { statement } from '../../src/domain/answer.ts';
import { withIssuers } from '../../src/domain/issuers.ts';
import { nameOf } from '../../src/domain/name-of.ts';
import { mappedPerson } from '../../src/domain/person.ts';
import { principalOf } from '../../src/domain/principal-of.ts';
import { matches } from '../../src/domain/question/match.ts';
import { readQuestion } from '../../src/domain/question/read/read.ts';
import { summarise } from '../../src/domain/summary.ts';
import { peopleIn } from '../../src/domain/tally.ts';
import { assumedRole, readFixture } from '../fixtures.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const DEPLOY = 'arn:aws:iam::111122223333:role/Deploy';
const TRENT = 'arn:aws:iam::111122223333:user/trent';
const PEOPLE = [
  { slack: 'U0ALICE', principals: ['alice@example.com', 'Deploy/alice@example.com'] },
  { slack: 'U0TRENT', principals: ['trent'] },
];

/** Somebody acts in a session that trent obtained, under names of trent's choosing. */
function framing(session: string, sourceIdentity?: string) {
  const userIdentity = assumedRole(DEPLOY, session, { context: { sourceIdentity } });
  const record = readFixture({ userIdentity });
  const issuer = readFixture({
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    eventID: 'e0000000-0000-4000-8000-0000000000aa',
    userIdentity: { type: 'IAMUser', userName: 'trent', arn: TRENT },
  });
  const unproven = principalOf(record);
  return { record, unproven, proven: withIssuers(record, unproven, [issuer]) };
}

describe('who obtained a session', () => {
  test.each([
    ['a source identity', framing('s1', 'alice@example.com')],
    ['a session name', framing('alice@example.com')],
    ['both', framing('alice@example.com', 'alice@example.com')],
  ])('once it is proven, %s of their choosing ties nobody else', (_, { proven }) => {
    expect(mappedPerson(proven, PEOPLE)).toEqual({ slack: 'U0TRENT', certain: true });
    expect(proven.confidence).toBe('certain');
    expect(proven.identifiers.filter(name => name.includes('alice'))).toEqual([]);
    expect(proven.claimed.filter(name => name.includes('alice'))).toEqual([]);
    expect(proven.name).toBe('Deploy');
    expect(nameOf(proven)).toMatch(/^trent, as Deploy\//);
  });

  test('until then a source identity may be somebody, and never is for certain', () => {
    const { unproven } = framing('s1', 'alice@example.com');
    expect(mappedPerson(unproven, PEOPLE)).toEqual({ slack: 'U0ALICE', certain: false });
    expect(unproven.confidence).toBe('likely');
  });

  test('once it is proven, a question for the framed finds nothing, and one for the role still does', () => {
    const { record, proven } = framing('alice@example.com', 'alice@example.com');
    const summary = { ...summarise(record), principal: proven };
    const finds = (text: string) => {
      const reading = readQuestion(text, { now: NOW, timeZone: 'UTC', accounts: [] });
      return reading.kind === 'question' && matches(reading.question, summary);
    };
    expect(
      ['by trent', 'by alice@example.com', 'through role Deploy'].map(by => finds(`show events ${by}`)),
    ).toEqual([true, false, true]);
  });
});

describe('a service that acted for somebody', () => {
  const served = (userIdentity: object) => {
    const summary = summarise(
      readFixture({ userIdentity: { ...userIdentity, invokedBy: 'cloudformation.amazonaws.com' } }),
    );
    const voice = { timeZone: 'UTC', accountName: () => '' };
    return {
      said: statement(summary, voice),
      people: peopleIn([summary], voice.accountName).map(({ name }) => name),
    };
  };

  test('is told with them, and counted as theirs where they are a person', () => {
    const bob = { type: 'IAMUser', userName: 'bob', arn: 'arn:aws:iam::1:user/bob' };
    expect(served(bob).said).toMatch(/^cloudformation\.amazonaws\.com, for bob, deleted connection /);
    expect(served(bob).people).toEqual(['bob']);
  });

  test('of a session whose name somebody chose it is the service that is counted', () => {
    const { said, people } = served(assumedRole(DEPLOY, 'chief@example.com'));
    expect(said).toMatch(
      /^cloudformation\.amazonaws\.com, for Deploy\/chief@example\.com \(not proven yet\), deleted/,
    );
    expect(people).toEqual(['cloudformation.amazonaws.com']);
  });

  test('by itself has nobody beside it', () => {
    const summary = summarise(
      readFixture({ userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' } }),
    );
    expect(nameOf(summary.principal)).toBe('ec2.amazonaws.com');
  });
});
