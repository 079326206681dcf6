import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

/** Mark of the two pages that begin a file of LMDB, and offsets in bytes of what they say (LMDB, `mdb.c`, "MDB_page" and "MDB_meta"). */
const MAGIC = 0xbeefc0de;
const OFFSETS = {
  flags: 18,
  magic: 24,
  pageSize: 48,
  freeRoot: 88,
  root: 136,
  lastPage: 144,
  transaction: 152,
};
/** Bytes of such a page that are looked at. */
const META_BYTES = 160;
/** Pages whose roots are trees: branches and leaves. */
const TREE_FLAGS = 1 | 2;
/** Stands for a tree that has no page. */
const NO_PAGE = 0xffff_ffff_ffff_ffffn;

/** The file in which an embedded store keeps everything, and the one by which processes that use it know of each other. */
export const FILES = ['data.mdb', 'lock.mdb'] as const;

/** Whether a folder holds an embedded store. */
export function hasEmbeddedStore(folder: string): boolean {
  return existsSync(join(folder, FILES[0]));
}

/** Times that a file is looked at that seems to be wrong, and pause between: another process may be writing or making it just now. */
const MAX_LOOKS = 6;
const LOOK_AGAIN_MS = 40;

/**
 * What is wrong with the file of an embedded store, as the rest of a sentence; undefined where nothing is seen to be, and where there is none yet.
 * LMDB maps the file into memory, where reading beyond its end, or what is no page, ends the process without a word: so it is looked at before.
 */
export function fileProblem(path: string): string | undefined {
  for (let looks = 1; ; looks++) {
    const problem = problemNow(path);
    if (problem === undefined || looks === MAX_LOOKS) return problem;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_AGAIN_MS);
  }
}

function problemNow(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const file = openSync(path, 'r');
  try {
    if (fstatSync(file).size === 0) return 'is empty, which a store never is';
    return problemOf(pages(file), () => fstatSync(file).size);
  } finally {
    closeSync(file);
  }
}

/** The beginning of the page at an offset; zeros where the file has ended. */
type ReadPage = (offset: number) => Buffer;

function pages(file: number): ReadPage {
  return offset => {
    const begin = Buffer.alloc(META_BYTES);
    readSync(file, begin, 0, META_BYTES, offset);
    return begin;
  };
}

function problemOf(read: ReadPage, sizeNow: () => number): string | undefined {
  const first = read(0);
  const pageSize = first.readUInt32LE(OFFSETS.pageSize);
  const second = isMeta(first) && pageSize >= 512 && pageSize <= 65_536 ? read(pageSize) : undefined;
  if (!second || !isMeta(second)) return 'does not begin as a store does: it is damaged, or something else';
  // The younger of the two counts.
  const isSecond = second.readBigUInt64LE(OFFSETS.transaction) > first.readBigUInt64LE(OFFSETS.transaction);
  const meta = isSecond ? second : first;
  const needed = (Number(meta.readBigUInt64LE(OFFSETS.lastPage)) + 1) * pageSize;
  // A file grows before its first pages tell of it.
  const size = sizeNow();
  if (size < needed) return `is cut off: it has ${size} bytes of ${needed}`;
  const roots = [OFFSETS.root, OFFSETS.freeRoot].map(offset => meta.readBigUInt64LE(offset));
  const isWhole = roots.every(root => root === NO_PAGE || isTree(read(Number(root) * pageSize), root));
  return isWhole ? undefined : 'is damaged: where its entries should begin there is something else';
}

function isMeta(page: Buffer): boolean {
  return page.readUInt32LE(OFFSETS.magic) === MAGIC;
}

function isTree(page: Buffer, number: bigint): boolean {
  return page.readBigUInt64LE(0) === number && (page.readUInt16LE(OFFSETS.flags) & TREE_FLAGS) !== 0;
}
