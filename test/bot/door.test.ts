import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { CREDENTIALS } from '../../playground/slack/simulator.ts';
import { cardOf, cardsOf, deletion, runningBot } from './running-bot.ts';

const bot = runningBot();

/** Sends a body to Slack's route, signed unless told otherwise. */
async function send(
  body: string,
  {
    at = Date.now(),
    timestamp = String(Math.floor(at / 1_000)),
    contentType = 'application/json',
    signature,
  }: { at?: number; timestamp?: string; contentType?: string; signature?: string | null } = {},
): Promise<number> {
  const mac = createHmac('sha256', CREDENTIALS.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const signed = signature === undefined ? `v0=${mac}` : signature;
  const response = await fetch(`${bot.botUrl}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': timestamp,
      ...(signed !== null && { 'x-slack-signature': signed }),
    },
    body,
    signal: AbortSignal.timeout(5_000),
  });
  await response.arrayBuffer();
  return response.status;
}

const FORM = 'application/x-www-form-urlencoded';
const CHALLENGE = JSON.stringify({ type: 'url_verification', challenge: 'c' });
const MINUTE_MS = 60_000;

/** Questions that were read so far. */
async function asked(): Promise<number> {
  const metrics = await (await fetch(`${bot.botUrl}/metrics`)).text();
  const counts = metrics.matchAll(/^cctrail_questions_total\{.*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

describe('POST /slack/events', () => {
  test.each<[string, number]>([
    ['now', 0],
    ['four minutes ago', -4 * MINUTE_MS],
    ['in four minutes', 4 * MINUTE_MS],
  ])('takes what was signed %s', async (_, offset) => {
    expect(await send(CHALLENGE, { at: Date.now() + offset })).toBe(200);
  });

  test.each(
    [-6 * MINUTE_MS, 6 * MINUTE_MS, 60 * MINUTE_MS]
      .map(offset => String(Math.floor((Date.now() + offset) / 1_000)))
      .concat(['Infinity', '9'.repeat(30), '-1', '1e9', 'soon', '']),
  )('refuses the timestamp %s', async timestamp => {
    expect(await send(CHALLENGE, { timestamp })).toBe(401);
  });

  test.each<[string, string, string]>([
    ['null', 'null', 'application/json'],
    ['a list', '[]', 'application/json'],
    ['a number', '7', 'application/json'],
    ['nothing', '', 'application/json'],
    ['no JSON', '{', 'application/json'],
    ['a form with null in it', 'payload=null', FORM],
    ['a form with no JSON in it', 'payload=%7B', FORM],
    ['an empty form', '', FORM],
  ])('answers a signed body that is %s', async (_, body, contentType) => {
    expect(await send(body, { contentType })).toBe(400);
    expect(await send(body, { contentType, signature: null })).toBe(401);
  });

  test('refuses what is not signed, or wrongly', async () => {
    expect(await send(CHALLENGE, { signature: null })).toBe(401);
    expect(await send(CHALLENGE, { signature: 'v0=0' })).toBe(401);
    expect(await send('x'.repeat(2 * 1024 * 1024))).toBe(413);
  });

  test('answers a command once, however often somebody sends it again', async () => {
    const command = new URLSearchParams({
      command: '/cctrail',
      text: 'who deleted connection recorded-1',
      team_id: bot.workspace.teamId,
      user_id: 'U0BOB',
      channel_id: 'C0TRAIL',
      trigger_id: 'trigger-recorded',
      response_url: `${bot.slack.api.origin}/commands/unknown`,
    }).toString();
    const before = await asked();
    const at = Date.now();
    const statuses = [];
    for (let time = 0; time < 3; time++) statuses.push(await send(command, { at, contentType: FORM }));
    expect(statuses).toEqual([200, 200, 200]);
    await bot.until(async () => (await asked()) > before);
    await new Promise(resolve => setTimeout(resolve, 500));
    expect((await asked()) - before).toBe(1);
  });

  test('refuses a click that says it is of another workspace, also where the user is one of ours', async () => {
    const event = deletion();
    await bot.happen([event]);
    const card = await cardOf(bot, event);
    const click = (team: string) =>
      new URLSearchParams({
        payload: JSON.stringify({
          type: 'block_actions',
          team: { id: team, domain: 'x' },
          user: { id: 'U0CAROL', team_id: bot.workspace.teamId },
          api_app_id: bot.workspace.bot.appId,
          container: { type: 'message', message_ts: card.ts, channel_id: card.channel },
          channel: { id: card.channel },
          trigger_id: 't-1',
          actions: [{ type: 'button', action_id: 'approve', block_id: 'b', value: valueOf(card, 'approve') }],
        }),
      }).toString();
    expect(await send(click('T0OTHER0000'), { contentType: FORM })).toBe(200);
    await new Promise(resolve => setTimeout(resolve, 500));
    expect((await cardOf(bot, event)).edited).not.toBe(true);
    expect(bot.log.join('\n')).toContain('something of another workspace came in');
    expect(await send(click(bot.workspace.teamId), { contentType: FORM })).toBe(200);
    await bot.until(() => cardsOf(bot, event)[0]?.edited === true);
  });
});

/** What a button of a card sends. */
function valueOf(card: { blocks?: unknown }, actionId: string): string {
  const found = new RegExp(`"action_id":"${actionId}"[^}]*}[^}]*"value":"([^"]+)"`).exec(
    JSON.stringify(card.blocks),
  );
  if (!found?.[1]) throw new Error(`no button ${actionId}`);
  return found[1];
}
