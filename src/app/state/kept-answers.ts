import * as z from 'zod';
import { GAP_CAUSES } from '../../domain/gap.ts';
import { CONFIDENCES, PRINCIPAL_KINDS } from '../../domain/principal.ts';
import type { Put } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS } from './keys.ts';
import { QUESTION } from './question-codec.ts';

/** Lifetime of an answer's buttons. */
export const KEPT_ANSWER_TTL_MS = 24 * 3_600_000;

const LINK_IN_CHAIN = z.object({
  name: z.string(),
  kind: z.enum(PRINCIPAL_KINDS),
  eventID: z.string().optional(),
  saidBy: z.string().optional(),
});
const PRINCIPAL = z.object({
  name: z.string(),
  kind: z.enum(PRINCIPAL_KINDS),
  confidence: z.enum(CONFIDENCES),
  chain: z.array(LINK_IN_CHAIN),
  actingAs: z.string().exactOptional(),
  saidBy: z.string().exactOptional(),
  note: z.string(),
  role: z.string().nullable(),
  accessKeyId: z.string().nullable(),
  accountId: z.string().nullable().default(null),
  identifiers: z.array(z.string()),
  behind: z.array(z.string()).default([]),
  claimed: z.array(z.string()),
});
const RANGE = { from: z.string(), to: z.string(), history: z.string() };

/** Gaps of format 1 said their cause in words only, and what stood in for them. Searching once more is offered for the rest: it does no harm. */
function fromFormat1(stored: unknown): unknown {
  const { cause, reason } = stored as { cause?: unknown; reason?: unknown };
  if (cause !== undefined || typeof reason !== 'string') return stored;
  const replacedBy = /(?:^|; )([^;]+) searched instead$/.exec(reason)?.[1];
  return { ...(stored as object), cause: 'time', replacedBy };
}

const COVERAGE = z.object({
  complete: z.boolean(),
  settledUntil: z.string(),
  searched: z.array(z.object({ ...RANGE, accountId: z.string().nullable(), region: z.string() })),
  notSearched: z.array(
    z.preprocess(
      fromFormat1,
      z.object({
        ...RANGE,
        accountId: z.string().optional(),
        region: z.string().optional(),
        cause: z.enum(GAP_CAUSES),
        reason: z.string(),
        replacedBy: z.string().optional(),
        about: z.enum(['sessions', 'runs']).optional(),
      }),
    ),
  ),
  requests: z.number(),
  cached: z.number(),
  scannedBytes: z.number().optional(),
});
const COUNT = z.object({ name: z.string(), events: z.number() });
const RUN = z.object({
  id: z.string(),
  workflowName: z.string(),
  project: z.string(),
  status: z.string(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
});
const KEPT_ANSWER = z.object({
  id: z.string(),
  /** Who asked (a Slack user id), where, and what they typed. */
  by: z.string(),
  channel: z.string().nullable(),
  typed: z.string(),
  /** With names in place of mentions and a time that does not move. */
  question: QUESTION,
  reading: z.string(),
  guesses: z.array(z.string()),
  setAside: z.array(z.string()).default([]),
  /** What it follows from, where it was not typed. */
  title: z.string().nullable(),
  timeZone: z.string(),
  answeredAt: z.string(),
  sentence: z.string(),
  /** The events that are shown: from which of all, with who is behind them and whom that is in Slack. */
  offset: z.number(),
  rows: z.array(
    z.object({
      record: z.string(),
      principal: PRINCIPAL,
      slack: z.string().nullable(),
      /** Where else the same deed is recorded. */
      alsoIn: z.string().exactOptional(),
      /** The runs that went on then. */
      runs: z.array(RUN).readonly().exactOptional(),
    }),
  ),
  /** How many there are in all, and how many of them can be paged through. */
  matched: z.number(),
  held: z.number(),
  counts: z.array(COUNT),
  namesakes: z.array(COUNT),
  coverage: COVERAGE,
  /** The answer that this one was clicked in. */
  parent: z.string().nullable(),
});

/** An answer that was given, as far as its buttons need it. */
export type KeptAnswer = Readonly<z.output<typeof KEPT_ANSWER>>;

/** Kept answers as they are stored. */
export const keptAnswerCodec = codec<KeptAnswer>(KEPT_ANSWER);

/** The write that keeps an answer for as long as its buttons shall work. */
export function keptAnswerPut(answer: KeptAnswer): Put {
  return { key: KEYS.answer(answer.id), value: keptAnswerCodec.encode(answer), ttl: KEPT_ANSWER_TTL_MS };
}
