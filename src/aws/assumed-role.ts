/** A role that is assumed, perhaps with the external id that its trust policy asks for. */
export interface AssumedRole {
  readonly roleArn: string;
  readonly externalId?: string | undefined;
}

/**
 * Credentials of a role in another account. `client` is how STS is reached. The provider is loaded only where a role is configured.
 */
export async function assumedRole(
  { roleArn, externalId }: AssumedRole,
  client: { readonly region?: string | undefined; readonly requestHandler: object },
) {
  const { fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  const { region, requestHandler } = client;
  return fromTemporaryCredentials({
    params: {
      RoleArn: roleArn,
      RoleSessionName: 'cctrail',
      ...(externalId !== undefined && { ExternalId: externalId }),
    },
    clientConfig: { ...(region !== undefined && { region }), requestHandler },
  });
}
