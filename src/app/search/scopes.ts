import type { Plan } from '../../domain/plan.ts';
import { hasUsEast1 } from '../../domain/region.ts';
import {
  GLOBAL_REGION,
  isGlobal,
  isSignIn,
  mayFindOf,
  SIGN_IN_REGIONS,
} from '../../domain/where-recorded.ts';
import type { History, SearchScope } from '../ports.ts';

/** An account and Region, and the attributes that are looked up there. */
interface ScopeToSearch {
  readonly scope: SearchScope;
  readonly attributes: Plan['attributes'];
}

/**
 * Where the attributes of a plan are looked up: everywhere that the question concerns. Services that AWS records in one Region only are
 * looked up there too, or "no match" would be said of a Region that could not hold the event.
 */
export function scopesToSearch(histories: readonly History[], plan: Plan): ScopeToSearch[] {
  const all = histories.filter(({ sources }) => sources === undefined).flatMap(({ scopes }) => scopes);
  const scopes = new Map(all.map(scope => [`${scope.accountId}/${scope.region}`, scope]));
  // A Region that the question names is searched, configured or not.
  const accounts = new Set([...scopes.values()].map(scope => scope.accountId));
  for (const accountId of accounts)
    for (const region of plan.regions) scopes.set(`${accountId}/${region}`, { accountId, region });
  const wanted: ScopeToSearch[] = [
    ...[...scopes.values()]
      .filter(scope => concerns(plan, scope))
      .map(scope => ({ scope, attributes: plan.attributes })),
    ...histories.flatMap(history => placesOf(history, plan)),
  ];
  const global = plan.attributes.filter(isGlobal);
  if (global.length === 0 || (plan.regions.length > 0 && !plan.regions.includes(GLOBAL_REGION)))
    return wanted;
  const signIns = plan.attributes.filter(isSignIn);
  for (const { accountId, region } of scopes.values()) {
    if (!hasUsEast1(region)) continue;
    const add = (elsewhere: string, attributes: Plan['attributes']) => {
      const scope = { accountId, region: elsewhere };
      const isCovered = wanted.some(
        one => one.scope.accountId === accountId && one.scope.region === elsewhere,
      );
      if (!isCovered && attributes.length > 0 && concerns(plan, scope)) wanted.push({ scope, attributes });
    };
    add(GLOBAL_REGION, global);
    for (const elsewhere of SIGN_IN_REGIONS) add(elsewhere, signIns);
  }
  return wanted;
}

/** Where a history is searched that has events of some services only: not for what they have none of. */
function placesOf({ sources, scopes }: History, plan: Plan): ScopeToSearch[] {
  if (sources === undefined) return [];
  const attributes = plan.attributes.filter(attribute => mayFindOf(sources, attribute));
  if (attributes.length === 0) return [];
  return scopes.filter(scope => concerns(plan, scope)).map(scope => ({ scope, attributes }));
}

function concerns(plan: Plan, scope: SearchScope): boolean {
  return (
    (plan.accounts.length === 0 || scope.accountId === null || plan.accounts.includes(scope.accountId)) &&
    (plan.regions.length === 0 || plan.regions.includes(scope.region)) &&
    !plan.without.regions.includes(scope.region) &&
    !(scope.accountId !== null && plan.without.accounts.includes(scope.accountId))
  );
}
