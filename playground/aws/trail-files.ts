import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { TrailRecord } from './record.ts';

/** Time from the last of its events to the delivery of a file. */
const DELIVERY_MS = 10 * 60_000;
/** The time that one file holds. */
const SLOT_MS = 5 * 60_000;

/**
 * Records as a trail's log files: keys below the trail's place, and gzipped bodies. One file for each account, Region and five minutes,
 * stamped with the time of delivery; `organization` puts them below `AWSLogs/o-…/`.
 */
export function trailFiles(records: readonly TrailRecord[], organization?: string): Map<string, Buffer> {
  const groups = new Map<string, TrailRecord[]>();
  for (const record of records) {
    const slot = Math.floor(Date.parse(record.eventTime) / SLOT_MS);
    const account = String(record['recipientAccountId'] ?? '111122223333');
    const key = `${account}/${record.awsRegion}/${slot}`;
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  const files = new Map<string, Buffer>();
  for (const [group, members] of groups) {
    const [account = '', region = '', slot = ''] = group.split('/');
    const delivered = new Date((Number(slot) + 1) * SLOT_MS + DELIVERY_MS).toISOString();
    const day = delivered.slice(0, 10).replaceAll('-', '/');
    const stamp = `${delivered.slice(0, 16).replace(/[-:]/g, '')}Z`;
    const home = organization === undefined ? 'AWSLogs' : `AWSLogs/${organization}`;
    const name = `${account}_CloudTrail_${region}_${stamp}_${Buffer.from(group).toString('base64url').slice(0, 16)}.json.gz`;
    files.set(
      `${home}/${account}/CloudTrail/${region}/${day}/${name}`,
      gzipSync(JSON.stringify({ Records: members })),
    );
  }
  return files;
}

/** Writes files below a local folder. */
export async function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [key, body] of files) {
    await mkdir(dirname(join(folder, key)), { recursive: true });
    await writeFile(join(folder, key), body);
  }
}
