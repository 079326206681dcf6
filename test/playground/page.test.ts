import { beforeEach, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { deletion, idle } from '../bot/running-bot.ts';
import { describeInBrowser, openPlayground, shot } from './browser.ts';

const SIZES = [
  [390, 'light'],
  [390, 'dark'],
  [1280, 'light'],
  [1280, 'dark'],
] as const;

describeInBrowser('the page of the playground', () => {
  const { playground, open } = openPlayground();
  let page: Page;
  beforeEach(async () => {
    await page?.close();
    page = await open({ viewport: { width: 1280, height: 800 } });
  }, 30_000);

  const focused = () => page.evaluate('document.activeElement.textContent.trim()');
  const cards = () => page.locator('#messages > li.bot:not(.ephemeral):not(.reply)');

  /** Somebody else causes an event: its card. */
  async function newCard() {
    const before = await cards().count();
    await playground.happen([deletion('bob')]);
    await cards().nth(before).waitFor();
    return cards().nth(before);
  }

  /** Goes on with Tab until something has the focus. @throws where it never has */
  async function tabTo(name: string): Promise<void> {
    for (let step = 0; step < 300; step += 1) {
      if ((await focused()) === name) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not come to "${name}"`);
  }

  test.each(SIZES)(
    'at %i pixels, %s: everything is in reach, and nothing is cut off',
    async (width, colorScheme) => {
      await page.close();
      page = await open({ viewport: { width, height: 844 }, colorScheme });
      await page.getByRole('button', { name: 'Alice deletes a connection' }).click();
      await cards().last().getByText('deleted connection').waitFor();
      await page.getByLabel('Message').fill('/cctrail who created stack');
      await page.keyboard.press('Enter');
      await page.getByRole('table').first().waitFor();
      await shot(page, `page-${width}-${colorScheme}`);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      for (const part of [page.getByLabel('You are'), page.getByLabel('Message'), cards().first()]) {
        await part.scrollIntoViewIfNeeded();
        const box = await part.boundingBox();
        expect(box?.width).toBeGreaterThan(150);
        expect(box?.x).toBeGreaterThanOrEqual(0);
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
      }
      const [ground, ink] = await page.evaluate<[string, string]>(
        '(style => [style.backgroundColor, style.color])(getComputedStyle(document.documentElement))',
      );
      const brightness = (color: string) => Math.max(...(color.match(/\d+/g) ?? []).map(Number));
      expect(brightness(ground) > brightness(ink)).toBe(colorScheme === 'light');
    },
    60_000,
  );

  test('the keyboard alone is enough: cause, read, open, close, approve', async () => {
    await tabTo('Alice deletes a connection');
    const before = await cards().count();
    await page.keyboard.press('Enter');
    await cards().nth(before).waitFor();
    // What came in took nothing away.
    expect(await focused()).toBe('Alice deletes a connection');
    const card = cards().nth(before);
    await card.getByRole('button', { name: 'Details' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('#modal').getByText('"eventName": "DeleteConnection"').waitFor();
    await page.keyboard.press('Escape');
    await playground.until(() => playground.workspace.views.length === 0);
    expect(await focused()).toBe('Details');
    for (let step = 0; step < 3 && (await focused()) !== 'Approve'; step += 1)
      await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.locator('#confirm[open]').waitFor();
    await tabTo('Approve');
    await page.keyboard.press('Enter');
    await card.getByText('Approved by').waitFor();
    // Its button is gone: the card itself has the focus.
    await page.waitForFunction(`document.activeElement.closest('#messages > li') !== null`);
  }, 60_000);

  test('what others cause leaves the page of a table, a draft and the focus as they are', async () => {
    const tables = page.locator('#messages > li.ephemeral').filter({ has: page.getByRole('table') });
    const answer = tables.nth(await tables.count());
    await page.getByLabel('Message').fill('/cctrail who created stack');
    await page.keyboard.press('Enter');
    await answer.getByText('1 of 2').waitFor();
    await answer.getByRole('button', { name: 'Page after' }).click();
    await page.getByLabel('Message').fill('a draft');
    const menu = answer.getByLabel('Follow up');
    await menu.focus();
    const element = await menu.elementHandle();
    await newCard();
    expect(await answer.getByText('2 of 2').count()).toBe(1);
    expect(await page.getByLabel('Message').inputValue()).toBe('a draft');
    // The very element: a menu that is open stays open.
    expect(await element?.evaluate(one => one.isConnected && one.matches(':focus'))).toBe(true);
  }, 60_000);

  test('a modal that was left with Esc stays closed', async () => {
    const card = await newCard();
    await card.getByRole('button', { name: 'Reject' }).click();
    await page.locator('#modal').getByLabel('Why?').fill('a draft');
    await page.keyboard.press('Escape');
    await playground.until(() => playground.workspace.views.length === 0);
    await page.reload();
    await card.waitFor();
    expect(await page.locator('#modal[open]').count()).toBe(0);
    await card.getByRole('button', { name: 'Reject' }).click();
    expect(await page.locator('#modal').getByLabel('Why?').inputValue()).toBe('');
    await page.keyboard.press('Escape');
    await playground.until(() => playground.workspace.views.length === 0);
  }, 60_000);

  test('a required field that was left empty is asked for, as Slack does', async () => {
    const card = await newCard();
    await card.getByRole('button', { name: 'Reject' }).click();
    const modal = page.locator('#modal');
    await modal.getByRole('button', { name: 'Reject' }).click();
    await modal.getByRole('alert').getByText('Please complete this required field.').waitFor();
    await shot(page, 'required');
    expect(playground.workspace.views).toHaveLength(1);
    expect(await modal.getByLabel('Why?').evaluate(one => one.matches(':focus'))).toBe(true);
    await page.keyboard.type('nobody asked for this');
    await modal.getByRole('button', { name: 'Reject' }).dblclick();
    await card.getByText('Rejected by').waitFor();
    // The button that opened the modal is gone: its card has the focus. And it was submitted once.
    await page.waitForFunction(`document.activeElement.matches('#messages > li')`);
    await idle(playground);
    expect(playground.workspace.ephemerals('U0CAROL').filter(({ text }) => /lready/.test(text))).toEqual([]);
  }, 60_000);

  test('a field of a modal can be typed into at once, and a double click opens one modal', async () => {
    const card = await newCard();
    await card.getByRole('button', { name: 'Details' }).dblclick();
    await page.locator('#modal[open]').waitFor();
    await page.keyboard.press('Escape');
    await playground.until(() => playground.workspace.views.length === 0);
    await card.getByRole('button', { name: 'Reject' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('#modal').getByLabel('Why?').waitFor();
    await page.keyboard.type('abc');
    expect(await page.locator('#modal').getByLabel('Why?').inputValue()).toBe('abc');
    await page.keyboard.press('Escape');
    await playground.until(() => playground.workspace.views.length === 0);
  }, 60_000);

  test('nobody sees what the bot sent to somebody else, and a reload keeps person and channel', async () => {
    await page.getByLabel('Message').fill('/cctrail who deleted connection');
    await page.keyboard.press('Enter');
    const answer = page.locator('#messages > li.ephemeral').filter({ hasText: '✓ complete' }).last();
    await answer.getByLabel('More').selectOption({ label: 'All as CSV' });
    await page.getByRole('button', { name: '# cctrail and Carol' }).click();
    await page.locator('#messages .file').first().waitFor();
    await page.reload();
    await page.locator('#messages .file').first().waitFor();
    await page.getByLabel('You are').selectOption({ label: 'Alice' });
    await page.getByRole('heading', { name: '# aws-trail' }).waitFor();
    expect(await page.locator('#messages .file').count()).toBe(0);
    const seen = await page.evaluate<{ messages: object[] }>(
      `fetch('/state?as=U0ALICE').then(state => state.json())`,
    );
    expect(JSON.stringify(seen.messages)).not.toContain('"file"');
  }, 60_000);

  test('where the playground has ended the page says so, and keeps what was typed', async () => {
    await page.route('**/say', route => route.abort());
    await page.getByLabel('Message').fill('/cctrail help');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Is the playground still running?').waitFor();
    expect(await page.getByLabel('Message').inputValue()).toBe('/cctrail help');
  }, 60_000);
});
