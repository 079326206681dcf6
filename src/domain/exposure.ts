import { asBoolean, asName, asObject, type Json, type JsonObject, parseJson } from './json.ts';
import type { CloudTrailRecord } from './record.ts';

/** Ways in which a call opens something: to everything (`admin`), to another account (`trust`, `share`), to anybody (`public`), to the whole internet (`world`). */
export const EXPOSURE_KINDS = ['admin', 'trust', 'share', 'public', 'world'] as const;
export type ExposureKind = (typeof EXPOSURE_KINDS)[number];

/** What a call opens, as its parameters tell. */
export interface Exposure {
  readonly kind: ExposureKind;
  /** For people, without a full stop: `AdministratorAccess allows everything`. */
  readonly says: string;
}

/** Managed policies of AWS that give everything, or the means to it (AWS Managed Policy Reference Guide). */
const ADMIN_POLICIES: ReadonlyMap<string, string> = new Map([
  ['AdministratorAccess', 'allows everything'],
  ['PowerUserAccess', 'allows all but IAM and Organizations'],
  ['IAMFullAccess', 'allows to give oneself anything'],
]);

/** What a call opens that went through: rights, trust, sharing, networks. What the record leaves out can't be told. */
export function exposuresOf(record: CloudTrailRecord): readonly Exposure[] {
  return record.outcome === 'success' ? exposuresAsked(record) : [];
}

/** What a call was to open, also where it failed. */
export function exposuresAsked(record: CloudTrailRecord): readonly Exposure[] {
  if (record.readOnly) return [];
  const parameters = asObject(record.fields['requestParameters']);
  if (!parameters) return [];
  const found = [
    ...managedPolicy(parameters),
    ...documentsIn(parameters, record),
    ...sharedWith(parameters, record),
    ...grantedByAcl(parameters),
    ...callableBy(parameters, record),
    ...openRules(parameters, record),
  ];
  return [...new Map(found.map(one => [one.says, one])).values()];
}

function managedPolicy(parameters: JsonObject): readonly Exposure[] {
  const name = asName(parameters['policyArn'])?.split('/').at(-1) ?? '';
  const allows = ADMIN_POLICIES.get(name);
  return allows === undefined ? [] : [{ kind: 'admin', says: `${name} ${allows}` }];
}

/** Statements of the policies of a call that allow something. */
function documentsIn(parameters: JsonObject, { accountId }: CloudTrailRecord): readonly Exposure[] {
  const keys = [
    'policyDocument',
    'assumeRolePolicyDocument',
    'bucketPolicy',
    'policy',
    'policyText',
    'resourcePolicy',
  ];
  return keys.flatMap(key => {
    const value = parameters[key];
    const document = typeof value === 'string' ? asObject(parseJson(value)) : asObject(value);
    return statementsOf(document).flatMap(statement => exposureOf(statement, accountId));
  });
}

function statementsOf(document: JsonObject | undefined): readonly JsonObject[] {
  const statements = document?.['Statement'];
  const all: readonly Json[] = Array.isArray(statements)
    ? (statements as readonly Json[])
    : [statements ?? null];
  return all.flatMap(one => {
    const statement = asObject(one);
    return statement?.['Effect'] === 'Allow' ? [statement] : [];
  });
}

function exposureOf(statement: JsonObject, accountId: string | null): readonly Exposure[] {
  const actions = textsOf(statement['Action']);
  const hasCondition = asObject(statement['Condition']) !== undefined;
  const principal = statement['Principal'];
  if (principal === undefined) {
    const isEverywhere = textsOf(statement['Resource']).includes('*');
    const all = actions.includes('*') || actions.includes('*:*');
    if (isEverywhere && all) return [{ kind: 'admin', says: 'its policy allows everything' }];
    return isEverywhere && actions.some(action => /^iam:\*$/i.test(action))
      ? [{ kind: 'admin', says: 'its policy allows all of IAM' }]
      : [];
  }
  const isTrust = actions.some(action => /^sts:/i.test(action));
  const does = isTrust ? 'may assume it' : 'may use it';
  const aws = typeof principal === 'string' ? [principal] : textsOf(asObject(principal)?.['AWS']);
  if (aws.includes('*'))
    return hasCondition ? [] : [{ kind: isTrust ? 'trust' : 'public', says: `anybody ${does}` }];
  const accounts = [...new Set(aws.flatMap(one => accountIn(one) ?? []))].filter(id => id !== accountId);
  return accounts.length === 0
    ? []
    : [{ kind: isTrust ? 'trust' : 'share', says: `account ${accounts.join(', ')} ${does}` }];
}

function accountIn(principal: string): string | undefined {
  return /^\d{12}$/.exec(principal)?.[0] ?? /^arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1];
}

/** Images and snapshots that are shared (Amazon EC2 API Reference, "ModifyImageAttribute", "ModifySnapshotAttribute"; Amazon RDS API Reference, "ModifyDBSnapshotAttribute"). */
function sharedWith(parameters: JsonObject, { eventName, accountId }: CloudTrailRecord): readonly Exposure[] {
  if (!/^Modify(Image|Snapshot|DBSnapshot|DBClusterSnapshot)Attribute$/.test(eventName ?? '')) return [];
  const added = [
    ...textsOf(parameters['valuesToAdd']),
    ...['launchPermission', 'createVolumePermission'].flatMap(key =>
      itemsOf(asObject(parameters[key])?.['add']).flatMap(
        item => asName(item['userId']) ?? asName(item['group']) ?? [],
      ),
    ),
  ];
  if (added.includes('all')) return [{ kind: 'public', says: 'anybody may copy it' }];
  const others = added.filter(one => /^\d{12}$/.test(one) && one !== accountId);
  return others.length === 0 ? [] : [{ kind: 'share', says: `account ${others.join(', ')} may copy it` }];
}

/** Canned ACLs and grants to predefined groups (Amazon S3 User Guide, "Access control list (ACL) overview"). */
function grantedByAcl(parameters: JsonObject): readonly Exposure[] {
  const canned = [parameters['x-amz-acl']].flat().map(asName);
  const grants = asObject(asObject(parameters['AccessControlPolicy'])?.['AccessControlList'])?.['Grant'];
  const groups = [grants].flat().map(grant => asName(asObject(asObject(grant)?.['Grantee'])?.['URI']) ?? '');
  if (
    canned.some(acl => acl?.startsWith('public-read')) ||
    groups.some(uri => uri.endsWith('/global/AllUsers'))
  )
    return [{ kind: 'public', says: 'anybody may read it' }];
  const isForAccounts =
    canned.includes('authenticated-read') || groups.some(uri => uri.endsWith('/global/AuthenticatedUsers'));
  return isForAccounts ? [{ kind: 'public', says: 'anybody with an AWS account may read it' }] : [];
}

/** Whom a function, a database or a document lets in (AWS Lambda API Reference, "AddPermission", "CreateFunctionUrlConfig"; Amazon RDS API Reference, "ModifyDBInstance"; AWS Systems Manager API Reference, "ModifyDocumentPermission"). */
function callableBy(parameters: JsonObject, { eventName }: CloudTrailRecord): readonly Exposure[] {
  const isLimited = ['sourceArn', 'sourceAccount', 'principalOrgID'].some(key => key in parameters);
  const isCalled = eventName?.startsWith('AddPermission') && parameters['principal'] === '*' && !isLimited;
  const isOpenUrl = /FunctionUrlConfig/.test(eventName ?? '') && parameters['authType'] === 'NONE';
  if (isCalled || isOpenUrl) return [{ kind: 'public', says: 'anybody may call it' }];
  if (asBoolean(parameters['publiclyAccessible']) === true)
    return [{ kind: 'public', says: 'it gets a public address' }];
  return textsOf(parameters['accountIdsToAdd']).includes('all')
    ? [{ kind: 'public', says: 'anybody may use it' }]
    : [];
}

/** Rules that let the whole internet in (Amazon EC2 API Reference, "AuthorizeSecurityGroupIngress"). */
function openRules(parameters: JsonObject, { eventName }: CloudTrailRecord): readonly Exposure[] {
  if (eventName !== 'AuthorizeSecurityGroupIngress') return [];
  const rules = [
    ...itemsOf(parameters['ipPermissions']),
    ...(parameters['cidrIp'] === undefined ? [] : [parameters]),
  ];
  return rules.flatMap(rule => {
    const networks = [
      asName(rule['cidrIp']),
      ...itemsOf(rule['ipRanges']).map(one => asName(one['cidrIp'])),
      ...itemsOf(rule['ipv6Ranges']).map(one => asName(one['cidrIpv6'])),
    ];
    if (!networks.some(network => network === '0.0.0.0/0' || network === '::/0')) return [];
    const [from, to] = [rule['fromPort'], rule['toPort']].map(port =>
      port === undefined ? -1 : Number(port),
    );
    const isAll = from === -1 || (from === 0 && to === 65_535);
    const ports = isAll ? 'all ports' : from === to ? `port ${from}` : `ports ${from}–${to}`;
    return [{ kind: 'world', says: `${ports} open to the internet` } as const];
  });
}

/** `{ items: […] }`, or a list. */
function itemsOf(value: Json | undefined): readonly JsonObject[] {
  const items = Array.isArray(value) ? value : asObject(value)?.['items'];
  const all: readonly Json[] = Array.isArray(items) ? (items as readonly Json[]) : [];
  return all.map(asObject).filter(item => item !== undefined);
}

function textsOf(value: Json | undefined): readonly string[] {
  const all: readonly (Json | undefined)[] = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return all.flatMap(one => (typeof one === 'string' ? [one] : []));
}
