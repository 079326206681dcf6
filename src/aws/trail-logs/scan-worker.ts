import { parentPort } from 'node:worker_threads';
import { plainRecord } from '../../records/read-record.ts';
import { scanLogFile } from './scan.ts';
import type { ScanReply, ScanRequest } from './scanners.ts';

/** The thread's own program: one file in, its matching records out. Like main.ts it runs on being loaded. */
parentPort?.on('message', ({ id, file, scan }: ScanRequest) => {
  let reply: ScanReply;
  try {
    reply = { id, records: scanLogFile(file, scan).map(plainRecord) };
  } catch (error) {
    reply = { id, error: (error as Error).message };
  }
  parentPort?.postMessage(reply);
});
