import { Playground } from '../playground/playground.ts';
import { ACCOUNT, ACTORS } from '../playground/scenarios/actors.ts';
import { envelope, record } from '../playground/scenarios/record.ts';

/** Events whose way to Slack is timed, one after the other; and channels and seconds over which pace is measured. */
const TIMED_EVENTS = 25;
const CHANNELS_COUNT = 10;
const PACED_S = 20;
/** Time that Slack takes to answer while pace is measured. */
const LATENCY_MS = 100;

/** How quickly cards are with Slack, and how much of what Slack allows is used. */
export interface DeliveryFigures {
  /** From taking an event in to its card at Slack, in milliseconds. */
  readonly medianMs: number;
  readonly slowestMs: number;
  /** Cards a second over all channels, of the one a second that Slack allows in each. */
  readonly paceShare: number;
}

/** Measures both on a bot of its own. */
export async function benchDelivery(): Promise<DeliveryFigures> {
  const channels = Array.from({ length: CHANNELS_COUNT }, (_, index) => ({
    id: `C0BENCH${index}`,
    region: `xx-bench-${index}`,
  }));
  const bot = new Playground({
    env: { LOG_LEVEL: 'info' },
    config: `accounts:\n  - id: "${ACCOUNT.id}"\n    name: ${ACCOUNT.name}\n    regions: [${ACCOUNT.region}]\nroutes:\n${[
      { id: 'C0TRAIL', region: ACCOUNT.region },
      ...channels,
    ]
      .map(
        ({ id, region }) =>
          `  - name: ${region}\n    when: { region: ${region} }\n    channel: ${id}\n    stories: off\n`,
      )
      .join('')}`,
  });
  for (const { id } of channels) bot.workspace.channels.push({ id, name: id, member: true, archived: false });
  await bot.start();
  const times: number[] = [];
  for (let count = 0; count < TIMED_EVENTS; count++) {
    const before = bot.workspace.messages.length;
    await bot.send(deletion(ACCOUNT.region));
    const taken = performance.now();
    await bot.until(() => bot.workspace.messages.length > before);
    times.push(performance.now() - taken);
    // Not held back by the pace of the channel.
    await new Promise(resolve => setTimeout(resolve, 1_100));
  }
  for (let count = 0; count < PACED_S + 10; count++)
    await Promise.all(channels.map(({ region }) => bot.send(deletion(region))));
  bot.slack.api.latencyMs = LATENCY_MS;
  const start = bot.workspace.messages.length;
  await new Promise(resolve => setTimeout(resolve, PACED_S * 1_000));
  const posted = bot.workspace.messages.length - start;
  await bot.stop();
  const sorted = times.toSorted((a, b) => a - b);
  const figures = {
    medianMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
    slowestMs: sorted.at(-1) ?? 0,
    paceShare: posted / (CHANNELS_COUNT * PACED_S),
  };
  console.log(
    `accepted to card: half within ${figures.medianMs.toFixed(0)} ms, the slowest ${figures.slowestMs.toFixed(0)} ms; ${(figures.paceShare * 100).toFixed(0)} % of the pace that Slack allows over ${CHANNELS_COUNT} channels with ${LATENCY_MS} ms of latency`,
  );
  return figures;
}

function deletion(awsRegion: string): object {
  return envelope(
    record(
      'DeleteConnection',
      'codecatalyst.amazonaws.com',
      ACTORS.alice,
      { connectionId: 'c-1' },
      { awsRegion },
    ),
  );
}
