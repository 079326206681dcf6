import { describe, expect, test } from '@jest/globals';
import { namesakesIn, narrowedTo } from '../../src/domain/namesakes.ts';
import { type Pivot, pivotOf } from '../../src/domain/pivot.ts';
import { matches } from '../../src/domain/question/match.ts';
import { printQuestion } from '../../src/domain/question/print.ts';
import type { Question } from '../../src/domain/question/question.ts';
import { summarise } from '../../src/domain/summary.ts';
import { assumedRole, readFixture } from '../fixtures.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const summary = (change: Record<string, unknown> = {}) => summarise(readFixture(change));
const later = (change: Record<string, unknown>) =>
  summary({ eventTime: '2026-11-21T10:00:00Z', eventID: 'e-later', ...change });

function ask(pivot: Pivot, change: Record<string, unknown> = {}) {
  const asked = pivotOf(pivot, summary(change), NOW, 0);
  return (
    asked && {
      ...asked,
      text: printQuestion(asked.question),
      answers: (other: Record<string, unknown>) => matches(asked.question, later(other)),
    }
  );
}

const S3 = { eventSource: 's3.amazonaws.com', requestParameters: { bucketName: 'vault' } };
const TIE = {
  eventName: 'AssociateIamRoleToConnection',
  requestParameters: { connectionId: 'c-1', roleArn: 'arn:aws:iam::1:role/One' },
};

describe('what undid it since', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, boolean]>([
    ['the same connection accepted again', {}, { eventName: 'AcceptConnection' }, true],
    [
      'another connection',
      {},
      { eventName: 'AcceptConnection', requestParameters: { connectionId: 'c-2' } },
      false,
    ],
    [
      'the same name in another account',
      {},
      { eventName: 'AcceptConnection', recipientAccountId: '999988887777' },
      false,
    ],
    ['the same name in another Region', {}, { eventName: 'AcceptConnection', awsRegion: 'eu-west-1' }, false],
    ['an attempt that failed', {}, { eventName: 'AcceptConnection', errorCode: 'AccessDenied' }, false],
    ['a bucket deleted', { ...S3, eventName: 'CreateBucket' }, { ...S3, eventName: 'DeleteBucket' }, true],
    [
      'only its tags deleted',
      { ...S3, eventName: 'CreateBucket' },
      { ...S3, eventName: 'DeleteBucketTagging' },
      false,
    ],
    [
      'the role taken from the connection',
      TIE,
      { ...TIE, eventName: 'DisassociateIamRoleFromConnection' },
      true,
    ],
    [
      'the role taken from another connection',
      TIE,
      {
        eventName: 'DisassociateIamRoleFromConnection',
        requestParameters: { connectionId: 'c-2', roleArn: 'arn:aws:iam::1:role/One' },
      },
      false,
    ],
  ])('%s: %#', (_, event, other, expected) => {
    expect(ask('undone', event)?.answers(other)).toBe(expected);
  });

  test.each([
    ['a read', { eventName: 'ListConnections', readOnly: true }],
    ['an attempt that failed', { errorCode: 'AccessDenied' }],
    [
      'an update, which only another update would follow',
      { eventName: 'UpdateStack', eventSource: 'cloudformation.amazonaws.com' },
    ],
    ['a name with a star, which would mean anything', { requestParameters: { connectionId: '*' } }],
  ])('is not asked of %s', (_, event) => {
    expect(ask('undone', event)).toBeUndefined();
  });
});

describe('the same principal, and the first time', () => {
  const role = (session: string, key: string) => ({
    userIdentity: assumedRole('arn:aws:iam::111122223333:role/Deploy', session, {
      identity: { accessKeyId: key },
    }),
  });

  test('of a role, the session is followed and the role’s first time asked for; the titles say so', () => {
    const session = ask('principal', role('run-1', 'ASIAONE'));
    expect(session?.title).toBe('The session of Deploy/run-1, half an hour around it');
    expect(session?.text).toContain('key:"ASIAONE"');
    const first = ask('first', role('run-1', 'ASIAONE'));
    expect(first?.title).toBe('The first DeleteConnection by role Deploy');
    expect(first?.answers(role('run-2', 'ASIATWO'))).toBe(true);
  });

  test('of a user, all their sessions; of root, the root of that account', () => {
    const user = {
      type: 'IAMUser',
      userName: 'zed',
      arn: 'arn:aws:iam::111122223333:user/zed',
      accessKeyId: 'ASIACONSOLE',
    };
    expect(ask('principal', { userIdentity: user })?.text).toContain(
      'user:"=arn:aws:iam::111122223333:user/zed"',
    );
    const root = { userIdentity: { type: 'Root', accountId: '111122223333' } };
    const asked = ask('first', root);
    expect(asked?.answers(root)).toBe(true);
    expect(asked?.answers({ ...root, recipientAccountId: '999988887777' })).toBe(false);
  });

  test('of a service there is no such question', () => {
    expect(
      ask('principal', { userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' } }),
    ).toBeUndefined();
  });
});

describe('people of the same name', () => {
  const question: Question = {
    asks: 'what',
    verbs: [],
    objects: [],
    filters: [{ key: 'user', values: ['kim'], negated: false }],
    time: null,
    pick: 'all',
    limit: null,
  };
  const user = summary({
    userIdentity: { type: 'IAMUser', userName: 'kim', arn: 'arn:aws:iam::111122223333:user/kim' },
  });
  const sso = summary({
    userIdentity: assumedRole(
      'arn:aws:iam::1:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef',
      'kim@example.com',
    ),
  });
  const service = summary({
    userIdentity: {
      type: 'IAMUser',
      userName: 'kim',
      arn: 'arn:aws:iam::111122223333:user/kim',
      invokedBy: 'cloudformation.amazonaws.com',
    },
  });

  test('are told apart, and each can be chosen', () => {
    const found = namesakesIn(question, [user, sso, user]);
    expect(found).toEqual([
      { name: 'kim', events: 2 },
      { name: 'kim@example.com', events: 1 },
    ]);
    for (const { name } of found) {
      const narrowed = narrowedTo(question, name);
      expect([user, sso].filter(one => matches(narrowed, one))).toEqual([name === 'kim' ? user : sso]);
      expect(namesakesIn(narrowed, [user, sso])).toEqual([]);
    }
  });

  test('in a space they are told apart by their ids, and one person is not', () => {
    const ofSpace = (principalId: string) =>
      summary({ userIdentity: { type: 'CodeCatalystUser', principalId, userName: 'kim' } });
    const [one, other] = [ofSpace('p-1'), ofSpace('p-2')];
    expect(namesakesIn(question, [one, one])).toEqual([]);
    const found = namesakesIn(question, [one, other, one]);
    expect(found).toEqual([
      { name: 'p-1', events: 2 },
      { name: 'p-2', events: 1 },
    ]);
    expect([one, other].filter(event => matches(narrowedTo(question, 'p-2'), event))).toEqual([other]);
  });

  test('a service that acts for somebody is no second person, and neither are a role’s sessions', () => {
    expect(namesakesIn(question, [user, service])).toEqual([]);
    const deploy = { ...question, filters: [{ key: 'user' as const, values: ['Deploy'], negated: false }] };
    const sessions = ['a', 'b'].map(session =>
      summary({ userIdentity: assumedRole('arn:aws:iam::1:role/Deploy', session) }),
    );
    expect(namesakesIn(deploy, sessions)).toEqual([]);
  });
});
