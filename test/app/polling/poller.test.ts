import { describe, expect, test } from '@jest/globals';
import { HistoryError } from '../../../src/app/errors.ts';
import { POLL_EVERY_MS, Poller } from '../../../src/app/polling/poller.ts';
import type { History, Search } from '../../../src/app/ports.ts';
import type { CloudTrailRecord } from '../../../src/domain/record.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { manualClock, readFixture } from '../../fixtures.ts';
import { keptLog } from '../../kept-log.ts';

const START = Date.parse('2026-11-23T08:00:00Z');
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SCOPE = { accountId: 'space acme', region: '' } as const;

/** A space whose log is polled, by as many replicas as one likes. */
function polling() {
  const clock = manualClock(START);
  const store = memoryStore(clock.now);
  const log = keptLog();
  const entries: CloudTrailRecord[] = [];
  const searches: Search['range'][] = [];
  const taken: (string | null)[] = [];
  const faults: HistoryError[] = [];
  const odd = new Set<string>();
  const damaged = new Set<string>();
  const history: Pick<History, 'search' | 'scopes' | 'reach'> = {
    scopes: [SCOPE],
    reach: 30 * DAY_MS,
    async *search({ range }) {
      searches.push(range);
      const fault = faults.shift();
      if (fault) throw fault;
      const records = entries.filter(({ at }) => at !== null && at >= range.from && at < range.to);
      const unreadable = [...damaged].map(reason => ({ reason, range }));
      yield { records, reachedBackTo: range.from, requests: 1, cached: 0, unreadable };
    },
  };
  const replica = (owner: string) =>
    new Poller({
      store,
      history,
      accept: async ({ eventID }) => {
        if (eventID !== null && odd.has(eventID)) throw new TypeError('odd');
        taken.push(eventID);
      },
      clock,
      log,
      owner,
    });
  let made = 0;
  return {
    clock,
    log,
    searches,
    faults,
    odd,
    damaged,
    replica,
    /** What was taken in, each once. */
    taken: () => [...new Set(taken)],
    happens(at: number, change: object = {}) {
      const eventID = `e0000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`;
      entries.push(readFixture({ eventID, eventTime: new Date(at).toISOString(), ...change }));
      return eventID;
    },
    async wait(ms: number) {
      let isOver = false;
      void clock.sleep(ms).then(() => (isOver = true));
      await clock.until(() => isOver);
    },
    turn: (poller: Poller) => poller.turn(SCOPE, new AbortController().signal),
  };
}

describe('polling', () => {
  test('begins now, and takes in what is new but for reads', async () => {
    const scene = polling();
    const poller = scene.replica('one');
    scene.happens(START - MINUTE_MS * 10);
    await scene.turn(poller);
    await scene.wait(MINUTE_MS);
    const id = scene.happens(scene.clock.now() - 1_000);
    scene.happens(scene.clock.now() - 1_000, { readOnly: true, eventName: 'ListProjects' });
    await scene.turn(poller);
    expect(scene.taken()).toEqual([id]);
  });

  test('takes in what the log has some minutes late', async () => {
    const scene = polling();
    const poller = scene.replica('one');
    await scene.turn(poller);
    await scene.wait(10 * MINUTE_MS);
    await scene.turn(poller);
    const late = scene.happens(scene.clock.now() - 4 * MINUTE_MS);
    await scene.wait(MINUTE_MS / 2);
    await scene.turn(poller);
    expect(scene.taken()).toEqual([late]);
  });

  test('takes in what the log has up to a day late, but nothing from before it began', async () => {
    const scene = polling();
    const poller = scene.replica('one');
    await scene.turn(poller);
    await scene.wait(DAY_MS / 4);
    await scene.turn(poller);
    scene.happens(START - 10 * MINUTE_MS);
    const [hoursLate, minutesLate] = [START + 10 * MINUTE_MS, scene.clock.now() - 6 * MINUTE_MS].map(at =>
      scene.happens(at),
    );
    await scene.wait(16 * MINUTE_MS);
    await scene.turn(poller);
    expect(scene.taken()).toEqual([hoursLate, minutesLate]);
  });

  test('costs one request a turn where nothing happened', async () => {
    const scene = polling();
    const poller = scene.replica('one');
    await scene.turn(poller);
    for (let turns = 0; turns < 5; turns += 1) {
      await scene.wait(POLL_EVERY_MS);
      await scene.turn(poller);
    }
    expect(scene.searches).toHaveLength(5);
  });

  test('goes on where it ended, hour by hour, and notes how far it has come', async () => {
    const scene = polling();
    await scene.turn(scene.replica('one'));
    const ids = [1, 50, 100, 170].map(minutes => scene.happens(START + minutes * MINUTE_MS));
    await scene.wait(180 * MINUTE_MS);
    scene.faults.push(undefined as never, new HistoryError('throttled', 'too many requests'));
    await expect(scene.turn(scene.replica('two'))).rejects.toThrow('too many requests');
    expect(scene.taken()).toEqual(ids.slice(0, 2));
    await scene.turn(scene.replica('two'));
    expect(scene.taken()).toEqual(ids);
    // The first hour is not read again.
    expect(scene.searches.filter(({ from }) => from < START)).toHaveLength(1);
  });

  test('is done by one replica, and by another where that one is gone', async () => {
    const scene = polling();
    const [one, two] = [scene.replica('one'), scene.replica('two')];
    await scene.turn(one);
    await scene.wait(POLL_EVERY_MS);
    await Promise.all([scene.turn(one), scene.turn(two)]);
    expect(scene.searches).toHaveLength(1);
    await scene.wait(POLL_EVERY_MS);
    const id = scene.happens(scene.clock.now() - 1_000);
    await scene.turn(two);
    expect(scene.taken()).toEqual([id]);
  });

  test('what is older than the log keeps is lost, and that is said', async () => {
    const scene = polling();
    const poller = scene.replica('one');
    await scene.turn(poller);
    await scene.wait(31 * DAY_MS);
    await scene.turn(poller);
    expect(scene.log.lines.join('\n')).toMatch(/the oldest of it is lost/);
    expect(Math.min(...scene.searches.map(({ from }) => from))).toBeGreaterThan(
      START + DAY_MS - 6 * MINUTE_MS,
    );
  });

  test('goes on past an entry that can’t be taken in, and the log has why', async () => {
    const scene = polling();
    const poller = scene.replica('one');
    await scene.turn(poller);
    await scene.wait(MINUTE_MS);
    scene.odd.add(scene.happens(scene.clock.now() - 2_000));
    const id = scene.happens(scene.clock.now() - 1_000);
    await scene.turn(poller);
    expect(scene.taken()).toEqual([id]);
    expect(scene.log.lines.join()).toContain('could not be taken in');
  });

  test('says of each entry that can’t be read once that it can’t', async () => {
    const scene = polling();
    const poller = scene.replica('one');
    await scene.turn(poller);
    for (const entry of ['entry one', 'entry two']) {
      scene.damaged.add(entry);
      for (let turn = 0; turn < 3; turn += 1) {
        await scene.wait(MINUTE_MS);
        await scene.turn(poller);
      }
    }
    expect(scene.log.lines.filter(line => /entry one/.test(line))).toHaveLength(1);
    expect(scene.log.lines.filter(line => /entry two/.test(line))).toHaveLength(1);
  });

  test('that fails says so once, and goes on', async () => {
    const scene = polling();
    const poller = scene.replica('one');
    const end = new AbortController();
    const running = poller.run(end.signal);
    await scene.wait(POLL_EVERY_MS);
    scene.faults.push(...Array.from({ length: 3 }, () => new HistoryError('denied', 'the token has ended')));
    await scene.wait(4 * POLL_EVERY_MS);
    const id = scene.happens(scene.clock.now() - 1_000);
    await scene.wait(2 * POLL_EVERY_MS);
    end.abort();
    await scene.wait(POLL_EVERY_MS);
    await running;
    expect(scene.taken()).toEqual([id]);
    expect(scene.log.lines.filter(line => /can not be polled/.test(line))).toHaveLength(1);
  });
});
