import rows from './automations.json' with { type: 'json' };

const NAMES: ReadonlySet<string> = new Set(rows.map(({ name }) => name));

/** Whether a word is the name of a system that acts for people, whose roles and users are called after it: `jenkins-deploy`, `GitHubActionsDeploy`. */
export function isAutomation(word: string): boolean {
  return NAMES.has(word);
}

/** Whether a word is the name of a tool that changes things by itself, as people say it, and that calls tell of: "by terraform". */
export function isDeployingTool(word: string): boolean {
  return /^(terraform|pulumi|cdk)$/.test(word);
}
