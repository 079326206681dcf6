import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { Playground } from '../playground/playground.ts';
import { past } from '../playground/records.ts';
import { CREDENTIALS } from '../playground/slack/simulator.ts';
import { readQuestion } from '../src/domain/question/read.ts';
import { summarise } from '../src/domain/summary.ts';
import { readRecord } from '../src/records/read-record.ts';
import { EXAMPLES } from '../src/slack/blocks/help.ts';

/** Runs both sides in turn and prints the ratio of their median times: what a machine's mood can't change. */
async function compare(
  name: string,
  ours: () => unknown,
  theirs: () => unknown,
  against: string,
): Promise<void> {
  const rounds = 15;
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const [index, side] of [ours, theirs].entries()) {
      const started = performance.now();
      await side();
      times[index as 0 | 1].push(performance.now() - started);
    }
  }
  const [a, b] = times.map(list => list.toSorted((x, y) => x - y)[Math.floor(rounds / 2)] ?? 0) as [
    number,
    number,
  ];
  console.log(
    `${name}: ${(a / b).toFixed(2)} times ${against} (${a.toFixed(1)} ms against ${b.toFixed(1)} ms)`,
  );
}

const lines = Array.from({ length: 40 }, () => past(Date.now()))
  .flat()
  .map(record => JSON.stringify(record));
await compare(
  `reading ${lines.length} records`,
  () => lines.map(line => readRecord(JSON.parse(line))),
  () => lines.map(line => JSON.parse(line)),
  'JSON.parse',
);
await compare(
  `reading ${lines.length} records and naming who and what`,
  () =>
    lines.map(line => {
      const reading = readRecord(JSON.parse(line));
      return reading.kind === 'record' ? summarise(reading.record) : undefined;
    }),
  () => lines.map(line => JSON.parse(line)),
  'JSON.parse',
);

const context = { now: Date.now(), timeZone: 'Europe/Berlin', accounts: [] };
const started = performance.now();
const count = 5_000;
for (let index = 0; index < count; index++) readQuestion(EXAMPLES[index % EXAMPLES.length] ?? '', context);
console.log(
  `reading questions: ${Math.round(count / ((performance.now() - started) / 1_000)).toLocaleString('en')} a second`,
);

const playground = new Playground({ env: { LOG_LEVEL: 'info' } });
await playground.start();
const receiver = new HTTPReceiver({ signingSecret: CREDENTIALS.signingSecret });
const bare = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-x', botId: 'B', botUserId: 'U' }),
});
bare.command('/cctrail', async ({ ack }) => ack({ response_type: 'ephemeral', text: 'hello' }));
const server = createServer(receiver.requestListener);
await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
const bareUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;

/** 200 signed slash commands, 20 at a time. */
async function commands(url: string): Promise<void> {
  const body = new URLSearchParams({
    command: '/cctrail',
    text: 'help',
    user_id: 'U0CAROL',
    channel_id: 'C0TRAIL',
    team_id: 'T0PLAY',
  }).toString();
  for (let batch = 0; batch < 10; batch++) {
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const timestamp = String(Math.floor(Date.now() / 1_000));
        const signature = `v0=${createHmac('sha256', CREDENTIALS.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
        const headers = {
          'content-type': 'application/x-www-form-urlencoded',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': signature,
        };
        await (await fetch(url, { method: 'POST', headers, body })).text();
      }),
    );
  }
}
await compare(
  'acknowledging 200 commands',
  () => commands(playground.slack.requestUrl),
  () => commands(bareUrl),
  'a bare Bolt app',
);

server.close();
server.closeAllConnections();
await playground.stop();
