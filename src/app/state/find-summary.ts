import type { WorkflowRole } from '../../domain/principal.ts';
import { type RecordSummary, summarise } from '../../domain/summary.ts';
import type { Store } from '../ports.ts';
import { decode, KEYS } from './documents.ts';
import { claim } from './first-time.ts';

/** Finds what stands behind a card. */
export class Cards {
  readonly #store: Store;
  readonly #workflowRoles: readonly WorkflowRole[];

  constructor(store: Store, workflowRoles: readonly WorkflowRole[]) {
    this.#store = store;
    this.#workflowRoles = workflowRoles;
  }

  /** The record behind a card, or undefined where it is not kept any more. @throws {StoreError} when the store is away */
  async behind(notificationId: string): Promise<RecordSummary | undefined> {
    const notification = await this.#store.get(KEYS.notification(notificationId));
    if (!notification) return undefined;
    const record = await this.#store.get(KEYS.record(decode.notification(notification.value).recordKey));
    return record && summarise(decode.record(record.value), this.#workflowRoles);
  }

  /** Whether an event of Slack's Events API is seen for the first time; Slack sends some more than once. */
  async firstSight(eventId: string): Promise<boolean> {
    return claim(this.#store, KEYS.slackEvent(eventId), 3_600_000);
  }
}
