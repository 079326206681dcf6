import { createHmac } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { Playground } from '../playground/playground.ts';
import { CREDENTIALS } from '../playground/slack/simulator.ts';
import { compare } from './compare.ts';

/** Slash commands through the whole bot against a bare Bolt app: the acknowledgement, and an answer from the cache. */
export async function benchSlack(): Promise<void> {
  const playground = new Playground({ env: { LOG_LEVEL: 'error' } });
  await playground.start();
  const replies = replyCounter();
  const replyUrl = await replies.listen();
  const receiver = new HTTPReceiver({ signingSecret: CREDENTIALS.signingSecret });
  const bare = new App({
    receiver,
    authorize: async () => ({ botToken: 'xoxb-x', botId: 'B', botUserId: 'U' }),
  });
  bare.command('/cctrail', async ({ command, ack, respond }) => {
    await ack({ response_type: 'ephemeral', text: 'Reading CloudTrail…' });
    if (command.text !== 'help') await respond({ response_type: 'ephemeral', text: 'somebody did it' });
  });
  const server = createServer(receiver.requestListener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const bareUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  const botUrl = playground.slack.requestUrl;

  await compare(
    'acknowledging 200 commands',
    () => commands(botUrl, 'help', replyUrl, 200),
    () => commands(bareUrl, 'help', replyUrl, 200),
    'a bare Bolt app',
  );
  // Settled time only, so that nothing is asked of CloudTrail again.
  const question = 'who deleted connection between 3 days ago and yesterday';
  await commands(botUrl, question, replyUrl, 1);
  await replies.reach(1);
  const round = (url: string) => async () => {
    const before = replies.count();
    await commands(url, question, replyUrl, 20);
    await replies.reach(before + 20);
  };
  await compare(
    '20 cached answers, until Slack has them',
    round(botUrl),
    round(bareUrl),
    'a bare Bolt app',
    9,
  );
  server.close();
  server.closeAllConnections();
  await replies.close();
  await playground.stop();
}

/** Signed slash commands, 20 at a time. */
async function commands(url: string, text: string, responseUrl: string, count: number): Promise<void> {
  const body = new URLSearchParams({
    command: '/cctrail',
    text,
    user_id: 'U0CAROL',
    channel_id: 'C0TRAIL',
    team_id: 'T0PLAY',
    response_url: responseUrl,
  }).toString();
  const one = async () => {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = `v0=${createHmac('sha256', CREDENTIALS.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature,
    };
    await (await fetch(url, { method: 'POST', headers, body })).text();
  };
  for (let sent = 0; sent < count; sent += 20)
    await Promise.all(Array.from({ length: Math.min(20, count - sent) }, one));
}

/** A response_url that only counts what comes. */
function replyCounter() {
  const arrived = new EventEmitter();
  const counted = { replies: 0 };
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.end('ok');
      counted.replies += 1;
      arrived.emit('reply');
    });
  });
  return {
    count: () => counted.replies,
    listen: async () => {
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    },
    reach: async (goal: number) => {
      while (counted.replies < goal) await once(arrived, 'reply');
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
