import { examine } from '../app/examining/examine.ts';
import { composeChecks } from '../compose/doctor.ts';
import type { Problem } from '../config/config.ts';
import { inspectConfig } from '../config/load.ts';
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
  const { config, problems, isFileRead } = await inspectConfig(env);
  const log = createLog('fatal', config.secrets, stderr);
  const all = [
    ...settingsFindings(config.warnings, problems),
    ...(await examine(await composeChecks(config, log, isFileRead))),
  ];
  const isWell = isSound(all);
  if (options.json) writeJson(stdout, { ok: isWell, findings: all });
  else writeText(stdout, `${textOf(all)}\n`);
  return isWell ? 0 : 1;
}

/** What is to be said of the settings themselves; all else is looked at whatever is wrong with them. */
function settingsFindings(warnings: readonly string[], problems: readonly Problem[]): readonly Finding[] {
  const about = 'settings';
  const failures = problems.map(
    ({ where, what }): Finding => ({ state: 'failure', about: where, says: what }),
  );
  const read: Finding = { state: 'ok', about, says: 'can be read' };
  return [
    ...(failures.length > 0 ? failures : [read]),
    ...warnings.map((says): Finding => ({ state: 'warning', about, says })),
  ];
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
