import { statfsSync } from 'node:fs';

const MEBIBYTE_BYTES = 1024 ** 2;
/** Free bytes under which a disk is called full: LMDB grows its file by whole pages, and a body may have megabytes. */
const FULL_BYTES = 4 * MEBIBYTE_BYTES;
/** Free bytes under which it is said that the disk is getting full. */
const NEARLY_FULL_BYTES = 256 * MEBIBYTE_BYTES;

/** Codes by which the system refuses a folder or a file, with what a person is told. */
const REFUSALS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it can only be read: the disk, or the container, is read-only',
  EEXIST: 'it is a file, not a folder',
  ENOTDIR: 'it is a file, or lies below one, not a folder',
  ENOENT: 'it can not be made there',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full for this user',
};
/** The same codes as LMDB gives them: by number. */
const NUMBERS: Readonly<Record<number, string>> = {
  1: 'EPERM',
  2: 'ENOENT',
  13: 'EACCES',
  28: 'ENOSPC',
  30: 'EROFS',
  122: 'EDQUOT',
};

/** What a person is told of an error of LMDB or of the file system, as the rest of a sentence. Waits for what LMDB tells later. */
export async function reasonOf(error: unknown, folder: string): Promise<string> {
  const cause = await causeOf(error);
  return (
    refusal(cause) ??
    (isFull(folder) ? `the disk is full (${(cause as Error).message})` : (cause as Error).message)
  );
}

/** The same, of what was thrown at once. */
export function refusal(error: unknown): string | undefined {
  const { code } = error as { code?: unknown };
  return REFUSALS[typeof code === 'number' ? (NUMBERS[code] ?? '') : String(code)];
}

/** Says that the disk of a folder is getting full; undefined where it is not. */
export function scarcity(folder: string): string | undefined {
  const bytes = freeBytes(folder);
  return bytes < NEARLY_FULL_BYTES
    ? `only ${Math.floor(bytes / MEBIBYTE_BYTES)} MiB are free on the disk of ${folder}: when it is full, events are refused with 503`
    : undefined;
}

/** Whether a fault is what LMDB says of a failed commit besides rejecting the one promise that was waited for. */
export function isEcho(fault: unknown): boolean {
  return fault instanceof Error && /[\\/]lmdb[\\/]/.test(fault.stack ?? '');
}

/** LMDB rejects a commit with an error that holds the promise of another one, which says why. */
async function causeOf(error: unknown): Promise<unknown> {
  const { commitError } = error as { commitError?: Promise<unknown> };
  if (commitError === undefined) return error;
  return commitError.then(
    () => error,
    (cause: unknown) => cause,
  );
}

function isFull(folder: string): boolean {
  return freeBytes(folder) < FULL_BYTES;
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
