import { nameInArn, readArn } from './arn.ts';
import { asBoolean, asObject, asText, type JsonObject } from './json.ts';
import type { CloudTrailRecord } from './record.ts';

/** What sorts of things act. */
export const PRINCIPAL_KINDS = [
  'user',
  'root',
  'role',
  'identityCenterUser',
  'federated',
  'account',
  'service',
  'workflow',
  'unknown',
] as const;
type PrincipalKind = (typeof PRINCIPAL_KINDS)[number];

/** How sure we are of the name: only AWS's own word makes it certain, never a name that the caller chose. */
type Confidence = 'certain' | 'likely' | 'unknown';

/** A step behind a principal: who obtained the session, and the STS record that shows it. */
export interface ChainLink {
  readonly name: string;
  readonly kind: PrincipalKind;
  readonly eventID?: string | undefined;
}

/** Who acted (CloudTrail User Guide, "CloudTrail userIdentity element"). */
export interface Principal {
  readonly name: string;
  readonly kind: PrincipalKind;
  readonly confidence: Confidence;
  /** Starts with whoever obtained the session, then whoever obtained theirs. */
  readonly chain: readonly ChainLink[];
  /** What a reader should know of how the name was found; a clause without full stop, or empty. */
  readonly note: string;
  /** The role (or permission set) in use, by name. */
  readonly role: string | null;
  readonly accessKeyId: string | null;
  /** Names that AWS vouches for, lower case: what `people` in the configuration is matched with. */
  readonly identifiers: readonly string[];
  /** Names that the caller chose or that are only likely, lower case: enough to refuse, never enough to lift a rule. */
  readonly claimed: readonly string[];
}

/** A role that workflows of a project run with, from `workflowRoles` in the configuration. */
export interface WorkflowRole {
  readonly arn: string;
  readonly project: string;
}

/** Default names of the roles that CodeCatalyst's workflows run with (CodeCatalyst User Guide, "Creating IAM roles"). */
const WORKFLOW_ROLE = /^CodeCatalyst(WorkflowDevelopmentRole-|PreviewDevelopmentAdministrator)/i;
const SSO_ROLE_PATH = ':role/aws-reserved/sso.amazonaws.com/';
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** Whether a role, by ARN or by name, is one that CodeCatalyst's workflows run with. */
export function isWorkflowRole(arnOrName: string | undefined, configured: readonly WorkflowRole[]): boolean {
  if (arnOrName === undefined) return false;
  const name = nameInArn(arnOrName) ?? arnOrName;
  return (
    WORKFLOW_ROLE.test(name) ||
    configured.some(role => role.arn === arnOrName || nameInArn(role.arn) === arnOrName)
  );
}

/**
 * Names who acted in a record, how sure that is, and what stands behind it.
 * `workflowRoles` are the configured ones; the default names are known without them. Never throws.
 */
export function principalOf(
  record: CloudTrailRecord,
  workflowRoles: readonly WorkflowRole[] = [],
): Principal {
  const identity = asObject(record.fields['userIdentity']);
  if (!identity) return unknownPrincipal('the record names nobody');
  const invokedBy = asText(identity['invokedBy']);
  const type = asText(identity['type']) ?? '';
  if (type === 'AWSService' || (type === '' && invokedBy !== undefined && !asText(identity['arn']))) {
    return servicePrincipal(invokedBy ?? record.sourceIPAddress ?? 'an AWS service', undefined);
  }
  const actor = withEveryName(actorOf(type, identity, workflowRoles), identity);
  // The console's own host says that a person clicked; any other service acted by itself on the actor's behalf.
  if (invokedBy === undefined || /^signin\.amazonaws\.com$/i.test(invokedBy)) return actor;
  return servicePrincipal(invokedBy, actor);
}

/** Adds every name that the identity holds to those that are claimed: whoever bears any of them may be behind the event. */
function withEveryName(actor: Principal, identity: JsonObject): Principal {
  const issuer = asObject(asObject(identity['sessionContext'])?.['sessionIssuer']);
  const arn = asText(identity['arn']);
  const principalId = asText(identity['principalId']);
  const names = [
    asText(identity['userName']),
    arn,
    nameInArn(arn),
    readArn(arn)?.resource.split('/').slice(1).join('/'),
    principalId,
    principalId?.split(':').slice(1).join(':'),
    asText(asObject(identity['sessionContext'])?.['sourceIdentity']),
    asText(asObject(identity['onBehalfOf'])?.['userId']),
    asText(issuer?.['arn']),
    asText(issuer?.['userName']),
    ...actor.chain.map(link => link.name),
  ];
  return { ...actor, claimed: lower([...actor.claimed, ...names]).filter(name => name !== '') };
}

function actorOf(type: string, identity: JsonObject, workflowRoles: readonly WorkflowRole[]): Principal {
  const arn = asText(identity['arn']);
  const userName = asText(identity['userName']);
  const accountId = asText(identity['accountId']);
  const common = { accessKeyId: asText(identity['accessKeyId']) ?? null };
  if (userName === HIDDEN) {
    return {
      ...unknownPrincipal('AWS hides the name because it may be a password typed as a user name'),
      name: 'a hidden user name',
      ...common,
    };
  }
  switch (type) {
    case 'Root': {
      const assumed = asBoolean(asObject(identity['sessionContext'])?.['assumedRoot']) === true;
      return {
        ...certain('root', `root of ${accountId ?? 'an unnamed account'}`, [arn, accountId]),
        note: assumed ? 'a root session obtained with AssumeRoot' : '',
        ...common,
      };
    }
    case 'IAMUser':
      return { ...nameOrUnknown('user', userName ?? nameInArn(arn), [arn, userName]), ...common };
    case 'AssumedRole':
      return { ...assumedRole(identity, workflowRoles), ...common };
    case 'Role':
      return {
        ...nameOrUnknown('role', nameInArn(arn) ?? userName, [arn]),
        role: nameInArn(arn) ?? null,
        ...common,
      };
    case 'IdentityCenterUser':
      return { ...identityCenterUser(identity), ...common };
    case 'FederatedUser':
    case 'SAMLUser':
    case 'WebIdentityUser':
      return { ...federated(identity), ...common };
    case 'AWSAccount': {
      const from = accountId ?? asText(identity['principalId']);
      return {
        ...nameOrUnknown('account', from === undefined ? undefined : `account ${from}`, [from]),
        ...common,
      };
    }
    default:
      return { ...leftovers(identity, type), ...common };
  }
}

/** An assumed role: an IAM Identity Center session, a workflow, a vouched identity, or a session name that the caller chose. */
function assumedRole(identity: JsonObject, workflowRoles: readonly WorkflowRole[]): Principal {
  const context = asObject(identity['sessionContext']);
  const issuer = asObject(context?.['sessionIssuer']);
  const issuerArn = asText(issuer?.['arn']);
  const sessionArn = asText(identity['arn']);
  const [, roleInArn, sessionInArn] = readArn(sessionArn)?.resource.split('/') ?? [];
  const role = nameInArn(issuerArn) ?? asText(roleInArn) ?? asText(issuer?.['userName']);
  const session =
    asText(sessionInArn) ?? asText(asText(identity['principalId'])?.split(':').slice(1).join(':'));
  const onBehalfOf = asText(asObject(identity['onBehalfOf'])?.['userId']);
  const sourceIdentity = asText(context?.['sourceIdentity']);
  const base = { role: role ?? null, accessKeyId: null };
  if (issuerArn?.includes(SSO_ROLE_PATH) && session !== undefined) {
    const set = /^AWSReservedSSO_(.+)_[0-9a-f]+$/i.exec(role ?? '')?.[1];
    return {
      ...certain('identityCenterUser', session, [session, sessionArn, onBehalfOf]),
      note: set === undefined ? 'through IAM Identity Center' : `permission set ${set}`,
      role: set ?? role ?? null,
    };
  }
  if (onBehalfOf !== undefined) return { ...identityCenterUser(identity), ...base };
  if (role === undefined) return { ...unknownPrincipal('the record does not name the role'), ...base };
  const roleSession = session === undefined ? role : `${role}/${session}`;
  const shared = {
    ...base,
    identifiers: lower([sessionArn, issuerArn, role, roleSession]),
    claimed: lower([session, sourceIdentity]),
    chain: [],
  };
  const project = workflowRoles.find(known => known.arn === issuerArn)?.project;
  if (project !== undefined || isWorkflowRole(issuerArn ?? role, workflowRoles)) {
    return {
      name:
        project === undefined
          ? `CodeCatalyst workflow (${role})`
          : `CodeCatalyst workflow of ${project} (${role})`,
      kind: 'workflow',
      confidence: 'likely',
      note: `the role is certain; that a workflow used it is not proven by the record alone`,
      ...shared,
    };
  }
  if (sourceIdentity !== undefined) {
    return {
      name: sourceIdentity,
      kind: 'role',
      confidence: 'likely',
      note: `source identity of a session of role ${roleSession}`,
      ...shared,
      identifiers: lower([sessionArn, issuerArn, role, roleSession, sourceIdentity]),
    };
  }
  return {
    name: roleSession,
    kind: 'role',
    confidence: 'likely',
    note: session === undefined ? '' : 'the session name is chosen by whoever assumes the role',
    ...shared,
  };
}

function identityCenterUser(identity: JsonObject): Principal {
  const userId = asText(asObject(identity['onBehalfOf'])?.['userId']);
  if (userId === undefined) return unknownPrincipal('an Identity Center user whose id the record leaves out');
  return {
    ...certain('identityCenterUser', `Identity Center user ${userId}`, [userId]),
    note: 'certain as an id; the record holds no name',
  };
}

function federated(identity: JsonObject): Principal {
  const arn = asText(identity['arn']);
  const issuer = asObject(asObject(identity['sessionContext'])?.['sessionIssuer']);
  const web = asObject(asObject(identity['sessionContext'])?.['webIdFederationData']);
  const principalId = asText(identity['principalId']);
  const name = asText(identity['userName']) ?? nameInArn(arn) ?? principalId?.split(':').at(-1);
  const provider = asText(identity['identityProvider']) ?? asText(web?.['federatedProvider']);
  const behind = asText(issuer?.['userName']) ?? nameInArn(asText(issuer?.['arn']));
  return {
    ...nameOrUnknown('federated', name, [arn, name === undefined ? undefined : principalId]),
    // A federated name is the provider's (or the caller's) word, so it never ties anyone by itself.
    claimed: lower([name]),
    note: provider === undefined ? 'as the federation says' : `as ${provider} says`,
    chain:
      behind === undefined ? [] : [{ name: behind, kind: issuer?.['type'] === 'Role' ? 'role' : 'user' }],
  };
}

/** A type that we do not know, or none at all: whatever there is, marked as unknown. */
function leftovers(identity: JsonObject, type: string): Principal {
  const issuer = asObject(asObject(identity['sessionContext'])?.['sessionIssuer']);
  const onBehalfOf = asText(asObject(identity['onBehalfOf'])?.['userId']);
  if (onBehalfOf !== undefined) return identityCenterUser(identity);
  const name =
    asText(identity['userName']) ??
    nameInArn(asText(identity['arn'])) ??
    asText(issuer?.['userName']) ??
    asText(identity['principalId']);
  const note =
    type === '' ? 'the record does not say what kind of identity this is' : `identity type ${type}`;
  return name === undefined ? unknownPrincipal(note) : { ...unknownPrincipal(note), name };
}

function servicePrincipal(service: string, behalf: Principal | undefined): Principal {
  const chain =
    behalf === undefined || behalf.kind === 'unknown'
      ? []
      : [{ name: behalf.name, kind: behalf.kind }, ...behalf.chain];
  return {
    ...certain('service', service, [service]),
    chain,
    note:
      chain.length === 0
        ? 'an AWS service, not a person'
        : `an AWS service on behalf of ${behalf?.name}, not a person`,
    role: behalf?.role ?? null,
    accessKeyId: behalf?.accessKeyId ?? null,
    // Whoever stands behind the service may not sign off what the service did for them.
    claimed: lower([...(behalf?.identifiers ?? []), ...(behalf?.claimed ?? [])]),
  };
}

function certain(kind: PrincipalKind, name: string, identifiers: readonly (string | undefined)[]): Principal {
  return {
    name,
    kind,
    confidence: 'certain',
    chain: [],
    note: '',
    role: null,
    accessKeyId: null,
    identifiers: lower(identifiers),
    claimed: [],
  };
}

function nameOrUnknown(
  kind: PrincipalKind,
  name: string | undefined,
  identifiers: readonly (string | undefined)[],
): Principal {
  return name === undefined
    ? unknownPrincipal('the record leaves the name out')
    : certain(kind, name, identifiers);
}

function unknownPrincipal(note: string): Principal {
  return { ...certain('unknown', 'someone unknown', []), confidence: 'unknown', note };
}

function lower(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.filter(name => name !== undefined).map(name => name.toLowerCase()))];
}
