import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';
import { Playground } from '../playground/playground.ts';
import { CREDENTIALS } from '../playground/slack/simulator.ts';
import { type Compared, compare } from './compare.ts';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const ROUNDS = 21;

/** Start to ready against a bare Bolt app until it listens, and memory at rest of both, in MiB. */
export async function startAndMemory(): Promise<Compared & { oursMiB: number; theirsMiB: number }> {
  const playground = new Playground();
  await playground.start();
  const settings = { ...playground.env, CCTRAIL_CONFIG: '' };
  const memory: { ours: number; theirs: number } = { ours: 0, theirs: 0 };
  const times = await compare(
    'start to ready',
    async () => {
      memory.ours = await untilReady(settings);
    },
    async () => {
      memory.theirs = await untilListening();
    },
    'a bare Bolt app',
    11,
  );
  await playground.stop();
  return { ...times, oursMiB: memory.ours, theirsMiB: memory.theirs };
}

/** Starting the bot until it is ready against a bare Bolt app until it listens; one question on the terminal against its libraries alone. */
export async function benchStart(): Promise<void> {
  const playground = new Playground();
  await playground.start();
  const { env } = playground;
  const settings = { ...env, CCTRAIL_CONFIG: '' };
  const starts = { 'start to ready': settings, 'start to ready, with a cctrail.yml': env };
  for (const [name, given] of Object.entries(starts))
    await compare(
      name,
      () => untilReady(given),
      () => untilListening(),
      'a bare Bolt app',
      ROUNDS,
    );
  const folder = mkdtempSync(join(tmpdir(), 'cctrail-bench-'));
  const alone = { PATH: env['PATH'] ?? '', DATA_DIR: folder };
  await compare(
    '`ask` with nothing to search',
    () => run([MAIN, 'ask', 'who deleted connection'], alone),
    () => run(['--input-type=module', '-e', importing(LIBRARIES)], alone),
    `importing ${LIBRARIES.join(', ')}`,
    ROUNDS,
  );
  const searching = { ...env, DATA_DIR: folder };
  const needed = [...LIBRARIES, 'yaml', '@aws-sdk/client-cloudtrail'];
  await compare(
    '`ask` with Event history to search',
    () => run([MAIN, 'ask', 'who deleted space'], searching),
    () => run(['--input-type=module', '-e', importing(needed)], alone),
    `importing ${needed.join(', ')}`,
    ROUNDS,
  );
  rmSync(folder, { recursive: true });
  await playground.stop();
}

/** Libraries that a question on the terminal needs; of date-fns one function that reads times. */
const LIBRARIES = ['commander', 'zod', 'pino', '@date-fns/tz', 'date-fns/addDays'] as const;

function importing(names: readonly string[]): string {
  return names.map(name => `import '${name}';`).join('');
}

/** Starts the bot of a playground once more, beside the first, and waits until it says that it is ready. Gives the memory that it holds, in MiB. */
async function untilReady(env: Readonly<Record<string, string>>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'cctrail-bench-'));
  const bot = spawn(process.execPath, [MAIN, 'start'], {
    env: { ...env, DATA_DIR: folder, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let [log, port] = ['', ''];
  while (port === '' || !log.includes('cctrail is at work')) {
    const [chunk] = (await once(bot.stdout, 'data')) as [Buffer];
    log += String(chunk);
    port = /"port":(\d+)/.exec(log)?.[1] ?? '';
  }
  const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
  if (ready.status !== 200) throw new Error(`the bot is not ready: ${ready.status}`);
  const memoryMiB = residentMiB(bot);
  await end(bot);
  rmSync(folder, { recursive: true });
  return memoryMiB;
}

/** What a process holds in memory. */
function residentMiB({ pid }: ReturnType<typeof spawn>): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1_024;
}

/** The bare app as plain JavaScript, so that nobody waits for a compiler. */
const BARE = transformSync(readFileSync(new URL('bare-bolt.ts', import.meta.url), 'utf8'), {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
  module: { type: 'es6' },
}).code;

async function untilListening(): Promise<number> {
  const app = spawn(process.execPath, ['--input-type=module', '-e', BARE], {
    env: { PATH: process.env['PATH'] ?? '', SLACK_SIGNING_SECRET: CREDENTIALS.signingSecret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(app.stdout, 'data');
  const memoryMiB = residentMiB(app);
  await end(app);
  return memoryMiB;
}

/** Ends a process at once: what it does at its end is not what is measured. */
async function end(child: ReturnType<typeof spawn>): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
  await once(child, 'exit');
}
