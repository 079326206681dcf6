import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { StoreError } from '../../src/app/errors.ts';
import { openEmbeddedStore } from '../../src/stores/embedded.ts';
import { cctrail } from '../bot/cctrail.ts';

const root = mkdtempSync(join(tmpdir(), 'cctrail-damage-'));
const whole = join(root, 'whole');
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeAll(async () => {
  const store = openEmbeddedStore(whole);
  for (let number = 0; number < 300; number++)
    await store.commit({ put: [{ key: `n/${String(number).padStart(3, '0')}`, value: 'x'.repeat(3_000) }] });
  await store.commit({
    delete: Array.from({ length: 200 }, (_, number) => `n/${String(number).padStart(3, '0')}`),
  });
  await store.close();
});

/** A folder whose file is what a change makes of the whole one. */
function damaged(change: (path: string, bytes: Buffer) => void): string {
  const folder = mkdtempSync(join(root, 'd-'));
  const path = join(folder, 'data.mdb');
  const bytes = readFileSync(join(whole, 'data.mdb'));
  writeFileSync(path, bytes);
  change(path, bytes);
  return folder;
}

const cut = (bytes: number) => (path: string) => truncateSync(path, bytes);
const filled = (from: number, to: number) => (path: string, bytes: Buffer) =>
  writeFileSync(path, bytes.fill(0x41, from, Math.min(to, bytes.length)));

describe('a file that is damaged', () => {
  test.each([
    ['empty', cut(0), /is empty, which a store never is/],
    ['cut to half', (path: string, { length }: Buffer) => cut(Math.floor(length / 2))(path), /is cut off/],
    ['cut within its first page', cut(100), /does not begin as a store does/],
    ['garbage', filled(0, 10_000_000), /does not begin as a store does/],
    ['without its first two pages', filled(0, 8_192), /does not begin as a store does/],
    ['a text', (path: string) => writeFileSync(path, 'hello\n'), /does not begin as a store does/],
  ])('%s: is refused with what is wrong and what to do, and stays as it is', (_, change, wrong) => {
    const folder = damaged(change);
    const before = readFileSync(join(folder, 'data.mdb'));
    const open = () => openEmbeddedStore(folder);
    expect(open).toThrow(StoreError);
    expect(open).toThrow(wrong);
    try {
      open();
    } catch (error) {
      expect((error as StoreError).hint).toMatch(/cctrail store backup.*begin anew/);
    }
    expect(readFileSync(join(folder, 'data.mdb')).equals(before)).toBe(true);
  });

  test('the bot says so in one line and ends with 1', async () => {
    const { code, stdout, stderr } = await cctrail(['start'], {
      DATA_DIR: damaged(cut(0)),
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
      SLACK_API_URL: 'http://127.0.0.1:9/api/',
      CCTRAIL_CHANNEL: 'C0TRAIL',
      EVENTBRIDGE_API_KEY: 'a-key-of-sixteen-letters',
      PORT: '0',
      HOST: '127.0.0.1',
    });
    expect(code).toBe(1);
    expect(stderr).toBe('');
    const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ msg: 'cctrail can not start', error: expect.stringContaining('is empty') });
    expect(last.hint).toContain('cctrail store backup');
  });

  test('store check tells damage that lies deeper, however reading it ends', async () => {
    const { code, stdout, stderr } = await cctrail(['store', 'check'], {
      DATA_DIR: damaged(filled(8_192, 700_000)),
    });
    expect(code).toBe(1);
    expect(stdout).not.toContain('can be read');
    expect(stderr).toMatch(
      /store (is damaged|could not be read)|does not begin|begin there is something else/,
    );
  });
});

describe('a folder that can not be used', () => {
  test.each([
    ['a file', () => join(whole, 'data.mdb'), /it is a file/],
    ['below a file', () => join(whole, 'data.mdb', 'x'), /it is a file, or lies below one/],
  ])('%s: is refused with what is wrong and what to do', (_, path, wrong) => {
    const open = () => openEmbeddedStore(path());
    expect(open).toThrow(wrong);
    try {
      open();
    } catch (error) {
      expect((error as StoreError).hint).toContain('DATA_DIR');
    }
  });
});

describe('store backup and store check', () => {
  test('a copy holds the same, without the room of what was removed, and can be used at once', async () => {
    const copy = join(root, 'copy');
    const store = openEmbeddedStore(whole);
    try {
      const { code, stdout } = await cctrail(['store', 'backup', copy], { DATA_DIR: whole });
      expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(copy) });
      const copied = openEmbeddedStore(copy);
      const all = await store.range('', '', null, 1_000);
      expect(all).toHaveLength(100);
      expect(await copied.range('', '', null, 1_000)).toEqual(all);
      await copied.close();
    } finally {
      await store.close();
    }
    const size = (folder: string) => readFileSync(join(folder, 'data.mdb')).length;
    expect(size(copy)).toBeLessThan(size(whole) / 2);
    expect(await cctrail(['store', 'check'], { DATA_DIR: copy })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('100 entries'),
    });
  });

  test('outbox list makes no store where there is none', async () => {
    const folder = join(root, 'none');
    expect(await cctrail(['outbox', 'list'], { DATA_DIR: folder })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no bot has run on this store yet'),
    });
    expect(() => readFileSync(join(folder, 'data.mdb'))).toThrow();
  });

  test('never writes over a store', async () => {
    const before = readFileSync(join(whole, 'data.mdb'));
    expect(await cctrail(['store', 'backup', whole], { DATA_DIR: whole })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('holds a store already'),
    });
    expect(readFileSync(join(whole, 'data.mdb')).equals(before)).toBe(true);
  });

  test.each([['backup', join(root, 'x')], ['check']])(
    '%s: where there is no store none is made',
    async (...args) => {
      const folder = join(root, 'none');
      expect(await cctrail(['store', ...args], { DATA_DIR: folder })).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(`no store in ${folder}`),
      });
      expect(() => readFileSync(join(folder, 'data.mdb'))).toThrow();
      expect(await cctrail(['store', ...args], { REDIS_URL: 'redis://127.0.0.1:9' })).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('REDIS_URL is set'),
      });
    },
  );
});
