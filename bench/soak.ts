import { randomInt, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_KEY, Playground } from '../playground/playground.ts';
import type { Fault } from '../playground/slack/web-api/types.ts';
import type { Store } from '../src/app/ports.ts';
import { KEYS } from '../src/app/state/keys.ts';
import { BUS_LANE, isIdentityLane, laneOf } from '../src/app/state/lanes.ts';
import { workspaceStore } from '../src/app/state/workspaces.ts';
import { openEmbeddedStore } from '../src/stores/embedded.ts';
import { disagreements } from './soak-agreement.ts';

/** Records that are sent (or as many as the first argument says), over so many connections. */
const RECORDS_COUNT = Number(process.argv[2] ?? 50_000);
const CONNECTIONS_COUNT = 8;
/** Pause of a connection after each record, so that it all takes some minutes, in which bot and Slack fail. */
const SEND_EVERY_MS = 80;
/** Pauses between kills and between faults, at least and at most. */
const KILL_EVERY_MS = [20_000, 60_000] as const;
const FAULT_EVERY_MS = [2_000, 8_000] as const;
const RETRY_MS = 300;
const SLACK_FAULTS: readonly Fault['kind'][] = [
  'fails',
  'fails after',
  'breaks after',
  'page after',
  'hangs after',
  { lateMs: 9_500 },
  { rateLimit: 2 },
  { error: 'internal_error' },
  { error: 'invalid_blocks' },
  { error: 'token_revoked' },
];

/** Sends real records (CORPUS_DIR) with new ids while the bot is killed and Slack fails at random; then store, ledger and Slack must agree. */
async function soak(): Promise<number> {
  const folder = process.env['CORPUS_DIR'];
  if (folder === undefined) throw new Error('set CORPUS_DIR to a folder with records/*.ndjson');
  const bot = new Playground({ env: { LOG_LEVEL: 'info' } });
  await bot.start();
  const ids: string[] = [];
  const over = new AbortController();
  const trouble = Promise.all([kills(bot, over.signal), faults(bot, over.signal)]);
  await sendAll(bot, recordsIn(folder), ids);
  console.log(`${ids.length} records were taken in`);
  // The faults go on while cards are posted.
  const store = storeOf(bot);
  await untilPosted(store, bot, over);
  await trouble;
  bot.slack.api.faults.length = 0;
  await untilPosted(store, bot, null);
  const problems = await disagreements(store, bot, ids);
  for (const problem of problems.slice(0, 20)) console.log(problem);
  console.log(`${problems.length} disagreements`);
  await store.close();
  await bot.stop();
  return problems.length === 0 ? 0 : 1;
}

function recordsIn(folder: string): object[] {
  const path = join(folder, 'records');
  const lines = readdirSync(path).flatMap(name => readFileSync(join(path, name), 'utf8').split('\n'));
  return lines.filter(line => line.trim() !== '').map(line => JSON.parse(line) as object);
}

async function sendAll(bot: Playground, records: readonly object[], ids: string[]): Promise<void> {
  let sent = 0;
  const sender = async () => {
    while (sent < RECORDS_COUNT) {
      const record = records[sent % records.length] as { recipientAccountId?: string; awsRegion?: string };
      sent += 1;
      const eventID = randomUUID();
      await untilTaken(bot, {
        version: '0',
        id: randomUUID(),
        source: 'aws.cloudtrail',
        'detail-type': 'AWS API Call via CloudTrail',
        account: record.recipientAccountId ?? '111122223333',
        time: new Date().toISOString(),
        region: record.awsRegion ?? 'us-east-1',
        detail: { ...record, eventID },
      });
      ids.push(eventID);
      await pause(SEND_EVERY_MS);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS_COUNT }, sender));
}

/** As EventBridge does: again until it is said to be stored. */
async function untilTaken(bot: Playground, event: object): Promise<void> {
  for (;;) {
    const answer = await bot.send(event, API_KEY).catch(() => ({ status: 0 }));
    if (answer.status === 200) return;
    if (answer.status === 400) throw new Error('an event was refused for good');
    await pause(RETRY_MS);
  }
}

async function kills(bot: Playground, signal: AbortSignal): Promise<void> {
  let count = 0;
  while (!signal.aborted) {
    await pause(randomInt(...KILL_EVERY_MS));
    if (signal.aborted) break;
    await bot.stopBot('SIGKILL');
    await bot.startBot(false);
    count += 1;
  }
  console.log(`killed ${count} times`);
}

async function faults(bot: Playground, signal: AbortSignal): Promise<void> {
  let count = 0;
  while (!signal.aborted) {
    await pause(randomInt(...FAULT_EVERY_MS));
    const kind = SLACK_FAULTS[randomInt(SLACK_FAULTS.length)] ?? 'fails';
    const method = count % 2 === 0 ? 'chat.postMessage' : 'chat.update';
    bot.slack.api.faults.push({ method, kind, times: 1 });
    count += 1;
  }
  console.log(`${count} faults of Slack`);
}

/** Resolves once nothing waits but what waits for its time; ends the troubles when there is little left. */
async function untilPosted(store: Store, bot: Playground, troubles: AbortController | null): Promise<void> {
  for (;;) {
    const waiting = await store.range(KEYS.jobs, '', null, 10_000);
    const messages = waiting.filter(({ key }) => !isIdentityLane(laneOf(key)) && laneOf(key) !== BUS_LANE);
    if (troubles && messages.length < 20) return troubles.abort();
    if (messages.length === 0 && bot.slack.api.inFlight === 0) return;
    await pause(1_000);
  }
}

function storeOf(bot: Playground): Store {
  return workspaceStore(openEmbeddedStore(bot.env['DATA_DIR'] ?? ''), bot.workspace.teamId);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

process.exit(await soak());
