import { isMap, isNode, LineCounter, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import { CATEGORIES, type Category, SEVERITIES } from '../domain/catalogue.ts';
import type { JsonObject } from '../domain/json.ts';
import { patternProblem } from '../domain/pattern.ts';
import { REVIEW_REQUESTS } from '../domain/summary.ts';
import type { Problem } from './config.ts';

/** A 12-digit account id; YAML reads an unquoted one as a number and drops leading zeros. */
const accountId = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine(id => /^\d{12}$/.test(id), 'an account id has 12 digits; put it in quotes');
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'not a Region name such as us-west-2');
const roleArn = z
  .string()
  .regex(/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/, 'not the ARN of a role (arn:aws:iam::ACCOUNT:role/NAME)');
const channel = z
  .string()
  .regex(/^[CGD][A-Z0-9]{2,}$/, 'not a channel id; Slack shows it at the end of "About" (C0123456789)');
const user = z.string().regex(/^[UW][A-Z0-9]{2,}$/, 'not a user id (U0123456789)');
const group = z.string().regex(/^S[A-Z0-9]{2,}$/, 'not a user group id (S0123456789)');
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
  .strictObject({ ...shortCondition, pattern: pattern.optional() })
  .superRefine((when, context) => {
    if (when.pattern === undefined) return;
    const problem = patternProblem(when.pattern);
    if (problem !== undefined) context.addIssue({ code: 'custom', path: ['pattern'], message: problem });
    if (Object.keys(when).length > 1) {
      context.addIssue({
        code: 'custom',
        path: ['pattern'],
        message: 'a pattern stands alone: say the rest inside it',
      });
    }
  });

const trailObject = z.strictObject({
  url: trailUrl,
  roleArn: roleArn.optional(),
  externalId: z.string().optional(),
  region: region.optional(),
});

/** What `cctrail.yml` may hold (README, "cctrail.yml"). Unknown keys are errors. */
const FILE = z.strictObject({
  accounts: z
    .array(
      z.strictObject({
        id: accountId,
        name: z.string().min(1).optional(),
        regions: z.array(region).min(1, 'name at least one Region').optional(),
        roleArn: roleArn.optional(),
        externalId: z.string().optional(),
        trail: z.union([trailUrl, trailObject]).optional(),
        athena: z
          .strictObject({
            database: z.string(),
            table: z.string(),
            workgroup: z.string(),
            output: z.string(),
          })
          .optional(),
      }),
    )
    .optional(),
  space: z.string().optional(),
  workflowRoles: z.array(z.strictObject({ arn: roleArn, project: z.string().min(1) })).optional(),
  routes: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        when: condition.optional(),
        channel,
        ask: z.enum(REVIEW_REQUESTS).optional(),
        severity: z.enum(SEVERITIES).optional(),
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
  people: z.array(z.strictObject({ slack: user, principals: z.array(z.string().min(1)).min(1) })).optional(),
  askers: z
    .strictObject({
      users: z.array(user).optional(),
      groups: z.array(group).optional(),
      channels: z.array(channel).optional(),
    })
    .optional(),
  reminders: z
    .strictObject({ after: duration, escalateAfter: duration.optional(), escalateTo: z.string().optional() })
    .optional(),
  quiet: z
    .array(
      z.strictObject({
        when: condition,
        until: z
          .string()
          .refine(text => !Number.isNaN(Date.parse(text)), 'not a date or an instant (2026-12-31T18:00:00Z)'),
        reason: z.string().optional(),
      }),
    )
    .optional(),
});

/** The contents of `cctrail.yml` after checking. */
export type ConfigFile = z.output<typeof FILE>;

/** Reads the text of a `cctrail.yml`. `name` is how problems call the file. Reports every problem at once, with its line. */
export function readConfigFile(text: string, name: string): { file: ConfigFile; problems: Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const syntax = document.errors.map(error => ({
    where: `${name}:${error.linePos?.[0].line ?? lines.linePos(error.pos[0]).line}`,
    what: error.message.split('\n')[0]?.replace(/ at line .*$/, '') ?? 'can not be read',
  }));
  if (syntax.length > 0) return { file: {}, problems: syntax };
  const parsed = FILE.safeParse(document.toJS() ?? {});
  if (parsed.success) return { file: parsed.data, problems: [] };

  const lineAt = (path: readonly PropertyKey[], key?: string): number => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
      if (key !== undefined && depth === path.length && isMap(node)) {
        const pair = node.items.find(item => isNode(item.key) && item.key.toString() === key);
        if (isNode(pair?.key) && pair.key.range) return lines.linePos(pair.key.range[0]).line;
      }
      if (isNode(node) && (node as Node).range) return lines.linePos((node as Node).range?.[0] ?? 0).line;
    }
    return 1;
  };
  return { file: {}, problems: parsed.error.issues.flatMap(issue => problemsOf(issue, name, lineAt)) };
}

function problemsOf(
  issue: z.core.$ZodIssue,
  name: string,
  lineAt: (path: readonly PropertyKey[], key?: string) => number,
): Problem[] {
  const place = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => ({
      where: `${name}:${lineAt(issue.path, key)}`,
      what: `unknown key "${key}"${place === '' ? '' : ` in ${place}`}`,
    }));
  }
  // Of a union, the branch that came furthest says what is wrong.
  if (issue.code === 'invalid_union') {
    const branch =
      issue.errors.toSorted((a, b) => (b[0]?.path.length ?? 0) - (a[0]?.path.length ?? 0))[0] ?? [];
    if (branch.length > 0) {
      return branch.flatMap(inner =>
        problemsOf({ ...inner, path: [...issue.path, ...inner.path] }, name, lineAt),
      );
    }
  }
  return [{ where: `${name}:${lineAt(issue.path)}`, what: `${place}: ${issue.message}` }];
}
