import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser, openPlayground, shot as shotOf } from './browser.ts';

describeInBrowser('questions on the page of the playground', () => {
  const { open } = openPlayground();
  let page: Page;
  beforeAll(async () => {
    page = await open({ viewport: { width: 1280, height: 900 } });
    await page.getByLabel('You are').selectOption({ label: 'Carol' });
  }, 60_000);

  const shot = (name: string) => shotOf(page, name);
  const answer = () => page.locator('#messages > li.ephemeral').last();
  const ask = async (question: string) => {
    await page.getByPlaceholder('/cctrail who deleted connection').fill(`/cctrail ${question}`);
    await page.getByRole('button', { name: 'Send' }).click();
  };

  test('one that has two readings has a button for each', async () => {
    await ask('who approved billing');
    await answer().getByText('Which do you mean?').waitFor();
    await shot('question-ambiguous');
    await answer().getByRole('button', { name: 'who authorized billing' }).click();
    await answer().getByText('who authorized CodeCatalyst billing').waitFor();
    expect(await answer().innerText()).toContain('who authorized CodeCatalyst billing');
  }, 60_000);

  test('one that can not be read says which part, and offers the rest, a form and help', async () => {
    await ask('who deleted connection while drunk');
    await answer().getByText('can\'t tell that from CloudTrail: "while drunk"').waitFor();
    await shot('question-refused');
    await answer().getByRole('button', { name: 'Help' }).click();
    await answer().getByRole('button', { name: 'Counting' }).click();
    await answer().getByText('top 5').first().waitFor();
    await shot('question-help-topic');
    await ask('who deleted connection while drunk');
    await answer().getByRole('button', { name: 'Ask without "while drunk"' }).click();
    await answer().getByText('who deleted CodeCatalyst connections').waitFor();
    expect(await answer().innerText()).toMatch(/alice@example\.com deleted connection/);
  }, 60_000);

  test('an answer is refined slot by slot; what can not be read is said there', async () => {
    await answer().getByLabel('More').selectOption({ label: 'Refine' });
    const modal = page.locator('#modal');
    expect(await modal.getByLabel('What was done').inputValue()).toBe('deleted');
    await modal.getByLabel('By whom').fill('flumph the great');
    await shot('question-refine');
    await modal.getByRole('button', { name: 'Ask' }).click();
    await modal.getByRole('alert').getByText('flumph').waitFor();
    await shot('question-refine-wrong');
    await modal.getByLabel('By whom').fill('not by alice@example.com');
    await modal.getByLabel('How it went').selectOption({ label: 'Denied' });
    await modal.getByRole('button', { name: 'Ask' }).click();
    await answer().getByText('not by alice@example.com').waitFor();
    expect(await answer().innerText()).toContain('denied');
  }, 60_000);

  test('a count has a bar for each day', async () => {
    await ask('how many stacks were created per day this week');
    await answer().getByText('created stacks, by day').waitFor();
    expect(await answer().innerText()).toMatch(/\w{3} \d+ \w{3}: \d+/);
    await shot('question-count');
  }, 60_000);
});
