import type { Accepted } from '../app/intake.ts';
import {
  accountNamer,
  cardText,
  composeIntake,
  openStore,
  placeBeforeIdentity,
  ReplayError,
  readPaths,
} from '../compose.ts';
import type { Config } from '../config/config.ts';
import type { CloudTrailRecord } from '../domain/record.ts';
import { type Delivery, deliveriesOf } from '../domain/route.ts';
import { summarise } from '../domain/summary.ts';
import { createLog } from '../runtime/log.ts';
import type { Process } from './process.ts';

/** More cards than this are sent only when `--max` says so: nobody wants a year of trail in a channel by mistake. */
const CARDS_WITHOUT_ASKING = 50;

interface Totals {
  records: number;
  notified: number;
  notNotable: number;
  unsupported: number;
  malformed: number;
  duplicates: number;
}

interface PlannedCard {
  readonly eventID: string | null;
  readonly route: string;
  readonly channel: string | null;
  readonly text: string;
}

/** `cctrail replay`: 0 done, 1 could not be done, 2 asked for wrongly. */
export async function replay(
  config: Config,
  paths: readonly string[],
  options: { dryRun?: true; json?: true; max?: number },
  process: Process,
): Promise<number> {
  const { stdout, stderr } = process;
  const totals: Totals = {
    records: 0,
    notified: 0,
    notNotable: 0,
    unsupported: 0,
    malformed: 0,
    duplicates: 0,
  };
  const cards: PlannedCard[] = [];
  const carded: CloudTrailRecord[] = [];
  const plain: CloudTrailRecord[] = [];
  const seen = new Set<string>();
  try {
    for await (const reading of readPaths(paths, process.stdin)) {
      totals.records += 1;
      if (reading.kind !== 'record') {
        totals[reading.kind] += 1;
        continue;
      }
      const { record } = reading;
      if (seen.has(record.key)) {
        totals.duplicates += 1;
        continue;
      }
      seen.add(record.key);
      const summary = summarise(record, config.workflowRoles);
      const deliveries = deliveriesOf(summary, config.routing, Date.now());
      totals[deliveries.length > 0 ? 'notified' : 'notNotable'] += 1;
      cards.push(...deliveries.map(delivery => planned(record, summary, delivery, config)));
      if (!options.dryRun) (deliveries.length > 0 ? carded : plain).push(record);
    }
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error;
    stderr.write(`${error.message}\n`);
    return 2;
  }

  if (!options.dryRun) {
    const refusal = refuse(cards, options.max);
    if (refusal !== undefined) {
      stderr.write(`${refusal}\n`);
      return 2;
    }
    const log = createLog('error', config.secrets, stderr);
    try {
      totals.duplicates += await store(config, [...carded, ...plain], totals, log);
    } catch (error) {
      stderr.write(
        `The store could not be written: ${(error as Error).message}. What was written stays; run the same command again to go on.\n`,
      );
      return 1;
    }
  }
  stdout.write(
    options.json ? `${JSON.stringify({ totals, cards })}\n` : toText(totals, cards, options.dryRun === true),
  );
  return 0;
}

function planned(
  record: CloudTrailRecord,
  summary: ReturnType<typeof summarise>,
  { route, channel, ask, severity }: Delivery,
  config: Config,
): PlannedCard {
  const notification = {
    id: '',
    recordKey: record.key,
    route,
    channel: channel ?? '',
    ask,
    severity,
    quorum: 1,
    createdAt: '',
    decisions: [],
  };
  const accountName = accountNamer(config)(record.accountId);
  return {
    eventID: record.eventID,
    route,
    channel,
    text: cardText({ notification, summary, accountName, actor: null, approversNamed: false }),
  };
}

function refuse(cards: readonly PlannedCard[], max: number | undefined): string | undefined {
  if (cards.some(card => card.channel === null)) {
    return 'Some cards have no channel: set CCTRAIL_CHANNEL, or routes in cctrail.yml. Nothing was stored.';
  }
  const most = max ?? CARDS_WITHOUT_ASKING;
  return cards.length > most
    ? `That would be ${cards.length} cards, more than ${most}. Nothing was stored; say --max ${cards.length} if you mean it.`
    : undefined;
}

/** Puts records into the outbox of the configured store; a running bot posts them. Gives how many were there already. */
async function store(
  config: Config,
  records: readonly CloudTrailRecord[],
  totals: Totals,
  log: ReturnType<typeof createLog>,
): Promise<number> {
  const opened = await openStore(config, log);
  try {
    const place = await placeBeforeIdentity(opened.store);
    const intake = composeIntake(config, place.known ?? place.store, null, { count: () => undefined });
    let duplicates = 0;
    for (const record of records) {
      const { outcome }: Accepted = await intake.accept(record);
      if (outcome === 'accepted') continue;
      duplicates += 1;
      const notable =
        deliveriesOf(summarise(record, config.workflowRoles), config.routing, Date.now()).length > 0;
      totals[notable ? 'notified' : 'notNotable'] -= 1;
    }
    return duplicates;
  } finally {
    await opened.store.close();
  }
}

function toText(totals: Totals, cards: readonly PlannedCard[], dryRun: boolean): string {
  const lines = cards.map(card => `${card.channel ?? '(no channel)'}  ${card.route}  ${card.text}`);
  const sum = `${totals.records} records: ${totals.notified} notified, ${totals.notNotable} not notable, ${totals.duplicates} duplicates, ${totals.unsupported} unsupported, ${totals.malformed} malformed.`;
  const end = dryRun ? 'Dry run: nothing was stored.' : 'Stored; a running bot posts the cards.';
  return `${[...lines, ...(lines.length > 0 ? [''] : []), sum, end].join('\n')}\n`;
}
