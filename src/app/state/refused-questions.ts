import * as z from 'zod';
import type { Put, Store } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS } from './keys.ts';

/** Time that a text which could not be read is kept. */
const KEPT_MS = 30 * 24 * 3_600_000;
/** Most of them that are listed. */
const MAX_LISTED_COUNT = 1_000;

const REFUSED = z.object({
  /** ISO 8601. */
  at: z.string(),
  /** What sort of text it is, or what about it could not be read. */
  code: z.string(),
  /** What was typed, without secrets; not by whom. */
  text: z.string(),
});

/** A text that could not be read as a question. */
export type RefusedQuestion = Readonly<z.output<typeof REFUSED>>;

const refusedCodec = codec<RefusedQuestion>(REFUSED);

/** The write that keeps one. `id` tells apart those of one instant. */
export function refusedQuestionPut(refused: RefusedQuestion, id: string): Put {
  return {
    key: `${KEYS.refused}${refused.at}/${id}`,
    value: refusedCodec.encode(refused),
    ttl: KEPT_MS,
  };
}

/** Those that are kept, the oldest first, up to a thousand. @throws {StoreError} when the store is away */
export async function listRefusedQuestions(store: Store): Promise<readonly RefusedQuestion[]> {
  const entries = await store.range(KEYS.refused, '', null, MAX_LISTED_COUNT);
  return entries.flatMap(({ value }) => refusedCodec.tryDecode(value) ?? []);
}
