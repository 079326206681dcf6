import type { JsonObject } from './json.ts';
import type { UserIdentity } from './user-identity.ts';

/** Whether the call did what was asked, as `errorCode` and `errorMessage` tell. */
export type Outcome = 'success' | 'failure';

/**
 * Grounds on which a record rests. `history`: AWS's own history gave it. `sender`: it came from whom only the account concerned can be. `none`:
 * anybody who may send here may have written it.
 */
export const ASSURANCES = ['history', 'sender', 'none'] as const;
export type Assurance = (typeof ASSURANCES)[number];

/**
 * One CloudTrail record as the whole house knows it: read once at the edge, secrets taken out.
 * Field names are CloudTrail's own (CloudTrail User Guide, "CloudTrail record contents").
 */
export interface CloudTrailRecord {
  /** What makes it the same record wherever it is seen: account and `eventID`, or a digest where there is none. */
  readonly key: string;
  readonly eventID: string | null;
  /** ISO 8601 in UTC, to the second as CloudTrail writes it; null where the record has none that can be read. */
  readonly eventTime: string | null;
  /** The same in milliseconds since 1970. */
  readonly at: number | null;
  readonly eventName: string | null;
  readonly eventSource: string | null;
  readonly awsRegion: string | null;
  /** `recipientAccountId`; where that is absent, the account of the envelope or of the identity. */
  readonly accountId: string | null;
  /** Its `userIdentity`, read; undefined where it has none. */
  readonly identity: UserIdentity | undefined;
  readonly sourceIPAddress: string | null;
  readonly userAgent: string | null;
  readonly eventType: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly outcome: Outcome;
  /** As the record says; where it is silent, as its name suggests (List…, Get…, Describe…). */
  readonly readOnly: boolean;
  /** True where an EventBridge replay or `cctrail replay` brought it, not the live feed. */
  readonly replayed: boolean;
  readonly assurance: Assurance;
  /** The account that sent it, where it says that it happened in another; such a record proves nothing. */
  readonly claimedBy: string | null;
  /** Whether another record came in before it under the same `eventID`, which AWS never does. */
  readonly conflicts: boolean;
  /** The redacted record, whole: what Details shows and what digests are made of. */
  readonly fields: JsonObject;
}

/** Whether the failure says that permission was refused, as against a mistake in the request. */
export function isDenied(record: CloudTrailRecord): boolean {
  return /AccessDenied|Unauthori[sz]ed|Forbidden|NotAuthorized|not authorized/i.test(
    `${record.errorCode ?? ''} ${record.errorCode === null ? '' : (record.errorMessage ?? '')}`,
  );
}
