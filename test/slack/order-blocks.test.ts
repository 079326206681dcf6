import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { blockProblems } from '../../playground/slack/block-kit.ts';
import type { OrderOutcome } from '../../src/app/ordering/outcome.ts';
import type { Mute } from '../../src/domain/standing-order.ts';
import { summarise } from '../../src/domain/summary.ts';
import { renderLine } from '../../src/slack/blocks/order-line.ts';
import { renderOrderOutcome } from '../../src/slack/blocks/orders.ts';
import { renderSaving } from '../../src/slack/blocks/saved.ts';
import { renderUnreadPattern } from '../../src/slack/blocks/unread-pattern.ts';
import { readFixture } from '../fixtures.ts';
import { foreign, nasty } from './nasty.ts';

const AT = '2026-11-23T09:00:00Z';
const SINCE = Date.parse(AT);

function muteOf(text: string, number = 1): Mute {
  const by = { id: 'U1', name: text, email: null };
  const pattern = { verbs: [], objects: [], filters: [] };
  return {
    number,
    pattern,
    reading: text,
    by,
    at: AT,
    channel: 'C0TRAIL',
    until: AT,
    reason: text,
    byManager: true,
  };
}

/** Everything that a command may be answered with, with a text in every place that somebody else chooses. */
function outcomesOf(text: string): Exclude<OrderOutcome, { kind: 'refused' | 'unread' }>[] {
  const record = readFixture({ eventName: text, requestParameters: { name: text } });
  const preview = {
    events: Array.from({ length: 10 }, () => summarise(record)),
    matched: 99_999,
    since: SINCE,
    isCut: true,
  };
  const { until: _, reason: __, byManager: ___, ...subscription } = muteOf(text);
  const order = { ...subscription, channel: 'C0TRAIL' };
  const asked = { setAside: [text], preview, timeZone: 'UTC' };
  const review = {
    id: '0123456789abcdef',
    channel: 'C0TRAIL',
    ts: undefined,
    mutedBy: '#1',
    ask: 'approval' as const,
    sentence: text,
    more: 3,
    at: AT,
  };
  return [
    { kind: 'previewed', text, reading: text, ...asked },
    { kind: 'subscribed', order, ...asked },
    { kind: 'muted', order: muteOf(text), shown: 0, ...asked },
    { kind: 'ended', order },
    { kind: 'usage', message: `Say ${text}`, examples: [text || 'x'] },
    { kind: 'subscriptions', orders: [order], channel: null },
    { kind: 'mutes', orders: [muteOf(text)], channel: null },
    { kind: 'open', reviews: Array.from({ length: 20 }, () => review), isCut: true },
  ];
}

describe('whatever people and records call things', () => {
  test('what commands are answered with keeps within what Slack takes, and none of it is mark-up', () => {
    fc.assert(
      fc.property(nasty, text => {
        for (const outcome of outcomesOf(text)) {
          const { blocks = [], text: plain } = renderOrderOutcome(outcome);
          expect({ kind: outcome.kind, problems: blockProblems(blocks as never, 50) }).toEqual({
            kind: outcome.kind,
            problems: [],
          });
          expect({ kind: outcome.kind, foreign: foreign([blocks, plain]) }).toMatchObject({
            foreign: expect.not.arrayContaining([expect.stringMatching(/^<(?!#C0TRAIL)/)]),
          });
        }
      }),
    );
  });

  test('lines in channels and saved questions do too', () => {
    fc.assert(
      fc.property(nasty, text => {
        const says = { order: 'mute', change: 'made', number: 1, reading: text, by: text } as const;
        const line = renderLine({ id: 'order-1', channel: 'C0', says: { ...says, until: AT, reason: text } });
        const question = { name: 'night shift', texts: [text, text], at: AT };
        const counts = Array.from({ length: 8 }, () => ({ name: text, events: 1 }));
        const report = {
          from: 0,
          to: SINCE,
          cards: 1,
          events: 8,
          kinds: counts,
          people: counts,
          times: counts,
          denied: 1,
          late: 1,
          muted: 1,
          decided: counts,
          open: 1,
          silent: [text, text],
          isCut: true,
        };
        const choice = { label: text || 'x', text: text || 'x' };
        const all = [
          line,
          renderLine({ id: 'digest-1', channel: 'C0', says: { report } }),
          renderSaving({ kind: 'saved', question, hasReplaced: true }),
          renderSaving({ kind: 'listed', questions: Array.from({ length: 50 }, () => question) }),
          renderUnreadPattern(
            { kind: 'ambiguous', message: `Say ${text}`, choices: [choice] },
            { before: `mute ${text}`, after: ` for 2h because ${text}` },
          ),
        ];
        for (const message of all) {
          const plainer = 'plainer' in message ? (message.plainer ?? []) : [];
          for (const blocks of [message.blocks ?? [], ...plainer]) {
            expect(blockProblems(blocks as never, 50)).toEqual([]);
            expect(foreign([blocks, message.text])).toEqual([]);
          }
        }
      }),
    );
  });

  test.each([[8], [9], [100], [500]])('a list of %i fits into one message', length => {
    const orders = Array.from({ length }, (_, at) => muteOf('deleted buckets '.repeat(30), at + 1));
    const { blocks = [] } = renderOrderOutcome({ kind: 'mutes', orders, channel: null });
    expect(blockProblems(blocks as never, 50)).toEqual([]);
    const shown = JSON.stringify(blocks).match(/\*#\d+\*/g) ?? [];
    const left = Number(/… and (\d+) more/.exec(JSON.stringify(blocks))?.[1] ?? 0);
    expect(shown.length + left).toBe(length);
  });
});
