import { describe, expect, test } from '@jest/globals';
import type { TrailRecord } from '../../playground/aws/record.ts';
import type { Message } from '../../playground/slack/workspace.ts';
import { KEYS } from '../../src/app/state/keys.ts';
import { ACTORS, buttonsOf, cardOf, cardsOf, idle, record, runningBot, storeOf } from './running-bot.ts';

const bot = runningBot({ stories: 'on' });

/** Roles that one session associates with a connection. */
function burst(count: number, session: string): TrailRecord[] {
  const actor = { ...ACTORS.alice, accessKeyId: session };
  return Array.from({ length: count }, (_, index) =>
    record('AssociateIamRoleToConnection', 'codecatalyst.amazonaws.com', actor, {
      connectionId: '657849db-0000-4000-8000-000000000001',
      roleName: `Role-${index}`,
    }),
  );
}
const countOn = (card: Message) => card.metadata?.event_payload['count'];
const threadOf = (card: Message) =>
  bot.workspace.messages.filter(({ thread_ts: thread }) => thread === card.ts);

describe('many events of one session', () => {
  test('are one card, which grows, lists them all, is decided at once, and a later one asks anew', async () => {
    const events = burst(40, 'ASIABURSTONE');
    await bot.happen(events);
    const [first, ...others] = await firstCards(events);
    expect(others).toEqual([]);
    if (!first) throw new Error('there is no card');
    await bot.until(() => countOn(first) === 40, 20_000);
    expect(first.metadata?.event_payload).toMatchObject({ story_id: expect.any(String), count: 40 });
    expect(first.text).toContain('caused 40 events: 40 associated');
    expect(buttonsOf(first)).toEqual(['approve', 'reject', 'details:all', 'more']);

    await bot.slack.click('U0CAROL', first, 'details:all');
    await bot.until(() => threadOf(first).some(({ text }) => text === 'Events 1 to 40 of 40'));
    const [table] = threadOf(first);
    if (!table) throw new Error('there is no table');
    await bot.slack.click('U0CAROL', table, 'members:csv');
    const files = () => bot.workspace.messages.flatMap(({ file }) => file ?? []);
    await bot.until(() => files().length > 0);
    const csv = files().at(-1)?.content ?? '';
    expect(csv.trim().split('\r\n')).toHaveLength(41);
    for (const { eventID } of events) expect(csv).toContain(eventID);

    await bot.slack.click('U0CAROL', first, 'approve');
    await bot.until(() => first.text.includes('Approved by <@U0CAROL>'));
    await bot.until(() => threadOf(first).some(({ text }) => text.includes('approved all 40 events')));
    expect(buttonsOf(first)).toEqual(['details:all', 'more']);
    await bot.until(() => bot.aws.published.length > 0);
    expect(JSON.parse(String(bot.aws.published.at(-1)?.['Detail']))).toMatchObject({
      story: { count: 40, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });

    const [later] = burst(1, 'ASIABURSTONE');
    await bot.happen([later as TrailRecord]);
    const anew = await cardOf(bot, later as TrailRecord);
    expect(buttonsOf(anew)).toContain('approve');
    expect(countOn(first)).toBe(40);
  }, 60_000);

  test('a click on a card that has grown meanwhile is refused privately, and the card is brought up to date', async () => {
    const events = burst(2, 'ASIABURSTTWO');
    await bot.happen(events);
    const [card] = await firstCards(events);
    if (!card) throw new Error('there is no card');
    await bot.until(() => countOn(card) === 2, 20_000);
    const before = { ...card, blocks: [...(card.blocks ?? [])] };
    await bot.happen(burst(1, 'ASIABURSTTWO'));
    await bot.until(() => countOn(card) === 3, 40_000);
    // Slack shows it a moment before the bot has noted that it does.
    await idle(bot);
    await bot.slack.click('U0CAROL', before, 'approve');
    await bot.until(() =>
      bot.workspace
        .ephemerals('U0CAROL')
        .some(({ text }) => /it shows 3 events now, and showed 2/.test(text)),
    );
    expect(buttonsOf(card)).toContain('approve');
  }, 60_000);

  test('a click while the story grows decides on what the card showed, and the rest asks anew', async () => {
    const events = burst(2, 'ASIABURSTFOUR');
    await bot.happen(events);
    const [card] = await firstCards(events);
    if (!card) throw new Error('there is no card');
    await bot.until(() => countOn(card) === 2, 20_000);
    const store = await storeOf(bot);
    const kept = () => store.get(KEYS.notification(String(card.metadata?.event_payload['story_id'])));
    const [later] = burst(1, 'ASIABURSTFOUR');
    await bot.happen([later as TrailRecord]);
    await bot.until(async () => JSON.parse((await kept())?.value ?? '{}').story?.count === 3);
    await bot.slack.click('U0CAROL', card, 'approve');
    await bot.until(() => card.text.includes('Approved by <@U0CAROL>'));
    expect(countOn(card)).toBe(2);
    const anew = await cardOf(bot, later as TrailRecord);
    expect(buttonsOf(anew)).toContain('approve');
  }, 60_000);

  test('the person behind may not decide, and what is critical never joins', async () => {
    const events = [
      ...burst(3, 'ASIABURSTTHREE'),
      record(
        'StopLogging',
        'cloudtrail.amazonaws.com',
        { ...ACTORS.alice, accessKeyId: 'ASIABURSTTHREE' },
        { name: 'cctrail' },
      ),
    ];
    await bot.happen(events);
    const critical = await cardOf(bot, events[3] as TrailRecord);
    expect(countOn(critical)).toBeUndefined();
    const [card] = await firstCards(events.slice(0, 3));
    if (!card) throw new Error('there is no card');
    await bot.until(() => countOn(card) === 3, 20_000);
    await bot.slack.click('U0ALICE', card, 'approve');
    await bot.until(() =>
      /the one behind this event/.test(bot.workspace.ephemerals('U0ALICE').at(-1)?.text ?? ''),
    );
    await idle(bot);
    expect(buttonsOf(card)).toContain('approve');
  }, 60_000);

  test('of many sessions that only tell are one digest, with a table behind its button', async () => {
    const events = Array.from({ length: 60 }, (_, index) =>
      record(
        'CreateStack',
        'cloudformation.amazonaws.com',
        ACTORS.workflow,
        { stackName: `stack-${index}` },
        {
          userIdentity: { ...ACTORS.workflow, accessKeyId: `ASIAFLOOD${index}` },
        },
      ),
    );
    await Promise.all(events.map(event => bot.happen([event])));
    const digests = () =>
      bot.workspace.cards('C0DEPLOY').filter(({ metadata }) => metadata?.event_type === 'cctrail_digest');
    await bot.until(() => digests().length > 0);
    const [digest] = digests();
    if (!digest) throw new Error('there is no digest');
    await idle(bot);
    const alone = bot.workspace
      .cards('C0DEPLOY')
      .filter(({ metadata }) => metadata?.event_type !== 'cctrail_digest');
    await bot.until(() => alone.length + Number(countOn(digest)) === 60, 20_000);
    expect(alone.length).toBeLessThan(5);
    await bot.slack.click('U0CAROL', digest, 'details:all');
    await bot.until(() => threadOf(digest).some(({ text }) => /row(s)? by kind and person/.test(text)));
  }, 60_000);
});

/** The cards that begin with any of these events, once there is one. */
async function firstCards(events: readonly TrailRecord[]): Promise<Message[]> {
  const cards = () => events.flatMap(event => cardsOf(bot, event));
  await bot.until(() => cards().length > 0);
  return cards();
}
