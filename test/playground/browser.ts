import { existsSync, mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { servePage } from '../../playground/page/server.ts';
import { Playground, type PlaygroundOptions } from '../../playground/playground.ts';
import { idle } from '../bot/running-bot.ts';

/** Debian's Chromium. Where CI is set it must be there: a browser test that is left out there is a failure. */
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const hasChromium = existsSync(CHROMIUM);
if (!hasChromium) {
  if (process.env['CI'])
    throw new Error(`${CHROMIUM} is not there, and CI must not leave the browser tests out`);
  process.stderr.write(
    `\n!!! ${CHROMIUM} is not there: the browser tests are LEFT OUT. Install Debian's package chromium.\n\n`,
  );
}

/** Tests in a real browser; left out, loudly, where there is none. */
export const describeInBrowser = hasChromium ? describe : describe.skip;

/** The playground in a real browser, for all tests of a file. */
export interface OpenPlayground {
  readonly playground: Playground;
  /** Opens its page. */
  open(options: BrowserContextOptions): Promise<Page>;
}

/** Opens the playground before the tests of a file, and ends it after them; without more every event gets a card of its own. */
export function openPlayground(options: PlaygroundOptions = { stories: 'off' }): OpenPlayground {
  const playground = new Playground({ morning: true, ...options });
  let served: Awaited<ReturnType<typeof servePage>>;
  let browser: Browser;
  const pageErrors: string[] = [];
  beforeAll(async () => {
    await playground.start();
    served = await servePage(playground, 0);
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await served.close();
    await playground.stop();
    expect(pageErrors).toEqual([]);
  }, 30_000);
  return {
    playground,
    open: async context => {
      const page = await browser.newPage(context);
      page.on('pageerror', error => pageErrors.push(error.message));
      await page.goto(served.url);
      await page.locator('#scenarios button').first().waitFor();
      return page;
    },
  };
}

/** Waits until the bot has nothing more to do, and the page shows what it did: only then is what is not there missing. */
export async function drawn(page: Page, playground: Playground): Promise<void> {
  await idle(playground);
  const { revision } = playground.workspace;
  await page.waitForFunction(`Number(document.body.dataset.revision) >= ${revision}`);
}

/** Keeps a picture of the page in the folder SCREENSHOTS, where that is set. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}
