import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { API_KEY } from '../../playground/playground.ts';
import {
  ACTORS,
  buttonsOf,
  cardOf,
  cardsOf,
  deletion,
  envelope,
  idle,
  record,
  runningBot,
} from './running-bot.ts';

const bot = runningBot();

describe('POST /eventbridge', () => {
  test('an event is accepted once it is durable, and its card appears', async () => {
    const event = deletion();
    expect(await bot.happen([event])).toEqual([
      { status: 200, body: { outcome: 'accepted', eventID: event.eventID } },
    ]);
    const card = await cardOf(bot, event);
    expect(card.text).toMatch(
      /^Needs approval: alice@example.com deleted connection c-\w+ in storefront, us-west-2, .*\.$/,
    );
    expect(card.metadata).toEqual({
      event_type: 'cctrail_notification',
      event_payload: { event_id: event.eventID, account: '111122223333', region: 'us-west-2' },
    });
    expect(buttonsOf(card)).toEqual(['approve', 'reject', 'details', 'more']);
  });

  test('20 copies at once are one accepted, 19 duplicates and one card', async () => {
    const event = deletion();
    const answers = await Promise.all(Array.from({ length: 20 }, () => bot.send(envelope(event))));
    const outcomes = answers.map(answer => (answer.body as { outcome: string }).outcome).toSorted();
    expect(outcomes).toEqual(['accepted', ...Array.from({ length: 19 }, () => 'duplicate')]);
    await cardOf(bot, event);
    await idle(bot);
    expect(cardsOf(bot, event)).toHaveLength(1);
  });

  test('what is not notable is stored, and gets no card', async () => {
    const event = record('ListConnections', 'codecatalyst.amazonaws.com', ACTORS.bob, null, {
      readOnly: true,
    });
    expect(await bot.send(envelope(event))).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
    expect(await bot.send(envelope(event))).toMatchObject({ status: 200, body: { outcome: 'duplicate' } });
    await idle(bot);
    expect(cardsOf(bot, event)).toHaveLength(0);
  });

  test.each([
    ['an event of another service', { 'detail-type': 'GuardDuty Finding', detail: { severity: 5 } }],
    [
      'a CloudTrail event without a record',
      { source: 'aws.codecatalyst', 'detail-type': 'AWS API Call via CloudTrail', detail: 'oops' },
    ],
  ])('%s is ignored', async (_, body) => {
    expect(await bot.send(body)).toEqual({ status: 200, body: { outcome: 'ignored', eventID: null } });
  });

  test.each([
    ['an array', '[]'],
    ['text', 'hello'],
    ['half of a document', '{"detail-type": "AWS API Call via CloudTrail", "detail": {'],
    ['an object that is no envelope', '{"detail": {}}'],
    ['nothing', ''],
  ])('%s is refused with 400', async (_, body) => {
    const answer = await bot.send(body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain('detail-type');
  });

  test('a record without its event is refused with the likely cause', async () => {
    const answer = await bot.send(deletion());
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain('input path');
  });

  test('what is not from AWS is ignored, whatever it looks like', async () => {
    const event = deletion();
    const answer = await bot.send({ ...envelope(event), source: 'my.app' });
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'ignored', eventID: null } });
    await idle(bot);
    expect(cardsOf(bot, event)).toHaveLength(0);
  });

  test('a wrong key is refused with 401, another method with 405', async () => {
    expect((await bot.send(envelope(deletion()), 'wrong')).status).toBe(401);
    expect((await bot.send(envelope(deletion()), '')).status).toBe(401);
    expect((await fetch(`${bot.botUrl}/eventbridge`)).status).toBe(405);
  });

  test('a body of 5 MiB is refused with 413, announced or not', async () => {
    expect(
      (await bot.send(JSON.stringify({ 'detail-type': 'x', detail: 'x'.repeat(5 * 1024 * 1024) }))).status,
    ).toBe(413);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(
        `${bot.botUrl}/eventbridge`,
        { method: 'POST', headers: { 'x-api-key': API_KEY, 'transfer-encoding': 'chunked' } },
        answer => {
          resolve(answer.statusCode);
          answer.resume();
        },
      );
      sent.on('error', reject);
      const chunk = 'x'.repeat(256 * 1024);
      let left = 20;
      const write = () => {
        if ((left -= 1) < 0 || sent.destroyed) return void sent.end();
        sent.write(chunk);
        setTimeout(write, 2);
      };
      write();
    }).catch(() => 413);
    expect(status).toBe(413);
  });

  test('a sender that hangs up half way does no harm', async () => {
    const port = Number(new URL(bot.botUrl).port);
    await new Promise<void>(resolve => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(
          `POST /eventbridge HTTP/1.1\r\nhost: x\r\nx-api-key: ${API_KEY}\r\ncontent-length: 1000\r\n\r\n{"detail`,
        );
        setTimeout(() => {
          socket.destroy();
          resolve();
        }, 50);
      });
    });
    expect((await fetch(`${bot.botUrl}/healthz`)).status).toBe(200);
  });

  test('mark-up in a record shows as text', async () => {
    const hostile = record('AssociateIamRoleToConnection', 'codecatalyst.amazonaws.com', ACTORS.bob, {
      roleArn: 'arn:aws:iam::1:role/<!channel> `x` *b*',
    });
    await bot.happen([hostile]);
    const card = await cardOf(bot, hostile);
    expect(JSON.stringify(card)).not.toContain('<!channel>');
    expect(JSON.stringify(card.blocks)).toContain('`&lt;!channel&gt; ˋxˋ *b*`');
  });

  test('a session token in a record reaches neither card nor log', async () => {
    const token = 'VERYSECRETSESSIONTOKENVALUE';
    const event = deletion('bob', {
      responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE', sessionToken: token } },
    });
    await bot.happen([event]);
    const card = await cardOf(bot, event);
    await bot.slack.click('U0CAROL', card, 'details');
    await bot.until(() => bot.workspace.views.length > 0);
    expect(JSON.stringify(bot.workspace.views)).toContain('[redacted]');
    expect(JSON.stringify([bot.workspace.messages, bot.workspace.views, bot.log])).not.toContain(token);
    bot.slack.closeView('U0CAROL');
  });
});

describe('the other routes', () => {
  test('health, readiness and metrics', async () => {
    expect((await fetch(`${bot.botUrl}/healthz`)).status).toBe(200);
    const ready = await fetch(`${bot.botUrl}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      ready: true,
      slack: { authenticated: true },
      store: { writable: true, kind: 'embedded' },
      parked: [],
    });
    for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip']) {
      const outside = await fetch(`${bot.botUrl}/readyz`, { headers: { [header]: '192.0.2.1' } });
      expect([outside.status, await outside.json()]).toEqual([200, { ready: true }]);
    }
    expect(await (await fetch(`${bot.botUrl}/metrics`)).text()).toMatch(
      /cctrail_records_total\{outcome="accepted"\} \d+/,
    );
    expect((await fetch(`${bot.botUrl}/nowhere`)).status).toBe(404);
  });

  test('a request that Slack did not sign is refused', async () => {
    const answer = await fetch(`${bot.botUrl}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'payload={}',
    });
    expect(answer.status).toBe(401);
  });
});
