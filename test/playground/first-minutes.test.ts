import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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

  test.each([['x'], ['70000'], ['-1'], ['']])(
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

describe('a question on the first morning', () => {
  const bot = runningBot({ morning: true });

  test.each([...EXAMPLES, 'what happened today', 'what happened in the last hour', 'who authorized billing'])(
    'finds something: %s',
    async question => {
      const answers = () => bot.workspace.ephemerals('U0BOB').map(({ text }) => text);
      const before = answers().length;
      await bot.slack.command('U0BOB', 'C0TRAIL', question);
      const found = () =>
        answers()
          .slice(before)
          .some(text => /[a-z].* on \d+ \w+ 2\d{3}, /.test(text));
      await bot.until(found);
      expect(answers().at(-1)).not.toContain('No match');
    },
  );
});
