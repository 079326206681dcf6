import { WebAPIPlatformError } from '@slack/web-api';
import { HistoryError } from '../../../src/app/errors.ts';
import type { History } from '../../../src/app/ports.ts';
import type { EphemeralMessage } from '../../../src/slack/respond.ts';
import { directoryOf, readFixture } from '../../fixtures.ts';
import type { HarnessOptions } from './flows.ts';
import { ListenerHarness } from './harness.ts';
import { elementsOf } from './shown-elements.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
export const ACCOUNT = '111122223333';
export const PEOPLE = directoryOf(
  { id: 'U0CAROL', email: 'carol@example.com', timeZone: 'Asia/Tokyo' },
  { id: 'U0ALICE', email: 'alice@example.com' },
  { id: 'U0NOBODY' },
  { id: 'U0GUEST', guest: true },
);
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString().replace('.000Z', 'Z');
export const deletion = (index: number, change: object = {}) =>
  readFixture({
    eventID: `e0000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    eventTime: ago(60 + index),
    requestParameters: { connectionId: `c-${index}` },
    ...change,
  });

/** Event history that holds nothing but is searched whole, unless it fails. */
export const history = (fails?: HistoryError): History => ({
  name: 'Event history',
  scopes: [{ accountId: ACCOUNT, region: 'us-west-2' }],
  reach: 90 * 86_400_000,
  coverage: 'management',
  filters: false,
  serves: () => true,
  async *search({ range }) {
    if (fails) throw fails;
    yield { records: [], reachedBackTo: range.from, requests: 1, cached: 0, unreadable: [] };
  },
});

export const slack = (options: Partial<HarnessOptions> = {}) =>
  new ListenerHarness({ directory: PEOPLE, histories: [history()], now: NOW, ...options });
export const actionsOf = (message: EphemeralMessage | undefined) =>
  elementsOf(message).flatMap(({ action_id: id }) => id ?? []);
export const whole = (message: EphemeralMessage | undefined) => JSON.stringify(message?.blocks);
export const idOf = (message: EphemeralMessage | undefined) =>
  elementsOf(message).find(one => one.action_id === 'share')?.value ?? '';
export const refusedBy = (error: string) => new WebAPIPlatformError({ ok: false, error } as never);
