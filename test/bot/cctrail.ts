import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function cctrail(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ran> {
  return new Promise(resolve => {
    const folder = { DATA_DIR: mkdtempSync(join(tmpdir(), 'cctrail-cli-')) };
    const child = execFile(
      process.execPath,
      ['dist/main.js', ...args],
      {
        env: { PATH: process.env['PATH'], TZ: 'Europe/Berlin', ...folder, ...env },
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr });
      },
    );
    child.stdin?.end(input);
  });
}
