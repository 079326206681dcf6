import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { API_KEY, Playground } from '../playground/playground.ts';
import { ACTORS } from '../playground/scenarios/actors.ts';
import { envelope, record } from '../playground/scenarios/record.ts';
import { LaneLease } from '../src/app/delivery/lane-lease.ts';
import { placeCards } from '../src/app/delivery/place-cards.ts';
import { NO_METER } from '../src/app/measures.ts';
import type { Store } from '../src/app/ports.ts';
import { placingLane } from '../src/app/state/lanes.ts';
import { openLedger } from '../src/app/state/ledger.ts';
import { placingPut } from '../src/app/state/placings.ts';
import { NOTHING_KNOWN } from '../src/domain/known.ts';
import type { Member } from '../src/domain/story.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { openEmbeddedStore } from '../src/stores/embedded.ts';
import { compare } from './compare.ts';

/** Number of events of a flood, and over how many connections they come. */
const FLOOD_COUNT = 5_000;
const CONNECTIONS_COUNT = 20;
/** Number of members of the story whose memory is measured, and how many are folded at once. */
const MEMBERS_COUNT = 100_000;
const FOLDED_COUNT = 10_000;
/** Number of writes that are one commit, as in folding. */
const BATCH_COUNT = 100;
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** What a story costs: a flood through the whole bot, folding against reading the same records, and memory over many members. */
export async function benchStories(): Promise<void> {
  await benchFlood('one session', () => 'ASIAFLOOD');
  await benchFlood('500 sessions', index => `ASIAFLOOD${index % 500}`);
  await benchFolding();
}

async function benchFlood(name: string, session: (index: number) => string): Promise<void> {
  const bot = new Playground({ env: { LOG_LEVEL: 'info' } });
  await bot.start();
  const started = performance.now();
  let sent = 0;
  const sender = async () => {
    while (sent < FLOOD_COUNT) {
      const index = sent++;
      await bot.send(envelope(associated(index, session(index))), API_KEY);
    }
  };
  const flood = Promise.all(Array.from({ length: CONNECTIONS_COUNT }, sender));
  await bot.until(() => sent > FLOOD_COUNT / 2, 60_000);
  const stopped = performance.now();
  await bot.send(
    envelope(record('StopLogging', 'cloudtrail.amazonaws.com', ACTORS.root, { name: 'cctrail' })),
    API_KEY,
  );
  await bot.until(
    () => bot.workspace.cards('C0TRAIL').some(({ text }) => text.includes('Critical: ')),
    60_000,
  );
  const criticalMs = performance.now() - stopped;
  await flood;
  const takenMs = performance.now() - started;
  const shown = () =>
    bot.workspace
      .cards('C0TRAIL')
      .reduce((sum, { metadata }) => sum + Number(metadata?.event_payload['count'] ?? 1), 0);
  if (name === 'one session') await bot.until(() => shown() === FLOOD_COUNT + 1, 60_000);
  console.log(
    `${FLOOD_COUNT.toLocaleString('en')} events of ${name}: taken in after ${seconds(takenMs)}, a critical one among them shown after ${seconds(criticalMs)}; after ${seconds(performance.now() - started)} ${bot.workspace.cards('C0TRAIL').length} cards show ${shown().toLocaleString('en')} events`,
  );
  await bot.stop();
}

async function benchFolding(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cctrail-bench-'));
  const store = openEmbeddedStore(folder);
  const alone = openEmbeddedStore(join(folder, 'alone'));
  let made = 0;
  const next = () => (made += 1);
  const value = 'd'.repeat(120);
  // What folding writes, without any thought: a record that waits, two entries of a member in its place.
  const writeAlone = async () => {
    const waiting = Array.from({ length: FOLDED_COUNT }, () => `waiting/${next()}`);
    await alone.commit({ put: waiting.map(key => ({ key, value: value.repeat(4) })) });
    for (let from = 0; from < FOLDED_COUNT; from += BATCH_COUNT) {
      const batch = await alone.range('waiting/', '', null, BATCH_COUNT);
      await alone.commit({
        put: batch.flatMap(({ key }) =>
          ['a', 'b'].map(half => ({ key: `${half}/${key}`, value, ttl: 86_400_000 })),
        ),
        delete: batch.map(({ key }) => key),
      });
    }
  };
  const { oursMs, theirsMs } = await compare(
    `folding ${FOLDED_COUNT.toLocaleString('en')} events into a story, on the embedded store`,
    async () => {
      await put(store, FOLDED_COUNT, next);
      await fold(store);
    },
    writeAlone,
    'writing as much without any thought',
    7,
  );
  console.log(
    `folding costs ${((oursMs * 1_000) / FOLDED_COUNT).toFixed(0)} µs an event, ${(((oursMs - theirsMs) * 1_000) / FOLDED_COUNT).toFixed(0)} µs of them beside the store`,
  );
  const inMemory = remembering(store);
  for (let members = FOLDED_COUNT; members <= MEMBERS_COUNT; members += FOLDED_COUNT) {
    await put(store, FOLDED_COUNT, next);
    await fold(inMemory.store);
  }
  console.log(
    `${MEMBERS_COUNT.toLocaleString('en')} members later the head of the story takes ${inMemory.largest()} bytes`,
  );
  await Promise.all([store.close(), alone.close()]);
  rmSync(folder, { recursive: true, force: true });
}

/** A store that knows how large the largest notification is that it was given. */
function remembering(inner: Store): { readonly store: Store; readonly largest: () => number } {
  let largest = 0;
  const store: Store = {
    get: key => inner.get(key),
    range: (...range) => inner.range(...range),
    commit: commit => {
      for (const { key, value } of commit.put ?? [])
        if (key.startsWith('notification/')) largest = Math.max(largest, value.length);
      return inner.commit(commit);
    },
    close: () => inner.close(),
  };
  return { store, largest: () => largest };
}

async function put(store: Store, count: number, next: () => number): Promise<void> {
  const puts = Array.from({ length: count }, () => {
    const index = next();
    const member: Member = {
      record: `111122223333:${index}`,
      digest: 'd'.repeat(64),
      at: Date.now(),
      arrivedAt: Date.now(),
      kind: 'associated',
      thing: `t${index % 40}`,
      doer: 'alice',
      region: 'us-west-2',
      severity: 'high',
      quorum: 1,
    };
    return placingPut({
      channel: 'C0TRAIL',
      route: 'default',
      ask: 'approval',
      rank: 'asking high',
      keptForMs: 86_400_000,
      member,
      story: 's',
      shared: null,
      assurance: 'none',
      corrects: null,
    });
  });
  await store.commit({ put: puts });
}

async function fold(store: Store): Promise<void> {
  const lane = placingLane('C0TRAIL');
  const deps = {
    store,
    ledger: openLedger(store),
    clock: systemClock,
    owner: 'bench',
    meter: NO_METER,
    log: quiet,
    card: { known: NOTHING_KNOWN },
  };
  const lease = await LaneLease.acquire(deps, lane);
  if (!lease) throw new Error('the lane is held by somebody');
  await placeCards(lane, lease, {
    ...deps,
    onPlaced: () => undefined,
    stopping: new AbortController().signal,
  });
}

function associated(index: number, session: string) {
  const actor = { ...ACTORS.alice, accessKeyId: session };
  return record('AssociateIamRoleToConnection', 'codecatalyst.amazonaws.com', actor, {
    connectionId: '657849db-0000-4000-8000-000000000001',
    roleName: `Role-${index}`,
  });
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
