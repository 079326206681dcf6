import { nameInArn } from './arn.ts';
import { codeCatalystUser } from './codecatalyst-user.ts';
import { federated, federatedUser } from './federated-principal.ts';
import { INSIGHTS, isInsight } from './insight.ts';
import { asObject, asText } from './json.ts';
import {
  certain,
  lower,
  nameOrUnknown,
  onlyLikely,
  servicePrincipal,
  unknownPrincipal,
} from './make-principal.ts';
import type { Principal } from './principal.ts';
import type { CloudTrailRecord } from './record.ts';
import { roleNameOf, sessionNameOf, sessionPath, type UserIdentity } from './user-identity.ts';
import { BY_ID } from './user-names.ts';
import { isWorkflowRole, type WorkflowRole } from './workflow-role.ts';

const SSO_ROLE_PATH = ':role/aws-reserved/sso.amazonaws.com/';
/** The service that alone can assume a role on this path (IAM User Guide, "Service-linked roles"). */
const SERVICE_LINKED = /:role\/aws-service-role\/([a-z0-9.-]+)\//i;
/** Hosts by which `invokedBy` names a service. Other texts, such as `AWS Internal`, name none; the consoles' hosts say that a person clicked. */
const SERVICE_HOST = /^(?!(?:signin|console)\.)[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/i;
const CONSOLE_HOST = /^(?:signin|console)\.amazonaws\.com(?:\.cn)?$/i;

/**
 * Names who acted in a record, how sure that is, and what stands behind it.
 * `workflowRoles` are the configured ones; the default names are known without them. Never throws.
 */
export function principalOf(
  record: Pick<CloudTrailRecord, 'identity' | 'sourceIPAddress' | 'eventName' | 'eventType' | 'fields'>,
  workflowRoles: readonly WorkflowRole[] = [],
): Principal {
  const { identity, sourceIPAddress } = record;
  if (!identity && isInsight(record)) return { ...certain('service', INSIGHTS, []), note: 'not a person' };
  if (!identity) return unknownPrincipal('the record names nobody');
  const { type, invokedBy } = identity;
  if (type === 'AWSService' || (type === '' && invokedBy !== undefined && !hasName(identity)))
    return servicePrincipal(invokedBy ?? sourceIPAddress ?? 'an AWS service', undefined);
  const named = withSignInName(actorOf(identity, workflowRoles), record);
  const actor = { ...withEveryName(named, identity), accountId: identity.accountId ?? null };
  if (invokedBy === undefined || CONSOLE_HOST.test(invokedBy)) return actor;
  if (SERVICE_HOST.test(invokedBy)) return servicePrincipal(invokedBy, actor);
  return { ...actor, note: [actor.note, 'through AWS itself'].filter(Boolean).join('; ') };
}

/** Whether an identity names anybody beside the service that acted. */
function hasName({ arn, userName, principalId, onBehalfOf }: UserIdentity): boolean {
  return [arn, userName, principalId, onBehalfOf].some(name => name !== undefined);
}

/** Names the actor of one type of identity. */
type Rule = (identity: UserIdentity, workflowRoles: readonly WorkflowRole[]) => Principal;

/** Rules by `userIdentity.type`. */
const RULES: Readonly<Record<string, Rule>> = {
  Root: rootUser,
  IAMUser: ({ userName, arn }) => nameOrUnknown('user', userName ?? nameInArn(arn), [arn, userName]),
  AssumedRole: assumedRole,
  Role: ({ userName, arn }) => ({
    ...nameOrUnknown('role', nameInArn(arn) ?? userName, [arn]),
    role: nameInArn(arn) ?? null,
  }),
  IdentityCenterUser: identityCenterUser,
  FederatedUser: federatedUser,
  SAMLUser: federated,
  // The name is the provider's word, and for many providers the caller's.
  WebIdentityUser: identity => onlyLikely(federated(identity)),
  AWSAccount: otherAccount,
  CodeCatalystUser: codeCatalystUser,
};

function actorOf(identity: UserIdentity, workflowRoles: readonly WorkflowRole[]): Principal {
  const accessKeyId = identity.accessKeyId ?? null;
  if (identity.isNameHidden) {
    const note = 'AWS hides the name because it may be a password typed as a user name';
    return { ...unknownPrincipal(note), name: 'a hidden user name', accessKeyId };
  }
  const rule = Object.hasOwn(RULES, identity.type) ? RULES[identity.type] : undefined;
  return { ...onBehalf((rule ?? otherType)(identity, workflowRoles), identity), accessKeyId };
}

/** Whatever it was done with, it was done for the Identity Center user whom the record names by id. */
function onBehalf(actor: Principal, identity: UserIdentity): Principal {
  if (identity.onBehalfOf === undefined || actor.kind === 'identityCenterUser') return actor;
  const user = identityCenterUser(identity);
  return {
    ...user,
    actingAs: actor.name,
    role: actor.role,
    identifiers: lower([...user.identifiers, ...actor.identifiers]),
    claimed: lower([...actor.identifiers, ...actor.claimed]),
  };
}

/** Sign-ins of IAM Identity Center say how the user is called (IAM Identity Center User Guide, "CloudTrail events of sign-in"). */
const SIGN_INS = /^(?:UserAuthentication|CredentialVerification|CredentialChallenge|PasswordUpdated)$/;

/** The user name of a sign-in, which was typed: likely, and the id with it where there is one. */
function withSignInName(
  actor: Principal,
  { eventName, fields }: Pick<CloudTrailRecord, 'eventName' | 'fields'>,
) {
  if (!SIGN_INS.test(eventName ?? '')) return actor;
  const typed = asText(asObject(fields['additionalEventData'])?.['UserName']);
  if (typed === undefined || (actor.kind !== 'identityCenterUser' && actor.kind !== 'unknown')) return actor;
  return {
    ...onlyLikely({ ...actor, confidence: 'certain' }),
    name: typed,
    kind: 'identityCenterUser' as const,
    note: actor.kind === 'unknown' ? 'the name that was typed' : `the name that was typed, of ${actor.name}`,
    claimed: lower([typed, ...actor.claimed]),
  };
}

/** Adds every name that the identity holds to those that are claimed: whoever bears any of them may be behind the event. */
function withEveryName(actor: Principal, identity: UserIdentity): Principal {
  // Where the record shows who chose the name that it goes by, that name means nothing.
  if (actor.actingAs !== undefined) return actor;
  const { userName, arn, principalId, sourceIdentity, onBehalfOf, issuer } = identity;
  const names = [
    userName,
    arn,
    nameInArn(arn),
    sessionPath(identity),
    principalId,
    principalId?.split(':').slice(1).join(':'),
    sourceIdentity,
    onBehalfOf,
    issuer?.arn,
    issuer?.userName,
    ...actor.chain.map(link => link.name),
  ];
  return { ...actor, claimed: lower([...actor.claimed, ...names]).filter(name => name !== '') };
}

function rootUser({ arn, accountId, assumedRoot }: UserIdentity): Principal {
  return {
    ...certain('root', `root of ${accountId ?? 'an unnamed account'}`, [arn, accountId]),
    // It is not the account's owner who acts in such a session, but whoever obtained it.
    ...(assumedRoot && { confidence: 'likely', note: 'a root session obtained with AssumeRoot', behind: [] }),
  };
}

/** An assumed role: an IAM Identity Center session, a workflow, a vouched identity, or a session name that the caller chose. */
function assumedRole(identity: UserIdentity, workflowRoles: readonly WorkflowRole[]): Principal {
  const role = roleNameOf(identity);
  const session = sessionNameOf(identity);
  if (identity.issuer?.arn?.includes(SSO_ROLE_PATH) && session !== undefined)
    return identityCenterSession(identity, role, session);
  const service = SERVICE_LINKED.exec(identity.issuer?.arn ?? '')?.[1];
  if (service !== undefined)
    return {
      ...servicePrincipal(service, undefined),
      role: role ?? null,
      note: 'an AWS service through its service-linked role, not a person',
    };
  if (role === undefined) return unknownPrincipal('the record does not name the role');
  return roleSession(identity, role, session, workflowRoles);
}

/** A session of a permission set: Identity Center vouches for its name. */
function identityCenterSession(
  { arn, onBehalfOf }: UserIdentity,
  role: string | undefined,
  session: string,
): Principal {
  const set = /^AWSReservedSSO_(.+)_[0-9a-f]+$/i.exec(role ?? '')?.[1];
  return {
    ...certain('identityCenterUser', session, [session, arn, onBehalfOf]),
    note: set === undefined ? 'through IAM Identity Center' : `permission set ${set}`,
    role: set ?? role ?? null,
  };
}

/** Any other session of a role: its name was chosen by whoever assumed the role. */
function roleSession(
  { arn, issuer, sourceIdentity }: UserIdentity,
  role: string,
  session: string | undefined,
  workflowRoles: readonly WorkflowRole[],
): Principal {
  const name = session === undefined ? role : `${role}/${session}`;
  const shared = {
    role,
    accessKeyId: null,
    accountId: null,
    confidence: 'likely' as const,
    identifiers: lower([arn, issuer?.arn, role, name]),
    behind: lower([issuer?.arn, role]),
    claimed: lower([arn, name, session, sourceIdentity]),
    chain: [],
  };
  const project = workflowRoles.find(known => known.arn === issuer?.arn)?.project;
  if (project !== undefined || isWorkflowRole(issuer?.arn ?? role, workflowRoles)) {
    return {
      ...shared,
      name: `CodeCatalyst workflow${project === undefined ? '' : ` of ${project}`} (${role})`,
      kind: 'workflow',
      note: 'the role is certain; that a workflow used it is not proven by the record alone',
    };
  }
  if (sourceIdentity !== undefined) {
    return {
      ...shared,
      name: sourceIdentity,
      kind: 'role',
      note: `source identity of a session of role ${name}`,
    };
  }
  const note = session === undefined ? '' : 'the session name is chosen by whoever assumes the role';
  return { ...shared, name, kind: 'role', note };
}

function identityCenterUser({ onBehalfOf }: UserIdentity): Principal {
  if (onBehalfOf === undefined)
    return unknownPrincipal('an Identity Center user whose id the record leaves out');
  return {
    ...certain('identityCenterUser', `${BY_ID}${onBehalfOf}`, [onBehalfOf]),
    note: 'certain as an id; the record holds no name',
  };
}

/** Another account, or (in records of public resources) nobody who showed credentials. */
function otherAccount({ accountId, principalId }: UserIdentity): Principal {
  const from = accountId ?? principalId;
  if (from === 'ANONYMOUS_PRINCIPAL')
    return { ...unknownPrincipal('no credentials were shown'), name: 'somebody without credentials' };
  return nameOrUnknown('account', from === undefined ? undefined : `account ${from}`, [from]);
}

/** A type that we do not know, or none at all: whatever there is, marked as unknown. */
function otherType(identity: UserIdentity): Principal {
  const { type, userName, arn, issuer, principalId, onBehalfOf } = identity;
  if (onBehalfOf !== undefined) return identityCenterUser(identity);
  const name = userName ?? nameInArn(arn) ?? issuer?.userName ?? principalId;
  const note =
    type === '' ? 'the record does not say what kind of identity this is' : `identity type ${type}`;
  return name === undefined ? unknownPrincipal(note) : { ...unknownPrincipal(note), name };
}
