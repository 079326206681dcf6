import { describe, expect, test } from '@jest/globals';
import { UserNames } from '../../../src/app/state/user-names.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { keptLog } from '../../kept-log.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const DANA = { id: 'D-1', name: 'dana', at: NOW };

/** A store that counts what is committed, and may be away. */
function counted() {
  const store = memoryStore(() => NOW);
  const state = { commits: 0, isAway: false };
  return {
    state,
    store: {
      ...store,
      get: store.get.bind(store),
      range: store.range.bind(store),
      close: store.close.bind(store),
      commit: async (commit: Parameters<typeof store.commit>[0]) => {
        state.commits += 1;
        if (state.isAway) throw new Error('away');
        return store.commit(commit);
      },
    },
  };
}

describe('names of users of a space', () => {
  test('are there again after a restart, and for other replicas', async () => {
    const { store } = counted();
    const first = new UserNames(keptLog());
    await first.open(store);
    await first.learn([DANA], NOW);
    const second = new UserNames(keptLog());
    await second.open(store);
    expect(second.names.get('d-1')).toBe('dana');
    expect(second.fingerprint).toBe(first.fingerprint);
  });

  test('are kept when they are new or others, and anew after a while; not with every entry', async () => {
    const { store, state } = counted();
    const names = new UserNames(keptLog());
    await names.open(store);
    for (let times = 0; times < 5; times += 1) await names.learn([DANA], NOW + times);
    expect(state.commits).toBe(1);
    const before = names.fingerprint;
    await names.learn([{ ...DANA, name: 'dana smith' }], NOW);
    expect(names.names.get('d-1')).toBe('dana smith');
    expect(names.fingerprint).not.toBe(before);
    await names.learn([{ ...DANA, name: 'dana smith' }], NOW + 8 * 86_400_000);
    expect(state.commits).toBe(3);
  });

  test('are known though the store is away, and kept once it is back', async () => {
    const { store, state } = counted();
    const log = keptLog();
    const names = new UserNames(log);
    await names.open(store);
    state.isAway = true;
    await names.learn([DANA], NOW);
    expect(names.names.get('d-1')).toBe('dana');
    expect(log.lines.join()).toContain('can not be kept');
    state.isAway = false;
    await names.learn([DANA], NOW);
    const other = new UserNames(keptLog());
    await other.open(store);
    expect(other.names.size).toBe(1);
  });

  test('are the last ones that somebody was called by, in whichever order that is learned', async () => {
    const { store } = counted();
    const names = new UserNames(keptLog());
    await names.open(store);
    await names.learn([DANA, { ...DANA, name: 'dana before', at: NOW - 1_000 }], NOW);
    await names.open(store);
    expect(names.names.get('d-1')).toBe('dana');
    await names.learn([{ ...DANA, name: 'dana since', at: NOW + 1_000 }], NOW);
    const other = new UserNames(keptLog());
    await other.open(store);
    expect(other.names.get('d-1')).toBe('dana since');
  });

  test('of absurd length are not taken', async () => {
    const names = new UserNames(keptLog());
    await names.learn(
      [
        { id: 'x'.repeat(10_000), name: 'x', at: NOW },
        { id: 'y', name: 'y'.repeat(10_000), at: NOW },
      ],
      NOW,
    );
    expect(names.names.size).toBe(0);
  });
});
