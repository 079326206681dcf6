import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load.ts';
export const ENOUGH = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 'secret',
  CCTRAIL_CHANNEL: 'C0123456789',
  EVENTBRIDGE_API_KEY: 'a-key-of-16-chars',
};

export function fileWith(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'cctrail-config-')), 'cctrail.yml');
  writeFileSync(path, text);
  return path;
}

export async function problems(
  env: Record<string, string>,
  load: (env: Record<string, string>) => Promise<unknown> = loadConfig,
): Promise<string[]> {
  try {
    await load(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ where, what }) => `${where}: ${what}`);
    throw error;
  }
}

export const mistakesIn = async (text: string) => {
  const path = fileWith(text);
  return (await problems({ CCTRAIL_CONFIG: path })).map(line => line.replace(path, 'cctrail.yml'));
};
