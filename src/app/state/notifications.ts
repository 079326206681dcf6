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

/** Whether a stored notification is of format 1, which held one record. Replicas that are not yet upgraded still write it. */
export function isFormat1(stored: unknown): stored is { readonly recordKey: unknown } {
  return typeof stored === 'object' && stored !== null && 'recordKey' in stored && !('recordKeys' in stored);
}

function fromFormat1(stored: unknown): unknown {
  return isFormat1(stored) ? { ...stored, recordKeys: [stored.recordKey] } : stored;
}

/** Notifications as they are stored. `recordKey` is for replicas that are not yet upgraded: format 2 is also a format 1. */
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
  notification => ({ ...notification, recordKey: notification.recordKeys[0] }),
);

/** The write that keeps a notification. */
export function notificationPut(notification: Notification): Put {
  return {
    key: KEYS.notification(notification.id),
    value: notificationCodec.encode(notification),
    ttl: RECORD_TTL_MS.carded,
  };
}
