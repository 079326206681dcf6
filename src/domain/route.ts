import { sameSpelling } from './catalogue.ts';
import type { Category, Severity } from './categories.ts';
import type { JsonObject } from './json.ts';
import { matchesPattern, matchesWildcard } from './pattern.ts';
import type { CloudTrailRecord, Outcome } from './record.ts';
import type { RecordSummary, ReviewRequest } from './summary.ts';

/** The condition of a route. All keys that are present must hold; texts may contain `*`; a list means any of its values. */
interface RouteCondition {
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
}

/** A mute: matching records get no card until it expires. */
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
}

/**
 * Where a record is shown: every route that matches, once a channel (the first route wins it); else, if the catalogue finds it
 * notable, the default channel. Reads match a route only if it asks for them by `readOnly`, `eventName` or a pattern.
 * `now` in milliseconds, for mutes. An empty list: no card.
 */
export function deliveriesOf(summary: RecordSummary, routing: Routing, now: number): Delivery[] {
  const { accountNames } = routing;
  if (routing.quiet.some(mute => mute.until > now && holds(mute.when, summary, accountNames))) return [];
  const deliveries: Delivery[] = [];
  for (const route of routing.routes) {
    if (!matchesRoute(route, summary, accountNames)) continue;
    if (deliveries.some(delivery => delivery.channel === route.channel)) continue;
    deliveries.push({
      route: route.name,
      channel: route.channel,
      ask: route.ask ?? summary.ask,
      severity: route.severity ?? summary.severity,
      stories: route.stories !== 'off',
    });
  }
  if (deliveries.length === 0 && summary.notable) {
    const { ask, severity } = summary;
    deliveries.push({ route: 'default', channel: routing.defaultChannel, ask, severity, stories: true });
  }
  return deliveries;
}

function matchesRoute(route: Route, summary: RecordSummary, names: ReadonlyMap<string, string>): boolean {
  const { when } = route;
  const asksForReads =
    when.readOnly !== undefined || when.eventName !== undefined || when.pattern !== undefined;
  if (!summary.entry.changes && !asksForReads) return false;
  return holds(when, summary, names);
}

function holds(when: RouteCondition, summary: RecordSummary, names: ReadonlyMap<string, string>): boolean {
  const { record, principal, category } = summary;
  if (when.pattern !== undefined) return matchesPattern(when.pattern, envelopeOf(record));
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

/** The EventBridge event that would have carried a record, so that patterns work on records from any feed. */
function envelopeOf(record: CloudTrailRecord): JsonObject {
  const kinds: Readonly<Record<string, string>> = {
    AwsConsoleSignIn: 'AWS Console Sign In via CloudTrail',
    AwsConsoleAction: 'AWS Console Action via CloudTrail',
    AwsServiceEvent: 'AWS Service Event via CloudTrail',
    AwsCloudTrailInsight: 'AWS Insight via CloudTrail',
  };
  return {
    'detail-type': kinds[record.eventType ?? ''] ?? 'AWS API Call via CloudTrail',
    source: `aws.${(record.eventSource ?? '').split('.')[0] ?? ''}`,
    account: record.accountId ?? '',
    region: record.awsRegion ?? '',
    time: record.eventTime ?? '',
    detail: record.fields,
  };
}
