import * as z from 'zod';
import type { Entry, Put, Store } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS } from './keys.ts';

const polledCodec = codec(
  z.object({
    until: z.number(),
    owner: z.string(),
    heldUntil: z.number(),
    turnAt: z.number(),
    since: z.number().optional(),
    lateAt: z.number().optional(),
  }),
);

/** Until when a place was polled, who polls it until when, when the last turn began, since when it is polled, and when entries that came late were last looked for; in milliseconds. */
export type Polled = Readonly<ReturnType<typeof polledCodec.decode>>;

/** How far polling of a place has come. @throws {StoreError} when the store is away */
export async function readPolled(
  place: string,
  store: Store,
): Promise<{ readonly entry: Entry | undefined; readonly polled: Polled | undefined }> {
  const entry = await store.get(KEYS.polled(place));
  return { entry, polled: entry && polledCodec.tryDecode(entry.value) };
}

/** The write that notes how far polling of a place has come. */
export function polledPut(place: string, polled: Polled): Put {
  return { key: KEYS.polled(place), value: polledCodec.encode(polled) };
}
