import { nameInArn } from './arn.ts';
import { asObject, asText } from './json.ts';
import type { Principal, PrincipalKind } from './principal.ts';
import { EVERYTHING, type Question } from './question/question.ts';
import type { CloudTrailRecord } from './record.ts';

/** Temporary credentials that a record was made with, and what helps to find the STS record that issued them. */
export interface Session {
  /** Upper case. */
  readonly accessKeyId: string;
  /** When they were issued, in milliseconds; null where the record does not say. */
  readonly createdAt: number | null;
  /** The account that they belong to, which may be another than the record's; null where nothing tells. */
  readonly accountId: string | null;
  /** A session of the root user that another account obtained with AssumeRoot: its STS record may be in any account. */
  readonly assumedRoot: boolean;
}

/** The STS calls that issue credentials (AWS STS API Reference, "Actions"). */
const ISSUING = /^(AssumeRole(WithSAML|WithWebIdentity)?|AssumeRoot|GetSessionToken|GetFederationToken)$/;

/** Question for every STS call that issues credentials; AWS counts them among the reads. */
export const ISSUING_CALLS: Question = {
  ...EVERYTHING,
  filters: [
    { key: 'source', values: ['sts.amazonaws.com'], negated: false },
    { key: 'event', values: ['Assume*', 'Get*Token'], negated: false },
  ],
};

/** Kinds of principals of which the record alone does not tell who they are. */
const OPEN: ReadonlySet<PrincipalKind> = new Set<PrincipalKind>(['role', 'workflow']);

/** Temporary access key ids begin so (IAM User Guide, "Understanding unique ID prefixes"). */
const TEMPORARY = /^ASIA/i;

/**
 * The session that a record was made in, where it takes an STS record to know who obtained it: of a role, of a role for which a service
 * acted, or of a root user that AssumeRoot gave out. Undefined where the record itself says who acted, or nothing can.
 */
export function openSessionOf(
  { identity, accountId }: Pick<CloudTrailRecord, 'identity' | 'accountId'>,
  principal: Principal,
): Session | undefined {
  const { accessKeyId, createdAt = null, assumedRoot = false } = identity ?? {};
  if (accessKeyId === undefined || !TEMPORARY.test(accessKeyId)) return undefined;
  const actor = principal.kind === 'service' ? principal.chain[0]?.kind : principal.kind;
  if (!assumedRoot && !(actor !== undefined && OPEN.has(actor))) return undefined;
  return {
    accessKeyId: accessKeyId.toUpperCase(),
    createdAt,
    accountId: [identity?.accountId, accountId].find(isAccountId) ?? null,
    assumedRoot,
  };
}

/** Whether a text is an account id; whatever else a record has there names no account. */
function isAccountId(text: string | null | undefined): text is string {
  return text != null && /^\d{12}$/.test(text);
}

/** The access key id that an STS record shows being issued, upper case; undefined for every other record. */
export function issuedKeyId(record: CloudTrailRecord): string | undefined {
  if (!ISSUING.test(record.eventName ?? '') || record.eventSource !== 'sts.amazonaws.com') return undefined;
  const credentials = asObject(asObject(record.fields['responseElements'])?.['credentials']);
  return asText(credentials?.['accessKeyId'])?.toUpperCase();
}

/** The role that an STS record shows being assumed: its ARN and its name. */
export function assumedRoleOf(record: CloudTrailRecord): readonly string[] {
  const arn = asText(asObject(record.fields['requestParameters'])?.['roleArn']);
  const name = nameInArn(arn);
  return arn === undefined ? [] : [arn, ...(name === undefined ? [] : [name])];
}

/** The `eventID` of the record that a record corrects (CloudTrail User Guide, "addendum"); undefined for every other. */
export function correctedIdOf(record: CloudTrailRecord): string | undefined {
  const addendum = asObject(record.fields['addendum']);
  return asText(addendum?.['reason']) === 'UPDATED_DATA' ? asText(addendum?.['originalEventID']) : undefined;
}

/** Whether two records were made in one session, so that what is known of it holds for both. */
export function isSameSession(
  one: Pick<CloudTrailRecord, 'identity'>,
  other: Pick<CloudTrailRecord, 'identity'>,
): boolean {
  const key = one.identity?.accessKeyId;
  return key !== undefined && key === other.identity?.accessKeyId;
}

/** What ties the copies of one call in several accounts together (CloudTrail User Guide, "sharedEventID"). */
export function sharedIdOf(record: CloudTrailRecord): string | undefined {
  return asText(record.fields['sharedEventID']);
}
