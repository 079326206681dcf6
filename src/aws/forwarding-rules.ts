import type { EventBridgeClient, Rule } from '@aws-sdk/client-eventbridge';
import type { Check } from '../app/examining/check.ts';
import type { Account } from '../domain/account.ts';
import { CODECATALYST } from '../domain/catalogue.ts';
import type { Finding } from '../domain/finding.ts';
import { assumedRole } from './assumed-role.ts';

const HANDLER = { connectionTimeout: 3_000, requestTimeout: 8_000, throwOnRequestTimeout: true };
/** Most pages of rules that are looked through, and most rules whose patterns are tried. */
const MAX_PAGES = 5;
const MAX_RULES = 50;

/** Regions in which AWS records what happens to CodeCatalyst (Amazon CodeCatalyst User Guide, "Monitoring events with CloudTrail": the space's home). */
const HOMES: ReadonlySet<string> = new Set(['us-west-2', 'eu-west-1']);
/** Targets by which something may come to the bot: an API destination, a queue, another bus, a topic, a function. */
const FORWARDING = /:(api-destination|event-bus)\/|:(sqs|sns|lambda):/;

/** Checks that each account has a rule by which EventBridge forwards CodeCatalyst's events, in the Regions that have any. That they reach the bot is not seen from here. The SDK is loaded when it is used. */
export function forwardingChecks(accounts: readonly Account[]): readonly Check[] {
  return accounts.flatMap(account =>
    account.regions
      .filter(region => HOMES.has(region))
      .map(region => {
        const about = `EventBridge rule of ${account.name} ${region}`;
        return {
          about,
          look: async signal => [{ about, ...(await lookFor(account, region, signal)) }],
        } satisfies Check;
      }),
  );
}

async function lookFor(
  account: Account,
  region: string,
  signal: AbortSignal,
): Promise<Omit<Finding, 'about'>> {
  try {
    const client = await clientFor(account, region);
    const event = sampleEvent(account, region);
    const rules = await enabledRules(client, signal);
    for (const { Name: name = '', EventPattern: pattern } of rules.slice(0, MAX_RULES)) {
      if (pattern === undefined || !(await takes(client, pattern, event, signal))) continue;
      const target = await forwardingTarget(client, name, signal);
      if (target !== undefined)
        return { state: 'ok', says: `${name} forwards CodeCatalyst's events to ${target}` };
    }
    return {
      state: 'warning',
      says: 'no rule that is enabled on the default bus forwards CodeCatalyst’s events',
      mend: 'deploy/eventbridge.yml makes one. Where log files are fetched instead, this is as it should be.',
    };
  } catch (error) {
    const { name, message } = error as Error;
    if (!/AccessDenied/.test(name))
      return { state: 'unknown', says: `could not be looked at (${name}: ${message})` };
    return {
      state: 'unknown',
      says: 'could not be looked at: the role may not',
      mend: /AssumeRole/.test(message)
        ? 'The role of the account can not be assumed: its trust policy must allow the bot sts:AssumeRole.'
        : 'Only to look at it: allow events:ListRules, events:ListTargetsByRule and events:TestEventPattern.',
    };
  }
}

/** Where a rule sends what it takes, the last part of the ARN; undefined where it sends it nowhere that leads to the bot. */
async function forwardingTarget(
  client: EventBridgeClient,
  rule: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { ListTargetsByRuleCommand } = await import('@aws-sdk/client-eventbridge');
  const { Targets: targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: rule }), {
    abortSignal: signal,
  });
  const arn = targets.map(({ Arn }) => Arn ?? '').find(one => FORWARDING.test(one));
  return arn?.split(':').slice(5).join(':');
}

async function clientFor({ roleArn, externalId }: Account, region: string): Promise<EventBridgeClient> {
  const { EventBridgeClient: Client } = await import('@aws-sdk/client-eventbridge');
  const common = { region, requestHandler: HANDLER };
  if (roleArn === undefined) return new Client(common);
  return new Client({ ...common, credentials: await assumedRole({ roleArn, externalId }, common) });
}

async function enabledRules(client: EventBridgeClient, signal: AbortSignal): Promise<readonly Rule[]> {
  const { ListRulesCommand } = await import('@aws-sdk/client-eventbridge');
  const rules: Rule[] = [];
  let token: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const next = token === undefined ? {} : { NextToken: token };
    const answer = await client.send(new ListRulesCommand(next), { abortSignal: signal });
    rules.push(...(answer.Rules ?? []));
    token = answer.NextToken;
    if (token === undefined) break;
  }
  return rules.filter(
    ({ State: state, EventPattern: pattern }) => state !== 'DISABLED' && pattern !== undefined,
  );
}

/** Whether a pattern takes an event, by EventBridge's own word. */
async function takes(
  client: EventBridgeClient,
  pattern: string,
  event: object,
  signal: AbortSignal,
): Promise<boolean> {
  const { TestEventPatternCommand } = await import('@aws-sdk/client-eventbridge');
  const { Result: result = false } = await client.send(
    new TestEventPatternCommand({ EventPattern: pattern, Event: JSON.stringify(event) }),
    { abortSignal: signal },
  );
  return result;
}

/** What EventBridge has of a connection that is deleted (Amazon EventBridge User Guide, "Events from AWS services via CloudTrail"). */
function sampleEvent({ id }: Account, region: string): object {
  const account = id ?? '111122223333';
  return {
    version: '0',
    id: '00000000-0000-4000-8000-000000000000',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.codecatalyst',
    account,
    time: '2026-01-01T00:00:00Z',
    region,
    resources: [],
    detail: {
      eventSource: CODECATALYST,
      eventName: 'DeleteConnection',
      awsRegion: region,
      eventType: 'AwsApiCall',
      readOnly: false,
      managementEvent: true,
      recipientAccountId: account,
    },
  };
}
