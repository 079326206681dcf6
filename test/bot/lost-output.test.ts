import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

test('when nobody reads its output any more the bot goes on, and still ends as it is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cctrail-output-'));
  const bot = spawn(process.execPath, [MAIN, 'start'], {
    env: {
      PATH: process.env['PATH'],
      SLACK_BOT_TOKEN: 'xoxb-1-1-example',
      SLACK_SIGNING_SECRET: 'example-signing-secret',
      SLACK_API_URL: 'http://127.0.0.1:9/',
      CCTRAIL_CHANNEL: 'C0TRAIL',
      EVENTBRIDGE_API_KEY: 'example-eventbridge-key',
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: folder,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let port: string | undefined;
  for await (const chunk of bot.stdout) {
    port = /"port":(\d+).*"msg":"listening"/.exec(String(chunk))?.[1];
    if (port !== undefined) break;
  }
  bot.stdout.destroy();
  bot.stderr.destroy();
  // Each of these is a line in the log that nobody reads.
  for (let times = 0; times < 20; times++) {
    const refused = await fetch(`http://127.0.0.1:${port}/eventbridge`, { method: 'POST', body: '{}' });
    expect(refused.status).toBe(401);
  }
  expect((await fetch(`http://127.0.0.1:${port}/slack/events`)).status).toBe(405);
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  const ended = once(bot, 'exit');
  bot.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  await rm(folder, { recursive: true });
}, 30_000);
