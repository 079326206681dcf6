import { expect, test } from '@jest/globals';
import type { Store } from '../../src/app/ports.ts';

/** What every store must do. `open` gives an empty one; keys carry a hash tag, as the bot's do. */
export function storeContract(open: () => Promise<Store>): void {
  const P = 'cctrail:1:{T1}:';
  const withStore = (name: string, check: (store: Store) => Promise<void>) =>
    test(name, async () => {
      const store = await open();
      try {
        await check(store);
      } finally {
        await store.close();
      }
    });

  withStore('keeps what was committed, and knows nothing else', async store => {
    expect(await store.get(`${P}a`)).toBeUndefined();
    expect((await store.commit({ put: [{ key: `${P}a`, value: 'one ✓ \u0000' }] })).kind).toBe('done');
    expect(await store.get(`${P}a`)).toMatchObject({ key: `${P}a`, value: 'one ✓ \u0000' });
    expect(await store.get(`${P}b`)).toBeUndefined();
  });

  withStore('commits everything or nothing', async store => {
    await store.commit({ put: [{ key: `${P}taken`, value: '1' }] });
    const result = await store.commit({
      expect: [
        { key: `${P}new`, version: null },
        { key: `${P}taken`, version: null },
      ],
      put: [{ key: `${P}new`, value: '1' }],
      delete: [`${P}taken`],
    });
    expect(result).toEqual({ kind: 'conflict' });
    expect(await store.get(`${P}new`)).toBeUndefined();
    expect((await store.get(`${P}taken`))?.value).toBe('1');
  });

  withStore('a version changes with every write, also after a delete', async store => {
    const key = `${P}v`;
    const versions: (string | undefined)[] = [];
    for (const value of ['same', 'same']) {
      await store.commit({ put: [{ key, value }] });
      versions.push((await store.get(key))?.version);
    }
    await store.commit({ delete: [key] });
    expect(await store.get(key)).toBeUndefined();
    await store.commit({ put: [{ key, value: 'same' }] });
    versions.push((await store.get(key))?.version);
    expect(new Set(versions).size).toBe(3);
    const replace = async (version: string | undefined, value: string) =>
      (await store.commit({ expect: [{ key, version: version ?? '' }], put: [{ key, value }] })).kind;
    expect(await replace(versions[0], 'late')).toBe('conflict');
    expect(await replace(versions[2], 'next')).toBe('done');
  });

  withStore('a commit gives the versions that it wrote, and they can be expected', async store => {
    const [one, two] = [`${P}given/1`, `${P}given/2`];
    await store.commit({ put: [{ key: `${P}given/0`, value: 'x' }] });
    const result = await store.commit({
      expect: [{ key: one, version: null }],
      put: [
        { key: one, value: '1' },
        { key: two, value: '2', ttl: 60_000 },
      ],
      delete: [`${P}given/0`],
    });
    const versions = result.kind === 'done' ? result.versions : new Map<string, string>();
    expect([...versions.keys()].toSorted()).toEqual([one, two]);
    for (const key of [one, two]) expect((await store.get(key))?.version).toBe(versions.get(key));
    const next = {
      expect: [{ key: two, version: versions.get(two) ?? '' }],
      put: [{ key: two, value: '3' }],
    };
    expect((await store.commit(next)).kind).toBe('done');
    expect(await store.commit({ delete: [one] })).toEqual({ kind: 'done', versions: new Map() });
  });

  withStore('100 concurrent claims have one winner', async store => {
    const key = `${P}claim`;
    const claims = Array.from({ length: 100 }, (_, index) =>
      store.commit({
        expect: [{ key, version: null }],
        put: [
          { key, value: String(index) },
          { key: `${P}job/${index}`, value: 'x' },
        ],
      }),
    );
    const results = await Promise.all(claims);
    const winners = results.flatMap(({ kind }, index) => (kind === 'done' ? [index] : []));
    expect(winners).toHaveLength(1);
    expect(await store.range(`${P}job/`, '', null, 200)).toHaveLength(1);
    expect((await store.get(key))?.value).toBe(String(winners[0]));
  });

  withStore('ranges are in the order of bytes, within bounds and limit', async store => {
    const names = ['a', 'b', 'ba', 'c', '10', '9', 'é', 'z'];
    await store.commit({ put: names.map(name => ({ key: `${P}r/${name}`, value: name })) });
    await store.commit({ put: [{ key: `${P}other`, value: 'x' }] });
    const values = async (from: string, to: string | null, limit: number) =>
      (await store.range(`${P}r/`, from, to, limit)).map(entry => entry.value);
    expect(await values('', null, 100)).toEqual(['10', '9', 'a', 'b', 'ba', 'c', 'z', 'é']);
    expect(await values('b', 'c', 100)).toEqual(['b', 'ba']);
    expect(await values('b', null, 2)).toEqual(['b', 'ba']);
    expect(await values('x', 'y', 100)).toEqual([]);
  });

  withStore('ranges carry the versions that a commit can expect', async store => {
    await store.commit({ put: [{ key: `${P}w/1`, value: '1' }] });
    const [entry] = await store.range(`${P}w/`, '', null, 1);
    const expected = { expect: [{ key: `${P}w/1`, version: entry?.version ?? '' }], delete: [`${P}w/1`] };
    expect((await store.commit(expected)).kind).toBe('done');
    expect(await store.range(`${P}w/`, '', null, 1)).toEqual([]);
  });

  withStore('what has a time to live is gone after it, for get, range and claims', async store => {
    const key = `${P}ttl/1`;
    await store.commit({
      put: [
        { key, value: '1', ttl: 60 },
        { key: `${P}ttl/2`, value: '2' },
      ],
    });
    expect((await store.get(key))?.value).toBe('1');
    await new Promise(resolve => setTimeout(resolve, 90));
    expect(await store.get(key)).toBeUndefined();
    expect((await store.range(`${P}ttl/`, '', null, 10)).map(entry => entry.value)).toEqual(['2']);
    const claim = { expect: [{ key, version: null }], put: [{ key, value: 'again' }] };
    expect((await store.commit(claim)).kind).toBe('done');
    expect((await store.get(key))?.value).toBe('again');
  });

  withStore('a write without a time to live lifts an earlier one', async store => {
    const key = `${P}keep`;
    await store.commit({ put: [{ key, value: '1', ttl: 50 }] });
    await store.commit({ put: [{ key, value: '2' }] });
    await new Promise(resolve => setTimeout(resolve, 80));
    expect((await store.get(key))?.value).toBe('2');
  });

  withStore('a range of one workspace holds nothing of another', async store => {
    for (const team of ['T1', 'T10', 'T2'])
      await store.commit({ put: [{ key: `cctrail:1:{${team}}:w/x`, value: team }] });
    const values = (await store.range('cctrail:1:{T1}:w/', '', null, 10)).map(entry => entry.value);
    expect(values).toEqual(['T1']);
    expect(await store.get('cctrail:1:{T3}:w/x')).toBeUndefined();
  });

  withStore('a range over several workspaces finds them all', async store => {
    await store.commit({ put: [{ key: 'cctrail:1:{TA}:x', value: 'a' }] });
    await store.commit({ put: [{ key: 'cctrail:1:{TB}:x', value: 'b' }] });
    expect((await store.range('cctrail:1:', '', null, 10)).map(entry => entry.key)).toEqual([
      'cctrail:1:{TA}:x',
      'cctrail:1:{TB}:x',
    ]);
  });
}
