import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { deletion } from '../bot/running-bot.ts';
import { describeInBrowser, drawn, openPlayground, shot as shotOf } from './browser.ts';

describeInBrowser('watching and silencing on the page of the playground', () => {
  const { open, playground } = openPlayground();
  let page: Page;
  beforeAll(async () => {
    page = await open({ viewport: { width: 1280, height: 900 } });
    await page.getByLabel('You are').selectOption({ label: 'Carol' });
  }, 60_000);

  const shot = (name: string) => shotOf(page, name);
  const said = () => page.locator('#messages > li.ephemeral').last();
  const cards = () => page.locator('#messages > li.bot:not(.ephemeral):not(.reply)');
  const type = async (command: string) => {
    await page.getByLabel('Message').fill(`/cctrail ${command}`);
    await page.keyboard.press('Enter');
  };
  /** Waits for what is said after something was done: the last that was said may be much alike. */
  const saidNext = async (act: () => Promise<void>) => {
    const all = page.locator('#messages > li.bot.ephemeral');
    const before = await all.count();
    await act();
    await all.nth(before).waitFor();
  };
  const told = () => deletion('bob', { eventName: 'UpdateSpace', requestParameters: { spaceName: 'acme' } });

  test('a preview shows what came in, and its button subscribes', async () => {
    await playground.happen([told(), told()]);
    await cards().nth(1).waitFor();
    await type('preview space changes');
    await said().getByText('2 events').waitFor();
    await shot('order-preview');
    await said().getByRole('button', { name: 'Subscribe this channel' }).click();
    await said().getByText('Subscribed').waitFor();
    await page.getByText('Carol subscribed this channel').waitFor();
    await shot('order-subscribed');
    await type('subscriptions');
    await said().getByText('1 subscription').waitFor();
    await shot('order-subscriptions');
    await said().getByRole('button', { name: 'Unsubscribe' }).click();
    await said().getByText('has ended').waitFor();
  }, 60_000);

  test('"Mute like this" of a card opens a form, and hides the next one like it until it is ended', async () => {
    await playground.happen([told()]);
    await drawn(page, playground);
    const before = await cards().count();
    await cards()
      .filter({ has: page.getByLabel('More') })
      .last()
      .getByLabel('More')
      .selectOption({ label: 'Mute like this' });
    const modal = page.locator('#modal');
    await modal.getByText('This event by this person').first().waitFor();
    await modal.getByLabel('Which').selectOption({ label: 'This event by this person' });
    await modal.getByLabel('Why').fill('the spaces are being moved');
    await shot('order-mute-form');
    await modal.getByRole('button', { name: 'Mute' }).click();
    await said().getByText('Muted').waitFor();
    await page.getByText('Carol muted until').waitFor();
    await shot('order-muted');
    await playground.happen([told()]);
    await drawn(page, playground);
    // Only the line that says so came.
    expect(await cards().count()).toBe(before + 1);
    await type('mutes');
    await said().getByText('the spaces are being moved').waitFor();
    await shot('order-mutes');
    await said().getByRole('button', { name: 'Unmute' }).click();
    await said().getByText('has ended').waitFor();
    await playground.happen([told()]);
    await page.getByText('Carol ended mute').waitFor();
    await drawn(page, playground);
    expect(await cards().count()).toBe(before + 3);
  }, 60_000);

  test('a mute ends by itself', async () => {
    await type('mute space changes for 2s');
    await said().getByText('Muted').waitFor();
    await playground.happen([told()]);
    await drawn(page, playground);
    const before = await cards().count();
    await playground.until(async () => {
      await type('mutes');
      await page.waitForTimeout(400);
      return (await said().innerText()).includes('Nothing is muted');
    });
    await playground.happen([told()]);
    await drawn(page, playground);
    expect(await cards().count()).toBe(before + 1);
  }, 60_000);

  test('a question is changed by what follows, saved under a name, and asked again by it', async () => {
    await type('who changed spaces today');
    await said().getByText('events match').waitFor();
    await type('only failed ones');
    await said().getByText('Your last question, changed: only failed ones').waitFor();
    await shot('asked-on');
    await type('save bad days');
    await said().getByText('Saved as').waitFor();
    await shot('saved');
    await type('saved');
    await said().getByText('1 saved question').waitFor();
    await shot('saved-list');
    await said().getByRole('button', { name: 'Ask' }).click();
    await said().getByText('No match').waitFor();
    await saidNext(() => type('BAD days'));
    await said().getByText('No match').waitFor();
    await shot('saved-asked');
  }, 60_000);

  test('what can not be taken is said, with the whole command to click', async () => {
    await type('mute delted spaces for 2h');
    await said().getByText('nothing in it may be guessed').waitFor();
    await shot('order-unread');
    await type('help watch');
    await said().getByText('The words that ask').waitFor();
    await shot('order-help');
  }, 60_000);
});
