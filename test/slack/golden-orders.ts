import type { OrderOutcome } from '../../src/app/ordering/outcome.ts';
import type { Preview } from '../../src/app/ordering/previewing.ts';
import type { Report } from '../../src/domain/report.ts';
import type { Mute, Subscription } from '../../src/domain/standing-order.ts';
import { summarise } from '../../src/domain/summary.ts';
import { renderMuteForm } from '../../src/slack/blocks/mute-form.ts';
import { renderLine } from '../../src/slack/blocks/order-line.ts';
import { renderOrderOutcome } from '../../src/slack/blocks/orders.ts';
import { renderSaving } from '../../src/slack/blocks/saved.ts';
import { renderUnreadPattern } from '../../src/slack/blocks/unread-pattern.ts';
import { readFixture } from '../fixtures.ts';
import { NOW } from './golden-cards.ts';

const PATTERN = { verbs: ['delete'], objects: ['connection'], filters: [] } as const;
const BY = { id: 'U0CAROL', name: 'Carol *Jones* <!here>', email: 'carol@example.com' };
const ORDER = {
  pattern: PATTERN,
  reading: 'deleted CodeCatalyst connections',
  by: BY,
  at: '2026-11-23T09:00:00Z',
};
const SUBSCRIPTION: Subscription = { ...ORDER, number: 3, channel: 'C0TRAIL' };
const MUTE: Mute = {
  ...ORDER,
  number: 7,
  channel: null,
  until: '2026-11-24T09:00:00Z',
  reason: 'a `migration` of <everything>',
  byManager: true,
};
const SEEN: Preview = {
  events: [summarise(readFixture())],
  matched: 12,
  since: NOW - 3 * 86_400_000,
  isCut: false,
};
const NOTHING: Preview = { ...SEEN, events: [], matched: 0 };

const SAVED = {
  name: 'bad days',
  texts: ['who deleted `connection` today', 'only failed ones'],
  at: ORDER.at,
};

export const REPORT: Report = {
  from: NOW - 86_400_000,
  to: NOW,
  cards: 12,
  events: 48,
  kinds: [
    { name: 'created', events: 40 },
    { name: 'denied', events: 5 },
    { name: 'deleted', events: 3 },
  ],
  people: [
    { name: 'codecatalyst-run-4711', events: 40 },
    { name: '`<!here>` *alice*', events: 8 },
  ],
  times: [
    { name: 'Sun 22:00', events: 0 },
    { name: 'Mon 00:00', events: 41 },
    { name: 'Mon 02:00', events: 7 },
  ],
  denied: 5,
  late: 1,
  muted: 7,
  decided: [
    { name: 'approved', events: 2 },
    { name: 'rejected', events: 1 },
  ],
  open: 2,
  silent: ['storefront', '<!channel>'],
  isCut: true,
};

const outcome = (one: Exclude<OrderOutcome, { kind: 'refused' | 'unread' }>) => () => renderOrderOutcome(one);
const timeZone = 'Europe/Berlin';
const setAside = ['please'];
const review = {
  id: '0123456789abcdef',
  channel: 'C0TRAIL',
  ts: '1.000001',
  mutedBy: undefined,
  ask: 'approval' as const,
  sentence: 'alice deleted connection c-1',
  more: 0,
  at: '2026-11-23T09:00:00Z',
};

/** What commands about what the bot is to do from now on are answered with. */
export const ORDERS: Record<string, () => object> = {
  'order-previewed': outcome({
    kind: 'previewed',
    text: 'deleted connection',
    reading: ORDER.reading,
    setAside,
    preview: SEEN,
    timeZone,
  }),
  'order-previewed-nothing': outcome({
    kind: 'previewed',
    text: 'deleted connection',
    reading: ORDER.reading,
    setAside: [],
    preview: NOTHING,
    timeZone,
  }),
  'order-subscribed': outcome({ kind: 'subscribed', order: SUBSCRIPTION, setAside, preview: SEEN, timeZone }),
  'order-muted': outcome({
    kind: 'muted',
    order: MUTE,
    setAside: [],
    preview: { ...SEEN, isCut: true },
    shown: 0,
    timeZone,
  }),
  'order-muted-by-member': outcome({
    kind: 'muted',
    order: { ...MUTE, channel: 'C0TRAIL', reason: null, byManager: false },
    setAside: [],
    preview: NOTHING,
    shown: 0,
    timeZone,
  }),
  'order-muted-nothing': outcome({
    kind: 'muted',
    order: MUTE,
    setAside: [],
    preview: NOTHING,
    shown: 3,
    timeZone,
  }),
  'order-ended': outcome({ kind: 'ended', order: MUTE }),
  'order-usage': outcome({
    kind: 'usage',
    message: 'Say which events.',
    examples: ['subscribe deleted connection'],
  }),
  'order-subscriptions': outcome({ kind: 'subscriptions', orders: [SUBSCRIPTION], channel: 'C0TRAIL' }),
  'order-subscriptions-many': outcome({
    kind: 'subscriptions',
    orders: Array.from({ length: 40 }, (_, at) => ({
      ...SUBSCRIPTION,
      number: at + 1,
      reading: `deleted buckets, named ${'logs-'.repeat(40)}${at}`,
    })),
    channel: null,
  }),
  'order-subscriptions-none': outcome({ kind: 'subscriptions', orders: [], channel: 'C0TRAIL' }),
  'order-mutes': outcome({ kind: 'mutes', orders: [MUTE], channel: null }),
  'order-open': outcome({
    kind: 'open',
    reviews: [review, { ...review, id: 'fedcba9876543210', ts: undefined, mutedBy: '#7', more: 3 }],
    isCut: true,
  }),
  'order-open-none': outcome({ kind: 'open', reviews: [], isCut: false }),
  'order-unread': () =>
    renderUnreadPattern(
      {
        kind: 'ambiguous',
        message: '"shop" read as a name: this goes on by itself, so nothing in it may be guessed.',
        choices: [{ label: 'deleted stack resource:"shop"', text: 'deleted stack resource:"shop"' }],
      },
      { before: 'mute ', after: ' for 2h' },
    ),
  'line-subscribed': () =>
    renderLine({
      id: 'order-1',
      channel: 'C0TRAIL',
      says: { order: 'subscription', change: 'made', number: 3, reading: ORDER.reading, by: BY.name },
    }),
  'line-muted': () =>
    renderLine({
      id: 'order-2',
      channel: 'C0TRAIL',
      says: {
        order: 'mute',
        change: 'made',
        number: 7,
        reading: ORDER.reading,
        by: BY.name,
        until: MUTE.until,
        reason: MUTE.reason ?? '',
      },
    }),
  saved: () => renderSaving({ kind: 'saved', question: SAVED, hasReplaced: true }),
  'saved-list': () => renderSaving({ kind: 'listed', questions: [SAVED, { ...SAVED, name: 'night shift' }] }),
  'saved-none': () => renderSaving({ kind: 'listed', questions: [] }),
  digest: () => renderLine({ id: 'digest-1', channel: 'C0TRAIL', says: { report: REPORT } }),
  'digest-little': () =>
    renderLine({
      id: 'digest-2',
      channel: 'C0TRAIL',
      says: {
        report: {
          ...REPORT,
          cards: 0,
          events: 0,
          kinds: [],
          people: [],
          times: [],
          decided: [],
          denied: 0,
          late: 0,
          isCut: false,
        },
      },
    }),
  'line-ended': () =>
    renderLine({
      id: 'order-3',
      channel: 'C0TRAIL',
      says: { order: 'mute', change: 'ended', number: 7, reading: ORDER.reading, by: BY.name },
    }),
  'view-mute': () =>
    renderMuteForm(
      '{"id":"n-1"}',
      [
        { likeness: 'resource', pattern: PATTERN, reading: 'every change, named c-1', preview: SEEN },
        {
          likeness: 'who',
          pattern: PATTERN,
          reading: 'every change, by exactly `alice`',
          preview: undefined,
        },
      ],
      'for 7d',
      timeZone,
    ),
};
