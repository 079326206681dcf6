import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser, openPlayground, shot as shotOf } from './browser.ts';

describeInBrowser('the playground in a real browser', () => {
  const { open } = openPlayground();
  let page: Page;
  beforeAll(async () => {
    page = await open({ viewport: { width: 1280, height: 800 } });
  }, 60_000);

  const be = (name: string) => page.getByLabel('You are').selectOption({ label: name });
  const shot = (name: string) => shotOf(page, name);

  test('cause an event, read the card, approve it as somebody else: the card names them', async () => {
    await be('Carol');
    await page.getByRole('button', { name: 'Alice deletes a connection' }).click();
    const card = page.locator('#messages > li.bot').last();
    await card.getByText('deleted connection').waitFor();
    await shot('card');
    await be('Alice');
    await card.getByRole('button', { name: 'Approve' }).click();
    await page.locator('#confirm').getByRole('button', { name: 'Approve' }).click();
    await page.getByText('You are the one behind this event').waitFor();
    await be('Carol');
    await page
      .locator('#messages > li.bot:not(.ephemeral):not(.reply)')
      .last()
      .getByRole('button', { name: 'Approve' })
      .click();
    await page.locator('#confirm').getByRole('button', { name: 'Approve' }).click();
    const decided = page.locator('#messages > li.bot:not(.ephemeral):not(.reply)').last();
    await decided.getByText('Approved').waitFor();
    expect(await decided.innerText()).toMatch(/Approved by @Carol/);
    expect(await decided.getByRole('button').allInnerTexts()).toEqual(['Details']);
    await shot('approved');
  }, 60_000);

  test('/cctrail who deleted connection names the right person', async () => {
    await be('Carol');
    await page.getByPlaceholder('/cctrail who deleted connection').fill('/cctrail who deleted connection');
    await page.getByRole('button', { name: 'Send' }).click();
    const answer = page.locator('#messages > li.ephemeral').last();
    await answer.getByText('✓ complete').waitFor();
    expect(await answer.innerText()).toMatch(/alice@example\.com deleted connection/);
    expect(await answer.innerText()).toContain('Only visible to you');
    await shot('answer');
  }, 60_000);

  test('every button of an answer does what it says', async () => {
    await be('Carol');
    await page.getByPlaceholder('/cctrail who deleted connection').fill('/cctrail who created stack');
    await page.getByRole('button', { name: 'Send' }).click();
    const answer = page.locator('#messages > li.ephemeral').last();
    const press = (name: string) => answer.getByRole('button', { name, exact: true }).click();
    await answer.getByRole('table').waitFor();
    await shot('table');
    await press('Page after');
    await press('Older');
    await answer.getByText('21–40 of').waitFor();
    await press('Newer');
    await answer.getByText('1–20 of').waitFor();
    await answer.getByLabel('Follow up').selectOption({ index: 3 });
    await press('Details');
    await page.locator('#modal').getByText('"eventName": "CreateStack"').waitFor();
    await page.locator('#modal').getByRole('button', { name: 'Close' }).click();
    for (const [name, says] of [
      ['Same principal ± 30 min', 'half an hour around it'],
      ['History of this resource', 'History of storefront-0'],
      ['Undone since?', 'What may have undone it'],
      ['First time ever?', 'The first CreateStack by role'],
    ] as const) {
      await answer.getByLabel('Follow up').selectOption({ label: name });
      await answer.getByText(says).waitFor();
      await shot(`pivot-${name.split(' ')[0]}`);
      await press('Back');
      await answer.getByText('1–20 of').waitFor();
      await answer.getByLabel('Follow up').selectOption({ index: 1 });
      await press('Details');
      await page.locator('#modal').getByRole('button', { name: 'Close' }).click();
    }
    await press('Back');
    await answer.getByText('1–20 of').waitFor();
    await press('Share');
    await page.locator('#messages > li.bot:not(.ephemeral)').filter({ hasText: '@Carol shares' }).waitFor();
    await answer.getByLabel('More').selectOption({ label: 'All as CSV' });
    await page.getByText('The file is in our direct messages').waitFor();
    await page.getByLabel('More').last().selectOption({ label: 'All as JSON' });
    await page.getByRole('button', { name: '# cctrail and Carol' }).click();
    await page.locator('#messages .file').nth(1).waitFor();
    await shot('files');
    await page
      .getByRole('button', { name: '# audit' })
      .or(page.locator('#channels button').first())
      .first()
      .click();
  }, 60_000);

  test('rejecting asks why in a modal, and details show the record', async () => {
    await be('Bob');
    await page.getByRole('button', { name: 'Somebody associates a role' }).click();
    const card = page
      .locator('#messages > li.bot:not(.ephemeral):not(.reply)')
      .filter({ hasText: 'associated IAM role' })
      .last();
    await card.getByRole('button', { name: 'Details' }).click();
    await page.locator('#modal').getByText('"eventName": "AssociateIamRoleToConnection"').waitFor();
    await shot('details');
    await page.locator('#modal').getByRole('button', { name: 'Close' }).click();
    await card.getByRole('button', { name: 'Reject' }).click();
    await page.locator('#modal').getByLabel('Why?').fill('nobody asked for this');
    await shot('reject');
    await page.locator('#modal').getByRole('button', { name: 'Reject' }).click();
    await card.getByText('Rejected').waitFor();
    expect(await card.innerText()).toMatch(/Rejected by @Bob[\s\S]*nobody asked for this/);
  }, 60_000);

  test('what a hostile record holds is shown, not run', async () => {
    await page.getByRole('button', { name: 'A hostile role name' }).click();
    const card = page
      .locator('#messages > li.bot:not(.ephemeral):not(.reply)')
      .filter({ hasText: 'rm -rf' })
      .last();
    await card.waitFor();
    expect(
      await card
        .locator('a, .mention')
        .filter({ hasText: /click|channel/ })
        .count(),
    ).toBe(0);
    await shot('hostile');
  }, 60_000);

  test('bob deletes a connection through a role: his approval is refused, the card names him, a colleague approves', async () => {
    await be('Bob');
    await page.getByRole('button', { name: 'Bob deletes a connection through a role' }).click();
    const cards = page.locator('#messages > li.bot:not(.ephemeral):not(.reply)');
    await cards.last().getByText('Deploy/nightly-7').waitFor();
    await shot('session');
    await cards.last().getByRole('button', { name: 'Approve' }).click();
    await page.locator('#confirm').getByRole('button', { name: 'Approve' }).click();
    await page.getByText('You are the one behind this event').last().waitFor();
    await cards.last().getByText('bob, as Deploy/nightly-7').waitFor();
    expect(await cards.last().innerText()).not.toContain('@Bob');
    await shot('session-resolved');
    await be('Carol');
    await cards.last().getByRole('button', { name: 'Approve' }).click();
    await page.locator('#confirm').getByRole('button', { name: 'Approve' }).click();
    await cards.last().getByText('Approved').waitFor();
    expect(await cards.last().innerText()).toMatch(/Approved by @Carol[\s\S]*bob, as Deploy\/nightly-7/);
    await shot('session-approved');
  }, 60_000);
});
