import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { SpaceEntry } from '../../playground/aws/codecatalyst.ts';
import type { TrailRecord } from '../../playground/aws/record.ts';
import { AwsSimulator } from '../../playground/aws/simulator.ts';
import type { Clock, History } from '../../src/app/ports.ts';
import { codeCatalystClient } from '../../src/aws/codecatalyst/client.ts';
import { spaceEventLogs } from '../../src/aws/codecatalyst/space-event-logs.ts';
import { cached } from './cached.ts';
import { all, EVERYTHING, historyContract, NEWEST, RECORDS } from './contract.ts';

const aws = new AwsSimulator();
const { codeCatalyst } = aws;
const PLACE = { accountId: 'space storefront', region: '' } as const;
const HOUR_MS = 3_600_000;
let endpoint = '';

const isOfSpace = ({ eventSource }: Pick<TrailRecord, 'eventSource'>) =>
  eventSource === 'codecatalyst.amazonaws.com';

function entryOf({ eventID, eventName, eventTime }: TrailRecord): SpaceEntry {
  return {
    id: eventID,
    eventName: `${eventName.charAt(0).toLowerCase()}${eventName.slice(1)}`,
    eventType: 'USER_ACTION',
    eventCategory: 'MANAGEMENT',
    eventSource: 'manage',
    eventTime,
    operationType: 'MUTATION',
    userIdentity: { userType: 'USER', principalId: 'd-9067642ac7/1234', userName: 'dana' },
    projectInformation: { name: 'web', projectId: 'p-1' },
    requestId: `r-${eventID}`,
    requestPayload: { contentType: 'application/json', data: '{"name":"web"}' },
    sourceIpAddress: '203.0.113.9',
    userAgent: 'Mozilla/5.0',
  };
}

beforeAll(async () => {
  endpoint = await aws.listen();
  codeCatalyst.entries.push(...RECORDS.filter(isOfSpace).map(entryOf));
});
afterAll(() => aws.close());
beforeEach(() => {
  codeCatalyst.faults.length = 0;
  codeCatalyst.answered.length = 0;
  codeCatalyst.newestFirst = true;
});

/** A clock that never makes anybody wait. */
const hurried: Clock = { now: Date.now, sleep: async () => undefined };

function spaceLog({ token = codeCatalyst.token, name = 'storefront', clock = hurried } = {}) {
  return spaceEventLogs({ name }, codeCatalystClient({ name, token, endpoint }, clock));
}
const search = (history: History, hours: number) =>
  all(history, {
    scope: PLACE,
    attribute: null,
    question: EVERYTHING,
    range: { from: NEWEST - hours * HOUR_MS, to: NEWEST + 1_000 },
  });

describe.each([
  ['the log of a space', async () => spaceLog()],
  ['the log of a space, cached', async () => cached(spaceLog())],
])('%s', (_, open) => {
  historyContract({ open, scope: PLACE, holds: isOfSpace });
});

describe('the log of a space without a token', () => {
  test('is not asked, and is a gap that says what is missing', async () => {
    await expect(search(spaceLog({ token: '' }), 1)).rejects.toMatchObject({
      gap: 'misconfigured',
      message: expect.stringContaining('CODECATALYST_TOKEN is not set'),
    });
    expect(codeCatalyst.answered).toEqual([]);
  });
});

describe('the log of a space', () => {
  test('has records as CloudTrail would write them', async () => {
    const { records } = await search(spaceLog(), 0.01);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      eventName: 'DeleteConnection',
      eventSource: 'codecatalyst.amazonaws.com',
      accountId: 'space storefront',
      awsRegion: null,
      readOnly: false,
      sourceIPAddress: '203.0.113.9',
      fields: {
        requestParameters: { name: 'web' },
        additionalEventData: { spaceName: 'storefront', projectName: 'web' },
      },
    });
  });

  test.each([true, false])('of many pages is read whole, newest first: %s', async newestFirst => {
    codeCatalyst.newestFirst = newestFirst;
    const many = Array.from({ length: 1_200 }, (_, index) => ({
      ...entryOf(RECORDS[0] as TrailRecord),
      id: `many-${index}`,
      eventTime: new Date(NEWEST - 10 * HOUR_MS - index * 1_000).toISOString(),
    }));
    codeCatalyst.entries.push(...many);
    const history = spaceLog();
    const range = { from: NEWEST - 11 * HOUR_MS, to: NEWEST - 9 * HOUR_MS };
    const { pages, records } = await all(history, {
      scope: PLACE,
      attribute: null,
      question: EVERYTHING,
      range,
    });
    codeCatalyst.entries.splice(-many.length);
    expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(1_200);
    const given = new Set<string | null>();
    for (const page of pages) {
      for (const { eventID } of page.records) given.add(eventID);
      const reached = many.filter(({ eventTime }) => Date.parse(eventTime) >= page.reachedBackTo);
      for (const { id } of reached) expect(given).toContain(id);
    }
    expect(pages.at(-1)?.reachedBackTo).toBe(range.from);
    expect(codeCatalyst.answered.length).toBeLessThan(newestFirst ? 7 : 25);
  });

  test('is read whole where its order shows late', async () => {
    codeCatalyst.newestFirst = false;
    // A whole page within one second looks like any order.
    const at = (index: number) => NEWEST - 30 * HOUR_MS + Math.max(0, index - 250) * 1_000;
    const many = Array.from({ length: 700 }, (_, index) => ({
      ...entryOf(RECORDS[0] as TrailRecord),
      id: `late-${index}`,
      eventTime: new Date(at(index)).toISOString(),
    }));
    codeCatalyst.entries.push(...many);
    const range = { from: NEWEST - 31 * HOUR_MS, to: NEWEST - 29 * HOUR_MS };
    const { pages, records } = await all(spaceLog(), {
      scope: PLACE,
      attribute: null,
      question: EVERYTHING,
      range,
    });
    codeCatalyst.entries.splice(-many.length);
    expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(700);
    expect(pages[0]?.reachedBackTo).toBe(range.to);
    expect(pages.at(-1)?.reachedBackTo).toBe(range.from);
  });

  test('is not asked for what it does not keep any more', async () => {
    const range = { from: Date.now() - 40 * 24 * HOUR_MS, to: NEWEST };
    await all(spaceLog(), { scope: PLACE, attribute: null, question: EVERYTHING, range });
    expect(codeCatalyst.answered).not.toContain(400);
  });

  test('is asked again where it throttles, after the pause that it wants', async () => {
    const pauses: number[] = [];
    const clock = { now: Date.now, sleep: async (ms: number) => void pauses.push(ms) };
    codeCatalyst.faults.push({ status: 429, code: 'ThrottlingException', retryAfter: 2 });
    codeCatalyst.faults.push({ status: 503, code: 'InternalServerException' });
    const { pages } = await search(spaceLog({ clock }), 3);
    expect(pages[0]?.requests).toBe(3);
    expect(pauses).toEqual([2_000, 1_000]);
  });

  test.each<[string, Parameters<typeof spaceLog>[0], object[], object]>([
    [
      'a token that has ended',
      { token: 'gone' },
      [],
      { gap: 'denied', message: /sign in again with aws sso login/ },
    ],
    [
      'a space that is gone',
      { name: 'other' },
      [],
      { gap: 'misconfigured', message: /there is no space other/ },
    ],
    [
      'somebody who is no administrator',
      {},
      [{ status: 403, code: 'AccessDeniedException' }],
      { gap: 'denied', message: /must be a Space administrator/ },
    ],
    [
      'throttling without end',
      {},
      Array.from({ length: 9 }, () => ({ status: 429, code: 'ThrottlingException' })),
      { gap: 'throttled' },
    ],
    [
      'a request that it does not like',
      {},
      [{ status: 400, code: 'ValidationException' }],
      { gap: 'misconfigured', message: /answered ValidationException/ },
    ],
  ])('says what to do about %s', async (_, how, faults, error) => {
    codeCatalyst.faults.push(...(faults as never[]));
    const history = spaceLog(how);
    const failure = await search(history, 3).catch(thrown => thrown as Error);
    const { message, ...rest } = error as { message?: RegExp };
    expect(failure).toMatchObject({ name: 'HistoryError', ...rest });
    if (message) expect((failure as Error).message).toMatch(message);
    expect(JSON.stringify([failure, (failure as Error).message])).not.toContain(codeCatalyst.token);
    expect([...history.states.values()]).toEqual([(failure as Error).message]);
  });

  test('keeps what came before a token ended half-way', async () => {
    const many = Array.from({ length: 300 }, (_, index) => ({
      ...entryOf(RECORDS[0] as TrailRecord),
      id: `early-${index}`,
      eventTime: new Date(NEWEST - 20 * HOUR_MS - index * 1_000).toISOString(),
    }));
    codeCatalyst.entries.push(...many);
    const range = { from: NEWEST - 21 * HOUR_MS, to: NEWEST - 19 * HOUR_MS };
    const given = spaceLog().search(
      { scope: PLACE, attribute: null, question: EVERYTHING, range },
      new AbortController().signal,
    );
    const pages = given[Symbol.asyncIterator]();
    const first = await pages.next();
    expect(first.value?.records).toHaveLength(250);
    codeCatalyst.faults.push({ status: 401, code: 'UnauthorizedException' });
    await expect(pages.next()).rejects.toThrow(/has ended or was withdrawn/);
    codeCatalyst.entries.splice(-many.length);
  });

  test('where something else answers in its place, that is said', async () => {
    const space = { name: 'storefront', token: 'x', endpoint: `${endpoint}/nowhere` };
    const history = spaceEventLogs(space, codeCatalystClient(space, hurried));
    await expect(search(history, 1)).rejects.toMatchObject({ name: 'HistoryError' });
    const dead = { ...space, endpoint: 'http://127.0.0.1:1' };
    const away = spaceEventLogs(dead, codeCatalystClient(dead, hurried));
    await expect(search(away, 1)).rejects.toThrow('CodeCatalyst could not be reached');
  });
});
