import { nameInArn, readArn } from './arn.ts';
import { asBoolean, asName, asObject, asText } from './json.ts';

/** Stand-in for a user name that may be a password (CloudTrail User Guide, "AWS Management Console sign-in events"). */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** The account that hosts the pool of AWS Builder IDs, shown with users of CodeCatalyst: it is nobody's who acts. */
const BUILDER_ID_ACCOUNT = '432677196278';

/** Who issued a session: a role, or a user for federated ones. */
interface SessionIssuer {
  readonly type: string | undefined;
  readonly arn: string | undefined;
  readonly userName: string | undefined;
}

/** The `userIdentity` of a record, read once (CloudTrail User Guide, "CloudTrail userIdentity element"). What is absent is undefined. */
export interface UserIdentity {
  /** Empty where the record does not say. */
  readonly type: string;
  readonly arn: string | undefined;
  readonly userName: string | undefined;
  readonly accountId: string | undefined;
  readonly principalId: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly invokedBy: string | undefined;
  readonly identityProvider: string | undefined;
  /** The id of an IAM Identity Center user for whom it was done. */
  readonly onBehalfOf: string | undefined;
  readonly issuer: SessionIssuer | undefined;
  readonly sourceIdentity: string | undefined;
  /** Whether a root session was obtained with AssumeRoot. */
  readonly assumedRoot: boolean;
  /** The provider of a web identity. */
  readonly federatedProvider: string | undefined;
  /** When the session was issued, in milliseconds. */
  readonly createdAt: number | undefined;
  /** Whether AWS hides the user name because it may be a password. */
  readonly isNameHidden: boolean;
}

/** Reads a record's `userIdentity`; undefined where it is no object. Never throws. */
export function readUserIdentity(value: unknown): UserIdentity | undefined {
  const identity = asObject(value);
  if (!identity) return undefined;
  const context = asObject(identity['sessionContext']);
  const issuer = asObject(context?.['sessionIssuer']);
  const createdAt = Date.parse(asText(asObject(context?.['attributes'])?.['creationDate']) ?? '');
  const userName = asText(identity['userName']);
  const accountId = asText(identity['accountId']);
  return {
    type: asText(identity['type']) ?? '',
    arn: asText(identity['arn']),
    userName,
    accountId: accountId === BUILDER_ID_ACCOUNT ? undefined : accountId,
    principalId: asText(identity['principalId']),
    accessKeyId: asText(identity['accessKeyId']),
    invokedBy: asText(identity['invokedBy']),
    identityProvider: asText(identity['identityProvider']),
    onBehalfOf: asText(asObject(identity['onBehalfOf'])?.['userId']),
    issuer: issuer && {
      type: asText(issuer['type']),
      arn: asText(issuer['arn']),
      userName: asText(issuer['userName']),
    },
    sourceIdentity: asText(context?.['sourceIdentity']),
    assumedRoot: asBoolean(context?.['assumedRoot']) === true,
    federatedProvider: asText(asObject(context?.['webIdFederationData'])?.['federatedProvider']),
    createdAt: Number.isNaN(createdAt) ? undefined : createdAt,
    isNameHidden: userName === HIDDEN,
  };
}

/** `ROLE/SESSION` or `USER`: what follows the kind of resource in the ARN of an identity. */
export function sessionPath({ arn }: UserIdentity): string | undefined {
  return readArn(arn)?.resource.split('/').slice(1).join('/');
}

/** The role of an assumed role by name, as its issuer and its ARN tell. */
export function roleNameOf({ arn, issuer }: UserIdentity): string | undefined {
  const inArn = asName(readArn(arn)?.resource.split('/')[1]);
  return nameInArn(issuer?.arn) ?? inArn ?? issuer?.userName;
}

/** The session of an assumed role by name: the last part of its ARN, or what follows the colon of its principal id. */
export function sessionNameOf({ arn, principalId }: UserIdentity): string | undefined {
  return asName(readArn(arn)?.resource.split('/')[2]) ?? asName(principalId?.split(':').slice(1).join(':'));
}
