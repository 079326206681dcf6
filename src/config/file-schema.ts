import * as z from 'zod';
import { CATEGORIES, type Category, REVIEW_REQUESTS, SEVERITIES } from '../domain/categories.ts';
import { eventPatternProblem } from '../domain/event-pattern.ts';
import type { JsonObject } from '../domain/json.ts';
import { isRegion } from '../domain/region.ts';
import { readReportTime } from '../domain/report-schedule.ts';
import { isChannelId, NO_CHANNEL_ID } from './channel-id.ts';
import { timeZoneNamed } from './time-zone.ts';

/** Packs that come with cctrail. */
const PACK_NAMES = ['codecatalyst', 'aws-account'] as const;

/** A 12-digit account id; YAML reads an unquoted one as a number and drops leading zeros. */
const accountId = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine(id => /^\d{12}$/.test(id), 'an account id has 12 digits; put it in quotes');
const region = z.string().refine(isRegion, 'not a Region name such as us-west-2');
const roleArn = z
  .string()
  .regex(/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/, 'not the ARN of a role (arn:aws:iam::ACCOUNT:role/NAME)');
const channel = z.string().refine(isChannelId, NO_CHANNEL_ID);
const user = z.string().regex(/^[UW][A-Z0-9]{2,}$/, 'not a user id (U0123456789)');
const group = z.string().regex(/^S[A-Z0-9]{2,}$/, 'not a user group id (S0123456789)');
/** What a card says of its route or account. */
const note = z.string().min(1).max(200, 'must have at most 200 characters');
const link = z
  .string()
  .regex(/^https:\/\/[^\s<>|]+$/, 'not a link that begins with https://')
  .max(500);
/** A duration for what is looked at again and again. */
const pause = z.string().regex(/^[1-9]\d*(s|m|h|d)$/, 'not a duration such as 30s, 15m or 1h');
const duration = z.string().regex(/^\d+(m|h|d)$/, 'not a duration such as 30m, 4h or 2d');
const trailUrl = z
  .string()
  .regex(/^(s3:\/\/[^/]+(\/.*)?|file:\/\/\/.*)$/, 'not s3://bucket/prefix or file:///folder');

const texts = oneOrMore(z.union([z.string(), z.number()]).transform(String));

function oneOrMore<T extends z.ZodType>(one: T) {
  return z.union([one.transform(value => [value]), z.array(one).min(1)]);
}

const category = z.string().transform((text, context): Category => {
  const folded = text.toLowerCase().replace(/[\s_-]/g, '');
  const found = CATEGORIES.find(name => name.replace(/\s/g, '') === folded);
  if (found !== undefined) return found;
  context.addIssue({
    code: 'custom',
    message: `no category is called "${text}"; there are ${CATEGORIES.join(', ')}`,
  });
  return z.NEVER;
});

const shortCondition = {
  category: oneOrMore(category).optional(),
  eventName: texts.optional(),
  account: texts.optional(),
  region: texts.optional(),
  principal: texts.optional(),
  outcome: z.enum(['success', 'failure']).optional(),
  readOnly: z.boolean().optional(),
};
const pattern = z.custom<JsonObject>(
  value => typeof value === 'object' && value !== null && !Array.isArray(value),
  {
    message: 'an EventBridge event pattern is an object',
  },
);
const condition = z
  .strictObject({ ...shortCondition, pattern: pattern.optional(), question: z.string().min(1).optional() })
  .superRefine((when, context) => {
    const alone = when.pattern === undefined ? 'question' : 'pattern';
    if (when[alone] === undefined) return;
    const problem = when.pattern && eventPatternProblem(when.pattern);
    if (problem !== undefined) context.addIssue({ code: 'custom', path: ['pattern'], message: problem });
    if (Object.keys(when).length > 1) {
      context.addIssue({
        code: 'custom',
        path: [alone],
        message: `a ${alone} stands alone: say the rest inside it`,
      });
    }
  });

const trailObject = z.strictObject({
  url: trailUrl,
  roleArn: roleArn.optional(),
  externalId: z.string().optional(),
  region: region.optional(),
});

const sqlName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'is no name of a database or table: letters, digits and _ only');
const athena = z.strictObject({
  database: sqlName,
  table: sqlName,
  workgroup: z.string().regex(/^[A-Za-z0-9._-]{1,128}$/, 'is no name of a workgroup'),
  output: z
    .string()
    .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]*(\/.*)?$/, 'is no place in S3: write s3://bucket/prefix'),
  region: region.optional(),
  maxScannedMb: z.number().int().min(10, 'Athena bills 10 MB at least').max(100_000_000).optional(),
});

/** Schema of `cctrail.yml` (README, "cctrail.yml"). Unknown keys are errors. */
export const FILE_SCHEMA = z
  .strictObject({
    accounts: z
      .array(
        z.strictObject({
          id: accountId,
          name: z.string().min(1).optional(),
          regions: z.array(region).min(1, 'name at least one Region').optional(),
          roleArn: roleArn.optional(),
          externalId: z.string().optional(),
          note: note.optional(),
          trail: z.union([trailUrl, trailObject]).optional(),
          athena: athena.optional(),
        }),
      )
      .optional(),
    athena: athena.optional(),
    space: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, 'is no name of a space')
      .optional(),
    workflowRoles: z.array(z.strictObject({ arn: roleArn, project: z.string().min(1) })).optional(),
    routes: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          when: condition.optional(),
          channel,
          ask: z.enum(REVIEW_REQUESTS).optional(),
          severity: z.enum(SEVERITIES).optional(),
          stories: z.enum(['on', 'off']).optional(),
          runbook: link.optional(),
          note: note.optional(),
          notify: z
            .strictObject({ users: z.array(user).optional(), groups: z.array(group).optional() })
            .optional(),
        }),
      )
      .optional(),
    approvers: z
      .strictObject({
        users: z.array(user).optional(),
        groups: z.array(group).optional(),
        quorum: z.number().int().min(1).max(20).optional(),
        fourEyes: z.boolean().optional(),
      })
      .refine(
        rules =>
          rules.groups !== undefined ||
          rules.users === undefined ||
          rules.users.length === 0 ||
          (rules.quorum ?? 1) <= rules.users.length,
        { path: ['quorum'], message: 'more approvals than there are approvers: it could never be reached' },
      )
      .optional(),
    people: z
      .array(z.strictObject({ slack: user, principals: z.array(z.string().min(1)).min(1) }))
      .optional(),
    askers: z
      .strictObject({
        users: z.array(user).optional(),
        groups: z.array(group).optional(),
        channels: z.array(channel).optional(),
        accounts: z.array(z.string()).optional(),
      })
      .optional(),
    reconcile: z
      .strictObject({ every: z.union([z.literal('off'), pause]).optional(), grace: pause.optional() })
      .optional(),
    managers: z
      .strictObject({ users: z.array(user).optional(), groups: z.array(group).optional() })
      .optional(),
    retention: z.strictObject({ plain: duration.optional(), carded: duration.optional() }).optional(),
    reminders: z
      .strictObject({
        after: duration,
        escalateAfter: duration.optional(),
        escalateTo: z.string().optional(),
      })
      .optional(),
    digest: z
      .array(
        z.strictObject({
          channel,
          at: z
            .string()
            .refine(
              text => readReportTime(text) !== undefined,
              'not a time such as "09:00", or "monday 09:00" for once a week',
            ),
          timeZone: z
            .string()

            .refine(
              name => timeZoneNamed(name) !== undefined,
              'not the name of a time zone such as Europe/Berlin',
            )
            .optional(),
        }),
      )
      .optional(),
    keepRefused: z.boolean().optional(),
    packs: z.array(z.enum(PACK_NAMES)).optional(),
    quiet: z
      .array(
        z.strictObject({
          when: condition,
          until: z
            .string()
            .refine(
              text => !Number.isNaN(Date.parse(text)),
              'not a date or an instant (2026-12-31T18:00:00Z)',
            ),
          reason: z.string().optional(),
        }),
      )
      .optional(),
  })
  .superRefine((file, context) => {
    repeatedAt(file.routes?.map(route => route.name)).forEach(({ at, text }) =>
      context.addIssue({
        code: 'custom',
        path: ['routes', at, 'name'],
        message: `two routes are called "${text}"`,
      }),
    );
    repeatedAt(file.accounts?.map(account => account.id)).forEach(({ at, text }) =>
      context.addIssue({
        code: 'custom',
        path: ['accounts', at, 'id'],
        message: `account ${text} is listed twice`,
      }),
    );
  });

/** The contents of `cctrail.yml` after checking, with questions as they were written. */
export type CheckedFile = z.output<typeof FILE_SCHEMA>;

/** Where a text stands in a list that stands there before already. */
function repeatedAt(names: readonly string[] = []): { at: number; text: string }[] {
  return names.flatMap((text, at) => (names.indexOf(text) < at ? [{ at, text }] : []));
}
