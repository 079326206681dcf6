import { type ChainLink, isPerson, type Principal, type PrincipalKind } from './principal.ts';

/** Kinds whose names mean something within their account only: two users `bob` of two accounts are two people. */
const OF_ONE_ACCOUNT: ReadonlySet<PrincipalKind> = new Set<PrincipalKind>(['user', 'role', 'workflow']);

/**
 * How a principal is named, the same wherever it is: `alice, as Deploy/session` where STS records lead up to somebody, `SERVICE, for bob`,
 * else its own name.
 */
export function nameOf(principal: Principal): string {
  const { name, kind, actingAs, chain } = principal;
  const top = provenTop(principal);
  if (kind === 'service') return chain.length === 0 ? name : `${name}, for ${servedName(chain, top)}`;
  if (kind !== 'workflow' && top !== undefined) return `${linkName(top)}, as ${actingAs ?? name}`;
  return actingAs === undefined ? name : `${name}, as ${actingAs}`;
}

/** Whose deed something is counted as. */
export interface Doer {
  readonly name: string;
  /** The account that the name is of; null where it is the same everywhere. */
  readonly accountId: string | null;
}

/** Whose deed it is counted as: the person behind a session or a service, else the principal itself. */
export function doerOf(principal: Principal): Doer {
  const { name, kind, chain, actingAs, accountId } = principal;
  const top = provenTop(principal) ?? (kind === 'service' ? chain[0] : undefined);
  const isSomebody = top !== undefined && (isPerson(top) || top.kind === 'federated');
  const doer = isSomebody ? top : { kind, name: kind === 'role' ? (actingAs ?? name) : name };
  return { name: doer.name, accountId: OF_ONE_ACCOUNT.has(doer.kind) ? accountId : null };
}

/** The last step that STS records show, if they show any. */
function provenTop({ chain }: Principal): ChainLink | undefined {
  const top = chain.at(-1);
  return top?.eventID === undefined ? undefined : top;
}

/** For whom a service acted: a person, or a session as far as it is known whose. */
function servedName([served, ...others]: readonly ChainLink[], top: ChainLink | undefined): string {
  if (served === undefined) return '';
  if (top !== undefined && others.length > 0) return `${linkName(top)}, as ${served.name}`;
  const open = served.kind === 'role' || served.kind === 'workflow';
  return open ? `${served.name} (not proven yet)` : linkName(served);
}

function linkName({ name, saidBy }: ChainLink): string {
  return saidBy === undefined ? name : `${name} (as ${saidBy} says)`;
}
