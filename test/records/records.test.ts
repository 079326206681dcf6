import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, digest } from '../../src/records/digest.ts';
import { readDocument } from '../../src/records/document.ts';
import { isEnvelope, readEnvelope } from '../../src/records/envelope.ts';
import { plainRecord, readRecord } from '../../src/records/read-record.ts';
import { REDACTED, redact, redactText } from '../../src/records/redact.ts';
import { rawRecord, readFixture } from '../fixtures.ts';

describe('reading a record', () => {
  test.each([
    ['text for objects', { requestParameters: 'null', responseElements: 'null', readOnly: 'false' }],
    ['JSON text for objects', { requestParameters: '{"connectionId":"c"}', userIdentity: '{"type":"Root"}' }],
    ['an IP that is none', { sourceIPAddress: 'AWS Internal' }],
    ['missing names', { eventName: undefined, eventSource: undefined, awsRegion: undefined }],
    ['a time that is none', { eventTime: 'yesterday' }],
    ['nothing known of who', { userIdentity: undefined }],
  ])('survives %s', (_, change) => {
    expect(readRecord(rawRecord(change)).kind).toBe('record');
  });

  test('an Insight record has no name and no identity', () => {
    const insight = {
      eventVersion: '1.08',
      eventTime: '2026-11-20T00:00:00Z',
      awsRegion: 'us-east-1',
      eventID: 'i-1',
      eventType: 'AwsCloudTrailInsight',
      recipientAccountId: '111122223333',
      insightDetails: { state: 'Start' },
      eventCategory: 'Insight',
    };
    expect(readRecord(insight)).toMatchObject({
      kind: 'record',
      record: { eventName: null, eventSource: null },
    });
  });

  test.each([[null], [42], ['text'], [[]], [{}], [{ detail: 1 }]])('%j is malformed, not an error', input => {
    expect(readRecord(input).kind).toBe('malformed');
  });

  test('nothing that JSON can hold makes it throw', () => {
    fc.assert(fc.property(fc.jsonValue(), value => void [...readDocument(value)]));
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(rawRecord())), fc.jsonValue()),
        value => void readRecord({ eventVersion: '1', ...value }),
      ),
    );
  });

  test('what can not become a text is no name', () => {
    const { kind } = readRecord(
      rawRecord({ eventID: [{ toString: 0 }], eventName: { valueOf: null, toString: 1 } }),
    );
    expect(kind).toBe('record');
  });

  test('absurdly deep input is cut, not fatal', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 50_000; level++) deep = [deep];
    expect(readRecord(rawRecord({ requestParameters: deep })).kind).toBe('record');
  });

  test('a failure is seen by errorMessage alone too', () => {
    expect(readFixture({ errorMessage: 'Failed authentication' }).outcome).toBe('failure');
  });
});

describe('what makes it the same record', () => {
  test('account and trimmed eventID', () => {
    expect(readFixture({ eventID: ' abc-1 ' }).key).toBe('111122223333:abc-1');
    expect(readFixture({ eventID: 'abc-1', userAgent: 'other' }).key).toBe('111122223333:abc-1');
    expect(readFixture({ eventID: 'abc-1', recipientAccountId: '444455556666' }).key).toBe(
      '444455556666:abc-1',
    );
  });

  test.each([[undefined], ['-'], ['XXXXXXXXXXX'], ['XXXXXXXXX-0c20-4131-XXXXXXXXX'], ['x'.repeat(500)]])(
    'a digest where the eventID is %s',
    eventID => {
      const key = readFixture({ eventID }).key;
      expect(key).toMatch(/^111122223333:sha256-[0-9a-f]{40}$/);
      expect(readFixture({ eventID }).key).toBe(key);
      expect(readFixture({ eventID, userAgent: 'other' }).key).not.toBe(key);
    },
  );

  test('the order of fields does not change a digest', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), value => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        expect(digest(turned as never)).toBe(digest(value as never));
        expect(JSON.parse(canonicalJson(value as never))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('secrets', () => {
  const SECRET = 'c29tZS12ZXJ5LXNlY3JldC12YWx1ZQ';
  test.each([
    [
      'an STS session token',
      { responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE', sessionToken: SECRET } } },
    ],
    [
      'a token in text that holds JSON',
      { requestParameters: `{"credentials":"{\\"sessionToken\\":\\"${SECRET}\\"}"}` },
    ],
    ['a password', { requestParameters: { masterUserPassword: SECRET } }],
    ['user data', { requestParameters: { userData: SECRET } }],
    ['a secret', { requestParameters: { secretString: SECRET, clientSecret: SECRET } }],
    ['a list of tokens', { requestParameters: { authToken: [SECRET, { inner: SECRET }] } }],
    [
      'a signed URL',
      {
        requestParameters: {
          url: `https://s3.example/?X-Amz-Security-Token=${SECRET}&X-Amz-Signature=${SECRET}`,
        },
      },
    ],
    [
      'a token with a known face',
      { requestParameters: { note: `IQoJb3JpZ2luX2Vj${SECRET}${SECRET}${SECRET}` } },
    ],
    ['a JWT', { additionalEventData: { note: `eyJhbGciOiJIUzI1NiJ9.${SECRET}.${SECRET}` } }],
    [
      'lists of secrets',
      {
        requestParameters: {
          secrets: [SECRET],
          refreshTokens: [SECRET],
          pwd: SECRET,
          password1: SECRET,
          cookie: SECRET,
        },
      },
    ],
    [
      'a value that its neighbour calls secret',
      {
        requestParameters: {
          environment: [{ name: 'DB_PASSWORD', value: SECRET }],
          parameters: [{ parameterKey: 'ApiToken', parameterValue: SECRET }],
        },
      },
    ],
    [
      'text with assignments',
      {
        requestParameters: {
          note: `password=${SECRET}&x=1 AWS_SECRET_ACCESS_KEY=${SECRET}`,
          url: `postgres://user:${SECRET}@host/db`,
        },
      },
    ],
    [
      'an EventBridge API key',
      { requestParameters: { authParameters: { apiKeyAuthParameters: { apiKeyValue: SECRET } } } },
    ],
  ])('%s never leaves the reader', (_, change) => {
    expect(JSON.stringify(readFixture(change))).not.toContain(SECRET);
  });

  test('what is no secret stays', () => {
    const kept = {
      credentials: { accessKeyId: 'ASIAEXAMPLE', expiration: 'soon' },
      secretId: 'db',
      passwordResetRequired: true,
      httpTokens: 'required',
      credentialId: 'c',
    };
    expect(redact(kept)).toEqual(kept);
  });

  test('taking secrets out twice changes nothing, and the input is left alone', () => {
    const input = { sessionToken: SECRET, deep: [{ password: SECRET }] };
    const once = redact(input);
    expect(redact(once)).toEqual(once);
    expect(once['sessionToken']).toBe(REDACTED);
    expect(input.sessionToken).toBe(SECRET);
  });
});

describe('how records come wrapped', () => {
  const kinds = (document: unknown) => [...readDocument(document)].map(reading => reading.kind);
  test.each([
    ['a record', rawRecord(), ['record']],
    [
      'an envelope',
      { source: 'aws.codecatalyst', 'detail-type': 'AWS API Call via CloudTrail', detail: rawRecord() },
      ['record'],
    ],
    [
      'an envelope with the record as text',
      {
        source: 'aws.codecatalyst',
        'detail-type': 'AWS API Call via CloudTrail',
        detail: JSON.stringify(rawRecord()),
      },
      ['record'],
    ],
    [
      'a record under a detail-type of their own',
      { source: 'aws.x', 'detail-type': 'Mine', detail: rawRecord() },
      ['record'],
    ],
    [
      'what is not from AWS',
      { source: 'my.app', 'detail-type': 'AWS API Call via CloudTrail', detail: rawRecord() },
      ['unsupported'],
    ],
    [
      'an event of another service',
      { source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding', detail: { severity: 5 } },
      ['unsupported'],
    ],
    [
      'a CloudTrail envelope without a record',
      { source: 'aws.codecatalyst', 'detail-type': 'AWS API Call via CloudTrail', detail: 'oops' },
      ['malformed'],
    ],
    ['a log file', { Records: [rawRecord(), rawRecord()] }, ['record', 'record']],
    [
      'an answer of LookupEvents',
      { Events: [{ CloudTrailEvent: JSON.stringify(rawRecord()) }, { CloudTrailEvent: '{' }] },
      ['record', 'malformed'],
    ],
    ['a list of all sorts', [rawRecord(), 7], ['record', 'malformed']],
  ])('%s', (_, document, expected) => {
    expect(kinds(document)).toEqual(expected);
  });

  test('the envelope fills in what the record lacks, and says whether it was replayed', () => {
    const envelope: unknown = {
      source: 'aws.codecatalyst',
      'detail-type': 'AWS API Call via CloudTrail',
      account: '444455556666',
      region: 'eu-west-1',
      'replay-name': 'r',
      detail: rawRecord({ recipientAccountId: undefined, awsRegion: undefined }),
    };
    expect(isEnvelope(envelope)).toBe(true);
    expect(isEnvelope(envelope) && readEnvelope(envelope)).toMatchObject({
      record: { accountId: '444455556666', awsRegion: 'eu-west-1', replayed: true },
    });
  });
});

describe('secrets in odd places', () => {
  test.each([
    ['redis://:hunter2secret@cache:6379/0'],
    ['postgres://u:pa/hunter2secret@host/db'],
    ['postgres://u:p@hunter2secret@host/db'],
    ['{"password":"ab\\"hunter2secret"}'],
    ['{\\"password\\":\\"ab\\\\\\"hunter2secret\\"}'],
    ['{"apiKey":"hunter2secret"}'],
    ['{"authorization":"Basic hunter2secret"}'],
    ['Authorization: Bearer hunter2secret'],
    ['password: hunter2secret'],
    ['password=hunter2secret&user=bob'],
  ])('are taken out of the text %s', text => {
    expect(redactText(text)).not.toContain('hunter2secret');
  });

  test.each([
    [{ optionName: 'DB_PASSWORD', value: 'hunter2secret' }],
    [{ parameterName: 'master_password', parameterValue: 'hunter2secret' }],
    [{ name: 'DB_PASS', value: 'hunter2secret' }],
    [{ secretKey: 'hunter2secret' }],
    [{ clientSecretKey: 'hunter2secret' }],
  ])('are taken out of %j', requestParameters => {
    const { fields } = readFixture({ requestParameters });
    expect(JSON.stringify(fields)).not.toContain('hunter2secret');
  });

  test('what only speaks of them stays', () => {
    const text = 'https://example.com:8080/a GetSecretValue of arn:aws:secretsmanager:eu-west-1:1:secret:db';
    expect(redactText(text)).toBe(text);
  });

  test('neither is there where a record is looked at before its inside was, nor on the way to another thread', () => {
    const record = readFixture({
      eventName: 'xoxb-0123456789-abcdef',
      errorMessage: 'password=hunter2secret',
      userAgent: 'cli token=hunter2secret',
      responseElements: { credentials: { sessionToken: 'hunter2secret' } },
    });
    const seen = [
      record.errorMessage,
      record.userAgent,
      record.eventName,
      JSON.stringify(record),
      JSON.stringify(plainRecord(record)),
    ];
    expect(seen.join()).not.toMatch(/hunter2secret|xoxb-0123456789/);
    expect(structuredClone(plainRecord(record))).toEqual(plainRecord(record));
    expect(plainRecord(record)).toMatchObject({ errorMessage: 'password=[redacted]', key: record.key });
  });
});
