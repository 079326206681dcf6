import { eachText } from './json.ts';
import { type Phrase, past, phraseOf } from './phrase.ts';
import type { CloudTrailRecord } from './record.ts';
import { remembering } from './remember.ts';
import { isWorkflowRole, type WorkflowRole } from './workflow-role.ts';

/** Parts of a CodeCatalyst set-up that an event can touch; `other` is everything that is not CodeCatalyst's. */
export const CATEGORIES = [
  'connection',
  'role',
  'billing',
  'identity center',
  'space',
  'dev environment',
  'workflow',
  'tagging',
  'trail',
  'other',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Degrees to which an event deserves to interrupt somebody. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What the catalogue knows of an event. */
export interface CatalogueEntry extends Phrase {
  // In `did` and `to` a `%` marks where the resource is named, if not at the end.
  readonly eventName: string;
  readonly eventSource: string;
  readonly category: Category;
  /** Whether the call changes something; List…, Get… and Describe… do not. */
  readonly changes: boolean;
  readonly severity: Severity;
  /** Request or response fields that name the resource, best first; matched without regard to case. */
  readonly resourceFields: readonly string[];
}

/** The `eventSource` of CodeCatalyst's own events. */
export const CODECATALYST = 'codecatalyst.amazonaws.com';

type Row = readonly [names: string, verb: string, object: string, severity?: Severity, fields?: string];

const CONNECTION = 'connectionId connectionArn connectionName id arn name';
const ROLE = 'roleArn iamRoleArn roleName';
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
const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'connection@codecatalyst': [
    ['AcceptConnection', 'accept', 'connection', 'high', CONNECTION],
    ['RejectConnection', 'reject', 'connection', 'medium', CONNECTION],
    ['DeleteConnection', 'delete', 'connection', 'high', CONNECTION],
    ['GetConnection', 'view', 'connection', 'low', CONNECTION],
    ['GetPendingConnection', 'view', 'pending connection', 'low', CONNECTION],
    ['ListConnections', 'list', 'connections'],
  ],
  'role@codecatalyst': [
    ['AssociateIamRoleToConnection', 'associate', 'IAM role % with connection', 'high', ROLE],
    ['DisassociateIamRoleFromConnection', 'disassociate', 'IAM role % from connection', 'high', ROLE],
    ['ListIamRolesForConnection', 'list', 'IAM roles of connection', 'low', CONNECTION],
    ['CreateSpaceAdminRoleAssignment', 'assign', 'space administrator role of space', 'high', SPACE],
  ],
  'billing@codecatalyst': [
    ['PutBillingAuthorization', 'change', 'billing authorization', 'high', CONNECTION],
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
      'Identity Center application % with space',
      'high',
      APPLICATION,
    ],
    [
      'DisassociateIdentityCenterApplicationFromSpace',
      'disassociate',
      'Identity Center application % from space',
      'high',
      APPLICATION,
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
const TRUST_ROWS: Readonly<Record<string, readonly Row[]>> = {
  'role@iam': [
    ['UpdateAssumeRolePolicy', 'change', 'trust policy of role', 'critical', ROLE],
    ['CreateRole', 'create', 'role', 'high', ROLE],
    ['DeleteRole', 'delete', 'role', 'high', ROLE],
    ['UpdateRole', 'update', 'role', 'medium', ROLE],
    ['AttachRolePolicy', 'attach', 'policy to role', 'high', ROLE],
    ['DetachRolePolicy', 'detach', 'policy from role', 'high', ROLE],
    ['PutRolePolicy', 'change', 'policy of role', 'high', ROLE],
    ['DeleteRolePolicy', 'delete', 'policy of role', 'high', ROLE],
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

const CONSOLE_LOGIN: Phrase = { did: 'signed in to the console', to: 'sign in to the console' };

const ENTRIES = index(ROWS);
const TRUST_ENTRIES = index(TRUST_ROWS);

/** The entries of CodeCatalyst and of the trail, for documentation, help and questions. */
export const CATALOGUE: readonly CatalogueEntry[] = [...ENTRIES.values()];

/**
 * What the catalogue says of a record; any event of another service reads well from its name and falls under `other`.
 * Names are compared without regard to case, and `Dissassociate` (as the user guide writes it) is `Disassociate`.
 */
export function catalogueEntry(
  record: CloudTrailRecord,
  workflowRoles: readonly WorkflowRole[] = [],
): CatalogueEntry {
  const known = lookUp(ENTRIES, record);
  if (known) return known;
  const trust = lookUp(TRUST_ENTRIES, record);
  if (trust && concernsUs(trust, record, workflowRoles)) return trust;
  return {
    ...otherPhrase(record.eventName ?? ''),
    eventName: record.eventName ?? '',
    eventSource: record.eventSource ?? '',
    category: 'other',
    changes: !record.readOnly,
    severity: 'low',
    resourceFields: [],
  };
}

const otherPhrase = remembering(eventName =>
  eventName === 'ConsoleLogin' ? CONSOLE_LOGIN : phraseOf(eventName === '' ? null : eventName),
);

/** The spelling under which two event names are the same. */
export function sameSpelling(eventName: string): string {
  return eventName.toLowerCase().replace('dissassociate', 'disassociate');
}

function lookUp(
  entries: ReadonlyMap<string, CatalogueEntry>,
  record: CloudTrailRecord,
): CatalogueEntry | undefined {
  if (record.eventName === null) return undefined;
  // One documented sample writes `account-ID` where the source belongs; a name of CodeCatalyst's own still tells.
  const source = record.eventSource?.includes('.') ? record.eventSource : CODECATALYST;
  return entries.get(`${source}/${spelling(record.eventName)}`);
}

const spelling = remembering(sameSpelling);

function concernsUs(
  entry: CatalogueEntry,
  record: CloudTrailRecord,
  workflowRoles: readonly WorkflowRole[],
): boolean {
  let concerns = false;
  eachText(record.fields['requestParameters'], (text, field) => {
    if (/codecatalyst/i.test(text) || (entry.category === 'trail' && /cctrail/i.test(text))) concerns = true;
    if (/^role(name|arn)$/i.test(field) && isWorkflowRole(text, workflowRoles)) concerns = true;
  });
  return concerns;
}

function index(table: Readonly<Record<string, readonly Row[]>>): Map<string, CatalogueEntry> {
  const entries = new Map<string, CatalogueEntry>();
  for (const [heading, rows] of Object.entries(table)) {
    const [category, service] = heading.split('@') as [Category, string];
    for (const [eventName, verb, object, severity = 'low', fields = ''] of rows) {
      const eventSource = `${service}.amazonaws.com`;
      entries.set(`${eventSource}/${sameSpelling(eventName)}`, {
        eventName,
        eventSource,
        category,
        changes: !/^(Get|List)/.test(eventName),
        severity,
        resourceFields: fields.split(' ').filter(Boolean),
        did: `${past(verb)} ${object}`,
        to: `${verb} ${object}`,
      });
    }
  }
  return entries;
}
