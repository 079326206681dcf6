import { Worker } from 'node:worker_threads';
import type { CloudTrailRecord } from '../../domain/record.ts';
import type { LogFileSource } from './log-folder.ts';
import type { Scan } from './scan.ts';

/** What a worker is asked to do, and what it answers. */
export interface ScanRequest {
  readonly id: number;
  readonly file: LogFileSource;
  readonly scan: Scan;
}
export type ScanReply =
  | { readonly id: number; readonly records: readonly CloudTrailRecord[] }
  | { readonly id: number; readonly error: string };

/** Scans log files on other threads, so that both cores are used and the bot stays quick meanwhile. */
export interface Scanners {
  /** How many files can be scanned at once. */
  readonly size: number;
  /** The memory of a file's bytes is given away. @throws where the file is damaged or can't be read */
  scan(file: LogFileSource, scan: Scan): Promise<readonly CloudTrailRecord[]>;
}

interface Desk {
  readonly worker: Worker;
  readonly pending: Map<
    number,
    { resolve: (records: readonly CloudTrailRecord[]) => void; reject: (error: Error) => void }
  >;
}

/** How long threads without work are kept, in milliseconds. */
const IDLE = 10_000;

/** A pool of threads that run `script` (scan-worker.js); they are started when there is work and end some time after it. */
export function scanners(script: URL, size: number): Scanners {
  let desks: Desk[] = [];
  let last = 0;
  let idle: NodeJS.Timeout | undefined;
  return {
    size,
    scan(file, scan) {
      clearTimeout(idle);
      if (desks.length < size) desks.push(hire());
      const desk = desks.reduce((a, b) => (b.pending.size < a.pending.size ? b : a));
      const id = (last += 1);
      return new Promise<readonly CloudTrailRecord[]>((resolve, reject) => {
        desk.pending.set(id, { resolve, reject });
        desk.worker.ref();
        desk.worker.postMessage(
          { id, file, scan } satisfies ScanRequest,
          typeof file === 'string' ? [] : [file.buffer],
        );
      });
    },
  };

  function hire(): Desk {
    const worker = new Worker(script);
    const desk: Desk = { worker, pending: new Map() };
    worker.on('message', (reply: ScanReply) => {
      const job = desk.pending.get(reply.id);
      desk.pending.delete(reply.id);
      if ('records' in reply) job?.resolve(reply.records);
      else job?.reject(new Error(reply.error));
      rest(desk);
    });
    // A thread that dies takes its files along: they are named as unreadable, and the next file gets a new thread.
    worker.on('error', error => {
      desks = desks.filter(other => other !== desk);
      for (const job of desk.pending.values())
        job.reject(error instanceof Error ? error : new Error(String(error)));
      desk.pending.clear();
    });
    return desk;
  }

  function rest(desk: Desk): void {
    if (desk.pending.size === 0) desk.worker.unref();
    if (desks.some(other => other.pending.size > 0)) return;
    idle = setTimeout(() => {
      for (const { worker } of desks) void worker.terminate();
      desks = [];
    }, IDLE);
    idle.unref();
  }
}
