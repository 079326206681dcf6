import { describe, expect, test } from '@jest/globals';
import { planQuestion } from '../../../../src/domain/plan.ts';
import { matches } from '../../../../src/domain/question/match.ts';
import { describeQuestion } from '../../../../src/domain/question/print.ts';
import { readQuestion } from '../../../../src/domain/question/read/read.ts';
import { summarise } from '../../../../src/domain/summary.ts';
import { readFixture } from '../../../fixtures.ts';
import { CONTEXT } from './stages.ts';

function questionOf(text: string) {
  const reading = readQuestion(text, CONTEXT);
  if (reading.kind !== 'question') throw new Error(`${text}: ${JSON.stringify(reading)}`);
  return reading.question;
}

function read(text: string): string {
  const reading = readQuestion(text, CONTEXT);
  if (reading.kind !== 'question') return reading.kind;
  return describeQuestion(reading.question, 'UTC', CONTEXT.now).replace(', in the last 90 days', '');
}

const answers = (text: string, change: Record<string, unknown>) =>
  matches(questionOf(text), summarise(readFixture(change)));

describe('rules of security groups by what they let in', () => {
  test.each([
    [
      'who opened port 22 to the world',
      'who authorized security group rules, with a rule for port 22 from anywhere',
    ],
    [
      'who opened ssh on sg-0a1b2c3d4e5f60718 to the internet',
      'who authorized security group rules, with a rule for port 22 from anywhere, named sg-0a1b2c3d4e5f60718',
    ],
    [
      'who added an inbound rule for port 443 from 203.0.113.0/24',
      'who associated security group rules, with a rule for port 443 from 203.0.113.0/24, event *Ingress or ModifySecurityGroupRules',
    ],
    [
      'security groups opened to the world',
      'events: authorized security groups, with a rule for what comes from anywhere',
    ],
    ['who closed rdp', 'who closed security group rules, with a rule for port 3389'],
    [
      'who opened all ports to anyone',
      'who authorized security group rules, with a rule for all ports from anywhere',
    ],
  ])('%s', (text, asks) => {
    expect(read(text)).toBe(asks);
  });

  test.each([
    'who opened the bucket to the world',
    'who opened port 22 on an instance',
    'who deleted stack on port 22',
  ])('what has no such rules is refused: %s', text => {
    expect(read(text)).toBe('unreadable');
  });

  const opened = (...items: readonly object[]) => ({
    eventSource: 'ec2.amazonaws.com',
    eventName: 'AuthorizeSecurityGroupIngress',
    requestParameters: { groupId: 'sg-0a1b2c3d4e5f60718', ipPermissions: { items } },
  });
  const rule = (from: number, to: number, ...cidrs: readonly string[]) => ({
    ipProtocol: 'tcp',
    fromPort: from,
    toPort: to,
    ipRanges: { items: cidrs.filter(cidr => !cidr.includes(':')).map(cidrIp => ({ cidrIp })) },
    ipv6Ranges: { items: cidrs.filter(cidr => cidr.includes(':')).map(cidrIpv6 => ({ cidrIpv6 })) },
  });

  test.each<[string, Record<string, unknown>, boolean]>([
    ['who opened port 22 to the world', opened(rule(22, 22, '0.0.0.0/0')), true],
    ['who opened port 22 to the world', opened(rule(20, 30, '::/0')), true],
    ['who opened port 22 to the world', opened(rule(22, 22, '10.0.0.0/8')), false],
    ['who opened port 22 to 10.0.0.0/8', opened(rule(22, 22, '10.0.0.0/8')), true],
    // Port and network are of one rule, not of two.
    [
      'who opened port 22 to the world',
      opened(rule(22, 22, '10.0.0.0/8'), rule(443, 443, '0.0.0.0/0')),
      false,
    ],
    ['who opened port 22', opened({ ipProtocol: '-1' }), true],
    ['who opened port 8', opened({ ipProtocol: 'icmp', fromPort: 8, toPort: -1 }), false],
    ['who opened all ports', opened(rule(22, 22, '0.0.0.0/0')), false],
    ['who opened all ports', opened(rule(0, 65_535, '0.0.0.0/0')), true],
    [
      'who opened port 22',
      {
        eventSource: 'ec2.amazonaws.com',
        eventName: 'CreateNetworkAclEntry',
        requestParameters: { aclProtocol: '6', portRange: { from: 22, to: 22 } },
      },
      false,
    ],
    [
      'who added port 22 to a network acl',
      {
        eventSource: 'ec2.amazonaws.com',
        eventName: 'CreateNetworkAclEntry',
        requestParameters: { aclProtocol: '6', portRange: { from: 22, to: 22 } },
      },
      false,
    ],
    [
      'network acl changes for port 22',
      {
        eventSource: 'ec2.amazonaws.com',
        eventName: 'CreateNetworkAclEntry',
        requestParameters: { aclProtocol: '6', portRange: { from: 22, to: 22 } },
      },
      true,
    ],
  ])('%s %j: %s', (text, change, isAnswer) => {
    expect(answers(text, change)).toBe(isAnswer);
  });
});

describe('whether a second factor was used', () => {
  const signIn = (MFAUsed: string) => ({
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    additionalEventData: { MFAUsed },
  });

  test('is known of sign-ins', () => {
    expect(read('console logins without MFA')).toBe('events: signed in, without MFA');
    expect(answers('console logins without MFA', signIn('No'))).toBe(true);
    expect(answers('console logins without MFA', signIn('Yes'))).toBe(false);
    expect(answers('who signed in using mfa', signIn('Yes'))).toBe(true);
  });

  test.each(['who deleted connection without mfa', 'who deleted connection mfa:false'])(
    'and of nothing else: %s',
    text => {
      expect(read(text)).toBe('unreadable');
    },
  );
});

describe('messages that were pasted', () => {
  test.each([
    [
      'User: arn:aws:iam::111122223333:user/ivan is not authorized to perform: iam:AttachUserPolicy on resource: user ivan because no identity-based policy allows it. who was that',
      'who, by arn:aws:iam::111122223333:user/ivan, event AttachUserPolicy, denied',
    ],
    [
      'who got "An error occurred (AccessDenied) when calling the DeleteStack operation" in prod',
      'who, event DeleteStack, denied, in account 111122223333',
    ],
    [
      'An error occurred (ValidationError) when calling the UpdateStack operation: No updates are to be performed. when did that happen?',
      'when somebody, event UpdateStack, with error code ValidationError',
    ],
  ])('name their call: %s', (text, asks) => {
    expect(read(text)).toBe(asks);
  });

  test('an error code of one service is not that of another', () => {
    const code = { errorCode: 'Client.UnauthorizedOperation' };
    expect(answers('errorCode:Client.UnauthorizedOperation', code)).toBe(true);
    expect(answers('errorCode:Client.UnauthorizedOperation', { errorCode: 'AccessDenied' })).toBe(false);
    expect(read('errorCode:AccessDenied')).toBe('events, reads left out: denied');
  });
});

describe('names and ids that say more than the words around them', () => {
  const connection = { eventSource: 'codeconnections.amazonaws.com', eventName: 'DeleteConnection' };

  test('a connection with a name may be one of CodeConnections: it is looked for and found there', () => {
    const named = { ...connection, requestParameters: { connectionName: 'acme-github' } };
    expect(answers('who deleted connection acme-github', named)).toBe(true);
    expect(
      planQuestion(questionOf('who deleted connection acme-github'), CONTEXT.now).attributes,
    ).toContainEqual({
      key: 'EventSource',
      value: 'codeconnections.amazonaws.com',
    });
    expect(answers('who deleted connection', named)).toBe(false);
  });

  test('who launched an instance started no session on it', () => {
    const target = 'i-0123456789abcdef0';
    const session = {
      eventSource: 'ssm.amazonaws.com',
      eventName: 'StartSession',
      requestParameters: { target },
    };
    const instances = { responseElements: { instancesSet: { items: [{ instanceId: target }] } } };
    expect(answers(`who launched ${target}`, session)).toBe(false);
    expect(
      answers(`who launched ${target}`, {
        eventSource: 'ec2.amazonaws.com',
        eventName: 'RunInstances',
        ...instances,
      }),
    ).toBe(true);
    expect(answers(`what happened to ${target}`, session)).toBe(true);
  });

  test('a Region that is far from any is none', () => {
    expect(read('who launched instances in us-west-9')).toBe('unreadable');
    expect(read('who launched instances in us-west-3')).not.toBe('unreadable');
  });
});
