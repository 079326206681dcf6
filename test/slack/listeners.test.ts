import { describe, expect, test } from '@jest/globals';
import { WebAPIPlatformError } from '@slack/web-api';
import { HistoryError, StoreError } from '../../src/app/errors.ts';
import type { History, Store } from '../../src/app/ports.ts';
import type { EphemeralMessage } from '../../src/slack/respond.ts';
import { directoryOf, readFixture } from '../fixtures.ts';
import { elementsOf, type HarnessOptions, ListenerHarness } from './listener-harness.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const ACCOUNT = '111122223333';
const PEOPLE = directoryOf(
  { id: 'U0CAROL', email: 'carol@example.com', timeZone: 'Asia/Tokyo' },
  { id: 'U0ALICE', email: 'alice@example.com' },
  { id: 'U0NOBODY' },
  { id: 'U0GUEST', guest: true },
);
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString().replace('.000Z', 'Z');
const deletion = (index: number, change: object = {}) =>
  readFixture({
    eventID: `e0000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    eventTime: ago(60 + index),
    requestParameters: { connectionId: `c-${index}` },
    ...change,
  });

/** Event history that holds nothing but is searched whole, unless it fails. */
const history = (fails?: HistoryError): History => ({
  name: 'Event history',
  scopes: [{ accountId: ACCOUNT, region: 'us-west-2' }],
  reach: 90 * 86_400_000,
  coverage: 'management',
  filters: false,
  serves: () => true,
  async *search({ range }) {
    if (fails) throw fails;
    yield { records: [], reachedBackTo: range.from, requests: 1, cached: 0, unreadable: [] };
  },
});

const slack = (options: Partial<HarnessOptions> = {}) =>
  new ListenerHarness({ directory: PEOPLE, histories: [history()], now: NOW, ...options });
const actionsOf = (message: EphemeralMessage | undefined) =>
  elementsOf(message).flatMap(({ action_id: id }) => id ?? []);
const whole = (message: EphemeralMessage | undefined) => JSON.stringify(message?.blocks);
const idOf = (message: EphemeralMessage | undefined) =>
  elementsOf(message).find(one => one.action_id === 'share')?.value ?? '';
const refusedBy = (error: string) => new WebAPIPlatformError({ ok: false, error } as never);

describe('a slash command', () => {
  test('for help is answered in the acknowledgement', async () => {
    const bot = slack();
    for (const text of ['', 'help', '?', ' HELP ']) {
      expect(await bot.command('U0CAROL', text)).toBeUndefined();
      expect(bot.acks.at(-1)).toMatchObject({ text: expect.stringContaining('who deleted connection') });
    }
  });

  test('that asks is answered privately, in the zone of its asker, and is in the ledger', async () => {
    const bot = slack();
    await bot.accept(deletion(1));
    const answer = await bot.command('U0CAROL', 'who deleted connection');
    expect(answer?.text).toMatch(/^alice deleted connection c-1 on 23 Nov 2026, 17:59:00 GMT\+9/);
    expect(bot.sent.at(-1)?.target).toMatchObject({ user: 'U0CAROL', channel: 'C0CHAT' });
    expect(await bot.ledger()).toMatchObject([
      { kind: 'question', by: 'U0CAROL', channel: 'C0CHAT', asked: 'who deleted connection', results: 1 },
    ]);
  });

  test.each([
    ['a guest', 'U0GUEST', 'who deleted connection', /Guests can't ask questions/],
    ['somebody unknown', 'U0STRANGER', 'who deleted connection', /doesn't tell me who you are/],
    ['a text that is no question', 'U0CAROL', 'who deleted flumph', /can't place "flumph"/],
    ['somebody whom AWS may call anything', 'U0NOBODY', 'what did me do', /AWS names belong to you/],
    ['a mention of somebody unknown', 'U0CAROL', 'what did <@U0OTHER> do', /AWS names belong to <@U0OTHER>/],
  ])('of %s is refused, and leaves nothing in the ledger', async (_, user, text, reason) => {
    const bot = slack();
    expect((await bot.command(user, text))?.text).toMatch(reason);
    expect(await bot.ledger()).toEqual([]);
  });

  test('outside the channels for questions is refused, a click is not', async () => {
    const bot = slack({ rules: { channels: ['C0ASK'] } });
    await bot.accept(deletion(1));
    expect((await bot.command('U0CAROL', 'who deleted connection'))?.text).toContain('<#C0ASK>');
    const answer = await bot.command('U0CAROL', 'who deleted connection', 'C0ASK');
    expect((await bot.click('U0CAROL', 'details:answer', answer))?.text).toBeUndefined();
    expect(bot.calls.at(-1)?.method).toBe('views.open');
  });

  test('with two readings offers a button for each, which answers in its place', async () => {
    const bot = slack();
    const choices = await bot.command('U0CAROL', 'who deleted connection 5/11');
    expect(actionsOf(choices)).toEqual(['reading:0', 'reading:1']);
    const answer = await bot.click('U0CAROL', 'reading:0', choices);
    expect(answer).toMatchObject({ replace: true, text: 'No match in what was searched.' });
    expect(whole(answer)).toContain('5 Nov 2026');
  });

  test('with a secret in it is neither shown nor kept with it', async () => {
    const bot = slack();
    const token = `xoxb-${'1'.repeat(20)}`;
    const answer = await bot.command('U0CAROL', `who deleted connection "${token}"`);
    expect(
      JSON.stringify([answer, await bot.ledger(), await bot.store.range('', '', null, 99)]),
    ).not.toContain(token);
  });
});

test('a mention is answered in its thread, once', async () => {
  const bot = slack();
  await bot.accept(deletion(1));
  expect((await bot.mention('U0CAROL', 'who deleted connection'))?.text).toContain('alice deleted');
  expect(bot.sent.at(-1)?.target).toEqual({ channel: 'C0CHAT', user: 'U0CAROL', thread: '1.000001' });
  expect(await bot.mention('U0CAROL', 'who deleted connection')).toBeUndefined();
});

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
    const value = elementsOf(answer).find(one => one.action_id === 'details:answer')?.value ?? '';
    const chosen = await bot.click('U0CAROL', 'focus', value.replace(/\d+$/, '2'));
    expect(whole(chosen)).toContain('deleted connection `c-2`');
    await bot.click('U0CAROL', 'details:answer', chosen);
    expect(JSON.stringify(bot.calls.at(-1)?.args)).toContain('c-2');
    expect((await bot.ledger()).at(-1)).toMatchObject({ asked: `details of event ${deletion(2).eventID}` });
    expect((await bot.click('U0CAROL', 'details:answer', value.replace(/\d+$/, '77')))?.text).toContain(
      'not in this answer',
    );
  });

  test.each([
    ['principal', 'half an hour around it'],
    ['resource', 'History of c-0'],
    ['undone', 'What may have undone it'],
    ['first', 'The first DeleteConnection by alice'],
  ])('the pivot %s asks what follows, with a way back', async (name, title) => {
    const { bot, answer } = await withMany(2);
    const next = await bot.click('U0CAROL', `pivot:${name}`, answer);
    expect(whole(next)).toContain(title);
    expect(next?.replace).toBe(true);
    expect((await bot.click('U0CAROL', 'back', next))?.text).toBe(answer?.text);
    expect((await bot.click('U0CAROL', 'pivot:nonsense', `${idOf(answer)}/0`))?.text).toContain(
      'can not be asked',
    );
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
    const said = await bot.click('U0CAROL', `file:${format}`, answer);
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
    expect((await bot.click('U0CAROL', 'file:csv', answer))?.text).toContain('files:write');
  });

  test('clicks of whoever may not ask, and in answers that are not kept, give nothing', async () => {
    const { bot, answer } = await withMany(25);
    for (const action of ['older', 'share', 'file:csv', 'details:answer', 'pivot:first'])
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

describe('what goes wrong', () => {
  test('is told with a reference that the log has, never with a stack', async () => {
    const bot = slack();
    const [id = ''] = await bot.accept(deletion(1));
    bot.failures.set('views.open', new Error('secret detail'));
    const said = await bot.click('U0CAROL', 'details', id);
    expect(said?.text).toBe(
      'Something went wrong on my side. Try again in a minute; if it stays so, give your administrator the reference `ref-1`.',
    );
    expect(bot.log.lines.join()).toMatch(/error opening details failed.*ref-1.*secret detail/);
  });

  test('a store that is away, and a bot that has only just started, are named', async () => {
    const away = slack({ store: store => ({ ...store, get: () => Promise.reject(new StoreError('away')) }) });
    expect((await away.click('U0CAROL', 'approve', 'x'))?.text).toMatch(
      /^My store is away, so nothing was recorded/,
    );
    expect(away.log.lines.join()).toMatch(/"errorName":"StoreError","code":"store_unavailable"/);
    const early = slack({ notReady: true });
    expect((await early.command('U0CAROL', 'who deleted connection'))?.text).toMatch(
      /^I have only just started/,
    );
  });
});
