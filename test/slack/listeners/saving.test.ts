import { describe, expect, test } from '@jest/globals';
import { StoreError } from '../../../src/app/errors.ts';
import { actionsOf, deletion, slack, whole } from './bot.ts';

const NEVER_ASKED = /asked nothing here in the last ten minutes/;

/** Lets time pass; in milliseconds. */
async function pass({ clock }: ReturnType<typeof slack>, durationMs: number): Promise<void> {
  let isOver = false;
  void clock.sleep(durationMs).then(() => (isOver = true));
  await clock.until(() => isOver);
}

describe('asking on', () => {
  test('changes what the same person asked last in that channel, and says so', async () => {
    const bot = slack();
    await bot.accept(deletion(1));
    await bot.command('U0CAROL', 'who deleted connection');
    const said = await bot.command('U0CAROL', 'only failed ones');
    expect(whole(said)).toContain('Your last question, changed: only failed ones');
    expect(whole(said)).toContain('deleted CodeCatalyst connections, failed');
    const [entry] = (await bot.ledger()).filter(({ kind }) => kind === 'question').slice(-1);
    expect(entry).toMatchObject({ asked: 'who deleted connection → only failed ones' });
  });

  test('is for ten minutes, for nobody else, and nowhere else', async () => {
    const bot = slack();
    const isChanged = async (user: string, channel?: string) =>
      whole(await bot.command(user, 'since monday instead', channel)).includes('changed');
    await bot.command('U0CAROL', 'who deleted connection');
    expect(await isChanged('U0ALICE')).toBe(false);
    expect(await isChanged('U0CAROL', 'C0OPS')).toBe(false);
    expect(await isChanged('U0CAROL')).toBe(true);
    await pass(bot, 11 * 60_000);
    expect(await isChanged('U0CAROL')).toBe(false);
  });

  test('works as soon as the answer is shown, also where the store has not kept it yet', async () => {
    let keep = () => {};
    const kept = new Promise<void>(resolve => (keep = resolve));
    const bot = slack({
      store: store => ({
        ...store,
        get: key => store.get(key),
        range: (...asked) => store.range(...asked),
        commit: async commit => {
          await kept;
          return store.commit(commit);
        },
      }),
    });
    const asked = bot.command('U0CAROL', 'who deleted connection');
    await bot.clock.until(() => bot.sent.length === 1);
    const changed = bot.command('U0CAROL', 'only failed ones');
    await bot.clock.until(() => bot.sent.length === 2);
    const savedAtOnce = bot.command('U0CAROL', 'save bad days');
    keep();
    await Promise.all([asked, changed, savedAtOnce]);
    expect(whole(bot.sent[1]?.message)).toContain('Your last question, changed: only failed ones');
    expect(whole(await bot.command('U0CAROL', 'saved'))).toContain(
      '`who deleted connection`, then `only failed ones`',
    );
  });

  test('in a thread is about what was asked in that thread', async () => {
    const bot = slack();
    await bot.command('U0CAROL', 'who deleted connection');
    expect(whole(await bot.mention('U0CAROL', 'and in us-west-2?', 'Ev1'))).not.toContain('changed');
    await bot.mention('U0CAROL', 'who deleted stacks', 'Ev2');
    expect(whole(await bot.mention('U0CAROL', 'and in us-west-2?', 'Ev3'))).toContain(
      'deleted stacks, in us-west-2',
    );
  });

  test('in a thread goes on from what was clicked there', async () => {
    const bot = slack();
    await bot.accept(deletion(1));
    await bot.command('U0CAROL', 'who deleted stacks');
    const first = await bot.mention('U0CAROL', 'who deleted connection', 'Ev1');
    await bot.click('U0CAROL', 'pivot=principal', first, 'C0CHAT', '1.000001');
    const changed = whole(await bot.mention('U0CAROL', 'only failed ones', 'Ev2'));
    expect(changed).toContain('changed: only failed ones');
    expect(changed).not.toContain('deleted CodeCatalyst connections');
    expect(whole(await bot.command('U0CAROL', 'only failed ones'))).toContain('deleted stacks, failed');
  });

  test('changes what a button asked', async () => {
    const bot = slack();
    await bot.accept(deletion(1));
    const first = await bot.command('U0CAROL', 'who deleted connection');
    await bot.click('U0CAROL', 'pivot=principal', first, 'C0CHAT', null);
    expect(whole(await bot.command('U0CAROL', 'only failed ones'))).toContain('changed: only failed ones');
    const refused = await bot.command('U0CAROL', 'save nightly look');
    expect(refused?.text).toMatch(/asked with a button/);
  });
});

describe('saved questions', () => {
  test('are asked again under their name, with their times read then', async () => {
    const bot = slack();
    await bot.accept(deletion(1));
    await bot.command('U0CAROL', 'who deleted connection since yesterday');
    const saved = await bot.command('U0CAROL', 'save Weekly check');
    expect(saved?.text).toMatch(/Saved as Weekly check: `who deleted connection since yesterday`/);
    await pass(bot, 86_400_000);
    const answer = await bot.command('U0CAROL', 'weekly CHECK', 'C0OPS');
    expect(whole(answer)).toContain('*Weekly check*');
    expect(whole(answer)).toContain('since 23 Nov 2026');
  });

  test('keep what changed them', async () => {
    const bot = slack();
    await bot.command('U0CAROL', 'who deleted connection');
    await bot.command('U0CAROL', 'only failed ones');
    await bot.command('U0CAROL', 'save bad days');
    await pass(bot, 3_600_000);
    expect(whole(await bot.command('U0CAROL', 'bad days'))).toContain(
      'deleted CodeCatalyst connections, failed',
    );
    expect(whole(await bot.command('U0CAROL', 'saved'))).toContain(
      '`who deleted connection`, then `only failed ones`',
    );
  });

  test('are one person’s own, listed with what asks and forgets them', async () => {
    const bot = slack();
    await bot.command('U0CAROL', 'who deleted connection');
    await bot.command('U0CAROL', 'save night shift');
    expect((await bot.command('U0ALICE', 'saved'))?.text).toMatch(/You have saved no question/);
    expect(whole(await bot.command('U0ALICE', 'night shift'))).not.toContain('deleted CodeCatalyst');
    const list = await bot.command('U0CAROL', 'saved');
    expect(actionsOf(list)).toEqual(['reading:0', 'reading:1']);
    expect(whole(await bot.click('U0CAROL', 'reading:0', list))).toContain('*night shift*');
    expect((await bot.click('U0CAROL', 'reading:1', list))?.text).toMatch(/night shift\* is forgotten/);
    expect((await bot.command('U0CAROL', 'saved'))?.text).toMatch(/You have saved no question/);
    expect((await bot.command('U0CAROL', 'forget night shift'))?.text).toMatch(/no question under that name/);
  });

  test('take the place of what had the name, and say so', async () => {
    const bot = slack();
    await bot.command('U0CAROL', 'who deleted connection');
    await bot.command('U0CAROL', 'save night shift');
    await bot.command('U0CAROL', 'who deleted stacks');
    expect((await bot.command('U0CAROL', 'save Night Shift'))?.text).toMatch(
      /in the place of what had that name/,
    );
    expect(whole(await bot.command('U0CAROL', 'saved'))).not.toContain('connection');
  });

  test.each([
    ['save', /Say under which name/],
    ['save mutes', /begins a command/],
    ['save Status of mine', /begins a command/],
    ['save who deleted stacks', /can be read as a question/],
    ['save today', /can be read as a question/],
    ['save and in dev', /can be read as a question/],
    [`save ${'x'.repeat(41)}`, /up to 40/],
    ['save <!channel>', /up to 40/],
  ])('have names that mean nothing else: %s', async (typed, why) => {
    const bot = slack();
    await bot.command('U0CAROL', 'who deleted connection');
    expect((await bot.command('U0CAROL', typed))?.text).toMatch(why);
    expect((await bot.command('U0CAROL', 'saved'))?.text).toMatch(/You have saved no question/);
  });

  test('need a question, and end at fifty', async () => {
    const bot = slack();
    expect((await bot.command('U0CAROL', 'save night shift'))?.text).toMatch(NEVER_ASKED);
    await bot.command('U0CAROL', 'who deleted connection');
    for (let at = 0; at < 50; at += 1) await bot.command('U0CAROL', `save round ${at}x`);
    expect((await bot.command('U0CAROL', 'save one too many'))?.text).toMatch(/50 questions/);
    expect((await bot.command('U0CAROL', 'saved'))?.blocks?.length).toBeLessThanOrEqual(50);
  });

  test('that can not be read any more are refused, and never asked in part', async () => {
    const accounts = [{ id: '111122223333', name: 'shop' }];
    const bot = slack({ accounts });
    await bot.command('U0CAROL', 'who deleted connection');
    await bot.command('U0CAROL', 'and in shop?');
    await bot.command('U0CAROL', 'only failed ones');
    await bot.command('U0CAROL', 'save bad days');
    expect(whole(await bot.command('U0CAROL', 'bad days'))).toContain('in account 111122223333, failed');
    accounts.splice(0);
    const said = await bot.command('U0CAROL', 'bad days');
    expect(said?.text).toMatch(/can't read this saved question any more: .*"and in shop\?"/);
  });

  test('are no way around who may ask', async () => {
    const bot = slack();
    expect((await bot.command('U0GUEST', 'saved'))?.text).toMatch(/guest/i);
  });

  test('away with the store, a whole question is answered all the same', async () => {
    const bot = slack({
      store: store => ({
        ...store,
        commit: commit => store.commit(commit),
        range: (...asked) => store.range(...asked),
        get: key => (key.startsWith('last/') ? Promise.reject(new StoreError('away', {})) : store.get(key)),
      }),
    });
    expect(whole(await bot.command('U0CAROL', 'who deleted connection'))).toContain('deleted');
  });
});

test('a command with a slip in it is asked back, unless somebody saved a question under it', async () => {
  const bot = slack();
  const said = await bot.command('U0CAROL', 'subcribe deleted connection');
  expect(said?.text).toMatch(/no command `subcribe`/);
  expect((await bot.click('U0CAROL', 'reading:0', said))?.text).toMatch(/Subscribed/);
  await bot.command('U0CAROL', 'who deleted connection');
  await bot.command('U0CAROL', 'save mutex');
  expect(whole(await bot.command('U0CAROL', 'mutex'))).toContain('*mutex*');
});
