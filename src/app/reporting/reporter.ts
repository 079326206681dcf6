import * as z from 'zod';
import { lastDue, saysNothing } from '../../domain/report.ts';
import type { ReportSchedule } from '../../domain/report-schedule.ts';
import { digest } from '../../records/digest.ts';
import { errorFields } from '../errors.ts';
import type { Clock, Log } from '../ports.ts';
import { codec } from '../state/codec.ts';
import { KEYS } from '../state/keys.ts';
import { messagePut } from '../state/outbox.ts';
import { type GatherDeps, gather } from './gather.ts';

/** Interval at which is looked whether a report is due. */
const LOOK_EVERY_MS = 10_000;

/** What reporting works with. */
export interface ReporterDeps extends GatherDeps {
  readonly schedules: readonly ReportSchedule[];
  readonly clock: Clock;
  readonly log: Log;
  /** Brings what is put into the outbox to Slack without waiting for the next look. */
  readonly wake: () => void;
}

/** Until when a channel was told, in milliseconds. */
const toldCodec = codec(z.object({ until: z.number() }));

/**
 * Tells channels what came in since the last time, when they want to be told. Over all replicas once: what was told until when is kept in the commit that puts the message into
 * the outbox. What was due while no bot ran is told when one does, as one report of the whole time.
 */
export class Reporter {
  readonly #deps: ReporterDeps;

  constructor(deps: ReporterDeps) {
    this.#deps = deps;
  }

  /** Reports until the signal is aborted. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { schedules, clock, log } = this.#deps;
    while (!signal.aborted && schedules.length > 0) {
      for (const schedule of schedules) {
        try {
          await this.report(schedule);
        } catch (error) {
          log.warn(
            { channel: schedule.channel, ...errorFields(error) },
            'a digest could not be written; trying again',
          );
        }
      }
      await clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  /** Puts a report into the outbox if it is due; gives whether it did. @throws {StoreError} when the store is away */
  async report(schedule: ReportSchedule): Promise<boolean> {
    const { store, clock, log, wake } = this.#deps;
    const { channel, timeZone } = schedule;
    const now = clock.now();
    const due = lastDue(schedule, now);
    const key = KEYS.reported(digest({ ...schedule }).slice(0, 32));
    const entry = await store.get(key);
    const told = entry && toldCodec.tryDecode(entry.value);
    if (told && told.until >= due) return false;
    const head = { key, value: toldCodec.encode({ until: due }) };
    const expect = [{ key, version: entry?.version ?? null }];
    // Whoever asks for a digest for the first time is told from then on.
    if (!told) {
      await store.commit({ expect, put: [head] });
      return false;
    }
    const report = await gather(channel, { from: told.until, to: due, timeZone }, this.#deps);
    const lineId = `digest-${digest({ ...schedule, due }).slice(0, 24)}`;
    const says = { report };
    const line = messagePut(channel, 'note', now, lineId, { kind: 'line', lineId, channel, says });
    const isSaid = !saysNothing(report);
    const result = await store.commit({ expect, put: isSaid ? [head, line] : [head] });
    if (result.kind !== 'done' || !isSaid) return false;
    log.info({ channel, events: report.events }, 'a digest is on its way');
    wake();
    return true;
  }
}
