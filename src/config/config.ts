import type { Account } from '../domain/account.ts';
import { CctrailError } from '../domain/error.ts';
import type { PersonMapping } from '../domain/person.ts';
import type { ReportSchedule } from '../domain/report-schedule.ts';
import type { Approvers, AskerRules } from '../domain/review.ts';
import type { Routing } from '../domain/route.ts';
import type { Space } from '../domain/space.ts';
import type { WorkflowRole } from '../domain/workflow-role.ts';

/** How Slack reaches the bot. */
export type SlackMode =
  | { readonly kind: 'http'; readonly signingSecret: string }
  | { readonly kind: 'socket'; readonly appToken: string };

/** A key for `POST /eventbridge`; `accountId` is the account that it is bound to, null where anybody may send with it. */
export interface FeedKey {
  readonly key: string;
  readonly accountId: string | null;
}

/** Everything that can be set, read once at start. Frozen. */
export interface Config {
  readonly eventBridgeKeys: readonly FeedKey[];
  readonly queueUrl: string | null;
  /** Fetched each minute while ready. */
  readonly heartbeatUrl: string | null;
  readonly redisUrl: string | null;
  readonly dataDir: string;
  readonly cacheMaxBytes: number;
  readonly eventBusName: string | null;
  readonly http: { readonly host: string; readonly port: number; readonly opsPort: number };
  readonly logLevel: string;
  /** Time zone of the terminal; null where it is the machine's own. */
  readonly timeZone: string | null;
  readonly routing: Routing;
  readonly accounts: readonly Account[];
  /** The CodeCatalyst space whose own log is searched; null: none. */
  readonly space: Space | null;
  /** Whether buckets are named in the path: S3 is not AWS's own, but an endpoint that was set. */
  readonly s3PathStyle: boolean;
  readonly workflowRoles: readonly WorkflowRole[];
  readonly approvers: Approvers;
  readonly people: readonly PersonMapping[];
  readonly askers: AskerRules;
  /** How often Event history is compared with what feeds brought (null: never), and the time that these have, in milliseconds. */
  readonly reconcile: { readonly everyMs: number | null; readonly graceMs: number };
  /** Slack user and user group ids of those who are told of what only they can mend. */
  readonly managers: { readonly users: readonly string[]; readonly groups: readonly string[] };
  /** Whether texts that could not be read as questions are kept, for whoever tends the bot. */
  readonly keepRefused: boolean;
  /** How long records are kept, in milliseconds; null: as long as is usual. */
  readonly retention: { readonly plainMs: number | null; readonly cardedMs: number | null };
  /** When which channels are told what came in. */
  readonly reports: readonly ReportSchedule[];
  /** Tells apart sets of AWS credentials, without holding one: the bot's own account has no other name. */
  readonly credentialsHint: string;
  /** Exact texts that must never be seen anywhere. */
  readonly secrets: readonly string[];
  /** Things that work but deserve a word at start. */
  readonly warnings: readonly string[];
}

/** The same for the bot, which can't do without Slack. */
export interface BotConfig extends Config {
  readonly slack: { readonly token: string; readonly mode: SlackMode; readonly apiUrl: string };
}

/** One thing that is wrong with the settings: where, what, and what to do about it. */
export interface Problem {
  /** A variable, or `cctrail.yml:12`. */
  readonly where: string;
  readonly what: string;
}

/** The settings can't be used. Carries every problem at once. */
export class ConfigError extends CctrailError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('config_invalid', problems.map(({ where, what }) => `${where}: ${what}`).join('\n'), {
      hint: 'The README explains every setting.',
    });
    this.problems = problems;
  }
}
