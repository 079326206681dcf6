import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { Playground } from '../playground/playground.ts';
import { CREDENTIALS } from '../playground/slack/simulator.ts';
import { compare } from './compare.ts';

/** Settled time only, so that nothing is asked of CloudTrail again. */
const QUESTION = 'who deleted connection between 3 days ago and yesterday';

/** Slash commands through the whole bot against a bare Bolt app: the acknowledgement, and an answer from the cache. */
export async function benchSlack(): Promise<void> {
  const playground = new Playground({ env: { LOG_LEVEL: 'info' } });
  await playground.start();
  const { slack, workspace } = playground;
  const botUrl = slack.requestUrl;
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

  /** Types a command so many times at once and waits for every message that comes of it. */
  const type = (url: string, text: string, times: number, messages: number) => async () => {
    slack.requestUrl = url;
    workspace.messages.length = 0;
    await Promise.all(Array.from({ length: times }, () => slack.command('U0CAROL', 'C0TRAIL', text)));
    while (workspace.messages.length < times * messages)
      await new Promise(resolve => workspace.once('change', resolve));
  };
  await compare(
    'acknowledging 20 commands',
    type(botUrl, 'help', 20, 1),
    type(bareUrl, 'help', 20, 1),
    'a bare Bolt app',
    31,
  );
  await type(botUrl, QUESTION, 1, 2)();
  await compare(
    'a cached answer, from the command until Slack has it',
    type(botUrl, QUESTION, 1, 2),
    type(bareUrl, QUESTION, 1, 2),
    'a bare Bolt app',
    31,
  );
  await compare(
    '20 cached answers at once',
    type(botUrl, QUESTION, 20, 2),
    type(bareUrl, QUESTION, 20, 2),
    'a bare Bolt app',
  );
  server.close();
  server.closeAllConnections();
  await playground.stop();
}
