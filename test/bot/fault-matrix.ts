import { expect, test } from '@jest/globals';
import { AwsSimulator } from '../../playground/aws/simulator.ts';
import { Playground, type PlaygroundOptions } from '../../playground/playground.ts';
import type { Fault } from '../../playground/slack/web-api/types.ts';
import { cardsOf, deletion, envelope, idle, stopWithStore } from './running-bot.ts';

type Event = ReturnType<typeof deletion>;

/** Something that goes wrong while events come in. */
interface Trouble {
  readonly name: string;
  /** What Slack does to calls. */
  readonly slack?: readonly Fault[];
  /** What happens besides, and how it is mended. */
  readonly happens?: (bot: Playground) => Promise<void>;
  /** Cards that may be there twice: Slack does not let the bot find out. */
  readonly mayDouble?: boolean;
}

const posts = (kind: Fault['kind'], times: number): readonly Fault[] => [
  { method: 'chat.postMessage', kind, times },
];
const pause = (milliseconds: number) => new Promise<void>(resolve => setTimeout(resolve, milliseconds));

const TROUBLES: readonly Trouble[] = [
  { name: 'none' },
  { name: 'a pause of 3 s', slack: posts({ rateLimit: 3 }, 1) },
  { name: 'posts get 500', slack: posts('fails', 4) },
  { name: 'everything gets 500', slack: [{ method: '*', kind: 'fails', times: 8 }] },
  { name: 'done, then 500', slack: posts('fails after', 2) },
  { name: 'done, then cut off', slack: posts('breaks after', 2) },
  { name: "done, then a proxy's page", slack: posts('page after', 2) },
  { name: 'done 10 s later', slack: posts({ lateMs: 10_000 }, 1) },
  { name: 'invalid_blocks', slack: posts({ error: 'invalid_blocks' }, 2) },
  { name: 'msg_too_long', slack: posts({ error: 'msg_too_long' }, 2) },
  { name: 'internal_error', slack: posts({ error: 'internal_error' }, 2) },
  { name: 'a code that is new', slack: posts({ error: 'brand_new_error' }, 1) },
  { name: 'ok: false, ratelimited', slack: posts({ error: 'ratelimited' }, 2) },
  { name: 'token_revoked', slack: [{ method: '*', kind: { error: 'token_revoked' }, times: 3 }] },
  {
    name: 'no scope to look',
    slack: [
      { method: 'chat.postMessage', kind: 'breaks after', times: 1 },
      { method: 'conversations.history', kind: { error: 'missing_scope' }, times: 4 },
    ],
    mayDouble: true,
  },
  {
    name: 'archived for 2 s',
    happens: async bot => {
      const channel = bot.workspace.channel('C0TRAIL');
      if (!channel) throw new Error('no channel');
      channel.archived = true;
      await pause(2_000);
      channel.archived = false;
    },
  },
  {
    name: 'kill -9 and start',
    happens: async bot => {
      await pause(400);
      await bot.stopBot('SIGKILL');
      await bot.startBot();
    },
  },
];

/** What became of the events of one feed under one trouble. */
interface Row {
  readonly fault: string;
  readonly feed: string;
  readonly store: string;
  readonly sent: number;
  readonly shown: number;
  readonly lost: number;
  readonly doubled: number;
}

/** Bots that are in trouble at once: they wait most of the time. */
const BOTS_COUNT = 3;

/** Events through each feed under each trouble, on one store: none is lost, none doubled but where Slack does not let the bot find out. */
export function faultMatrix(store: string, options: () => Promise<PlaygroundOptions>): void {
  test(`fault × feed on ${store}`, async () => {
    const waiting = [...TROUBLES];
    const rows = new Map<Trouble, Row[]>();
    await Promise.all(
      Array.from({ length: BOTS_COUNT }, async () => {
        for (let trouble = waiting.shift(); trouble; trouble = waiting.shift())
          rows.set(trouble, await withBot(await options(), trouble, store));
      }),
    );
    const all = TROUBLES.flatMap(trouble => rows.get(trouble) ?? []);
    process.stdout.write(`${table(all)}\n`);
    expect(all).toHaveLength(2 * TROUBLES.length);
    expect(all.filter(({ lost }) => lost > 0)).toEqual([]);
    const allowed = new Set(TROUBLES.filter(one => one.mayDouble).map(({ name }) => name));
    expect(all.filter(({ fault, doubled }) => doubled > 0 && !allowed.has(fault))).toEqual([]);
  }, 300_000);
}

async function withBot(
  { env = {}, ...options }: PlaygroundOptions,
  trouble: Trouble,
  store: string,
): Promise<Row[]> {
  const aws = new AwsSimulator();
  const queueUrl = await aws.listen();
  const bot = new Playground({
    stories: 'off',
    ...options,
    env: { ...env, SQS_QUEUE_URL: `${queueUrl}/111122223333/trail`, AWS_ENDPOINT_URL_SQS: queueUrl },
  });
  try {
    await bot.start();
    return await underTrouble(bot, aws, trouble, store);
  } finally {
    await stopWithStore(bot);
    await aws.close();
  }
}

async function underTrouble(
  bot: Playground,
  aws: AwsSimulator,
  trouble: Trouble,
  store: string,
): Promise<Row[]> {
  const byFeed: Record<string, Event[]> = {
    'API destination': [deletion(), deletion('root')],
    queue: [deletion(), deletion('root')],
  };
  bot.slack.api.faults.push(...(trouble.slack ?? []).map(fault => ({ ...fault })));
  const happening = trouble.happens?.(bot);
  for (const event of byFeed['queue'] ?? [])
    aws.queue.messages.push({ id: event.eventID, body: JSON.stringify(envelope(event)), visibleAt: 0 });
  for (const event of byFeed['API destination'] ?? []) await untilTaken(bot, event);
  await happening;
  const all = Object.values(byFeed).flat();
  // What has not come when all is done never will.
  await bot.until(() => all.every(event => cardsOf(bot, event).length > 0), 60_000).catch(() => undefined);
  bot.slack.api.faults.length = 0;
  await idle(bot);
  return Object.entries(byFeed).map(([feed, events]) => {
    const shown = events.map(event => cardsOf(bot, event).length);
    const lost = shown.filter(count => count === 0).length;
    const doubled = shown.reduce((sum, count) => sum + Math.max(0, count - 1), 0);
    return {
      fault: trouble.name,
      feed,
      store,
      sent: events.length,
      shown: events.length - lost,
      lost,
      doubled,
    };
  });
}

/** Sends an event as EventBridge does: again until it is taken. */
async function untilTaken(bot: Playground, event: Event): Promise<void> {
  await bot.until(async () => (await bot.send(envelope(event))).status === 200, 30_000);
}

function table(rows: readonly Row[]): string {
  const columns = ['fault', 'feed', 'store', 'sent', 'shown', 'lost', 'doubled'] as const;
  const lines = [columns, ...rows.map(row => columns.map(column => String(row[column])))];
  const widths = columns.map((_, index) => Math.max(...lines.map(line => String(line[index]).length)));
  return lines
    .map(line =>
      line
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
