import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EnvironmentReader } from './environment-reader.ts';
import type { ConfigFile } from './file.ts';

/** Reads the file that is named, if one is; what that takes is loaded only then. */
export async function readFile(
  path: string | null,
  reader: EnvironmentReader,
): Promise<{ file: ConfigFile; failed: boolean }> {
  if (path === null) return { file: {}, failed: false };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    reader.wrong('CCTRAIL_CONFIG', `can't read "${path}": ${(error as Error).message}`);
    return { file: {}, failed: true };
  }
  const { readConfigFile } = await import('./file.ts');
  const { file, problems } = await readConfigFile(text, path);
  const read = problems.length === 0 ? await packsOf(file, path) : undefined;
  const all = [...problems, ...(read?.problems ?? [])];
  reader.problems.push(...all);
  return { file: { ...file, ...(read && { rows: read.packs }) }, failed: all.length > 0 };
}

/** The rows of packs; what it takes to read them is loaded only where there are any. */
async function packsOf(file: ConfigFile, path: string) {
  if (!file.packs?.includes('aws-account') && !existsSync(join(dirname(path), 'packs'))) return undefined;
  const { readPacks } = await import('./packs.ts');
  return readPacks(file, path);
}
