import { burstKey } from '../app/state/bursts.ts';
import { accountNamer } from '../compose/account-names.ts';
import { type Outbox, openOutbox } from '../compose/intake.ts';
import { cardText, conflicting, fingerprint, readPaths } from '../compose/replay.ts';
import type { Config } from '../config/config.ts';
import { deliveriesOf } from '../domain/deliveries.ts';
import { CctrailError } from '../domain/error.ts';
import { NOTHING_KNOWN } from '../domain/known.ts';
import { burstWith } from '../domain/pack.ts';
import type { CloudTrailRecord } from '../domain/record.ts';
import type { Delivery } from '../domain/route.ts';
import { type RecordSummary, summarise } from '../domain/summary.ts';
import { createLog } from '../runtime/log.ts';
import { writeJson, writeText } from './output.ts';
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

/** A file, or an entry of one, that was not read as a record. */
interface Problem {
  readonly path: string;
  readonly line?: number | undefined;
  readonly kind: 'unsupported' | 'malformed';
  readonly reason: string;
}

/** Most problems that the text names; `--json` has all. */
const MAX_NAMED_PROBLEMS = 20;

/** `cctrail replay`: 0 done, 1 could not be done, 2 asked for wrongly. */
export async function replay(
  config: Config,
  paths: readonly string[],
  options: { dryRun?: true; json?: true; max?: number },
  host: Process,
): Promise<number> {
  let outbox: Outbox | undefined;
  try {
    outbox = options.dryRun
      ? undefined
      : await openOutbox(config, createLog('error', config.secrets, host.stderr));
    const { totals, cards, records, problems } = await sort(config, paths, host, outbox);
    if (outbox) {
      const refusal = refuse(cards, options.max);
      if (refusal !== undefined) {
        writeText(host.stderr, `${refusal}\n`);
        return 2;
      }
      for (const record of records) await outbox.intake.accept(record);
    }
    if (options.json) writeJson(host.stdout, { totals, cards, problems });
    else writeText(host.stdout, toText(totals, cards, problems, options.dryRun === true));
    return 0;
  } catch (error) {
    if (!(error instanceof CctrailError)) throw error;
    if (error.code === 'replay_path') {
      writeText(host.stderr, `${error.message}\n`);
      return 2;
    }
    writeText(host.stderr, `${error.message}. What was stored stays; run the same command again to go on.\n`);
    return 1;
  } finally {
    await outbox?.close();
  }
}

/** Reads everything and sorts it by what will become of it; records that the outbox knows are duplicates like those within the input. */
async function sort(
  config: Config,
  paths: readonly string[],
  host: Process,
  outbox: Outbox | undefined,
): Promise<{ totals: Totals; cards: PlannedCard[]; records: CloudTrailRecord[]; problems: Problem[] }> {
  const totals: Totals = {
    records: 0,
    notified: 0,
    notNotable: 0,
    unsupported: 0,
    malformed: 0,
    duplicates: 0,
  };
  const cards: PlannedCard[] = [];
  const records: CloudTrailRecord[] = [];
  const problems: Problem[] = [];
  const seen = new SeenRecords();
  const bursts = new Bursts();
  const known = { ...NOTHING_KNOWN, workflowRoles: config.workflowRoles };
  for await (const { path, line, reading } of readPaths(paths, host.stdin)) {
    totals.records += 1;
    if (reading.kind !== 'record') {
      const { kind, reason } = reading;
      totals[kind] += 1;
      problems.push({ path, ...(line !== undefined && { line }), kind, reason });
      continue;
    }
    const record = seen.add(reading.record);
    if (!record || (await outbox?.intake.knows(record))) {
      totals.duplicates += 1;
      continue;
    }
    const summary = summarise(record, known);
    const deliveries = deliveriesOf(summary, config, Date.now()).filter(
      delivery => delivery.mutedBy === undefined && bursts.takes(delivery, summary),
    );
    totals[deliveries.length > 0 ? 'notified' : 'notNotable'] += 1;
    cards.push(...deliveries.map(delivery => planned(record, summary, delivery, config)));
    if (outbox) records.push(record);
  }
  return { totals, cards, records, problems };
}

function planned(
  record: CloudTrailRecord,
  summary: ReturnType<typeof summarise>,
  { route, channel, ask, severity }: Delivery,
  config: Config,
): PlannedCard {
  const notification = {
    id: '',
    recordKeys: [record.key],
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
    text: cardText({ notification, summary, accountName, actor: null }),
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

function toText(
  totals: Totals,
  cards: readonly PlannedCard[],
  problems: readonly Problem[],
  dryRun: boolean,
): string {
  const lines = cards.map(card => `${card.channel ?? '(no channel)'}  ${card.route}  ${card.text}`);
  const unread = problems
    .slice(0, MAX_NAMED_PROBLEMS)
    .map(
      ({ path, line, kind, reason }) => `${path}${line === undefined ? '' : `:${line}`}: ${kind}: ${reason}`,
    );
  const more =
    problems.length > MAX_NAMED_PROBLEMS ? [`… and ${problems.length - MAX_NAMED_PROBLEMS} more.`] : [];
  const sum = `${count(totals.records, 'record')}: ${totals.notified} notified, ${totals.notNotable} not notable, ${count(totals.duplicates, 'duplicate')}, ${totals.unsupported} unsupported, ${totals.malformed} malformed.`;
  const end = dryRun ? 'Dry run: nothing was stored.' : 'Stored; a running bot posts the cards.';
  const parts = [lines, [...unread, ...more]].filter(part => part.length > 0).map(part => [...part, '']);
  return `${[...parts.flat(), sum, end].join('\n')}\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The records of one input, by key; different ones under one `eventID` are told apart as the intake does. */
class SeenRecords {
  readonly #prints = new Map<string, string>();

  /** The record as it is kept; undefined: it is a copy. */
  add(record: CloudTrailRecord): CloudTrailRecord | undefined {
    const print = fingerprint(record);
    const before = this.#prints.get(record.key);
    if (before === undefined) {
      this.#prints.set(record.key, print);
      return record;
    }
    return before === print || record.conflicts ? undefined : this.add(conflicting(record));
  }
}

/** Events that are shown only where they are often, counted in the order in which they are read. */
class Bursts {
  readonly #times = new Map<string, readonly number[]>();

  /** Whether a card is shown for an event: it is the last of so many, or one is enough. */
  takes({ route, burst }: Delivery, summary: RecordSummary): boolean {
    if (!burst) return true;
    const key = burstKey(route, summary);
    const { isBurst, times } = burstWith(this.#times.get(key) ?? [], summary.record.at ?? 0, burst);
    this.#times.set(key, times);
    return isBurst;
  }
}
