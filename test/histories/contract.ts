import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TrailRecord } from '../../playground/aws/record.ts';
import type { History, Search, SearchPage, SearchScope } from '../../src/app/ports.ts';
import type { LookupAttribute } from '../../src/domain/plan.ts';
import {
  EVERYTHING as BUT_READS,
  type Question,
  type TimeRange,
} from '../../src/domain/question/question.ts';
import { rawRecord } from '../fixtures.ts';

/** When the newest of the records below happened: yesterday at 20:00, for Event history and the intake keep nothing old. */
export const NEWEST = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 4 * 3_600_000;
export const SCOPE = { accountId: '111122223333', region: 'us-west-2' } as const;
const CODECATALYST: LookupAttribute = { key: 'EventSource', value: 'codecatalyst.amazonaws.com' };

/** What is wanted: everything, reads too. */
export const EVERYTHING: Question = {
  ...BUT_READS,
  filters: [{ key: 'event', values: ['*'], negated: false }],
};

/** A record every minute for two hours and a half: every third of CodeCatalyst, the others of IAM. */
export const RECORDS: readonly TrailRecord[] = Array.from(
  { length: 150 },
  (_, index) =>
    rawRecord({
      eventID: `e${String(index).padStart(7, '0')}-0000-4000-8000-000000000000`,
      eventTime: new Date(NEWEST - index * 60_000).toISOString().replace('.000Z', 'Z'),
      ...(index % 3 !== 0 && { eventSource: 'iam.amazonaws.com', eventName: 'CreateRole' }),
    }) as TrailRecord,
);

/** A history under test. */
export interface HistoryUnderTest {
  /** Gives a history that holds the records. */
  readonly open: () => Promise<History>;
  readonly close?: () => Promise<void>;
  /** Where it is searched; absent: {@link SCOPE}. */
  readonly scope?: SearchScope;
  /** Which of the records it holds; absent: all. */
  readonly holds?: (record: TrailRecord) => boolean;
}

/** Reads a search to its end. */
export async function all(history: History, search: Search, signal = new AbortController().signal) {
  const pages: SearchPage[] = [];
  for await (const page of history.search(search, signal)) pages.push(page);
  return { pages, records: pages.flatMap(page => page.records) };
}

/** What every history is held to. */
export function historyContract({
  open,
  close,
  scope: own = SCOPE,
  holds = () => true,
}: HistoryUnderTest): void {
  let history: History;
  beforeAll(async () => {
    history = await open();
  });
  afterAll(async () => close?.());

  const scope = () => (history.coverage === 'none' ? null : own);
  const search = (range: TimeRange, attribute: LookupAttribute | null = null, question = EVERYTHING) =>
    all(history, { scope: scope(), attribute, question, range });
  const ids = (records: readonly { eventID: string | null }[]) =>
    new Set(records.map(record => record.eventID));
  const expected = (range: TimeRange, source?: string) =>
    new Set(
      RECORDS.filter(holds)
        .filter(
          record => Date.parse(record.eventTime) >= range.from && Date.parse(record.eventTime) < range.to,
        )
        .filter(record => source === undefined || record.eventSource === source)
        .map(record => record.eventID),
    );
  const hours = (from: number, to: number): TimeRange => ({
    from: NEWEST - from * 3_600_000,
    to: NEWEST - to * 3_600_000 + 1_000,
  });

  test('gives every record of a range', async () => {
    for (const range of [hours(3, 0), hours(2, 1), hours(1, 0.5)]) {
      const { records } = await search(range);
      expect(
        ids(
          records.filter(
            one =>
              Date.parse(one.eventTime ?? '') >= range.from && Date.parse(one.eventTime ?? '') < range.to,
          ),
        ),
      ).toEqual(expected(range));
    }
  });

  test('with an attribute, gives every record that has it', async () => {
    const { records } = await search(hours(3, 0), CODECATALYST);
    expect(ids(records.filter(one => one.eventSource === CODECATALYST.value))).toEqual(
      expected(hours(3, 0), CODECATALYST.value),
    );
  });

  test('a record that answers the question is never left out', async () => {
    const question: Question = {
      ...EVERYTHING,
      filters: [{ key: 'event', values: ['DeleteConnection'], negated: false }],
    };
    const { records } = await search(hours(3, 0), CODECATALYST, question);
    expect(ids(records.filter(one => one.eventName === 'DeleteConnection'))).toEqual(
      expected(hours(3, 0), CODECATALYST.value),
    );
    if (history.filters) expect(records.every(one => one.eventName === 'DeleteConnection')).toBe(true);
  });

  test('what a page says is reached has been given by then, and the last page reaches the beginning', async () => {
    const range = hours(3, 0);
    const { pages } = await search(range);
    const given = new Set<string | null>();
    for (const page of pages) {
      for (const record of page.records) given.add(record.eventID);
      for (const id of expected({ from: page.reachedBackTo, to: range.to })) expect(given).toContain(id);
    }
    expect(pages.at(-1)?.reachedBackTo).toBe(range.from);
    // Records are whole, wherever they were read.
    const whole = pages.flatMap(page => page.records).map(record => record.fields['userIdentity']);
    expect(whole.every(identity => typeof identity === 'object')).toBe(true);
  });

  test('an empty range is an answer, not an error', async () => {
    const { records, pages } = await search({ from: NEWEST + 60_000, to: NEWEST + 120_000 });
    expect(records.filter(one => Date.parse(one.eventTime ?? '') >= NEWEST + 60_000)).toEqual([]);
    expect(pages.at(-1)?.reachedBackTo).toBe(NEWEST + 60_000);
  });

  test('ends when it is told to', async () => {
    const stop = AbortSignal.abort();
    await expect(
      all(history, { scope: scope(), attribute: null, question: EVERYTHING, range: hours(3, 0) }, stop),
    ).rejects.toThrow();
  });
}
