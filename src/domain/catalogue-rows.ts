import type { Severity } from './categories.ts';

/** A row of the catalogue: names, how it reads, how grave it is, which fields name the resource and the second party. */
export type Row = readonly [
  names: string,
  verb: string,
  object: string,
  severity?: Severity,
  fields?: string,
  second?: string,
];

const CONNECTION = 'connectionId connectionArn connectionName id arn name';
const ROLE = 'roleArn iamRoleArn roleName';
const CONNECTED = 'connectionId connectionArn connectionName id';
const OF_SPACE = 'spaceName spaceId';
const POLICY = 'policyArn policyName';
const APPLICATION = 'identityCenterApplicationArn applicationArn identityCenterApplicationId name id';
const SPACE = 'spaceName spaceId name';
const PROJECT = 'projectName name displayName';
const DEV_ENVIRONMENT = 'alias devEnvironmentId id';
const RESOURCE = 'resourceArn arn';
const TRAIL = 'name trailName trailArn eventDataStore';

/**
 * Every CodeCatalyst event and all that endangers the trail: names (CodeCatalyst User Guide, "Logging … in AWS CloudTrail"; Service
 * Authorization Reference, "Actions defined by Amazon CodeCatalyst"), how it reads, how grave it is, which fields name the resource.
 */
export const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'connection@codecatalyst': [
    ['AcceptConnection', 'accept', 'connection', 'high', CONNECTION],
    ['RejectConnection', 'reject', 'connection', 'medium', CONNECTION],
    ['DeleteConnection', 'delete', 'connection', 'high', CONNECTION],
    ['GetConnection', 'view', 'connection', 'low', CONNECTION],
    ['GetPendingConnection', 'view', 'pending connection', 'low', CONNECTION],
    ['ListConnections', 'list', 'connections'],
  ],
  'role@codecatalyst': [
    ['AssociateIamRoleToConnection', 'associate', 'IAM role % with connection[ %2]', 'high', ROLE, CONNECTED],
    [
      'DisassociateIamRoleFromConnection',
      'disassociate',
      'IAM role % from connection[ %2]',
      'high',
      ROLE,
      CONNECTED,
    ],
    ['ListIamRolesForConnection', 'list', 'IAM roles of connection', 'low', CONNECTION],
    ['CreateSpaceAdminRoleAssignment', 'assign', 'space administrator role of space', 'high', SPACE],
  ],
  'billing@codecatalyst': [
    [
      'PutBillingAuthorization',
      'change',
      'billing authorization[ of space %2] for connection',
      'high',
      CONNECTION,
      OF_SPACE,
    ],
    ['GetBillingAuthorization', 'view', 'billing authorization', 'low', CONNECTION],
    ['GetSubscription', 'view', 'subscription', 'low', SPACE],
  ],
  'identity center@codecatalyst': [
    ['CreateIdentityCenterApplication', 'create', 'Identity Center application', 'high', APPLICATION],
    ['DeleteIdentityCenterApplication', 'delete', 'Identity Center application', 'high', APPLICATION],
    ['UpdateIdentityCenterApplication', 'update', 'Identity Center application', 'medium', APPLICATION],
    [
      'SynchronizeIdentityCenterApplication',
      'synchronize',
      'Identity Center application',
      'low',
      APPLICATION,
    ],
    [
      'AssociateIdentityCenterApplicationToSpace',
      'associate',
      'Identity Center application % with space[ %2]',
      'high',
      APPLICATION,
      OF_SPACE,
    ],
    [
      'DisassociateIdentityCenterApplicationFromSpace',
      'disassociate',
      'Identity Center application % from space[ %2]',
      'high',
      APPLICATION,
      OF_SPACE,
    ],
    [
      'AssociateIdentityToIdentityCenterApplication',
      'add',
      'identity to Identity Center application',
      'medium',
      APPLICATION,
    ],
    [
      'DisassociateIdentityFromIdentityCenterApplication',
      'remove',
      'identity from Identity Center application',
      'medium',
      APPLICATION,
    ],
    [
      'BatchAssociateIdentitiesToIdentityCenterApplication',
      'add',
      'identities to Identity Center application',
      'medium',
      APPLICATION,
    ],
    [
      'BatchDisassociateIdentitiesFromIdentityCenterApplication',
      'remove',
      'identities from Identity Center application',
      'medium',
      APPLICATION,
    ],
    ['GetIdentityCenterApplication', 'view', 'Identity Center application', 'low', APPLICATION],
    ['ListIdentityCenterApplications', 'list', 'Identity Center applications'],
    ['ListIdentityCenterApplicationsForSpace', 'list', 'Identity Center applications of space', 'low', SPACE],
    [
      'ListSpacesForIdentityCenterApplication',
      'list',
      'spaces of Identity Center application',
      'low',
      APPLICATION,
    ],
  ],
  'space@codecatalyst': [
    ['CreateSpace', 'create', 'space', 'high', SPACE],
    ['UpdateSpace', 'update', 'space', 'medium', SPACE],
    ['DeleteSpace', 'delete', 'space', 'critical', SPACE],
    ['GetSpace', 'view', 'space', 'low', SPACE],
    ['ListSpaces', 'list', 'spaces'],
    ['CreateProject', 'create', 'project', 'medium', PROJECT],
    ['UpdateProject', 'update', 'project', 'low', PROJECT],
    ['DeleteProject', 'delete', 'project', 'high', PROJECT],
    ['GetProject', 'view', 'project', 'low', PROJECT],
    ['ListProjects', 'list', 'projects', 'low', SPACE],
    ['CreateSourceRepository', 'create', 'source repository', 'low', 'name'],
    ['DeleteSourceRepository', 'delete', 'source repository', 'high', 'name'],
    ['ListSourceRepositories', 'list', 'source repositories', 'low', PROJECT],
    ['CreateAccessToken', 'create', 'access token', 'medium', 'name'],
    ['DeleteAccessToken', 'delete', 'access token', 'low', 'id'],
    ['ListEventLogs', 'list', 'event logs', 'low', SPACE],
  ],
  'dev environment@codecatalyst': [
    ['CreateDevEnvironment', 'create', 'Dev Environment', 'low', DEV_ENVIRONMENT],
    ['UpdateDevEnvironment', 'update', 'Dev Environment', 'low', DEV_ENVIRONMENT],
    ['DeleteDevEnvironment', 'delete', 'Dev Environment', 'low', DEV_ENVIRONMENT],
    ['StartDevEnvironment', 'start', 'Dev Environment', 'low', DEV_ENVIRONMENT],
    ['StopDevEnvironment', 'stop', 'Dev Environment', 'low', DEV_ENVIRONMENT],
    ['StartDevEnvironmentSession', 'start', 'session of Dev Environment', 'low', DEV_ENVIRONMENT],
    ['StopDevEnvironmentSession', 'stop', 'session of Dev Environment', 'low', DEV_ENVIRONMENT],
    ['GetDevEnvironment', 'view', 'Dev Environment', 'low', DEV_ENVIRONMENT],
    ['ListDevEnvironments', 'list', 'Dev Environments', 'low', PROJECT],
    ['ListDevEnvironmentSessions', 'list', 'sessions of Dev Environment', 'low', DEV_ENVIRONMENT],
  ],
  'workflow@codecatalyst': [
    ['StartWorkflowRun', 'start', 'workflow run', 'low', 'workflowId id'],
    ['StopWorkflowRun', 'stop', 'workflow run', 'low', 'workflowId id'],
    ['GetWorkflow', 'view', 'workflow', 'low', 'id'],
    ['GetWorkflowRun', 'view', 'workflow run', 'low', 'id'],
    ['ListWorkflows', 'list', 'workflows', 'low', PROJECT],
    ['ListWorkflowRuns', 'list', 'workflow runs', 'low', PROJECT],
  ],
  'tagging@codecatalyst': [
    ['TagResource', 'tag', 'CodeCatalyst resource', 'low', RESOURCE],
    ['UntagResource', 'untag', 'CodeCatalyst resource', 'low', RESOURCE],
    ['ListTagsForResource', 'list', 'tags of CodeCatalyst resource', 'low', RESOURCE],
  ],
  'trail@cloudtrail': [
    ['StopLogging', 'stop', 'logging of trail', 'critical', TRAIL],
    ['StartLogging', 'start', 'logging of trail', 'medium', TRAIL],
    ['DeleteTrail', 'delete', 'trail', 'critical', TRAIL],
    ['UpdateTrail', 'update', 'trail', 'high', TRAIL],
    ['CreateTrail', 'create', 'trail', 'medium', TRAIL],
    ['PutEventSelectors', 'change', 'event selectors of trail', 'high', TRAIL],
    ['PutInsightSelectors', 'change', 'insight selectors of trail', 'medium', TRAIL],
    ['DeleteEventDataStore', 'delete', 'event data store', 'high', TRAIL],
    ['UpdateEventDataStore', 'update', 'event data store', 'high', TRAIL],
    ['StopEventDataStoreIngestion', 'stop', 'ingestion of event data store', 'critical', TRAIL],
    [
      'DeregisterOrganizationDelegatedAdmin',
      'remove',
      'delegated administrator of CloudTrail',
      'high',
      'delegatedAdminAccountId',
    ],
  ],
};

/** Calls that matter only when they touch a CodeCatalyst role (or, on EventBridge, what feeds this bot). */
export const TRUST_ROWS: Readonly<Record<string, readonly Row[]>> = {
  'role@iam': [
    ['UpdateAssumeRolePolicy', 'change', 'trust policy of role', 'critical', ROLE],
    ['CreateRole', 'create', 'role', 'high', ROLE],
    ['DeleteRole', 'delete', 'role', 'high', ROLE],
    ['UpdateRole', 'update', 'role', 'medium', ROLE],
    ['AttachRolePolicy', 'attach', 'policy[ %2] to role', 'high', ROLE, POLICY],
    ['DetachRolePolicy', 'detach', 'policy[ %2] from role', 'high', ROLE, POLICY],
    ['PutRolePolicy', 'change', 'policy[ %2] of role', 'high', ROLE, POLICY],
    ['DeleteRolePolicy', 'delete', 'policy[ %2] of role', 'high', ROLE, POLICY],
    ['PutRolePermissionsBoundary', 'change', 'permissions boundary of role', 'high', ROLE],
    ['DeleteRolePermissionsBoundary', 'delete', 'permissions boundary of role', 'high', ROLE],
  ],
  'trail@events': [
    ['DeleteRule', 'delete', 'EventBridge rule', 'critical', 'name'],
    ['DisableRule', 'disable', 'EventBridge rule', 'critical', 'name'],
    ['PutRule', 'change', 'EventBridge rule', 'high', 'name'],
    ['RemoveTargets', 'remove', 'targets of EventBridge rule', 'critical', 'rule'],
    ['PutTargets', 'change', 'targets of EventBridge rule', 'high', 'rule'],
    ['UpdateApiDestination', 'update', 'API destination', 'high', 'name'],
    ['DeleteApiDestination', 'delete', 'API destination', 'critical', 'name'],
    ['UpdateConnection', 'update', 'EventBridge connection', 'high', 'name'],
    ['DeauthorizeConnection', 'deauthorize', 'EventBridge connection', 'critical', 'name'],
    ['DeleteConnection', 'delete', 'EventBridge connection', 'critical', 'name'],
  ],
};
