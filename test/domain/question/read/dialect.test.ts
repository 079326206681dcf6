import { describe, expect, test } from '@jest/globals';
import { readDialect } from '../../../../src/domain/question/read/dialect.ts';
import { readQueryLanguage } from '../../../../src/domain/question/read/query-language.ts';
import { tokenise } from '../../../../src/domain/question/read/tokens.ts';
import { CONTEXT, tokensOf } from './stages.ts';

const pairs = (text: string) =>
  tokensOf(text).map(({ text: word, filter }) =>
    filter ? `${filter.negated ? '-' : ''}${filter.key}:${filter.values.join('|')}` : word,
  );

describe('what other tools write', () => {
  test.each([
    ['eventName=DeleteStack userName!=alice', ['event:DeleteStack', '-user:alice']],
    ['!user:bob not role:Deploy', ['-user:bob', '-role:Deploy']],
    ['--event-name StopLogging --start-time 2026-11-20', ['event:StopLogging', 'since', '2026-11-20']],
    [
      'aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=RunInstances',
      ['event:RunInstances'],
    ],
    ['index=cloudtrail sourcetype=aws user=alice earliest=-4d', ['user:alice', 'since', '4d', 'ago']],
    ['requestParameters.roleArn:*Deploy*', ['resource:*Deploy*']],
    ['account:prod', ['account:111122223333']],
    // No pairs: a time, an action as policies name it, an ARN.
    ['10:30 s3:GetObject arn:aws:iam::1:role/x', ['10:30', 's3:GetObject', 'arn:aws:iam::1:role/x']],
  ])('%s', (text, expected) => {
    expect(pairs(text)).toEqual(expected);
  });

  test.each([
    ['usr:alice', 'unknown_key'],
    ['outcome:maybe', 'bad_value'],
    ['region:nowhere', 'bad_value'],
  ])('%s is refused', (text, code) => {
    expect(readDialect(tokenise(text), CONTEXT)).toMatchObject({ kind: 'unreadable', code });
  });
});

describe('queries', () => {
  test.each([
    [
      "SELECT eventTime FROM events WHERE eventName = 'DeleteStack' AND errorCode IS NULL LIMIT 10",
      'eventName:"DeleteStack" outcome:success',
    ],
    [
      "select * from x where userIdentity.userName != 'alice' and eventName like 'Delete%' order by eventTime",
      '-user:"alice" eventName:"Delete*"',
    ],
    [
      'fields @timestamp | filter eventName = "StopLogging" | sort @timestamp desc',
      'eventName:"StopLogging"',
    ],
    ['filter eventName like /Delete/', 'eventName:"*Delete*"'],
    ["select * from t where eventname in ('A', 'B')", 'eventname:"A,B"'],
    [
      'eventName=RunInstances | stats count by userIdentity.arn',
      'how many events eventName=RunInstances  per person',
    ],
  ])('%s', (query, text) => {
    expect(readQueryLanguage(query)).toBe(text);
  });

  test.each([
    'select the newest deletion',
    'who deleted connection where it was',
    'SELECT * FROM events WHERE a BETWEEN 1 AND 2',
  ])('what is none, or says more than pairs can, stays as it is: %s', text => {
    expect(readQueryLanguage(text)).toBe(text);
  });
});
