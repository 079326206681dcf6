import { nameInArn } from './arn.ts';
import type { Principal } from './principal.ts';
import type { CloudTrailRecord } from './record.ts';

/** A role that workflows of a project run with, from `workflowRoles` in the configuration. */
export interface WorkflowRole {
  readonly arn: string;
  readonly project: string;
}

/** Default names of the roles that CodeCatalyst's workflows run with (CodeCatalyst User Guide, "Creating IAM roles"). */
const WORKFLOW_ROLE = /^CodeCatalyst(WorkflowDevelopmentRole-|PreviewDevelopmentAdministrator)/i;

/** Whether a role, by ARN or by name, is one that CodeCatalyst's workflows run with. */
export function isWorkflowRole(arnOrName: string | undefined, configured: readonly WorkflowRole[]): boolean {
  if (arnOrName === undefined) return false;
  const name = nameInArn(arnOrName) ?? arnOrName;
  return (
    WORKFLOW_ROLE.test(name) ||
    configured.some(role => role.arn === arnOrName || nameInArn(role.arn) === arnOrName)
  );
}

/** The projects whose workflows use the role of a record, as the settings say. */
export function projectsOfRole(
  { identity }: CloudTrailRecord,
  { role }: Principal,
  { workflowRoles }: { readonly workflowRoles: readonly WorkflowRole[] },
): readonly string[] {
  const arn = identity?.issuer?.arn;
  // Roles of several accounts may have one name.
  return workflowRoles
    .filter(one => (arn === undefined ? nameInArn(one.arn) === role : one.arn === arn))
    .map(({ project }) => project);
}
