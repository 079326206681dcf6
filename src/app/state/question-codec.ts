import * as z from 'zod';
import { FILTER_KEYS, GROUPINGS, VERB_NAMES } from '../../domain/question/question.ts';

const FILTER = z.object({ key: z.enum(FILTER_KEYS), values: z.array(z.string()), negated: z.boolean() });
const DEED = z.object({
  verbs: z.array(z.enum(VERB_NAMES)),
  objects: z.array(z.string()),
  indirect: z.array(z.string()).exactOptional(),
});

/** A stored pattern. */
export const PATTERN = DEED.extend({
  filters: z.array(FILTER),
  or: z.array(DEED.extend({ filters: z.array(FILTER) })).exactOptional(),
  without: z.array(DEED).exactOptional(),
});

/** A stored question. */
export const QUESTION = PATTERN.extend({
  asks: z.enum(['who', 'what', 'when', 'where', 'whether', 'count', 'list']),
  time: z.object({ from: z.number(), to: z.number() }).nullable(),
  pick: z.enum(['all', 'first', 'latest']),
  limit: z.number().nullable(),
  atLeast: z.number().exactOptional(),
  per: z.enum(GROUPINGS).exactOptional(),
  top: z.number().exactOptional(),
});
