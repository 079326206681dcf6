import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../playground/slack/web-api/types.ts';
import { cctrail } from './cctrail.ts';
import { buttonsOf, cardOf, cardsOf, deletion, idle, runningBot } from './running-bot.ts';

const bot = runningBot();
const { api } = bot.slack;
type Deletion = ReturnType<typeof deletion>;

/** Slack has a fault with each post that is about an event, and with nothing else. */
function trouble(event: Deletion, kind: Fault['kind'], times = 1_000, whole = false): Fault {
  const fault: Fault = {
    method: 'chat.postMessage',
    kind,
    times,
    // Without the name of the resource it is the few words that stand for a card.
    where: args => JSON.stringify(args).includes(whole ? String(resourceOf(event)) : event.eventID),
  };
  api.faults.push(fault);
  return fault;
}
const resourceOf = ({ requestParameters }: Deletion) =>
  (requestParameters as { connectionId?: string } | undefined)?.connectionId;
const readyz = async () =>
  (await (await fetch(`${bot.botUrl}/readyz`)).json()) as {
    setAside: { count: number; latest: { id: string }[] };
    parked: unknown[];
  };

describe('blocks that Slack refuses', () => {
  test('go out as plain text with their buttons at once', async () => {
    const event = deletion('root');
    trouble(event, { error: 'invalid_blocks' }, 1);
    await bot.happen([event]);
    const card = await cardOf(bot, event);
    expect(card.text).toContain('deleted connection');
    expect(JSON.stringify(card.blocks)).toContain('deleted connection');
    expect(buttonsOf(card)).toEqual(['approve', 'reject', 'details', 'more']);
    await bot.slack.click('U0CAROL', card, 'reject');
    await bot.until(() => bot.workspace.views.length > 0);
  });

  test('of any make: without buttons, rather than not at all', async () => {
    const event = deletion();
    const fault = trouble(event, { error: 'invalid_blocks' });
    Object.assign(fault, { where: (args: Record<string, unknown>) => args['blocks'] !== undefined });
    await bot.happen([event]);
    const card = await cardOf(bot, event);
    expect(card.blocks).toBeUndefined();
    expect(card.text).toContain('deleted connection');
    fault.times = 0;
  });
});

describe('a card that Slack does not take', () => {
  test.each([{ error: 'no_text' }, { error: 'invalid_arguments' }, { error: 'msg_too_long' }] as const)(
    '%j: the others go on at once, and a few words with buttons stand in its place',
    async kind => {
      const [refused, ...others] = [deletion('root'), deletion(), deletion(), deletion()];
      const fault = trouble(refused, kind, 1_000, true);
      await bot.happen([refused]);
      await bot.happen(others);
      for (const other of others) await cardOf(bot, other);
      expect(cardsOf(bot, refused)).toEqual([]);
      await bot.until(() => cardsOf(bot, refused).length > 0, 60_000);
      const [card] = cardsOf(bot, refused);
      expect(card?.text).toBe(
        `An event could not be shown: id ${refused.eventID}. Slack does not take its card. Needs 2 approvals (0 of 2).`,
      );
      expect(buttonsOf(card ?? {})).toEqual(['approve', 'reject', 'details', 'more']);
      const { setAside, parked } = await readyz();
      expect(parked).toEqual([]);
      expect(JSON.stringify(setAside)).toContain(refused.eventID);
      fault.times = 0;
      await idle(bot);
      expect(cardsOf(bot, refused)).toHaveLength(1);
      for (const other of others) expect(cardsOf(bot, other)).toHaveLength(1);
    },
    120_000,
  );

  test('decisions show on the few words; outbox list names it, outbox retry shows it whole', async () => {
    const refused = deletion('root');
    const fault = trouble(refused, { error: 'invalid_arguments' }, 1_000, true);
    await bot.happen([refused]);
    await bot.until(() => cardsOf(bot, refused).length > 0, 60_000);
    const card = await cardOf(bot, refused);
    await bot.slack.click('U0CAROL', card, 'approve');
    await bot.until(() => card.text.includes('(1 of 2)'));
    expect(card.text).toContain('An event could not be shown');
    const listed = await cctrail(['outbox', 'list'], bot.env);
    expect(listed.code).toBe(0);
    const line = listed.stdout.split('\n').find(one => one.includes(refused.eventID)) ?? '';
    expect(line).toContain('C0TRAIL');
    expect(line).toContain('invalid_arguments');
    const id = line.trim().split(/\s+/)[0] ?? '';
    fault.times = 0;
    expect(await cctrail(['outbox', 'retry', id], bot.env)).toMatchObject({ code: 0 });
    await bot.until(() => card.text.includes('deleted connection'));
    expect(cardsOf(bot, refused)).toHaveLength(1);
    expect((await cctrail(['outbox', 'list'], bot.env)).stdout).not.toContain(refused.eventID);
    expect(await cctrail(['outbox', 'retry', id], bot.env)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('nothing is set aside'),
    });
  }, 120_000);

  test('and not even a few words in its place: it is set aside and named, and can be sent later', async () => {
    const refused = deletion('root');
    const fault = trouble(refused, { error: 'no_text' });
    await bot.happen([refused]);
    const before = (await readyz()).setAside.count;
    await bot.until(() => fault.times < 1_000);
    for (const other of [deletion(), deletion(), deletion()]) {
      await bot.happen([other]);
      await cardOf(bot, other);
    }
    await bot.until(async () => (await readyz()).setAside.count > before, 60_000);
    expect(cardsOf(bot, refused)).toEqual([]);
    fault.times = 0;
    const { stdout } = await cctrail(['outbox', 'list'], bot.env);
    const line = stdout.split('\n').find(one => one.includes(refused.eventID)) ?? '';
    await cctrail(['outbox', 'retry', line.trim().split(/\s+/)[0] ?? ''], bot.env);
    expect((await cardOf(bot, refused)).text).toContain('deleted connection');
  }, 150_000);
});

describe('answers that come late or tell nothing', () => {
  test('a page of a proxy instead of an answer: the card is found, not repeated, and no channel is parked', async () => {
    const event = deletion();
    trouble(event, 'page after', 1);
    await bot.happen([event]);
    await bot.until(() => api.calls.some(({ method }) => method === 'conversations.history'));
    await idle(bot);
    expect(cardsOf(bot, event)).toHaveLength(1);
    expect((await readyz()).parked).toEqual([]);
    expect(bot.log.join('\n')).not.toContain('<html>');
  }, 60_000);

  test('a code that nobody knows is no certain no', async () => {
    const event = deletion();
    trouble(event, { error: 'a_new_error' }, 1);
    await bot.happen([event]);
    await cardOf(bot, event);
    await idle(bot);
    expect(cardsOf(bot, event)).toHaveLength(1);
    expect((await readyz()).parked).toEqual([]);
  }, 60_000);

  test('done only after the time limit and the first look: shown once, and the next cards do not wait', async () => {
    const [late, next] = [deletion(), deletion()];
    trouble(late, { lateMs: 11_000 }, 1);
    await bot.happen([late]);
    await bot.until(() => api.faults.at(-1)?.times === 0);
    await bot.happen([next]);
    await cardOf(bot, next);
    await cardOf(bot, late);
    await idle(bot);
    expect(cardsOf(bot, late)).toHaveLength(1);
  }, 60_000);

  test('done so late that it was sent again: the second is taken away, and the buttons work', async () => {
    const late = deletion('root');
    trouble(late, { lateMs: 22_000 }, 1);
    await bot.happen([late]);
    await bot.until(() => cardsOf(bot, late).length === 2, 60_000);
    await bot.until(() => cardsOf(bot, late).length === 1, 60_000);
    const card = await cardOf(bot, late);
    await bot.slack.click('U0CAROL', card, 'approve');
    await bot.until(() => card.text.includes('(1 of 2)'));
  }, 120_000);
});
