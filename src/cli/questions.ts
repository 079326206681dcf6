import { listRefusedQuestions } from '../app/state/refused-questions.ts';
import type { Config } from '../config/config.ts';
import { visible } from '../domain/visible.ts';
import { writeText } from './output.ts';
import type { Process } from './process.ts';
import { withWorkspaces } from './workspaces.ts';

/** `cctrail questions refused`: texts that could not be read, with why; 0 listed, 1 the store can't be used. */
export function refused(config: Config, host: Process): Promise<number> {
  return withWorkspaces(config, host, async parts => {
    const all = (await Promise.all(parts.map(listRefusedQuestions)))
      .flat()
      .toSorted((a, b) => a.at.localeCompare(b.at));
    const lines = all.map(({ at, code, text }) => `${at}  ${code}  ${visible(text).replace(/\s+/g, ' ')}`);
    const none = config.keepRefused
      ? 'Every question of the last 30 days could be read.'
      : 'None are kept: set keepRefused: true in cctrail.yml.';
    writeText(host.stdout, `${lines.length === 0 ? none : lines.join('\n')}\n`);
    return 0;
  });
}
