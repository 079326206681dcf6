import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { blockProblems, viewProblems } from '../../playground/slack/block-kit.ts';
import type { Card } from '../../src/app/outgoing.ts';
import { summarise } from '../../src/domain/summary.ts';
import { renderAnswer } from '../../src/slack/blocks/answer.ts';
import { renderCard } from '../../src/slack/blocks/card.ts';
import { renderDetails } from '../../src/slack/blocks/details.ts';
import { renderHelp } from '../../src/slack/blocks/help.ts';
import { code, escapeWithin } from '../../src/slack/blocks/mrkdwn.ts';
import { renderNote } from '../../src/slack/blocks/note.ts';
import { renderUnreadable } from '../../src/slack/blocks/question-replies.ts';
import { renderRejectModal } from '../../src/slack/blocks/reject-form.ts';
import { isSlacks } from '../../src/slack/respond.ts';
import { notificationFixture, readFixture } from '../fixtures.ts';
import { foreign, nasty } from './nasty.ts';

function cardOf(text: string, reason?: string): Card {
  const record = readFixture({
    eventName: text,
    awsRegion: text,
    sourceIPAddress: text,
    errorCode: text,
    errorMessage: text,
    requestParameters: { name: text },
    userIdentity: { type: 'IAMUser', userName: text },
  });
  const summary = summarise(record);
  const decisions =
    reason === undefined
      ? []
      : [{ verdict: 'rejected' as const, by: 'U1', at: '2026-11-20T13:00:00.000Z', reason }];
  const notification = notificationFixture({ route: text.slice(0, 50), quorum: 2, decisions });
  return { notification, summary, accountName: text, actor: null };
}

const VIEW = {
  accountName: (id: string | null) => id ?? '',
  now: Date.parse('2026-11-20T14:00:00Z'),
  channel: 'C0',
};

describe('whatever a record holds', () => {
  test('cards keep within what Slack takes, and none of it is mark-up', () => {
    fc.assert(
      fc.property(nasty, text => {
        for (const rendered of [renderCard(cardOf(text)), renderCard(cardOf(text, text || 'x'))]) {
          expect(blockProblems(rendered.blocks, 50)).toEqual([]);
          expect(rendered.text.length).toBeLessThanOrEqual(4_000);
          expect(foreign(rendered)).toEqual([]);
        }
        const { notification, summary } = cardOf(text, text || 'x');
        const note = renderNote({
          notification,
          summary,
          index: 0,
          decision: { verdict: 'rejected', by: 'U1', at: '2026-11-20T13:00:00Z', reason: text },
        });
        expect(blockProblems(note.blocks, 50)).toEqual([]);
        expect(foreign(note)).toEqual([]);
      }),
    );
  });

  test('modals do too', () => {
    fc.assert(
      fc.property(nasty, text => {
        const { summary } = cardOf(text);
        expect(viewProblems(renderDetails(summary, VIEW) as never)).toEqual([]);
        expect(foreign(renderDetails(summary, VIEW))).toEqual([]);
        expect(viewProblems(renderRejectModal('{}', summary, 1) as never)).toEqual([]);
      }),
    );
    const huge = summarise(readFixture({ requestParameters: { text: '<'.repeat(500_000) } }));
    expect(viewProblems(renderDetails(huge, VIEW) as never)).toEqual([]);
    expect(JSON.stringify(renderDetails(huge, VIEW))).toContain('longer than a modal can show');
  });

  test('answers do too', () => {
    const voice = { timeZone: 'UTC', accountName: (id: string | null) => id ?? '' };
    fc.assert(
      fc.property(nasty, text => {
        const events = Array.from({ length: 12 }, () => cardOf(text).summary);
        const coverage = {
          complete: false,
          settledUntil: '2026-11-20T00:00:00Z',
          searched: [],
          notSearched: [
            {
              history: text,
              from: '2026-11-20T00:00:00Z',
              to: '2026-11-20T00:00:00Z',
              cause: 'time' as const,
              reason: text,
            },
          ],
          requests: 1,
          cached: 0,
        };
        const question = {
          asks: 'who' as const,
          verbs: [],
          objects: [],
          filters: [],
          time: null,
          pick: 'all' as const,
          limit: null,
        };
        const counts = [
          { name: text, events: 3 },
          { name: `${text}2`, events: 1 },
        ];
        const kept = {
          id: 'a'.repeat(24),
          by: 'U1',
          channel: 'C1',
          typed: text,
          question,
          reading: text,
          setAside: [text],
          guesses: [text],
          title: text,
          timeZone: 'UTC',
          answeredAt: '2026-11-20T00:00:00Z',
          sentence: text || 'x',
          offset: 0,
          rows: [],
          matched: 50,
          held: 40,
          counts,
          namesakes: [] as typeof counts,
          coverage,
          parent: 'p',
        };
        const shownEvents = events.map((summary, index) => ({ summary, slack: index === 0 ? 'U1' : null }));
        for (const [namesakes, sharedBy] of [
          [[], null],
          [counts, null],
          [[], 'U1'],
        ] as const) {
          const shown = { kept: { ...kept, namesakes: [...namesakes] }, events: shownEvents };
          const reply = renderAnswer({ shown, voice, focus: null, sharedBy });
          const one = renderAnswer({ shown, voice, focus: 3, sharedBy });
          for (const blocks of [reply.blocks, ...(reply.plainer ?? []), one.blocks]) {
            expect(blockProblems(blocks, 50)).toEqual([]);
            expect(foreign(blocks)).toEqual([]);
          }
          expect(foreign(reply.text)).toEqual([]);
          expect(JSON.stringify(reply.blocks).includes('"share"')).toBe(
            sharedBy === null && namesakes.length === 0,
          );
        }
        const refusal = renderUnreadable({
          message: text,
          suggestion: text,
          proposals: [{ label: text, text }],
        });
        expect(blockProblems(refusal.blocks, 50)).toEqual([]);
        expect(foreign(refusal)).toEqual([]);
      }),
    );
    expect(blockProblems(renderHelp().blocks, 50)).toEqual([]);
  });

  test('a value in code is one span, and never longer than asked', () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 20, max: 300 }), (text, most) => {
        expect(code(text, most)).toMatch(/^`[^`\n]+`$/);
        expect(code(text, most).length).toBeLessThanOrEqual(most + 2);
        expect(escapeWithin(text, most).length).toBeLessThanOrEqual(most);
      }),
    );
  });
});

test.each([
  ['https://hooks.slack.com/actions/T/1/x', true],
  ['https://slack.com/x', true],
  ['http://hooks.slack.com/x', false],
  ['https://evil-slack.com/x', false],
  ['https://slack.com.evil.example/x', false],
  ['https://slack.com@evil.example/x', false],
  ['http://127.0.0.1:9/response/1', true],
  ['http://127.0.0.1:10/response/1', false],
  ['not a url', false],
])('a response_url is followed only to Slack: %s', (url, followed) => {
  expect(isSlacks(url, 'http://127.0.0.1:9/api/')).toBe(followed);
});
