import { examine } from '../app/examining/examine.ts';
import { composeChecks } from '../compose/doctor.ts';
import type { Config, ConfigError } from '../config/config.ts';
import { loadBotConfig, loadConfig } from '../config/load.ts';
import type { Environment } from '../config/settings.ts';
import { type Finding, type FindingState, isSound } from '../domain/finding.ts';
import { createLog } from '../runtime/log.ts';
import { writeJson, writeText } from './output.ts';
import type { Process } from './process.ts';

const MARKS = { ok: '✓', warning: '!', failure: '✗', unknown: '?' } as const satisfies Record<
  FindingState,
  string
>;

/** `cctrail doctor`: looks at the set-up and says how to mend what is wrong; 0 nothing fails, 1 something does. Changes nothing, and posts nothing. */
export async function doctor(options: { json?: true }, { env, stdout, stderr }: Process): Promise<number> {
  const { config, findings } = await settingsOf(env);
  const seen = config === null ? [] : await look(config, stderr);
  const all = [...findings, ...seen];
  const isWell = isSound(all);
  if (options.json) writeJson(stdout, { ok: isWell, findings: all });
  else writeText(stdout, `${textOf(all)}\n`);
  return isWell ? 0 : 1;
}

async function look(config: Config, stderr: Process['stderr']): Promise<readonly Finding[]> {
  const log = createLog('fatal', config.secrets, stderr);
  return examine(await composeChecks(config, log));
}

/** The settings as far as they can be used: what lacks for the bot is told, and all else is looked at all the same. */
async function settingsOf(
  env: Environment,
): Promise<{ readonly config: Config | null; readonly findings: readonly Finding[] }> {
  const about = 'settings';
  try {
    const config = await loadBotConfig(env);
    const warnings = config.warnings.map((says): Finding => ({ state: 'warning', about, says }));
    return { config, findings: [{ state: 'ok', about, says: 'can be read' }, ...warnings] };
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'config_invalid') throw error;
    const { problems, hint } = error as ConfigError;
    const findings = problems.map(
      ({ where, what }): Finding => ({ state: 'failure', about: where, says: what, mend: hint }),
    );
    // Without what the bot needs, the rest can be looked at; with what can't be read, nothing can.
    return { config: await loadConfig(env).catch(() => null), findings };
  }
}

function textOf(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ state, about, says, mend }) => [
    `${MARKS[state]} ${about}: ${says}`,
    ...(mend === undefined || state === 'ok' ? [] : [`    ${mend}`]),
  ]);
  const count = (state: FindingState) => findings.filter(one => one.state === state).length;
  const summary = [
    `${count('ok')} well`,
    `${count('failure')} failing`,
    `${count('warning')} to look at`,
    `${count('unknown')} not known`,
  ].join(', ');
  return [...lines, '', `${summary}.`].join('\n');
}
