import { describe, expect, test } from '@jest/globals';
import { ACCOUNT, deletion, slack } from './bot.ts';
import type { HarnessOptions } from './flows.ts';

describe('on a card', () => {
  const withCard = async (change: object = {}, options: Partial<HarnessOptions> = {}) => {
    const bot = slack(options);
    const [id = ''] = await bot.accept(deletion(1, change));
    return { bot, id };
  };

  test('approving records who, and wakes the outbox', async () => {
    const { bot, id } = await withCard();
    expect(await bot.click('U0CAROL', 'approve', id)).toBeUndefined();
    expect(bot.woken).toBe(1);
    expect(await bot.ledger()).toMatchObject([
      { kind: 'decision', decision: { verdict: 'approved', by: 'U0CAROL' } },
    ]);
    expect((await bot.click('U0ALICE', 'approve:again', id))?.text).toMatch(
      /^Already approved by <@U0CAROL>/,
    );
  });

  test('acknowledging does where that is asked', async () => {
    const { bot, id } = await withCard({ errorCode: 'AccessDenied' });
    expect((await bot.click('U0CAROL', 'approve', id))?.text).toContain('asks for acknowledgement');
    expect(await bot.click('U0CAROL', 'acknowledge', id)).toBeUndefined();
    expect(await bot.ledger()).toMatchObject([{ decision: { verdict: 'acknowledged' } }]);
  });

  test('rejecting asks why in a modal that says what, and keeps the reason', async () => {
    const { bot, id } = await withCard();
    expect(await bot.click('U0CAROL', 'reject', id)).toBeUndefined();
    expect(JSON.stringify(bot.calls[0]?.args)).toContain('deleted connection `c-1`');
    await bot.submit('U0CAROL', '   ');
    expect(bot.acks.at(-1)).toMatchObject({ response_action: 'errors' });
    expect(await bot.ledger()).toEqual([]);
    await bot.submit('U0CAROL', 'not planned');
    expect(await bot.ledger()).toMatchObject([{ decision: { verdict: 'rejected', reason: 'not planned' } }]);
  });

  test('rejecting opens no modal for whoever may not, or after it was decided', async () => {
    const { bot, id } = await withCard({
      userIdentity: {
        type: 'IAMUser',
        userName: 'alice@example.com',
        arn: `arn:aws:iam::${ACCOUNT}:user/alice@example.com`,
      },
    });
    expect((await bot.click('U0ALICE', 'reject', id))?.text).toContain('the one behind this event');
    await bot.click('U0CAROL', 'approve', id);
    expect((await bot.click('U0CAROL', 'reject', id))?.text).toMatch(/^Already approved/);
    expect(bot.calls).toEqual([]);
  });

  test('whoever submits the modal is judged again', async () => {
    const { bot, id } = await withCard();
    await bot.click('U0CAROL', 'reject', id);
    expect((await bot.submit('U0GUEST', 'no'))?.text).toMatch(/Guests can't/);
    expect(await bot.ledger()).toEqual([]);
  });

  test('details show the record to whoever may ask, and are in the ledger', async () => {
    const { bot, id } = await withCard();
    expect((await bot.click('U0GUEST', 'details', id))?.text).toMatch(/Guests can't/);
    expect((await bot.click('U0CAROL', 'details', 'unknown'))?.text).toContain("don't know this card");
    expect(await bot.click('U0CAROL', 'details', id)).toBeUndefined();
    expect(JSON.stringify(bot.calls.at(-1)?.args)).toContain('CloudTrail record');
    expect(await bot.ledger()).toHaveLength(1);
  });
});
