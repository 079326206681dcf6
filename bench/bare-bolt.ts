import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, type RespondArguments } from '@slack/bolt';

/** The least that a Bolt app can do with a command: acknowledge, with a word for `help`, and send an answer that is there already. Prints the port that it listens on. */
const reply = JSON.parse(process.env['REPLY'] ?? '{}') as RespondArguments;
const receiver = new HTTPReceiver({ signingSecret: process.env['SLACK_SIGNING_SECRET'] ?? '' });
const app = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-x', botId: 'B', botUserId: 'U' }),
});
app.command('/cctrail', async ({ command, ack, respond }) => {
  if (command.text === 'help') return await ack('help');
  await ack();
  await respond(reply);
});
const server = createServer(receiver.requestListener);
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
