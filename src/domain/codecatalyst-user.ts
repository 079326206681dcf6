import { certain, lower, onlyLikely, unknownPrincipal } from './make-principal.ts';
import type { Principal } from './principal.ts';
import type { UserIdentity } from './user-identity.ts';
import { SPACE_WORD } from './user-names.ts';

/** Somebody of a space, in its own log: certain by their id, while their name is CodeCatalyst's word. */
export function codeCatalystUser({ principalId, userName }: UserIdentity): Principal {
  if (principalId === undefined && userName === undefined)
    return unknownPrincipal('the entry leaves the user out');
  const known = certain('identityCenterUser', userName ?? `CodeCatalyst user ${principalId}`, [principalId]);
  if (userName === undefined) return { ...known, note: 'certain as an id; the entry holds no name' };
  const id = principalId === undefined ? 'a user whose id is left out' : `user ${principalId}`;
  return {
    ...onlyLikely(known),
    saidBy: SPACE_WORD,
    note: `the name is CodeCatalyst’s word for ${id}`,
    claimed: lower([userName]),
  };
}
