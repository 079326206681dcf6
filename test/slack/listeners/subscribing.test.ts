import { describe, expect, test } from '@jest/globals';
import { MissingScopeError } from '../../../src/app/errors.ts';
import { KEYS } from '../../../src/app/state/keys.ts';
import { deletion, PEOPLE, slack, whole } from './bot.ts';
import { bucket, MANAGED, notificationsOf, orderEntries } from './orders.ts';

describe('subscribing', () => {
  test('has new events that are meant get a card in the channel, with a ledger entry and a line there', async () => {
    const bot = slack();
    await bot.accept(bucket(1));
    const said = await bot.command('U0CAROL', 'subscribe deleted buckets');
    expect(said?.text).toMatch(/Subscribed <#C0CHAT>: deleted buckets\. \(#1\)/);
    await bot.accept(bucket(2), bucket(3, { eventName: 'CreateBucket' }));
    const { channels, lines } = await notificationsOf(bot);
    expect(channels).toEqual(['C0CHAT']);
    expect(lines).toEqual([
      {
        channel: 'C0CHAT',
        order: 'subscription',
        change: 'made',
        number: 1,
        reading: 'deleted buckets',
        by: 'U0CAROL',
      },
    ]);
    expect(await orderEntries(bot)).toEqual([['subscription', 'made', 1, 'U0CAROL', 'C0CHAT']]);
  });

  test('`by me` is by whoever typed it: two people subscribe to different things', async () => {
    const bot = slack();
    expect((await bot.command('U0CAROL', 'subscribe deleted buckets by me'))?.text).toContain('Subscribed');
    expect((await bot.command('U0ALICE', 'subscribe deleted buckets by me'))?.text).toContain('Subscribed');
    expect((await bot.command('U0ALICE', 'subscribe deleted buckets by me'))?.text).toMatch(/already: #2/);
  });

  test('leaves what the configuration shows where it is, and shows nothing twice in a channel', async () => {
    const bot = slack();
    await bot.command('U0CAROL', 'subscribe deleted connection', 'C0TRAIL');
    await bot.command('U0CAROL', 'subscribe deleted connection', 'C0CHAT');
    await bot.accept(deletion(1));
    expect((await notificationsOf(bot)).channels.toSorted()).toEqual(['C0CHAT', 'C0TRAIL']);
  });

  test('another channel is taken where both are in it, and only there', async () => {
    const bot = slack({
      channels: {
        membership: async channel =>
          channel === 'C0SECRET' ? { bot: true, person: false } : { bot: channel !== 'C0FAR', person: true },
      },
    });
    const to = (channel: string) =>
      bot.command('U0CAROL', `subscribe deleted buckets to <#${channel}|x>`).then(said => said?.text);
    expect(await to('C0OPS')).toContain('<#C0OPS>');
    expect(await to('C0SECRET')).toMatch(/You are not in <#C0SECRET>/);
    expect(await to('C0FAR')).toMatch(/I am not in <#C0FAR>/);
    expect(await orderEntries(bot)).toHaveLength(1);
  });

  test('without the scope to look, only the channel that was typed in is taken, and managers are told', async () => {
    const bot = slack({
      channels: {
        membership: async () => {
          throw new MissingScopeError('channels:read and groups:read');
        },
      },
    });
    expect((await bot.command('U0CAROL', 'subscribe deleted buckets'))?.text).toContain('Subscribed');
    const refused = await bot.command('U0CAROL', 'subscribe deleted stacks to <#C0OPS>');
    expect(refused?.text).toMatch(/lacks channels:read and groups:read.*install it to the workspace again/);
    expect(bot.toldManagers).not.toEqual([]);
  });

  test.each([
    ['subscribe deleted connection today', /says when/],
    ['subscribe how many connections were deleted', /counts/],
    ['subscribe first deleted connection', /picks one/],
    ['subscribe delted connection', /may be guessed/],
    ['subscribe deleted the flurb', /flurb/],
    ['subscribe', /Say which events/],
    ['subscribe all reads', /every read there is/],
    ['subscribe deleted buckets to #ops', /Pick the channel/],
    ['unsubscribe 7', /no subscription #7/],
    ['unsubscribe the first', /by its number/],
  ])('what can not be done is refused: %s', async (typed, why) => {
    const bot = slack();
    const said = await bot.command('U0CAROL', typed);
    expect(said?.text).toMatch(why);
    expect(await orderEntries(bot)).toEqual([]);
  });

  test('a refused pattern offers the command that may be meant, whole', async () => {
    const bot = slack();
    const said = await bot.command('U0CAROL', 'subscribe delted buckets to <#C0OPS>');
    const done = await bot.click('U0CAROL', 'reading:0', said);
    expect(done?.text).toMatch(/Subscribed <#C0OPS>: deleted buckets/);
  });

  test('a guest may not, and with managers configured only they may; the rest may still look', async () => {
    const bot = slack(MANAGED);
    expect((await bot.command('U0GUEST', 'subscribe deleted buckets'))?.text).toMatch(/Guests can't/);
    expect((await bot.command('U0ALICE', 'subscribe deleted buckets'))?.text).toMatch(/Only managers may/);
    expect((await bot.command('U0CAROL', 'subscribe deleted buckets'))?.text).toMatch(/Subscribed/);
    expect((await bot.command('U0ALICE', 'unsubscribe 1'))?.text).toMatch(/Only managers may end/);
    expect((await bot.command('U0ALICE', 'subscriptions'))?.text).toMatch(/1 subscription/);
  });

  test('numbers are never used again, and what ended shows nothing', async () => {
    const bot = slack();
    await bot.command('U0CAROL', 'subscribe deleted buckets');
    expect((await bot.command('U0ALICE', 'unsubscribe #1'))?.text).toMatch(/Subscription #1 has ended/);
    await bot.accept(bucket(1));
    expect((await notificationsOf(bot)).channels).toEqual([]);
    expect((await bot.command('U0CAROL', 'subscribe deleted buckets'))?.text).toMatch(/\(#2\)/);
    expect(await orderEntries(bot)).toEqual([
      ['subscription', 'made', 1, 'U0CAROL', 'C0CHAT'],
      ['subscription', 'ended', 1, 'U0ALICE', 'C0CHAT'],
      ['subscription', 'made', 2, 'U0CAROL', 'C0CHAT'],
    ]);
  });

  test('a hundred are listed; the next is refused', async () => {
    const bot = slack();
    for (let index = 0; index < 100; index++) {
      const said = await bot.command('U0CAROL', `subscribe deleted bucket resource:"logs-${index}"`);
      expect(said?.text).toContain('Subscribed');
    }
    expect((await bot.command('U0CAROL', 'subscribe deleted stacks'))?.text).toMatch(/as many subscriptions/);
    const listed = await bot.command('U0CAROL', 'subscriptions');
    expect(listed?.text).toMatch(/100 subscriptions/);
    expect(whole(listed)).toContain('logs-99');
    expect(listed?.blocks?.length).toBeLessThan(50);
  });

  test('whoever subscribed is named in the list when they have left', async () => {
    const bot = slack();
    await bot.command('U0ALICE', 'subscribe deleted buckets');
    expect(whole(await bot.command('U0CAROL', 'subscriptions all'))).toContain('U0ALICE');
  });
});

describe('previewing', () => {
  test('shows what of a week came in, from the store alone, and since when that is known', async () => {
    const bot = slack();
    await bot.store.commit({ put: [{ key: KEYS.began, value: String(Date.parse('2026-11-21T00:00:00Z')) }] });
    await bot.accept(bucket(1), bucket(2), bucket(3, { eventName: 'CreateBucket' }));
    const said = await bot.command('U0CAROL', 'preview deleted buckets');
    expect(said?.text).toMatch(/Since .*2026 00:00|Since <!date/);
    expect(said?.text).toContain('2 events');
    expect(whole(said)).toContain('logs-2');
    expect(whole(said)).not.toContain('logs-3');
    expect(bot.calls).toEqual([]);
  });

  test('of nothing it says that only what rules forward comes in', async () => {
    const said = await slack().command('U0CAROL', 'preview deleted buckets');
    expect(said?.text).toMatch(/nothing like it came in.*rules forward/);
  });

  test('is a question: the ledger has it, and guests may not', async () => {
    const bot = slack();
    await bot.command('U0CAROL', 'preview deleted buckets');
    expect((await bot.ledger()).at(-1)).toMatchObject({ kind: 'question', asked: 'preview deleted buckets' });
    expect((await bot.command('U0GUEST', 'preview deleted buckets'))?.text).toMatch(/Guests can't/);
  });

  test('its button subscribes', async () => {
    const bot = slack();
    const said = await bot.command('U0CAROL', 'preview deleted buckets');
    expect((await bot.click('U0CAROL', 'reading:0', said))?.text).toMatch(/Subscribed <#C0CHAT>/);
  });
});

describe('one language', () => {
  test('a mention understands commands, too', async () => {
    const said = await slack({ directory: PEOPLE }).mention('U0CAROL', 'subscribe deleted buckets');
    expect(said?.text).toMatch(/Subscribed/);
  });

  test('what only begins like a command is a question', async () => {
    const said = await slack().command('U0CAROL', 'open port 22 since monday');
    expect(said?.text).not.toMatch(/waits for a decision/);
  });

  test('hostile names stay text in lists and lines', async () => {
    const bot = slack();
    await bot.command('U0CAROL', 'subscribe deleted bucket resource:"<!channel> *x* `y`"');
    const listed = whole(await bot.command('U0CAROL', 'subscriptions'));
    expect(listed).not.toContain('<!channel>');
    expect(listed).not.toContain('*x*');
  });
});
