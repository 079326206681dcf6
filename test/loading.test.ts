import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** Packages that a file loads before it runs: its imports, and theirs, but not what they import while they run. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)\s(?!type\b)(?:[\w\s{},*]+\sfrom\s)?'([^']+)';/gm,
  );
  for (const [, name = ''] of imports) {
    const found = name.startsWith('.')
      ? packagesOf(posix.join(posix.dirname(file), name), seen)
      : name.startsWith('node:')
        ? []
        : [/^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name];
    for (const one of found) packages.add(one);
  }
  return packages;
}

describe('what a command loads', () => {
  test('the command line itself: only what reads arguments', () => {
    expect([...packagesOf('src/main.ts')]).toEqual(['commander']);
  });

  test.each([
    ['settings without a cctrail.yml', 'src/config/load.ts', []],
    ['ask', 'src/cli/ask.ts', ['@date-fns/tz', 'date-fns', 'pino', 'zod']],
    ['replay', 'src/cli/replay.ts', ['pino', 'zod']],
  ])('%s', (_, file, packages) => {
    expect([...packagesOf(file)].toSorted()).toEqual(packages);
  });

  test('the bot: neither the AWS SDK nor a store before it is needed', () => {
    expect(
      [...packagesOf('src/cli/start.ts')].filter(name => /aws-sdk|lmdb|ioredis|sqs|yaml/.test(name)),
    ).toEqual([]);
  });
});
