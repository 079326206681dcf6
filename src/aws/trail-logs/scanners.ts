import { Worker } from 'node:worker_threads';
import type { LogFileSource } from './log-folder.ts';
import type { Scan, Scanned } from './scan.ts';

/** What a worker is asked to do, and what it answers. */
export interface ScanRequest {
  readonly id: number;
  readonly file: LogFileSource;
  readonly scan: Scan;
}
export type ScanReply = ({ readonly id: number } & Scanned) | { readonly id: number; readonly error: string };

/** Scans log files on other threads, so that both cores are used and the bot stays quick meanwhile. */
export interface Scanners {
  /** How many files can be scanned at once. */
  readonly size: number;
  /** The memory of a file's bytes is given away. @throws where the file is damaged or can't be read */
  scan(file: LogFileSource, scan: Scan): Promise<Scanned>;
}

/** A thread and the files that it works on. */
interface ScanWorker {
  readonly thread: Worker;
  readonly pending: Map<number, { resolve: (scanned: Scanned) => void; reject: (error: Error) => void }>;
}

/** Time that threads without work are kept. */
const IDLE_MS = 10_000;

/** A pool of threads that run `script` (scan-worker.js); they are started when there is work and end some time after it. */
export function scanners(script: URL, size: number): Scanners {
  let workers: ScanWorker[] = [];
  let last = 0;
  let idle: NodeJS.Timeout | undefined;
  return {
    size,
    scan(file, scan) {
      clearTimeout(idle);
      if (workers.length < size) workers.push(start());
      const worker = workers.reduce((a, b) => (b.pending.size < a.pending.size ? b : a));
      const id = (last += 1);
      return new Promise<Scanned>((resolve, reject) => {
        worker.pending.set(id, { resolve, reject });
        worker.thread.ref();
        worker.thread.postMessage(
          { id, file, scan } satisfies ScanRequest,
          typeof file === 'string' ? [] : [file.buffer],
        );
      });
    },
  };

  function start(): ScanWorker {
    const thread = new Worker(script);
    const worker: ScanWorker = { thread, pending: new Map() };
    thread.on('message', (reply: ScanReply) => {
      const job = worker.pending.get(reply.id);
      worker.pending.delete(reply.id);
      if ('records' in reply) job?.resolve(reply);
      else job?.reject(new Error(reply.error));
      stopIdle(worker);
    });
    // A thread that dies takes its files along: they are named as unreadable, and the next file gets a new thread.
    thread.on('error', error => {
      workers = workers.filter(other => other !== worker);
      for (const job of worker.pending.values())
        job.reject(error instanceof Error ? error : new Error(String(error)));
      worker.pending.clear();
    });
    return worker;
  }

  function stopIdle(worker: ScanWorker): void {
    if (worker.pending.size === 0) worker.thread.unref();
    if (workers.some(other => other.pending.size > 0)) return;
    idle = setTimeout(() => {
      for (const { thread } of workers) void thread.terminate();
      workers = [];
    }, IDLE_MS);
    idle.unref();
  }
}
