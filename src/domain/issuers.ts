import type { ChainLink, Principal, PrincipalKind } from './principal.ts';
import { principalOf } from './principal-of.ts';
import type { CloudTrailRecord } from './record.ts';
import { sessionPath } from './user-identity.ts';

/** Reasons why a chain of sessions does not end with somebody whom their own record names. */
export const CHAIN_ENDS = ['absent', 'failed', 'contradiction'] as const;
/**
 * `absent`: the STS record is in no place that was searched, or there is none to search. `failed`: it could not be looked up, and may be found
 * later. `contradiction`: records that could each be proof name different callers.
 */
export type ChainEnd = (typeof CHAIN_ENDS)[number];

/** What was found out of who obtained a session: STS records from the session upwards, as far as they are found. */
export interface Chain {
  readonly issuers: readonly CloudTrailRecord[];
  /** Undefined: whoever obtained the last session needs no STS record. */
  readonly end: ChainEnd | undefined;
  /** Who is named in what proves nothing, or contradicts itself. */
  readonly named: readonly string[];
}

/** The principal of a record with all that was found out of its session, and what was not. */
export function withChain(record: CloudTrailRecord, principal: Principal, chain: Chain): Principal {
  const { issuers, end, named } = chain;
  const proven = withIssuers(record, principal, issuers);
  if (named.length === 0) return proven;
  const said =
    end === 'contradiction'
      ? `STS records contradict each other: ${named.join(' or ')} obtained the session`
      : `not proven: a record that came in says that ${named.join(' or ')} obtained the session`;
  return { ...proven, note: [proven.note, said].filter(Boolean).join('; ') };
}

/** Kinds that name who acted, so that knowing them makes the session's principal certain. */
const LIFTING: ReadonlySet<PrincipalKind> = new Set<PrincipalKind>([
  'user',
  'root',
  'identityCenterUser',
  'service',
]);

/** Services of CodeCatalyst that assume the roles of workflows. */
const WORKFLOW_SERVICE = /^codecatalyst[\w-]*\.amazonaws\.com$/i;

/** Whether it is a service of CodeCatalyst, which assumes the roles of workflows. */
export function isByWorkflowService({ kind, name }: Pick<Principal, 'kind' | 'name'>): boolean {
  return kind === 'service' && WORKFLOW_SERVICE.test(name);
}

/**
 * The principal of a record with what STS records proved: `issuers` issued its session, the session of whoever obtained that, and so on up.
 * Certain once the last of them names somebody certain; then no name that was chosen on the way means anything. A session of a workflow's
 * role that a person obtained is no workflow.
 */
export function withIssuers(
  record: CloudTrailRecord,
  principal: Principal,
  issuers: readonly CloudTrailRecord[],
): Principal {
  const principals = issuers.map(issuer => principalOf(issuer));
  const [issuer, top] = [principals[0], principals.at(-1)];
  if (!issuer || !top) return principal;
  const proven = principals.flatMap(({ name, kind, saidBy, chain }, index): ChainLink[] => {
    const eventID = issuers[index]?.eventID;
    const shownBy = eventID == null ? {} : { eventID };
    const obtained = { name, kind, ...shownBy, ...(saidBy !== undefined && { saidBy }) };
    // A service that obtained it for somebody did so for them.
    return [obtained, ...(kind === 'service' ? chain.map(link => ({ ...link, ...shownBy })) : [])];
  });
  // An account or a federation is certain as such; who in it acted is not. Nor is whom a service acted for in a session of a role.
  const last = proven.at(-1) ?? top;
  const lifted = top.confidence === 'certain' && LIFTING.has(last.kind);
  return {
    ...principal,
    ...shown(record, principal, issuer),
    chain: [...principal.chain, ...proven],
    confidence: lifted ? 'certain' : principal.kind === 'service' ? principal.confidence : 'likely',
    accountId: top.accountId,
    identifiers: [...new Set([...top.identifiers, ...principal.identifiers.filter(isOfRole(principal))])],
    behind: top.behind,
    claimed: top.claimed,
  };
}

/** Whether an identifier is the role's ARN or name, or the service's, and not of whoever used it. */
function isOfRole({ role, kind, name }: Principal): (identifier: string) => boolean {
  return identifier =>
    identifier.includes(':role/') ||
    identifier === role?.toLowerCase() ||
    (kind === 'service' && identifier === name.toLowerCase());
}

/** How a principal is called once it is known who obtained its session: by what AWS vouches for. */
function shown(
  { identity }: CloudTrailRecord,
  principal: Principal,
  issuer: Principal,
): Partial<Pick<Principal, 'name' | 'kind' | 'note' | 'actingAs'>> {
  const { role, name, kind } = principal;
  const note = `STS shows that ${issuer.name} obtained the session`;
  if (kind === 'service' || kind === 'root') return { note };
  if (isByWorkflowService(issuer) && issuer.chain.length === 0) {
    const workflow = kind === 'workflow' ? name : `CodeCatalyst workflow (${role ?? name})`;
    return { name: workflow, kind: 'workflow', note: 'STS shows that CodeCatalyst assumed the role' };
  }
  const session = identity && sessionPath(identity);
  return {
    name: role ?? name,
    kind: 'role',
    ...(session !== undefined && { actingAs: session }),
    note,
  };
}
