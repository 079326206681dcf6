import type { WorkflowRole } from './workflow-role.ts';

/** What is known of whoever acts, beside what records say of them. */
export interface Known {
  /** The configured roles that workflows run with; the default names are known without them. */
  readonly workflowRoles: readonly WorkflowRole[];
  /** Names that a CodeCatalyst space has for users, by their ids in lower case. It grows while the bot runs. */
  readonly userNames: ReadonlyMap<string, string>;
}

/** Knowledge of nothing but what records say. */
export const NOTHING_KNOWN: Known = { workflowRoles: [], userNames: new Map() };
