import { expect, test } from '@jest/globals';
import { recordCodec } from '../../src/app/state/record-codec.ts';
import { summarise } from '../../src/domain/summary.ts';
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
