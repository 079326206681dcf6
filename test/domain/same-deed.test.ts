import { describe, expect, test } from '@jest/globals';
import { withoutRepeats } from '../../src/domain/same-deed.ts';
import { summarise } from '../../src/domain/summary.ts';
import { readSpaceEntry } from '../../src/records/space-entry.ts';
import { readFixture } from '../fixtures.ts';

const AT = '2026-11-24T10:00:00Z';

function inSpace(change: object = {}) {
  const reading = readSpaceEntry(
    {
      id: 'entry-1',
      eventName: 'createProject',
      eventTime: AT,
      operationType: 'MUTATION',
      requestId: 'r-1',
      userIdentity: { userType: 'USER', principalId: 'd-1/42', userName: 'dana' },
      ...change,
    },
    'acme',
  );
  if (reading.kind !== 'record') throw new Error(reading.reason);
  return summarise(reading.record);
}
const inTrail = (change: Record<string, unknown> = {}) =>
  summarise(
    readFixture({
      eventName: 'CreateProject',
      eventTime: AT,
      requestID: 'R-1',
      userIdentity: { type: 'IdentityCenterUser', onBehalfOf: { userId: 'd-1/42' } },
      ...change,
    }),
  );

describe('what CloudTrail and a space’s log both tell', () => {
  test('is one event, CloudTrail’s, that says where else it is', () => {
    const other = inTrail({
      eventID: 'e0000000-0000-4000-8000-000000000002',
      requestID: 'r-2',
      eventName: 'DeleteProject',
    });
    expect(withoutRepeats([inSpace(), inTrail(), other])).toEqual([
      expect.objectContaining({
        record: expect.objectContaining({ eventName: 'CreateProject' }),
        alsoIn: 'space acme',
      }),
      other,
    ]);
  });

  test.each<[string, object, Record<string, unknown>, number]>([
    ['one has no request id: by name, time and who', { requestId: undefined }, {}, 1],
    ['a second apart', { requestId: undefined, eventTime: '2026-11-24T10:00:01.900Z' }, {}, 1],
    ['a minute apart', { requestId: undefined, eventTime: '2026-11-24T10:01:00Z' }, {}, 2],
    [
      'by somebody else',
      { requestId: undefined, userIdentity: { userType: 'USER', principalId: 'x' } },
      {},
      2,
    ],
    ['of other requests, at one time', { requestId: 'r-9' }, {}, 2],
    ['of another name under one request', { eventName: 'createSpace' }, {}, 2],
    ['whose times are not known', { requestId: undefined, eventTime: undefined }, {}, 2],
  ])('is so many: %s', (_, entry, record, count) => {
    expect(withoutRepeats([inSpace(entry), inTrail(record)])).toHaveLength(count);
  });

  test('two entries without request ids are not taken for one record', () => {
    const twice = [inSpace({ requestId: undefined }), inSpace({ id: 'entry-2', requestId: undefined })];
    expect(withoutRepeats([...twice, inTrail()])).toHaveLength(2);
  });
});
