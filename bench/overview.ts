import { benchDelivery } from './delivery.ts';
import { benchHttpIntake } from './http-intake.ts';
import { startAndMemory } from './start.ts';

/** Intake, event to card, pace, start and memory in one table, each against what it is measured by. */
export async function benchOverview(): Promise<void> {
  const rates = await benchHttpIntake();
  const delivery = await benchDelivery();
  const start = await startAndMemory();
  const rows = [
    ['measure', 'cctrail', 'against', 'ratio'],
    ...rates.map(({ store, connections, ours, theirs }) => [
      `durable intake, ${store}, ${connections} ${connections === 1 ? 'connection' : 'connections'}`,
      `${ours.toFixed(0)}/s`,
      `a bare route that parses: ${theirs.toFixed(0)}/s`,
      (ours / theirs).toFixed(2),
    ]),
    ['accepted to card, half of them', `${delivery.medianMs.toFixed(0)} ms`, '', ''],
    ['accepted to card, the slowest', `${delivery.slowestMs.toFixed(0)} ms`, '', ''],
    [
      'cards over ten channels',
      '',
      'one a second and channel, as Slack allows',
      delivery.paceShare.toFixed(2),
    ],
    [
      'start to ready',
      `${start.oursMs.toFixed(0)} ms`,
      `a bare Bolt app: ${start.theirsMs.toFixed(0)} ms`,
      (start.oursMs / start.theirsMs).toFixed(2),
    ],
    [
      'memory at rest',
      `${start.oursMiB.toFixed(0)} MiB`,
      `a bare Bolt app: ${start.theirsMiB.toFixed(0)} MiB`,
      (start.oursMiB / start.theirsMiB).toFixed(2),
    ],
  ] as const;
  const widths = [0, 1, 2, 3].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  console.log('');
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}
