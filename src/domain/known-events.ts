import { type Phrase, past } from './phrase.ts';

/** How an event of another service reads, and which fields name what it is about. */
export interface KnownEvent extends Phrase {
  /** Fields of the resource and of the second party, best first. */
  readonly resourceFields: readonly string[];
  readonly secondFields: readonly string[];
}

type Row = readonly [names: string, verb: string, object: string, resource?: string, second?: string];

const USER = 'userName';
const GROUP = 'groupName';
const ROLE = 'roleName';
const POLICY = 'policyArn policyName';
const KEY = 'accessKeyId';
const DEVICE = 'serialNumber virtualMFADeviceName';

/**
 * Events whose name alone does not say what they are about, or about whom: `%` is the resource, `%2` the second party, and what stands in
 * brackets is left out where there is none (Service Authorization Reference, the actions of each service).
 */
const ROWS: readonly Row[] = [
  ['AttachUserPolicy', 'attach', 'policy % to user %2', POLICY, USER],
  ['AttachGroupPolicy', 'attach', 'policy % to group %2', POLICY, GROUP],
  ['AttachRolePolicy', 'attach', 'policy % to role %2', POLICY, ROLE],
  ['DetachUserPolicy', 'detach', 'policy % from user %2', POLICY, USER],
  ['DetachGroupPolicy', 'detach', 'policy % from group %2', POLICY, GROUP],
  ['DetachRolePolicy', 'detach', 'policy % from role %2', POLICY, ROLE],
  ['PutUserPolicy', 'set', 'policy % of user %2', POLICY, USER],
  ['PutGroupPolicy', 'set', 'policy % of group %2', POLICY, GROUP],
  ['PutRolePolicy', 'set', 'policy % of role %2', POLICY, ROLE],
  ['DeleteUserPolicy', 'delete', 'policy % of user %2', POLICY, USER],
  ['DeleteGroupPolicy', 'delete', 'policy % of group %2', POLICY, GROUP],
  ['DeleteRolePolicy', 'delete', 'policy % of role %2', POLICY, ROLE],
  ['PutUserPermissionsBoundary', 'set', 'permissions boundary of user %', USER],
  ['DeleteUserPermissionsBoundary', 'delete', 'permissions boundary of user %', USER],
  ['AddUserToGroup', 'add', 'user % to group %2', USER, GROUP],
  ['RemoveUserFromGroup', 'remove', 'user % from group %2', USER, GROUP],
  ['AddRoleToInstanceProfile', 'add', 'role % to instance profile %2', ROLE, 'instanceProfileName'],
  ['RemoveRoleFromInstanceProfile', 'remove', 'role % from instance profile %2', ROLE, 'instanceProfileName'],
  ['CreateAccessKey', 'create', 'access key %[ for user %2]', KEY, USER],
  ['DeleteAccessKey', 'delete', 'access key %[ of user %2]', KEY, USER],
  ['UpdateAccessKey', 'update', 'access key %[ of user %2]', KEY, USER],
  ['CreateLoginProfile', 'create', 'console password of user %', USER],
  ['UpdateLoginProfile', 'change', 'console password of user %', USER],
  ['DeleteLoginProfile', 'delete', 'console password of user %', USER],
  ['GetLoginProfile', 'view', 'console password settings of user %', USER],
  ['EnableMFADevice', 'enable', 'MFA device of user %', USER],
  ['DeactivateMFADevice', 'deactivate', 'MFA device of user %', USER],
  ['ResyncMFADevice', 'resynchronize', 'MFA device of user %', USER],
  ['DeleteVirtualMFADevice', 'delete', 'virtual MFA device', DEVICE],
  ['CreatePolicyVersion', 'create', 'version[ %2] of policy %', 'policyArn', 'versionId'],
  ['DeletePolicyVersion', 'delete', 'version[ %2] of policy %', 'policyArn', 'versionId'],
  ['GetPolicyVersion', 'read', 'version[ %2] of policy %', 'policyArn', 'versionId'],
  ['SetDefaultPolicyVersion', 'set', 'version[ %2] as the default of policy %', 'policyArn', 'versionId'],
  ['UpdateAssumeRolePolicy', 'change', 'trust policy of role', ROLE],
  ['AssumeRole', 'assume', 'role', 'roleArn'],
  ['AssumeRoleWithWebIdentity', 'assume', 'role % with web identity', 'roleArn'],
  ['AssumeRoleWithSAML', 'assume', 'role % with SAML', 'roleArn'],
  ['AssumeRoot', 'assume', 'root of account', 'targetPrincipal'],
  ['GetFederationToken', 'obtain', 'a session as federated user', 'name'],
  ['GetSessionToken', 'obtain', 'a session'],
  ['SwitchRole', 'switch', 'role in the console to', 'SwitchTo roleArn'],
  ['AssociateWebACL', 'associate', 'web ACL[ %2] with', 'resourceArn', 'webACLArn webACLId'],
  ['DisassociateWebACL', 'disassociate', 'web ACL from', 'resourceArn'],
  ['UpdateInstanceAssociationStatus', 'update', 'association status of instance', 'instanceId'],
  [
    'DeleteTransitGatewayVpcAttachment',
    'delete',
    'transit gateway VPC attachment',
    'transitGatewayAttachmentId',
  ],
  ['PutKeyPolicy', 'set', 'policy of key', 'keyId'],
  ['LookupEvents', 'look up', 'events'],
  ['UserAuthentication', 'sign in', 'to Identity Center'],
  ['CredentialVerification', 'verify', 'a credential for Identity Center'],
  ['CredentialChallenge', 'receive', 'a credential challenge of Identity Center'],
  ['Authenticate', 'sign in', 'to Identity Center'],
  ['Federate', 'open', 'an account through Identity Center'],
  ['ExternalIdPDirectoryLogin', 'sign in', 'through an external identity provider'],
  ['PasswordUpdated', 'change', 'the password'],
  ['PasswordRecoveryRequested', 'request', 'the recovery of a password'],
  ['PasswordRecoveryCompleted', 'complete', 'the recovery of a password'],
  ['EmailUpdated', 'change', 'the e-mail address of the root user'],
];

/** Of events that are about nothing but what their words say. */
const NO_FIELDS: readonly string[] = [''];

const KNOWN: ReadonlyMap<string, KnownEvent> = new Map(
  ROWS.map(([name, verb, object, resource = '', second = '']) => [
    name.toLowerCase(),
    {
      did: `${past(verb)} ${object}`,
      to: `${verb} ${object}`,
      resourceFields: resource === '' ? NO_FIELDS : resource.toLowerCase().split(' '),
      secondFields: second.toLowerCase().split(' ').filter(Boolean),
    },
  ]),
);

/** Whether an event is somebody's signing in, by whichever name a service records it. */
export function signsIn(eventName: string): boolean {
  return knownEvent(eventName)?.to.startsWith('sign in') === true;
}

/** What is known of an event of another service beside its name; undefined: its name says it all. */
export function knownEvent(eventName: string): KnownEvent | undefined {
  return KNOWN.get(eventName.toLowerCase());
}
