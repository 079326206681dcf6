import * as z from 'zod';
import { SEVERITIES } from '../../domain/catalogue.ts';
import type { Notification } from '../../domain/notification.ts';
import { REVIEW_REQUESTS } from '../../domain/summary.ts';
import type { Put } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS } from './keys.ts';
import { RECORD_TTL_MS } from './records.ts';

/** A stored decision. */
export const DECISION = z.object({
  verdict: z.enum(['acknowledged', 'approved', 'rejected']),
  by: z.string(),
  at: z.string(),
  reason: z.string().exactOptional(),
});

/** Format 1 held one record a notification; replicas that are not yet upgraded still write it. */
function fromFormat1(stored: unknown): unknown {
  const { recordKey, ...rest } = stored as { recordKey?: unknown };
  return recordKey === undefined ? stored : { ...rest, recordKeys: [recordKey] };
}

/** Notifications as they are stored. */
export const notificationCodec = codec<Notification>(
  z.preprocess(
    fromFormat1,
    z.object({
      id: z.string(),
      recordKeys: z.array(z.string()).min(1),
      route: z.string(),
      channel: z.string(),
      ask: z.enum(REVIEW_REQUESTS),
      severity: z.enum(SEVERITIES),
      quorum: z.number(),
      createdAt: z.string(),
      decisions: z.array(DECISION),
      ts: z.string().exactOptional(),
    }),
  ),
);

/** The write that keeps a notification. */
export function notificationPut(notification: Notification): Put {
  return {
    key: KEYS.notification(notification.id),
    value: notificationCodec.encode(notification),
    ttl: RECORD_TTL_MS.carded,
  };
}
