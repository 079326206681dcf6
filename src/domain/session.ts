import { nameInArn } from './arn.ts';
import { asObject, asText } from './json.ts';
import type { ChainLink, Principal } from './principal.ts';
import { principalOf } from './principal-of.ts';
import type { Question } from './question/question.ts';
import type { CloudTrailRecord } from './record.ts';
import { sessionPath } from './user-identity.ts';

/** Temporary credentials that a record was made with, and what helps to find the STS record that issued them. */
export interface Session {
  readonly accessKeyId: string;
  /** When they were issued, in milliseconds; null where the record does not say. */
  readonly createdAt: number | null;
}

/** The STS calls that issue credentials (AWS STS API Reference, "Actions"). */
const ISSUING = /^(AssumeRole(WithSAML|WithWebIdentity)?|AssumeRoot|GetSessionToken|GetFederationToken)$/;

/** Question for every STS call that issues credentials; AWS counts them among the reads. */
export const ISSUING_CALLS: Question = {
  asks: 'list',
  verbs: [],
  objects: [],
  filters: [
    { key: 'source', values: ['sts.amazonaws.com'], negated: false },
    { key: 'event', values: ['Assume*', 'Get*Token'], negated: false },
  ],
  time: null,
  pick: 'all',
  limit: null,
};

/** The session that a record was made in, or undefined where there is none. Temporary access key ids begin with ASIA. */
export function sessionOf({ identity }: CloudTrailRecord): Session | undefined {
  const { accessKeyId, createdAt = null } = identity ?? {};
  return accessKeyId !== undefined && /^ASIA/i.test(accessKeyId) ? { accessKeyId, createdAt } : undefined;
}

/** The access key id that an STS record shows being issued, upper case; undefined for every other record. */
export function issuedKeyId(record: CloudTrailRecord): string | undefined {
  if (!ISSUING.test(record.eventName ?? '') || record.eventSource !== 'sts.amazonaws.com') return undefined;
  const credentials = asObject(asObject(record.fields['responseElements'])?.['credentials']);
  return asText(credentials?.['accessKeyId'])?.toUpperCase();
}

/** The role that an STS record shows being assumed: its ARN and its name. */
export function assumedRoleOf(record: CloudTrailRecord): readonly string[] {
  const arn = asText(asObject(record.fields['requestParameters'])?.['roleArn']);
  const name = nameInArn(arn);
  return arn === undefined ? [] : [arn, ...(name === undefined ? [] : [name])];
}

/** What ties the copies of one call in several accounts together (CloudTrail User Guide, "sharedEventID"). */
export function sharedIdOf(record: CloudTrailRecord): string | undefined {
  return asText(record.fields['sharedEventID']);
}

/** Whether a principal is a session of a role, so that it takes an STS record to know who obtained it. */
export function isOpen(principal: Principal): boolean {
  return principal.kind === 'role' || principal.kind === 'workflow';
}

/**
 * The principal of a record with what STS records proved: `issuers` issued its session, the session of whoever obtained that, and so on up.
 * Certain once the last of them names somebody certain. A session of a workflow's role that a person obtained is no workflow.
 */
export function withIssuers(
  record: CloudTrailRecord,
  principal: Principal,
  issuers: readonly CloudTrailRecord[],
): Principal {
  const principals = issuers.map(issuer => principalOf(issuer));
  const [issuer, top] = [principals[0], principals.at(-1)];
  if (!issuer || !top) return principal;
  const proven = principals.map(({ name, kind }, index): ChainLink => {
    const eventID = issuers[index]?.eventID;
    return { name, kind, ...(eventID != null && { eventID }) };
  });
  const names = [principal, ...principals].flatMap(one => [...one.identifiers, ...one.claimed]);
  // An account or a federation is certain as such; who in it acted is not.
  const lifted = top.confidence === 'certain' && LIFTING.has(top.kind);
  return {
    ...principal,
    ...shown(record, principal, issuer),
    chain: [...principal.chain, ...proven],
    confidence: lifted ? 'certain' : principal.confidence,
    // What the session was called is the choosing of whoever is proven to have obtained it: of its own names only the role stays vouched for.
    identifiers: lifted
      ? [...new Set([...top.identifiers, ...principal.identifiers.filter(isOfRole(principal))])]
      : principal.identifiers,
    claimed: [...new Set(names)],
  };
}

/** Whether an identifier is the role's ARN or name, not the session's. */
function isOfRole({ role }: Principal): (identifier: string) => boolean {
  return identifier => identifier.includes(':role/') || identifier === role?.toLowerCase();
}

/** Kinds that name who acted, so that knowing them makes the session's principal certain. */
const LIFTING: ReadonlySet<Principal['kind']> = new Set<Principal['kind']>([
  'user',
  'root',
  'identityCenterUser',
  'service',
]);

/** How a principal is called, once it is proven who obtained its session. */
function shown(
  record: CloudTrailRecord,
  principal: Principal,
  issuer: Principal,
): Pick<Principal, 'name' | 'kind' | 'note'> {
  const session = record.identity && sessionPath(record.identity);
  const role = principal.role ?? session ?? principal.name;
  if (issuer.kind === 'service' && /^codecatalyst[\w-]*\.amazonaws\.com$/i.test(issuer.name)) {
    const name = principal.kind === 'workflow' ? principal.name : `CodeCatalyst workflow (${role})`;
    return { name, kind: 'workflow', note: 'STS shows that CodeCatalyst assumed the role' };
  }
  return {
    name: session ?? role,
    kind: 'role',
    note: `STS shows that ${issuer.name} obtained the session`,
  };
}

/** Kinds that are a person, or one account's owner. */
const PERSONS: ReadonlySet<Principal['kind']> = new Set<Principal['kind']>([
  'user',
  'root',
  'identityCenterUser',
]);

/** How a principal is named: `alice, as Deploy/session` where STS records lead up to a person, `SERVICE, for bob`, else its own name. */
export function nameOf(principal: Principal): string {
  const { name, actingAs } = principal;
  const person = personBehind(principal);
  if (person !== undefined) return `${person}, as ${name}`;
  const served = servedBy(principal);
  if (served !== undefined) return `${name}, for ${served.name}`;
  return actingAs === undefined ? name : `${name}, as ${actingAs}`;
}

/** The person for whom a service acted; undefined where it was no person, or nobody. */
export function personServed(principal: Principal): string | undefined {
  const served = servedBy(principal);
  return served && PERSONS.has(served.kind) ? served.name : undefined;
}

/** Whom a service acted for, as the record itself says; undefined where it acted by itself. */
function servedBy({ kind, chain }: Principal): ChainLink | undefined {
  return kind === 'service' ? chain[0] : undefined;
}

/** Who is behind a principal, where STS records proved it up to a person: what answers name first. */
export function personBehind({ chain }: Principal): string | undefined {
  const top = chain.at(-1);
  if (top?.eventID === undefined) return undefined;
  return PERSONS.has(top.kind) ? top.name : undefined;
}
