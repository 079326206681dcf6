import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { Decisions } from '../../src/app/deciding/decide.ts';
import { Dispatcher } from '../../src/app/delivery/dispatcher.ts';
import { StoreFormatError } from '../../src/app/errors.ts';
import { NO_METER } from '../../src/app/measures.ts';
import type { Store } from '../../src/app/ports.ts';
import { assertKnownFormats, FORMAT_VERSION, openFormat } from '../../src/app/state/format.ts';
import { KEYS } from '../../src/app/state/keys.ts';
import { openLedger, verifyLedger } from '../../src/app/state/ledger.ts';
import { notificationCodec } from '../../src/app/state/notifications.ts';
import { workspaceStore } from '../../src/app/state/workspaces.ts';
import { openEmbeddedStore } from '../../src/stores/embedded.ts';
import { memoryStore } from '../../src/stores/memory.ts';
import { openRedisStore } from '../../src/stores/redis.ts';
import {
  deliveryFixture,
  directoryOf,
  INTAKE_SETTINGS,
  manualClock,
  recordingMessenger,
  whoIsBehindFixture,
} from '../fixtures.ts';
import { keptLog } from '../kept-log.ts';
import { hasRedis, RedisServer } from '../redis-server.ts';

/** When the stores in `format-1/` were written. */
const WRITTEN_AT = Date.parse('2026-11-26T01:00:00Z');
const FIXTURES = new URL('./format-1/', import.meta.url);

const folder = mkdtempSync(join(tmpdir(), 'cctrail-format-'));
const server = hasRedis ? new RedisServer() : undefined;
beforeAll(async () => server?.start());
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server?.remove();
});

/** Opens a store that commit d36dd64 wrote. */
const STORES: Record<string, (() => Promise<Store>) | undefined> = {
  embedded: async () => {
    const path = mkdtempSync(join(folder, 'embedded-'));
    writeFileSync(join(path, 'data.mdb'), gunzipSync(readFileSync(new URL('embedded.mdb.gz', FIXTURES))));
    return openEmbeddedStore(path, () => WRITTEN_AT);
  },
  Redis:
    server &&
    (async () => {
      const redis = new Redis(server.url);
      await redis.flushall();
      for (const line of readFileSync(new URL('redis.ndjson', FIXTURES), 'utf8').trim().split('\n')) {
        const { key, type, value } = JSON.parse(line);
        if (type === 'hash') await redis.hset(key, value);
        else if (type === 'string') await redis.set(key, value);
        else for (let at = 0; at < value.length; at += 2) await redis.zadd(key, value[at + 1], value[at]);
      }
      redis.disconnect();
      return (await openRedisStore(server.url, keptLog())).store;
    }),
};

describe.each(Object.entries(STORES))('a store in format 1: %s', (_, open) => {
  const withStore = (name: string, check: (store: Store) => Promise<void>) =>
    (open ? test : test.skip)(name, async () => {
      const root = await (open as () => Promise<Store>)();
      try {
        const store = workspaceStore(root, 'T0PLAY');
        await openFormat(store, 'T0PLAY');
        await check(store);
      } finally {
        await root.close();
      }
    });

  withStore('is migrated, and says so', async store => {
    expect((await store.get(KEYS.format))?.value).toBe(String(FORMAT_VERSION));
    const entries = await store.range(KEYS.notification(''), '', null, 10);
    expect(entries).toHaveLength(3);
    for (const { value } of entries) {
      const { recordKey, recordKeys } = JSON.parse(value);
      expect(recordKeys).toEqual([expect.stringMatching(/^111122223333:e0{7}/)]);
      // What a replica reads that is not yet upgraded.
      expect(recordKey).toBe(recordKeys[0]);
    }
  });

  withStore('its ledger still verifies, also with what is appended', async store => {
    expect(await verifyLedger(store)).toMatchObject({ ok: true, entries: 4 });
    const question = { by: 'U1', channel: null, asked: 'q', reading: 'q', results: 0, complete: true };
    await openLedger(store).append([{ ...question, kind: 'question', at: '2026-11-26T01:00:00Z' }], {});
    expect(await verifyLedger(store)).toMatchObject({ ok: true, entries: 5 });
  });

  withStore('its cards still decide, and what was decided stands', async store => {
    const decisions = new Decisions({
      store,
      ledger: openLedger(store),
      directory: directoryOf({ id: 'U0DORA', email: 'dora@example.com' }),
      whoIsBehind: whoIsBehindFixture({ store }),
      settings: { ...INTAKE_SETTINGS, publishes: false },
      clock: manualClock(WRITTEN_AT),
      log: keptLog(),
    });
    const stored = await store.range(KEYS.notification(''), '', null, 10);
    const all = stored.map(({ value }) => notificationCodec.decode(value));
    const [rejected, ...undecided] = all.toSorted((a, b) => b.decisions.length - a.decisions.length);
    for (const { id } of undecided)
      expect(
        await decisions.decide({ notificationId: id, verdict: 'approved', userId: 'U0DORA' }),
      ).toMatchObject({ kind: 'recorded', settles: true });
    expect(
      await decisions.decide({ notificationId: rejected?.id ?? '', verdict: 'approved', userId: 'U0DORA' }),
    ).toMatchObject({ kind: 'standing', decision: { verdict: 'rejected', reason: 'not planned' } });
    expect(await verifyLedger(store)).toMatchObject({ ok: true, entries: 6 });
  });

  withStore('what waited in its outbox is posted', async store => {
    const clock = manualClock(WRITTEN_AT);
    const messenger = recordingMessenger();
    const dispatcher = new Dispatcher({
      store,
      ledger: openLedger(store),
      messenger,
      directory: directoryOf(),
      publisher: null,
      ...deliveryFixture({ store, clock }),
      clock,
      log: keptLog(),
      meter: NO_METER,
      owner: 'two',
    });
    dispatcher.start();
    await clock.until(async () => (await store.range(KEYS.jobs, '', null, 1)).length === 0);
    await dispatcher.stop();
    expect(messenger.posted.map(card => card.summary.record.eventID)).toEqual([
      'e0000000-0000-4000-8000-000000000003',
    ]);
  });
});

test('a notification that a replica of the older version writes later is read all the same', async () => {
  const stored = { id: 'n', recordKey: 'a:1', route: 'r', channel: 'C', ask: 'nothing', severity: 'low' };
  const text = JSON.stringify({ ...stored, quorum: 1, createdAt: '', decisions: [] });
  expect(notificationCodec.decode(text)).toMatchObject({ recordKeys: ['a:1'] });
});

test('a migration that was cut off, or that a click came between, goes on: nothing is written over', async () => {
  const store = workspaceStore(memoryStore(), 'T1');
  const stored = { route: 'r', channel: 'C', ask: 'nothing', severity: 'low', quorum: 1, createdAt: '' };
  const idOf = (index: number) => String(index).padStart(4, '0');
  const keyOf = (index: number) => KEYS.notification(idOf(index));
  for (let index = 0; index < 450; index += 1) {
    const records =
      index === 7 ? { recordKey: 'a:7', recordKeys: ['a:7', 'a:8'] } : { recordKey: `a:${index}` };
    const value = JSON.stringify({ id: idOf(index), ...stored, ...records, decisions: [] });
    await store.commit({ put: [{ key: keyOf(index), value }] });
  }
  const done = (await store.get(keyOf(7)))?.version;
  let clicked = false;
  await openFormat(
    {
      ...store,
      commit: async commit => {
        if (!clicked) {
          clicked = true;
          const value = ((await store.get(keyOf(3)))?.value ?? '').replace(
            '"decisions":[]',
            '"decisions":[],"ts":"1.0"',
          );
          await store.commit({ put: [{ key: keyOf(3), value }] });
        }
        return store.commit(commit);
      },
    },
    'T1',
  );
  const all = await store.range(KEYS.notification(''), '', null, 1_000);
  expect(all.every(({ value }) => value.includes('"recordKeys"'))).toBe(true);
  expect(notificationCodec.decode(all[3]?.value ?? '').ts).toBe('1.0');
  expect(all[7]?.version).toBe(done);
});

test('format 3 had no list of reviews that wait: they are found afterwards, and those that are settled are not', async () => {
  const store = workspaceStore(memoryStore(), 'T1');
  const card = (id: string, more: object) => ({
    key: KEYS.notification(id),
    value: JSON.stringify({
      id,
      recordKeys: [`a:${id}`],
      route: 'r',
      channel: 'C',
      severity: 'low',
      quorum: 1,
      createdAt: '2026-11-20T10:00:00Z',
      ask: 'approval',
      decisions: [],
      ...more,
    }),
  });
  const decisions = [{ verdict: 'approved', by: 'U1', at: '2026-11-20T11:00:00Z' }];
  const put = [card('open', {}), card('decided', { decisions }), card('told', { ask: 'nothing' })];
  await store.commit({ put: [...put, { key: KEYS.format, value: '3' }] });
  await openFormat(store, 'T1');
  const waiting = await store.range(KEYS.openReview, '', null, 10);
  expect(waiting.flatMap(({ value }) => (value === '' ? [] : value))).toEqual(['open']);
});

test.each(['5', '2.5', 'x', '0'])('a store in format %s is refused, and left as it is', async format => {
  const root = memoryStore();
  const store = workspaceStore(root, 'T1');
  await store.commit({
    put: [
      { key: KEYS.workspace, value: 'T1' },
      { key: KEYS.format, value: format },
    ],
  });
  await expect(openFormat(store, 'T1')).rejects.toThrow(StoreFormatError);
  await expect(assertKnownFormats(root)).rejects.toThrow(/format .* knows formats up to 4/);
  expect((await store.get(KEYS.format))?.value).toBe(format);
});
