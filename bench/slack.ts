import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Playground } from '../playground/playground.ts';
import { CREDENTIALS } from '../playground/slack/simulator.ts';
import { compare } from './compare.ts';

const HOUR_MS = 3_600_000;

/** Slash commands through the whole bot against a bare Bolt app, which is another process too and sends the very same answer. */
export async function benchSlack(): Promise<void> {
  const playground = new Playground({ env: { LOG_LEVEL: 'info' } });
  await playground.start();
  const { slack, workspace } = playground;
  const botUrl = slack.requestUrl;
  // Settled time only, so that nothing is asked of CloudTrail again.
  const [from, to] = [-240 * HOUR_MS, -HOUR_MS].map(ago => new Date(Date.now() + ago).toISOString());
  const question = `who deleted connection between ${from} and ${to}`;

  /** Types a command so many times at once and waits for the message that comes of each. */
  const type = (url: string, text: string, times: number) => async () => {
    slack.requestUrl = url;
    workspace.messages.length = 0;
    await Promise.all(Array.from({ length: times }, () => slack.command('U0CAROL', 'C0TRAIL', text)));
    while (workspace.messages.length < times) await once(workspace, 'change');
  };
  await type(botUrl, question, 1)();
  const { text, blocks } = workspace.messages.at(-1) ?? {};
  const bare = await bareBolt({ response_type: 'ephemeral', text, blocks });
  await compare(
    'acknowledging 20 commands',
    type(botUrl, 'help', 20),
    type(bare.url, 'help', 20),
    'a bare Bolt app',
    31,
  );
  for (let warm = 0; warm < 300; warm++) {
    await type(botUrl, question, 1)();
    await type(bare.url, question, 1)();
  }
  playground.aws.cloudTrail.calls.length = 0;
  await compare(
    'a cached answer, from the command until Slack has it',
    type(botUrl, question, 1),
    type(bare.url, question, 1),
    'a bare Bolt app',
    151,
  );
  await compare(
    '20 cached answers at once',
    type(botUrl, question, 20),
    type(bare.url, question, 20),
    'a bare Bolt app',
    31,
  );
  if (playground.aws.cloudTrail.calls.length > 0)
    throw new Error('answers were not cached: CloudTrail was asked');
  bare.process.kill();
  await playground.stop();
}

async function bareBolt(reply: object): Promise<{ url: string; process: ChildProcess }> {
  const script = fileURLToPath(new URL('bare-bolt.ts', import.meta.url));
  const app = spawn(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, SLACK_SIGNING_SECRET: CREDENTIALS.signingSecret, REPLY: JSON.stringify(reply) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(app.stdout, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${String(port).trim()}/slack/events`, process: app };
}
