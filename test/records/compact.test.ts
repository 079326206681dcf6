import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compactRecord, recordCodec } from '../../src/app/state/record-codec.ts';
import { compact, expand } from '../../src/records/compact.ts';
import { assumedRole, readFixture } from '../fixtures.ts';

test('any JSON comes back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), value => {
      const json = JSON.stringify(value);
      expect(expand(compact(json))).toBe(json);
      expect(expand(json)).toBe(json);
    }),
  );
});

test('a record is kept in less than nine tenths of its JSON, and read by the same codec', () => {
  const record = readFixture({
    userIdentity: assumedRole('arn:aws:iam::111122223333:role/Deploy', 'release-42'),
    eventSource: 's3.amazonaws.com',
    eventName: 'PutBucketPolicy',
  });
  const small = compactRecord(record);
  expect(Buffer.byteLength(small)).toBeLessThan(0.9 * Buffer.byteLength(recordCodec.encode(record)));
  expect(recordCodec.decode(small)).toEqual(recordCodec.decode(recordCodec.encode(record)));
});
