import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DocumentReading, readDocument } from '../../src/records/document.ts';
import { readEnvelope, type Sender } from '../../src/records/envelope.ts';
import { splitJson } from '../../src/records/split-json.ts';
import { rawRecord } from '../fixtures.ts';

const ENVELOPE = {
  source: 'aws.codecatalyst',
  'detail-type': 'AWS API Call via CloudTrail',
  account: '111122223333',
  detail: rawRecord(),
};
const KEY =
  'AWSLogs/111122223333/CloudTrail/us-west-2/2026/11/20/111122223333_CloudTrail_us-west-2_20261120T0920Z_a.json.gz';
const text = JSON.stringify;
const packed = (value: unknown) => gzipSync(text(value)).toString('base64');
const sns = (message: unknown) => ({
  Type: 'Notification',
  TopicArn: 'arn:aws:sns:::t',
  Message: text(message),
});
const LOGS = {
  messageType: 'DATA_MESSAGE',
  logGroup: 'trail',
  logEvents: [{ id: '1', message: text(rawRecord()) }],
};

const read = (document: unknown) => [...readDocument(document)];
const kinds = (document: unknown) => read(document).map(({ kind }) => kind);

describe('what a queue or a file may hold', () => {
  test.each<[string, unknown]>([
    ['SNS, as it delivers to a queue', sns(ENVELOPE)],
    ['SNS in SQS in Lambda', { Records: [{ eventSource: 'aws:sqs', body: text(sns(ENVELOPE)) }] }],
    ['SNS to Lambda', { Records: [{ EventSource: 'aws:sns', Sns: { Message: text(ENVELOPE) } }] }],
    [
      'Kinesis to Lambda',
      { Records: [{ kinesis: { data: Buffer.from(text(ENVELOPE)).toString('base64') } }] },
    ],
    [
      'what Lambda hands on',
      { version: '1.0', requestContext: {}, requestPayload: ENVELOPE, responsePayload: null },
    ],
    ['EventBridge Pipes', [ENVELOPE]],
    ['an input path that sends only the detail', rawRecord()],
    ['an input transformer', { event: ENVELOPE, note: 'from rule 7' }],
    ['an input transformer that keeps the detail', { detail: rawRecord(), account: '1' }],
    ['a subscription of CloudWatch Logs', { awslogs: { data: packed(LOGS) } }],
    ['the same, unpacked', LOGS],
    ['CloudTrail Lake', { QueryResultRows: [[{ eventJson: text(rawRecord()) }]] }],
    ['one field of the AWS CLI', [text(rawRecord())]],
    ['JSON in JSON in JSON', text(text(rawRecord()))],
  ])('%s', (_, document) => {
    expect(kinds(document)).toEqual(['record']);
  });

  test.each<[string, unknown]>([
    [
      'S3',
      {
        Records: [
          {
            eventVersion: '2.1',
            eventSource: 'aws:s3',
            eventName: 'ObjectCreated:Put',
            s3: { bucket: { name: 'logs' }, object: { key: KEY.replace(/=/g, '%3D') } },
          },
        ],
      },
    ],
    [
      'S3, through SNS',
      sns({ Records: [{ eventSource: 'aws:s3', s3: { bucket: { name: 'logs' }, object: { key: KEY } } }] }),
    ],
    [
      'S3, through EventBridge',
      {
        source: 'aws.s3',
        'detail-type': 'Object Created',
        detail: { bucket: { name: 'logs' }, object: { key: KEY } },
      },
    ],
    ['CloudTrail itself', sns({ s3Bucket: 'logs', s3ObjectKey: [KEY] })],
  ])('a notice of log files, by %s', (_, document) => {
    expect(read(document)).toMatchObject([{ kind: 'logFiles', bucket: 'logs', keys: [KEY] }]);
  });

  test.each<[string, unknown, RegExp]>([
    ['a digest', { digestStartTime: 't', logFiles: [] }, /digest/],
    ['how S3 tries out a queue', { Service: 'Amazon S3', Event: 's3:TestEvent' }, /S3 tries out/],
    [
      'how CloudTrail tries out a topic',
      { Type: 'Notification', Message: 'CloudTrail validation message.' },
      /CloudTrail tries out/,
    ],
    [
      'how CloudWatch Logs tries out a destination',
      { messageType: 'CONTROL_MESSAGE', logEvents: [] },
      /CloudWatch Logs tries out/,
    ],
    [
      'another notification',
      { Records: [{ eventSource: 'aws:ses', eventVersion: '1.0', eventName: 'x' }] },
      /aws:ses/,
    ],
  ])('is known to be none of ours: %s', (_, document, reason) => {
    expect(read(document)).toMatchObject([{ kind: 'unsupported', reason: expect.stringMatching(reason) }]);
  });

  test.each<[string, unknown, RegExp]>([
    ['rows with names in lower case', { eventversion: '1', eventname: 'x' }, /lower case/],
    [
      'a subscription that waits',
      { Type: 'SubscriptionConfirmation', SubscribeURL: 'https://…' },
      /confirm a subscription/,
    ],
    ['columns', { eventName: 'DeleteConnection' }, /only some columns/],
    ['what others made of a record', { integration: 'aws', aws: rawRecord() }, /integration, aws/],
    ['nothing but nesting', Array.from({ length: 20 }).reduce(inner => [inner], {}), /nested too deep/],
  ])('that can not be read says why: %s', (_, document, reason) => {
    const [reading] = read(document) as Extract<DocumentReading, { reason: string }>[];
    expect(reading).toMatchObject({ kind: 'malformed', reason: expect.stringMatching(reason) });
  });

  test('all records of an object that holds several are read', () => {
    expect(kinds({ event: ENVELOPE, record: rawRecord({ eventID: 'other' }) })).toEqual(['record', 'record']);
  });

  test('what unpacks to very much is given up, and said to be', () => {
    const bomb = packed(Array.from({ length: 3_000_000 }, () => []));
    expect(kinds({ awslogs: { data: bomb } })).toEqual(['malformed']);
    const nested = Array.from({ length: 100 }, () => ({
      awslogs: { data: packed('x'.repeat(8_000_000)) },
    })).slice(0, 1);
    expect(kinds(Array.from({ length: 20 }, () => nested[0])).every(kind => kind === 'malformed')).toBe(true);
  });

  test('names of fields in a reason are short and without secrets', () => {
    const [reading] = read({ [`xoxb-${'1'.repeat(900)}`]: 1, ['n'.repeat(900)]: 2 }) as Extract<
      DocumentReading,
      { reason: string }
    >[];
    expect(reading?.reason.length).toBeLessThan(200);
    expect(reading?.reason).not.toContain('xoxb-1111');
  });

  test('nothing that anybody may send makes it throw', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), value => {
        expect(read(value).length).toBeGreaterThanOrEqual(0);
        expect(
          read({ Records: value, Message: value, Type: 'Notification', awslogs: { data: value } }),
        ).toBeDefined();
      }),
    );
  });
});

describe('whose word an envelope is', () => {
  const bound = (account: string): Sender => ({ account, bound: true });
  const unbound = (account: string | null): Sender => ({ account, bound: false });
  const assured = (sender: Sender, envelope: object = ENVELOPE) => {
    const reading = readEnvelope(envelope as never, { sender });
    return reading.kind === 'record' ? [reading.record.assurance, reading.record.claimedBy] : reading.kind;
  };

  test.each<[string, Sender, object, [string, string | null]]>([
    ['a key of that account', bound('111122223333'), ENVELOPE, ['sender', null]],
    ['any key, where one account is configured', unbound('111122223333'), ENVELOPE, ['sender', null]],
    ['any key, where that account’s id is not known', unbound('*'), ENVELOPE, ['sender', null]],
    ['any key, where several are configured', unbound(null), ENVELOPE, ['none', null]],
    ['a key of another account', bound('444455556666'), ENVELOPE, ['none', '444455556666']],
    [
      'an envelope of another account',
      unbound('111122223333'),
      { ...ENVELOPE, account: '444455556666' },
      ['none', '444455556666'],
    ],
    [
      'a record of another account than its key and envelope',
      bound('444455556666'),
      { ...ENVELOPE, account: '444455556666' },
      ['none', '444455556666'],
    ],
    [
      'an envelope that leaves every account out',
      unbound('*'),
      { ...ENVELOPE, account: undefined, detail: { ...rawRecord(), recipientAccountId: undefined } },
      ['none', null],
    ],
  ])('%s', (_, sender, envelope, expected) => {
    expect(assured(sender, envelope)).toEqual(expected);
  });
});

describe('JSON values one after another', () => {
  test('are told apart whatever stands between them and in them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('', '\n', ' ', '\n\n', ',\n'),
        fc.boolean(),
        (values, between, pretty) => {
          const joined = values.map(value => JSON.stringify(value, null, pretty ? 2 : 0)).join(between);
          expect([...splitJson(joined)].map(piece => JSON.parse(piece.text))).toEqual(
            values.map(value => JSON.parse(text(value))),
          );
        },
      ),
    );
  });

  test('of which one is cut off within a text lose none of those that follow', () => {
    const lines = ['{"a":1}', '{"b":"cut of', '{"c":3}', '{"d":4}'].join('\n');
    expect([...splitJson(lines)].map(piece => piece.line)).toEqual([1, 2, 3, 4]);
  });

  test('with what is no value, or cut off, a piece of its own, by its line', () => {
    expect([...splitJson('{"a":1}\noops\n{"b":"}{"}\n{"c":')]).toEqual([
      { text: '{"a":1}', line: 1 },
      { text: 'oops', line: 2 },
      { text: '{"b":"}{"}', line: 3 },
      { text: '{"c":', line: 4 },
    ]);
  });
});
