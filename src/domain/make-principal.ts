import type { Principal, PrincipalKind } from './principal.ts';

/** A principal that AWS itself names; `identifiers` are all names it vouches for. */
export function certain(
  kind: PrincipalKind,
  name: string,
  identifiers: readonly (string | undefined)[],
): Principal {
  return {
    name,
    kind,
    confidence: 'certain',
    chain: [],
    note: '',
    role: null,
    accessKeyId: null,
    accountId: null,
    identifiers: lower(identifiers),
    behind: lower(identifiers),
    claimed: [],
  };
}

/** The same, or somebody unknown where the record leaves the name out. */
export function nameOrUnknown(
  kind: PrincipalKind,
  name: string | undefined,
  identifiers: readonly (string | undefined)[],
): Principal {
  return name === undefined
    ? unknownPrincipal('the record leaves the name out')
    : certain(kind, name, identifiers);
}

/** Somebody whom the record does not name; `note` says why. */
export function unknownPrincipal(note: string): Principal {
  return { ...certain('unknown', 'someone unknown', []), confidence: 'unknown', note };
}

/** Names as they are compared: lower case, each once. */
export function lower(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.filter(name => name !== undefined).map(name => name.toLowerCase()))];
}

/** An AWS service, by itself or on somebody's behalf. */
export function servicePrincipal(service: string, behalf: Principal | undefined): Principal {
  // Through its own service-linked role a service acts for nobody else.
  const chain =
    behalf === undefined || behalf.name === service
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
    accountId: behalf?.accountId ?? null,
    identifiers: lower([service, ...(behalf?.identifiers ?? [])]),
    // Whoever stands behind the service may not sign off what the service did for them.
    behind: behalf?.behind ?? [],
    claimed: behalf?.claimed ?? [],
  };
}

/** A principal whose name is somebody's choice: never certain. */
export function onlyLikely(principal: Principal): Principal {
  return principal.confidence === 'certain' ? { ...principal, confidence: 'likely' } : principal;
}
