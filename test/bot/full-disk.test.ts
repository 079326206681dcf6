import { expect, test } from '@jest/globals';
import { Playground } from '../../playground/playground.ts';
import { cardOf, deletion, envelope } from './running-bot.ts';

/** A disk on which no file grows beyond some 1.5 MiB (sh counts in blocks of 512 bytes). */
const SMALL_DISK = ['sh', '-c', 'ulimit -f 3000; exec "$@"', 'sh'] as const;

test('a full disk: what fits is shown, the rest refused and told, and nothing but the log is written', async () => {
  const bot = new Playground({ stories: 'off', under: SMALL_DISK, env: { LOG_LEVEL: 'info' } });
  try {
    await bot.start();
    const shown = deletion();
    await bot.happen([shown]);
    await cardOf(bot, shown);
    const large = { ...deletion('root'), requestParameters: { text: 'x'.repeat(300_000) } };
    const statuses: number[] = [];
    for (let sent = 0; sent < 20 && statuses.at(-1) !== 503; sent++)
      statuses.push((await bot.send(envelope({ ...large, eventID: `large-${sent}` }))).status);
    expect(statuses.at(-1)).toBe(503);
    const ready = await fetch(`${bot.botUrl}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      store: { writable: false, weaknesses: [expect.stringContaining('could not be written')] },
    });
    const log = bot.log.map(line => JSON.parse(line) as { msg: string; error?: string });
    expect(log.filter(({ msg }) => msg === 'a fault that nobody handled')).toEqual([]);
    expect(log.filter(({ error }) => error?.includes('see commitError'))).toEqual([]);
  } finally {
    await bot.stop();
  }
}, 60_000);
