import { nameInArn } from './arn.ts';
import { certain, lower, nameOrUnknown, onlyLikely } from './make-principal.ts';
import type { Principal } from './principal.ts';
import type { UserIdentity } from './user-identity.ts';

/** Somebody who gave themselves a name with GetFederationToken: it is the IAM user (or root) who asked for it that AWS vouches for. */
export function federatedUser(identity: UserIdentity): Principal {
  const { issuer, accountId } = identity;
  const chosen = identity.userName ?? nameInArn(identity.arn);
  const asked =
    issuer?.type === 'Root'
      ? certain('root', `root of ${accountId ?? 'an unnamed account'}`, [issuer.arn, accountId])
      : issuer?.type === 'IAMUser'
        ? nameOrUnknown('user', issuer.userName ?? nameInArn(issuer.arn), [issuer.arn, issuer.userName])
        : undefined;
  if (asked?.confidence !== 'certain') return onlyLikely(federated(identity));
  if (chosen === undefined) return asked;
  const note = 'the name of the federated user is of their own choosing';
  return { ...asked, actingAs: `federated user ${chosen}`, note };
}

/** Somebody whom an identity provider names: by its word, or its user's. */
export function federated(identity: UserIdentity): Principal {
  const { arn, userName, principalId, issuer, identityProvider, federatedProvider } = identity;
  const name = userName ?? nameInArn(arn) ?? principalId?.split(':').at(-1);
  const provider = identityProvider ?? federatedProvider;
  const behind = issuer?.userName ?? nameInArn(issuer?.arn);
  return {
    ...nameOrUnknown('federated', name, [arn, name === undefined ? undefined : principalId]),
    // A federated name is the provider's (or the caller's) word, so it never ties anyone by itself.
    claimed: lower([name]),
    note: provider === undefined ? 'as the federation says' : `as ${provider} says`,
    ...(provider !== undefined && { saidBy: provider }),
    chain: behind === undefined ? [] : [{ name: behind, kind: issuer?.type === 'Role' ? 'role' : 'user' }],
  };
}
