/** The account and Region that the playground plays in. */
export const ACCOUNT = { id: '111122223333', name: 'storefront', region: 'us-west-2' } as const;

export type Identity = Record<string, unknown>;

/** People and machines that act in the playground, as CloudTrail's userIdentity shows them. All of it is synthetic. */
export const ACTORS = {
  /** Came through IAM Identity Center: the session name is vouched for. */
  alice: assumedRole(
    'AWSReservedSSO_PlatformAdmin_0123456789abcdef',
    'alice@example.com',
    'aws-reserved/sso.amazonaws.com/',
  ),
  /** An IAM user. */
  bob: {
    type: 'IAMUser',
    principalId: 'AIDAPLAYGROUNDBOB',
    arn: `arn:aws:iam::${ACCOUNT.id}:user/bob`,
    accountId: ACCOUNT.id,
    userName: 'bob',
    accessKeyId: 'AKIAPLAYGROUNDEXAMPLE',
  },
  /** A session name that anybody could have chosen. */
  someone: assumedRole('Deploy', 'dora@example.com'),
  workflow: assumedRole('CodeCatalystWorkflowDevelopmentRole-storefront', 'codecatalyst-run-4711'),
  /** Two people whom one name fits. */
  robin: {
    type: 'IAMUser',
    principalId: 'AIDAPLAYGROUNDROBIN',
    arn: `arn:aws:iam::${ACCOUNT.id}:user/robin`,
    accountId: ACCOUNT.id,
    userName: 'robin',
    accessKeyId: 'AKIAPLAYGROUNDROBIN1',
  },
  otherRobin: assumedRole(
    'AWSReservedSSO_PlatformAdmin_0123456789abcdef',
    'robin@example.com',
    'aws-reserved/sso.amazonaws.com/',
  ),
  codeCatalyst: { type: 'AWSService', invokedBy: 'codecatalyst-runner.amazonaws.com' },
  root: {
    type: 'Root',
    principalId: ACCOUNT.id,
    arn: `arn:aws:iam::${ACCOUNT.id}:root`,
    accountId: ACCOUNT.id,
  },
} as const satisfies Record<string, Identity>;

export function assumedRole(role: string, session: string, path = ''): Identity {
  return {
    type: 'AssumedRole',
    principalId: `AROAPLAYGROUND:${session}`,
    arn: `arn:aws:sts::${ACCOUNT.id}:assumed-role/${role}/${session}`,
    accountId: ACCOUNT.id,
    // Every session has a key of its own: what shares one is one principal's.
    accessKeyId: `ASIA${`${role}${session}`
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, '')
      .slice(-16)
      .padStart(16, 'X')}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAPLAYGROUND',
        arn: `arn:aws:iam::${ACCOUNT.id}:role/${path}${role}`,
        accountId: ACCOUNT.id,
        userName: role,
      },
      attributes: { creationDate: '2026-01-01T00:00:00Z', mfaAuthenticated: 'true' },
    },
  };
}
