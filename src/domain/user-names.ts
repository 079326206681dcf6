import { lower, onlyLikely } from './make-principal.ts';
import type { ChainLink, Principal } from './principal.ts';

/** Beginning of what somebody is called of whom only the id is known. */
export const BY_ID = 'Identity Center user ';
/** Whose word the names of a space are. */
export const SPACE_WORD = 'CodeCatalyst';

/**
 * A principal under the name that a space has for its id, where AWS gives none: the id stays certain, the name is CodeCatalyst's word, and whoever is called so in Slack may be
 * behind it.
 */
export function withUserNames(principal: Principal, userNames: ReadonlyMap<string, string>): Principal {
  if (userNames.size === 0) return principal;
  const chain = principal.chain.map(link => withName(link, userNames));
  const name = nameFor(principal, userNames);
  const found = [name, ...principal.chain.map(link => nameFor(link, userNames))].filter(
    one => one !== undefined,
  );
  if (found.length === 0) return principal;
  const claimed = lower([...principal.claimed, ...found]);
  if (name === undefined) return { ...principal, chain, claimed };
  return {
    ...onlyLikely(principal),
    name,
    saidBy: SPACE_WORD,
    note: `the name is CodeCatalyst’s word for ${principal.name}`,
    chain,
    claimed,
  };
}

/** Whether only somebody's name is a space's word, while AWS vouches for their id. */
export function isKnownById({ saidBy, behind, confidence }: Principal): boolean {
  return saidBy === SPACE_WORD && behind.length > 0 && confidence === 'likely';
}

/** Whether somebody may be called so of whom records have the id alone: whole, or the name in an e-mail address. */
export function isNameOfId(name: string, userNames: ReadonlyMap<string, string>): boolean {
  const wanted = name.toLowerCase();
  return [...userNames.values()].some(known => known.toLowerCase().includes(wanted));
}

/** The name for somebody who is called by their id; others can call themselves so, but are of another kind. */
function nameFor(
  { kind, name }: Pick<ChainLink, 'kind' | 'name'>,
  userNames: ReadonlyMap<string, string>,
): string | undefined {
  if (kind !== 'identityCenterUser' || !name.startsWith(BY_ID)) return undefined;
  return userNames.get(name.slice(BY_ID.length).toLowerCase());
}

function withName(link: ChainLink, userNames: ReadonlyMap<string, string>): ChainLink {
  const name = nameFor(link, userNames);
  return name === undefined ? link : { ...link, name, saidBy: SPACE_WORD };
}
