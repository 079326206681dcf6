import { sameSpelling } from './catalogue.ts';
import type { Category, ReviewRequest, Severity } from './categories.ts';
import { matchesEventPattern, matchesWildcard } from './event-pattern.ts';
import type { JsonObject } from './json.ts';
import type { Burst, Packs } from './pack.ts';
import { matchesPattern } from './question/match.ts';
import type { Pattern } from './question/question.ts';
import type { CloudTrailRecord, Outcome } from './record.ts';
import type { RecordSummary } from './summary.ts';

/** The condition of a route. All keys that are present must hold; texts may contain `*`; a list means any of its values. */
export interface RouteCondition {
  readonly category?: readonly Category[] | undefined;
  readonly eventName?: readonly string[] | undefined;
  /** Account ids or configured account names. */
  readonly account?: readonly string[] | undefined;
  readonly region?: readonly string[] | undefined;
  /** A name, an ARN or a role. */
  readonly principal?: readonly string[] | undefined;
  readonly outcome?: Outcome | undefined;
  readonly readOnly?: boolean | undefined;
  /** An EventBridge event pattern; stands alone. */
  readonly pattern?: JsonObject | undefined;
  /** What a question means, without its time; stands alone. */
  readonly question?: Pattern | undefined;
}

/** Which records go to which channel, and what is asked there. */
export interface Route {
  readonly name: string;
  readonly when: RouteCondition;
  readonly channel: string;
  /** Absent: the built-in catalogue decides. */
  readonly ask?: ReviewRequest | undefined;
  readonly severity?: Severity | undefined;
  /** Off: every record gets a card of its own. */
  readonly stories?: 'on' | 'off' | undefined;
  /** What its cards say: where is told what to do, what else is to be known, and who is to look. */
  readonly runbook?: string | undefined;
  readonly note?: string | undefined;
  readonly notify?: { readonly users: readonly string[]; readonly groups: readonly string[] } | undefined;
}

/** A mute of the configuration: matching records get no card until it expires. */
interface Quiet {
  readonly when: RouteCondition;
  /** Instant in milliseconds since 1970. */
  readonly until: number;
}

/** All that decides where a record is shown. */
export interface Routing {
  readonly routes: readonly Route[];
  /** `CCTRAIL_CHANNEL`: takes what is notable and matched no route. */
  readonly defaultChannel: string | null;
  readonly quiet: readonly Quiet[];
  /** Rows of packs that are shown in the default channel; absent: none. */
  readonly packs?: Packs;
  /** False: what CodeCatalyst's own pack finds notable is shown only where a route says so. */
  readonly usesCatalogue?: boolean;
  /** Configured account names by id. */
  readonly accountNames: ReadonlyMap<string, string>;
}

/** One card to be shown. `channel` is null where neither a route nor a default says where. */
export interface Delivery {
  readonly route: string;
  readonly channel: string | null;
  readonly ask: ReviewRequest;
  readonly severity: Severity;
  /** Whether it may be shown together with others. */
  readonly stories: boolean;
  /** Shown only if it is the last of so many events of somebody. */
  readonly burst?: Burst;
  /** What it is shown as until then, where each of them is wanted. */
  readonly otherwise?: Pick<Delivery, 'route' | 'ask' | 'severity' | 'mutedBy'>;
  /** What keeps its card from being shown: a mute (`#3`), or the configuration. A review goes on without its card. */
  readonly mutedBy?: string;
}

/** Whether a record goes where a route says. Reads do only if it asks for them by `readOnly`, `eventName`, a pattern, or a question about reads. */
export function matchesRoute(
  route: Route,
  summary: RecordSummary,
  names: ReadonlyMap<string, string>,
): boolean {
  const { when } = route;
  const mayBeRead =
    when.readOnly !== undefined ||
    when.eventName !== undefined ||
    when.pattern !== undefined ||
    when.question !== undefined;
  if (!summary.entry.changes && !mayBeRead) return false;
  return holds(when, summary, names);
}

/** Whether a record is what a condition says. `names`: configured account names by id. */
export function holds(
  when: RouteCondition,
  summary: RecordSummary,
  names: ReadonlyMap<string, string>,
): boolean {
  const { record, principal, category } = summary;
  if (when.question !== undefined) return matchesPattern(when.question, summary);
  if (when.pattern !== undefined) return matchesEventPattern(when.pattern, envelopeOf(record));
  const account = record.accountId ?? '';
  return (
    (when.category === undefined || when.category.includes(category)) &&
    any(when.eventName, [sameSpelling(record.eventName ?? '')], sameSpelling) &&
    any(when.account, [account, (names.get(account) ?? account).toLowerCase()]) &&
    any(when.region, [record.awsRegion ?? '']) &&
    any(when.principal, [
      principal.name.toLowerCase(),
      ...principal.identifiers,
      principal.role?.toLowerCase() ?? '',
    ]) &&
    (when.outcome === undefined || when.outcome === record.outcome) &&
    (when.readOnly === undefined || when.readOnly === !summary.entry.changes)
  );
}

function any(
  wanted: readonly string[] | undefined,
  actual: readonly string[],
  fold = (text: string) => text.toLowerCase(),
): boolean {
  return wanted === undefined || wanted.some(one => actual.some(text => matchesWildcard(fold(one), text)));
}

/** Names that EventBridge has for the events of CloudTrail, by their type (CloudTrail User Guide, "CloudTrail record contents", eventType). */
const DETAIL_TYPES: ReadonlyMap<string, string> = new Map([
  ['AwsConsoleSignIn', 'AWS Console Sign In via CloudTrail'],
  ['AwsConsoleAction', 'AWS Console Action via CloudTrail'],
  ['AwsServiceEvent', 'AWS Service Event via CloudTrail'],
  ['AwsCloudTrailInsight', 'AWS Insight via CloudTrail'],
]);

/** The EventBridge event that would have carried a record, so that patterns work on records from any feed. */
function envelopeOf(record: CloudTrailRecord): JsonObject {
  return {
    'detail-type': DETAIL_TYPES.get(record.eventType ?? '') ?? 'AWS API Call via CloudTrail',
    source: `aws.${(record.eventSource ?? '').split('.')[0] ?? ''}`,
    account: record.accountId ?? '',
    region: record.awsRegion ?? '',
    time: record.eventTime ?? '',
    detail: record.fields,
  };
}
