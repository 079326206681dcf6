import { beforeEach, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser, openPlayground, shot } from './browser.ts';

describeInBrowser('many events on the page of the playground', () => {
  const { open } = openPlayground({ stories: 'on', reconciles: true });
  let page: Page;
  beforeEach(async () => {
    await page?.close();
    page = await open({ viewport: { width: 1280, height: 1_000 } });
    await page.getByLabel('You are').selectOption({ label: 'Carol' });
  }, 30_000);

  const cards = () => page.locator('#messages > li.bot:not(.ephemeral):not(.reply)');
  const happens = (name: string) => page.getByRole('button', { name }).click();
  const channel = (name: string) => page.getByText(name, { exact: true }).click();

  test('a burst is a story, which grows, shows all, is decided at once; a later event asks anew', async () => {
    await happens('Alice’s script associates 40 roles');
    const story = cards().filter({ hasText: 'caused 40 events: 40 associated' });
    await story.waitFor();
    expect(await cards().count()).toBe(1);
    await shot(page, 'story');
    await story.getByRole('button', { name: 'Show all' }).click();
    await page.getByText('Events 1 to 40 of 40').waitFor();
    await story.getByRole('button', { name: 'Approve all 40' }).click();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByText('approved all 40 events of this').waitFor();
    await story.getByText('Approved all 40').waitFor();
    expect(await story.getByRole('button', { name: 'Approve all 40' }).count()).toBe(0);
    await shot(page, 'story-decided');
    await happens('Alice deletes a connection');
    await cards().nth(1).getByRole('button', { name: 'Approve', exact: true }).waitFor();
  }, 60_000);

  test('what only tells becomes a digest with a table, and what EventBridge missed comes late', async () => {
    await happens('60 workflow runs create stacks');
    await channel('# deployments');
    const digest = cards().filter({ hasText: 'at once, which ask nothing' });
    await digest.waitFor({ timeout: 20_000 });
    await digest.getByRole('button', { name: 'Show table' }).click();
    await page.getByText('by kind and person').last().waitFor();
    await shot(page, 'digest');
    await channel('# aws-trail');
    await happens('EventBridge misses a deletion');
    await page.getByText('min late').last().waitFor({ timeout: 50_000 });
    await shot(page, 'late');
  }, 90_000);
});
