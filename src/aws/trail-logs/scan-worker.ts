import { parentPort } from 'node:worker_threads';
import { scanLogFile } from './scan.ts';
import type { ScanReply, ScanRequest } from './scanners.ts';

/** The thread's own program: one file in, its matching records out. Like main.ts it runs on being loaded. */
parentPort?.on('message', ({ id, file, scan }: ScanRequest) => {
  let reply: ScanReply;
  try {
    // A getter does not survive the way to another thread.
    reply = { id, records: scanLogFile(file, scan).map(record => ({ ...record, fields: record.fields })) };
  } catch (error) {
    reply = { id, error: (error as Error).message };
  }
  parentPort?.postMessage(reply);
});
