import { expect, test } from '@jest/globals';
import { recordCodec } from '../../src/app/state/record-codec.ts';
import { summarise } from '../../src/domain/summary.ts';
import { digest } from '../../src/records/digest.ts';
import { readRecord } from '../../src/records/read-record.ts';
import { readFixture } from '../fixtures.ts';

const RECORD = readFixture({
  errorMessage: 'token=hunter2secret was refused',
  requestParameters: { connectionId: 'c-1', note: '{"password":"hunter2secret"}', ['__proto__x']: 1 },
});

test('a record reads the same from the store', () => {
  const again = recordCodec.decode(recordCodec.encode(RECORD));
  expect(again.fields).toEqual(RECORD.fields);
  expect(summarise(again)).toMatchObject({ ...summarise(RECORD), record: expect.anything() });
  expect(recordCodec.encode(again)).toBe(recordCodec.encode(RECORD));
});

test('a field called __proto__ stays a field, and nothing else changes by it', () => {
  const raw = JSON.parse(
    '{"eventVersion":"1.08","eventName":"X","__proto__":{"a":1},"requestParameters":{"__proto__":{"b":"password=x1y2z3"}}}',
  );
  const reading = readRecord(raw);
  if (reading.kind !== 'record') throw new Error(reading.kind);
  const again = recordCodec.decode(recordCodec.encode(reading.record));
  expect(JSON.stringify(again.fields)).toBe(
    '{"eventVersion":"1.08","eventName":"X","__proto__":{"a":1},"requestParameters":{"__proto__":{"b":"password=[redacted]"}}}',
  );
  expect(digest(again.fields)).toBe(digest(reading.record.fields));
  expect(({} as { a?: unknown }).a).toBeUndefined();
});

test('what an earlier version left in it is taken out where it is read', () => {
  const stored = JSON.parse(recordCodec.encode(RECORD));
  const earlier = {
    ...stored,
    redaction: 1,
    fields: { ...stored.fields, errorMessage: 'DB_PASS=hunter2secret' },
  };
  const { redaction: _, ...first } = earlier;
  for (const text of [earlier, first].map(one => JSON.stringify(one)))
    expect(recordCodec.encode(recordCodec.decode(text))).not.toContain('hunter2secret');
});
