import type { Intake } from '../app/delivery/intake.ts';
import type { TakenFiles } from '../app/delivery/taken-files.ts';
import { errorFields, StoreError } from '../app/errors.ts';
import type { Log, Meter } from '../app/ports.ts';
import type { CloudTrailRecord } from '../domain/record.ts';
import { type DocumentReading, type LogFileNotice, readDocument } from '../records/document.ts';
import type { Sender } from '../records/envelope.ts';
import { readLogFile } from '../records/log-file.ts';

/** Most records that are stored at once. */
const CONCURRENT_RECORDS = 32;

/** What became of a log file that a notice names: its bytes, or why it is not fetched. */
type FetchedLogFile =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  /** It is no log file of CloudTrail, which is certain. */
  | { readonly kind: 'noLogFile' }
  /** It lies under no configured trail, so nobody has said that it may be read. */
  | { readonly kind: 'notConfigured' };

/** Fetches a log file. @throws when it can't be fetched now */
export type FetchLogFile = (bucket: string, key: string) => Promise<FetchedLogFile>;

/** What taking documents works with. */
export interface TakeDeps {
  readonly intake: Intake;
  readonly sender: Sender;
  readonly fetchLogFile: FetchLogFile;
  readonly files: TakenFiles;
  readonly log: Log;
  readonly meter: Meter;
}

/** What could not be read of a document, in words; `comesAgain`: it will be, or is, by another replica. */
interface Unread {
  readonly reason: string;
  readonly comesAgain?: true;
}

/**
 * Takes everything in that a document holds. Gives what could not be read and may be ours; nothing where all of it is durable, or certainly
 * concerns us not.
 * @throws {StoreError} when it can't be stored
 */
export async function takeDocument(document: unknown, deps: TakeDeps): Promise<readonly Unread[]> {
  return takeAll(readDocument(document, { sender: deps.sender }), deps, notice => takeLogFiles(notice, deps));
}

/** Takes readings in, so many records at once. @throws {StoreError} when any can't be stored; the others are settled by then */
async function takeAll(
  readings: Iterable<DocumentReading>,
  deps: TakeDeps,
  onNotice: (notice: LogFileNotice) => Promise<readonly Unread[]>,
): Promise<readonly Unread[]> {
  const unread: Unread[] = [];
  let taking: Promise<void>[] = [];
  const settle = async () => {
    const ends = await Promise.allSettled(taking);
    taking = [];
    const failed = ends.find(end => end.status === 'rejected');
    if (failed) throw failed.reason;
  };
  const take = async (record: CloudTrailRecord) => void (await deps.intake.accept(record));
  for (const reading of readings) {
    if (reading.kind === 'record') taking.push(take(reading.record));
    else if (reading.kind !== 'logFiles') unread.push(...passedOver(reading, deps));
    else {
      await settle();
      unread.push(...(await onNotice(reading)));
    }
    if (taking.length >= CONCURRENT_RECORDS) await settle();
  }
  await settle();
  return unread;
}

/** What is known to be something else is logged and done with; what nobody can tell is named. */
function passedOver(
  { kind, reason }: { readonly kind: 'unsupported' | 'malformed'; readonly reason: string },
  { log, meter }: TakeDeps,
): readonly Unread[] {
  meter.count('cctrail_records_total', { outcome: kind });
  if (kind === 'malformed') return [{ reason }];
  log.info({ reason }, 'a message holds nothing for this bot');
  return [];
}

/** Reads the log files of a notice. */
async function takeLogFiles({ bucket, keys }: LogFileNotice, deps: TakeDeps): Promise<readonly Unread[]> {
  const unread: Unread[] = [];
  for (const key of keys) {
    const place = `s3://${bucket}/${key}`.slice(0, 300);
    try {
      const own: Unread[] = [];
      const outcome = await deps.files.once(`s3://${bucket}/${key}`, async () => {
        own.push(...(await fetchAndTake(bucket, key, place, deps)));
        return own.length === 0;
      });
      unread.push(
        ...own,
        ...(outcome === 'busy'
          ? [{ reason: `${place} is being taken in just now`, comesAgain: true as const }]
          : []),
      );
    } catch (error) {
      if (error instanceof StoreError) throw error;
      deps.log.warn({ ...errorFields(error) }, 'a log file could not be fetched');
      unread.push({ reason: `${place} could not be fetched` });
    }
  }
  return unread;
}

async function fetchAndTake(
  bucket: string,
  key: string,
  place: string,
  deps: TakeDeps,
): Promise<readonly Unread[]> {
  const fetched = await deps.fetchLogFile(bucket, key);
  switch (fetched.kind) {
    case 'noLogFile':
      return passedOver({ kind: 'unsupported', reason: `${place} is no log file of a trail` }, deps);
    case 'notConfigured':
      return [{ reason: `${place} lies under no trail of cctrail.yml, so it is not fetched` }];
    case 'file':
      return (await takeLogFile(fetched.bytes, deps)).map(({ reason }) => ({
        reason: `${place}: ${reason}`,
      }));
  }
}

/** A log file that speaks of others is no log file, so notices in it are passed over. */
async function takeLogFile(bytes: Uint8Array, deps: TakeDeps): Promise<readonly Unread[]> {
  return takeAll(readLogFile(bytes, { assurance: 'history' }), deps, async () => []);
}
