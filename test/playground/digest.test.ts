import { expect, test } from '@jest/globals';
import { deletion, idle } from '../bot/running-bot.ts';
import { describeInBrowser, drawn, openPlayground, shot } from './browser.ts';

/** A time of the day that comes soon, but leaves the bot the time to start. */
const soon = new Date(Date.now() + 30_000 + 59_999).toISOString().slice(11, 16);

describeInBrowser('a digest on the page of the playground', () => {
  const { open, playground } = openPlayground({
    stories: 'off',
    config: `digest:\n  - { channel: C0TRAIL, at: "${soon}" }\n`,
  });

  test('tells the channel what it was shown, and a restart does not tell it twice', async () => {
    const page = await open({ viewport: { width: 1280, height: 900 } });
    await playground.happen([
      deletion('bob'),
      deletion('alice', { eventName: 'UpdateSpace', requestParameters: { spaceName: 'acme' } }),
      deletion('alice', { eventName: 'UpdateSpace', errorCode: 'AccessDenied' }),
    ]);
    await idle(playground);
    await page.getByText('Digest.').waitFor({ timeout: 120_000 });
    const told = page.locator('#messages > li', { hasText: 'Digest.' });
    await told.scrollIntoViewIfNeeded();
    await shot(page, 'digest');
    const text = await told.innerText();
    expect(text).toMatch(/3 events on 3 cards/);
    expect(text).toMatch(/deleted: 1[\s\S]*updated: 1/);
    expect(text).toMatch(/1 call denied/);
    expect(text).toMatch(/for a decision: \/cctrail open/);
    await playground.stopBot('SIGKILL');
    await playground.startBot();
    await playground.happen([deletion('bob')]);
    await drawn(page, playground);
    expect(await page.getByText('Digest.').count()).toBe(1);
  }, 180_000);
});
