import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PEOPLE } from '../../playground/people.ts';
import { EXAMPLES } from '../../src/slack/blocks/help.ts';
import { runningBot } from '../bot/running-bot.ts';

/** A playground in a process of its own, with a folder for what it keeps meanwhile. */
function startPlayground(
  args: readonly string[],
  folder: string,
  env: Record<string, string> = {},
): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'playground/main.ts', ...args], {
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function firstLineOf({ stdout }: ChildProcess): Promise<string> {
  const [chunk] = (await once(stdout as NonNullable<typeof stdout>, 'data')) as [Buffer];
  return String(chunk).split('\n')[0] ?? '';
}

/** What a process writes on stderr. */
function textOf({ stderr }: ChildProcess): () => string {
  let text = '';
  stderr?.on('data', chunk => {
    text += chunk;
  });
  return () => text;
}

describe('npm run playground', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cctrail-first-minutes-'));
  const other = createServer();
  let taken = 0;
  beforeAll(async () => {
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    taken = (other.address() as AddressInfo).port;
  });
  afterAll(() => {
    other.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    ['--port', (port: number) => [['--port', String(port)], {}] as const],
    ['PLAYGROUND_PORT', (port: number) => [[], { PLAYGROUND_PORT: String(port) }] as const],
  ])(
    'where the port of %s is taken it has the next one and says so; at its end nothing is left behind',
    async (_, given) => {
      const [args, env] = given(taken);
      const child = startPlayground(args, folder, env);
      const line = await firstLineOf(child);
      const [, url = '', port = ''] = /(http:\/\/127\.0\.0\.1:(\d+))\//.exec(line) ?? [];
      expect(Number(port)).toBeGreaterThan(taken);
      expect(line).toContain(`Port ${taken} is taken`);
      expect((await fetch(url)).status).toBe(200);
      expect(kept(folder)).toHaveLength(1);
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
      expect(kept(folder)).toEqual([]);
      await expect(fetch(url)).rejects.toThrow();
    },
    30_000,
  );

  test('a second Ctrl+C changes nothing: it ends in peace, and nothing is left behind', async () => {
    const child = startPlayground(['--port', '0'], folder);
    await firstLineOf(child);
    const ended = once(child, 'exit');
    for (const signal of ['SIGINT', 'SIGINT', 'SIGTERM'] as const) child.kill(signal);
    expect(await ended).toEqual([0, null]);
    expect(kept(folder)).toEqual([]);
  }, 20_000);

  test('ended while it begins it says nothing, and leaves nothing behind', async () => {
    const child = startPlayground(['--port', '0'], folder);
    const stderr = textOf(child);
    const ended = once(child, 'close');
    while (kept(folder).length === 0) await new Promise(resolve => setTimeout(resolve, 5));
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(stderr()).toBe('');
    expect(kept(folder)).toEqual([]);
  }, 20_000);

  test('killed at once, it takes its bot with it', async () => {
    const child = startPlayground(['--port', '0'], folder, { PLAYGROUND_VERBOSE: '1' });
    const log: string[] = [];
    child.stdout?.on('data', chunk => log.push(String(chunk)));
    const portOf = () => /"port":(\d+)/.exec(log.join(''))?.[1];
    while (!log.join('').includes('The playground is at')) await once(child.stdout as never, 'data');
    const bot = `http://127.0.0.1:${portOf()}/healthz`;
    expect((await fetch(bot)).status).toBe(200);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const isGone = () =>
      fetch(bot).then(
        () => false,
        () => true,
      );
    while (!(await isGone())) await new Promise(resolve => setTimeout(resolve, 20));
    for (const name of kept(folder)) rmSync(join(folder, name), { recursive: true, force: true });
  }, 20_000);

  test.each([['x'], [' '], ['0x50'], ['70000'], ['-1'], ['']])(
    '%j is no port: says what is, and begins nothing',
    async port => {
      const child = startPlayground([`--port=${port}`], folder);
      let stderr = '';
      child.stderr?.on('data', chunk => {
        stderr += chunk;
      });
      expect(await once(child, 'close')).toEqual([1, null]);
      expect(stderr).toMatch(
        /^The playground can't start: .* give a number from 0 to 65535, as in --port 8081\n$/,
      );
      expect(kept(folder)).toEqual([]);
    },
    20_000,
  );
});

/** What a playground keeps while it runs. */
function kept(folder: string): string[] {
  return readdirSync(folder).filter(name => name.startsWith('cctrail-'));
}

/** Somebody for whom it is not just after midnight, when nothing has happened yet today. */
function whoIsAwake(): string {
  const hourOf = (timeZone: string) =>
    Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format());
  const awake = PEOPLE.slice(0, 3).find(({ tz }) => hourOf(tz) > 0);
  if (!awake) throw new Error('it is midnight everywhere');
  return awake.id;
}

describe('a question on the first morning', () => {
  const bot = runningBot({ morning: true });

  test.each([...EXAMPLES, 'what happened today', 'what happened in the last hour', 'who authorized billing'])(
    'finds something: %s',
    async question => {
      const asker = whoIsAwake();
      const answers = () => bot.workspace.ephemerals(asker).map(({ text }) => text);
      const before = answers().length;
      await bot.slack.command(asker, 'C0TRAIL', question);
      const found = () =>
        answers()
          .slice(before)
          .some(text => /[a-z].* on \d+ \w+ 2\d{3}, /.test(text));
      await bot.until(found);
      expect(answers().at(-1)).not.toContain('No match');
    },
  );
});
