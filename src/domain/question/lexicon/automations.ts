import rows from './automations.json' with { type: 'json' };

interface Row {
  readonly name: string;
  /** It is a tool that records tell of, whoever runs it. */
  readonly isTool?: boolean;
}

const NAMES: ReadonlyMap<string, Row> = new Map((rows as readonly Row[]).map(row => [row.name, row]));

/** Whether a word is the name of a system that acts for people, whose roles and users are called after it: `jenkins-deploy`, `GitHubActionsDeploy`. */
export function isAutomation(word: string): boolean {
  return NAMES.has(word) && !isDeployingTool(word);
}

/** Whether a word is the name of a tool that changes things by itself, as people say it, and that calls tell of: "by terraform". */
export function isDeployingTool(word: string): boolean {
  return NAMES.get(word)?.isTool === true;
}
