import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A log file for whoever scans it: its bytes, or the path of a local file, which the scanning thread reads by itself. */
export type LogFileSource = Uint8Array<ArrayBuffer> | string;

/** A place that holds log files under keys with slashes, as a bucket does. */
export interface LogFolder {
  /** Keys that begin with a prefix (which ends with a slash), in order of their bytes; with `first`, only the first few. */
  list(prefix: string, signal: AbortSignal, first?: 'first'): Promise<readonly string[]>;
  /** The names of the folders right below a prefix, each with a slash at its end. */
  folders(prefix: string, signal: AbortSignal): Promise<readonly string[]>;
  fetch(key: string, signal: AbortSignal): Promise<LogFileSource>;
}

/** Number of keys that are "the first few": enough to pass over markers of folders and notes. */
export const FIRST_COUNT = 20;

/** Log files below a local folder; `url` is `file:///folder`. */
export function localFolder(url: string): LogFolder {
  const root = fileURLToPath(url.endsWith('/') ? url : `${url}/`);
  return {
    async list(prefix, signal, first) {
      const keys: string[] = [];
      for await (const key of filesBelow(root, prefix, signal)) {
        keys.push(key);
        if (first && keys.length >= FIRST_COUNT) break;
      }
      return keys;
    },
    async folders(prefix) {
      const entries = await readdir(join(root, prefix), { withFileTypes: true });
      return entries.filter(entry => entry.isDirectory()).map(entry => `${entry.name}/`);
    },
    fetch: async key => join(root, key),
  };
}

async function* filesBelow(root: string, prefix: string, signal: AbortSignal): AsyncGenerator<string> {
  signal.throwIfAborted();
  const entries = await readdir(join(root, prefix), { withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) yield* filesBelow(root, `${prefix}${entry.name}/`, signal);
    else yield `${prefix}${entry.name}`;
  }
}
