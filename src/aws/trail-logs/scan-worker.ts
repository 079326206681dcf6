import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { plainRecord } from '../../records/read-record.ts';
import { scanLogFile } from './scan.ts';
import type { ScanReply, ScanRequest } from './scanners.ts';

/**
 * glibc learns from the first large block that is freed what is worth keeping (mallopt(3), "M_MMAP_THRESHOLD"): without it the memory of
 * every unpacked file goes back to the system, and fetching it again takes nearly as long as unpacking. Never touched, so never resident.
 */
const LEARNED_BYTES = 32 * 1024 * 1024;
Buffer.allocUnsafeSlow(LEARNED_BYTES - 64 * 1024);

/** The thread's own program: one file in, its matching records out. Like main.ts it runs on being loaded. */
parentPort?.on('message', ({ id, file, scan }: ScanRequest) => {
  let reply: ScanReply;
  try {
    const { records, unread } = scanLogFile(typeof file === 'string' ? readFileSync(file) : file, scan);
    reply = { id, records: records.map(plainRecord), unread };
  } catch (error) {
    reply = { id, error: (error as Error).message };
  }
  parentPort?.postMessage(reply);
});
