import { describe, expect, test } from '@jest/globals';
import { HistoryError, StoreError } from '../../../src/app/errors.ts';
import type { Store } from '../../../src/app/ports.ts';
import { ACCOUNT, actionsOf, deletion, history, idOf, refusedBy, slack, whole } from './bot.ts';
import type { HarnessOptions } from './flows.ts';

describe('in an answer', () => {
  const withMany = async (count = 25, options: Partial<HarnessOptions> = {}) => {
    const bot = slack(options);
    await bot.accept(...Array.from({ length: count }, (_, index) => deletion(index)));
    return { bot, answer: await bot.command('U0CAROL', 'who deleted connection') };
  };

  test('older and newer page through the events, in its place', async () => {
    const { bot, answer } = await withMany();
    expect(whole(answer)).toContain('1–20 of 25');
    const older = await bot.click('U0CAROL', 'older', answer);
    expect(older?.replace).toBe(true);
    expect(whole(older)).toContain('21–25 of 25');
    expect(whole(await bot.click('U0CAROL', 'newer', older))).toContain('1–20 of 25');
    expect((await bot.ledger()).map(entry => 'asked' in entry && entry.asked)).toEqual([
      'who deleted connection',
      'who deleted connection',
      'who deleted connection',
    ]);
  });

  test('another event can be chosen, and its details are in the ledger', async () => {
    const { bot, answer } = await withMany(3);
    const chosen = await bot.click('U0CAROL', `focus=${idOf(answer)}/2`, answer);
    expect(whole(chosen)).toContain('deleted connection `c-2`');
    expect((await bot.click('U0CAROL', 'back', chosen))?.text).toBe(answer?.text);
    await bot.click('U0CAROL', 'details:answer', chosen);
    expect(JSON.stringify(bot.calls.at(-1)?.args)).toContain('c-2');
    expect((await bot.ledger()).at(-1)).toMatchObject({ asked: `details of event ${deletion(2).eventID}` });
    expect((await bot.click('U0CAROL', 'details:answer', `${idOf(answer)}/77`))?.text).toContain(
      'not in this answer',
    );
  });

  test.each([
    ['principal', 'half an hour around it'],
    ['resource', 'History of c-0'],
    ['undone', 'What may have undone it'],
    ['first', 'The first DeleteConnection by alice'],
  ])('the pivot %s asks what follows, with a way back', async (name, title) => {
    const { bot, answer } = await withMany(1);
    const next = await bot.click('U0CAROL', `pivot=${name}`, answer);
    expect(whole(next)).toContain(title);
    expect(next?.replace).toBe(true);
    expect((await bot.click('U0CAROL', 'back', next))?.text).toBe(answer?.text);
    expect((await bot.click('U0CAROL', 'pivot', `nonsense#${idOf(answer)}/0`))?.text).toContain(
      'can not be asked',
    );
  });

  test('the question can be changed slot by slot; what can not be read is said at its slot', async () => {
    const bot = slack();
    await bot.accept(deletion(1));
    const answer = await bot.command('U0CAROL', 'who deleted connection');
    await bot.click('U0CAROL', 'more:answer=refine', answer);
    expect(bot.calls.at(-1)?.method).toBe('views.open');
    await bot.submit('U0CAROL', { who: 'flumph the great' });
    expect(bot.acks.at(-1)).toMatchObject({
      response_action: 'errors',
      errors: { who: expect.stringContaining('flumph') },
    });
    const changed = await bot.submit('U0CAROL', { who: 'not by alice', when: 'last 30 days' });
    expect(changed).toMatchObject({ replace: true, text: expect.stringMatching(/^No match/) });
    expect(whole(changed)).toMatch(/who deleted CodeCatalyst connections, not by alice, since/);
    // What the form held and nobody touched is asked again.
    expect((await bot.ledger()).at(-1)).toMatchObject({
      asked: 'who deleted connection not by alice last 30 days',
    });
  });

  test('a name that fits two people asks which, and one of them or all can be chosen', async () => {
    const bot = slack();
    const robin = (id: number, identity: object) => deletion(id, { userIdentity: identity });
    await bot.accept(
      robin(1, { type: 'IAMUser', userName: 'robin', arn: `arn:aws:iam::${ACCOUNT}:user/robin` }),
      robin(2, {
        type: 'IAMUser',
        userName: 'robin@example.com',
        arn: `arn:aws:iam::${ACCOUNT}:user/robin@example.com`,
      }),
    );
    const which = await bot.command('U0CAROL', 'what did robin do');
    expect(actionsOf(which)).toEqual(['narrow:0', 'narrow:1', 'narrow:all']);
    expect(whole(await bot.click('U0CAROL', 'narrow:0', which))).toContain('Only robin');
    const all = await bot.click('U0CAROL', 'narrow:all', which);
    expect(all).toMatchObject({ replace: true, text: expect.stringContaining('2 events match') });
  });

  test.each([
    ['passes', new HistoryError('throttled', 'CloudTrail throttled the look-ups'), true],
    ['is a lack of time', new HistoryError('time', 'the time for an answer was used up'), true],
    ['is the store that is away', new HistoryError('unreachable', 'the store is away'), true],
    [
      'is a wrong endpoint',
      new HistoryError('misconfigured', 'not CloudTrail: it answered in its place'),
      false,
    ],
    ['is hopeless', new HistoryError('unreadable', 'CloudTrail answered ValidationException'), false],
  ])('to search on is offered where what failed %s: %p', async (_, error, offered) => {
    const bot = slack({ histories: [history(error)] });
    const answer = await bot.command('U0CAROL', 'who deleted connection');
    expect(actionsOf(answer).includes('search_on')).toBe(offered);
    if (offered)
      expect((await bot.click('U0CAROL', 'search_on', answer))?.text).toContain('Nothing could be searched');
  });

  test('it is shared once, into its thread, after it is in the ledger', async () => {
    const { bot, answer } = await withMany(2);
    expect(await bot.click('U0CAROL', 'share', answer)).toBeUndefined();
    const { args } = bot.calls.at(-1) ?? { args: {} };
    expect(args).toMatchObject({ channel: 'C0CHAT', thread_ts: '1.000002' });
    expect(JSON.stringify(args)).toContain('<@U0CAROL> shares');
    expect((await bot.ledger()).at(-1)).toMatchObject({ asked: 'shared to C0CHAT: who deleted connection' });
    expect((await bot.click('U0CAROL', 'share', answer))?.text).toBe('This answer was shared here already.');
  });

  test.each([
    ['not_in_channel', /Invite me/, true],
    ['is_archived', /does not let me post there \(`is_archived`\)/, true],
    ['internal_error', /did not say whether/, false],
  ])(
    'where Slack answers %s to sharing it is said, and whether it can be tried again',
    async (error, said, again) => {
      const { bot, answer } = await withMany(2);
      bot.failures.set('chat.postMessage', refusedBy(error));
      expect((await bot.click('U0CAROL', 'share', answer))?.text).toMatch(said);
      const second = await bot.click('U0CAROL', 'share', answer);
      expect(second?.text).toBe(again ? undefined : 'This answer was shared here already.');
    },
  );

  test.each(['csv', 'json'])('all events can be had as %s, in a direct message', async format => {
    const { bot, answer } = await withMany(25);
    const said = await bot.click('U0CAROL', `more:answer=${format}`, answer);
    expect(said?.text).toBe('The file is in our direct messages: 25 events.');
    expect(bot.calls.map(({ method }) => method)).toEqual(['chat.postMessage', 'filesUploadV2']);
    const { filename, content } = bot.calls[1]?.args ?? {};
    expect(filename).toBe(`cctrail-2026-11-23T100000Z.${format}`);
    expect(String(content).match(/c-\d+/g)?.length).toBeGreaterThanOrEqual(25);
    expect((await bot.ledger()).at(-1)).toMatchObject({
      asked: `${format} file of: who deleted connection`,
      results: 25,
    });
  });

  test('a scope that is missing for files is named', async () => {
    const { bot, answer } = await withMany(2);
    bot.failures.set('filesUploadV2', refusedBy('missing_scope'));
    expect((await bot.click('U0CAROL', 'more:answer=csv', answer))?.text).toContain('files:write');
  });

  test('clicks of whoever may not ask, and in answers that are not kept, give nothing', async () => {
    const { bot, answer } = await withMany(25);
    for (const action of ['older', 'share', 'more:answer=csv', 'more:answer=why', 'focus'])
      expect((await bot.click('U0GUEST', action, answer))?.text).toMatch(/Guests can't/);
    expect((await bot.click('U0CAROL', 'older', 'gone'))?.text).toContain('older than what I keep');
    expect(bot.calls).toEqual([]);
  });

  test('a click finds an answer that is not in the store yet', async () => {
    let storeIsAway = false;
    const failing = (store: Store): Store => ({
      ...store,
      commit: async commit => {
        if (storeIsAway) throw new StoreError('away');
        return store.commit(commit);
      },
    });
    const bot = slack({ store: failing });
    await bot.accept(deletion(1), deletion(2));
    storeIsAway = true;
    const answer = await bot.command('U0CAROL', 'who deleted connection');
    expect(answer?.text).toContain('2 events match');
    expect(bot.log.lines.join()).toContain('the buttons of its answer will not work');
  });
});

test('a search is cancelled by its id, a link does nothing, an unknown button is said to be one', async () => {
  const bot = slack();
  expect(await bot.click('U0CAROL', 'cancel', 'search-7')).toBeUndefined();
  expect(await bot.store.get('cancel/search-7')).toBeDefined();
  expect(await bot.click('U0CAROL', 'link:console', 'x')).toBeUndefined();
  expect((await bot.click('U0CAROL', 'from_an_older_version', 'x'))?.text).toContain(
    "don't know this button",
  );
});
