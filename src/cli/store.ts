import { spawn } from 'node:child_process';
import { backupStore, checkStore, type StoreCheck } from '../compose/embedded-store.ts';
import type { Config } from '../config/config.ts';
import { CctrailError } from '../domain/error.ts';
import { writeText } from './output.ts';
import type { Process } from './process.ts';

/** `cctrail store backup`: 0 done, 1 could not be done, 2 there is no embedded store to copy. */
export function backup(config: Config, folder: string, host: Process): Promise<number> {
  return onEmbedded(config, host, async () => {
    await backupStore(config.dataDir, folder);
    writeText(
      host.stdout,
      `Copied ${config.dataDir} to ${folder}. To go back to it, stop the bot and set DATA_DIR to that folder.\n`,
    );
    return 0;
  });
}

/** `cctrail store check`: 0 all can be read and every ledger is whole, 1 not, 2 there is no embedded store to check. */
export function check(config: Config, { here }: { here?: true }, host: Process): Promise<number> {
  return onEmbedded(config, host, async () => {
    if (here !== true) return checkApart(host);
    const found = await checkStore(config.dataDir);
    writeText(host.stdout, toText(config.dataDir, found));
    return found.ledgers.every(({ ledger }) => ledger.ok) ? 0 : 1;
  });
}

/** Checks in a process of its own: where a file is damaged inside, reading it may end the process without a word. */
function checkApart({ self: [executable, ...args], env, stdout, stderr }: Process): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, [...args, 'store', 'check', '--here'], {
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', text => writeText(stdout, String(text)));
    child.stderr.on('data', text => writeText(stderr, String(text)));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (signal !== null)
        writeText(
          stderr,
          `The store is damaged: reading it ended with ${signal}. Stop the bot, and set DATA_DIR to a copy that "cctrail store backup" made.\n`,
        );
      resolve(code ?? 1);
    });
  });
}

async function onEmbedded(config: Config, { stderr }: Process, work: () => Promise<number>): Promise<number> {
  if (config.redisUrl !== null) {
    writeText(
      stderr,
      'REDIS_URL is set, so there is no embedded store: back up and check the Redis by its own means.\n',
    );
    return 2;
  }
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CctrailError)) throw error;
    writeText(stderr, `${error.message}. ${error.hint}\n`);
    return 1;
  }
}

function toText(folder: string, { entries, ledgers }: StoreCheck): string {
  const lines = ledgers.map(({ team, ledger }) =>
    ledger.ok
      ? `The ledger of ${team} is whole: ${ledger.entries} entries, head ${ledger.head}.`
      : `The ledger of ${team} is broken at entry ${ledger.firstBad}: ${ledger.reason}.`,
  );
  return `${[`${folder} can be read: ${entries} entries.`, ...lines].join('\n')}\n`;
}
