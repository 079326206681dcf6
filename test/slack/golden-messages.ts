import { type ShownAnswer, showAnswer } from '../../src/app/asking/shown-answer.ts';
import { type Answer, answerSentence } from '../../src/domain/answer.ts';
import type { Coverage } from '../../src/domain/coverage.ts';
import type { Gap } from '../../src/domain/gap.ts';
import { withIssuers } from '../../src/domain/issuers.ts';
import type { Question } from '../../src/domain/question/question.ts';
import { readQuestion } from '../../src/domain/question/read/read.ts';
import { formOf } from '../../src/domain/question/refine.ts';
import { type RecordSummary, summarise } from '../../src/domain/summary.ts';
import { talliesOf } from '../../src/domain/tally.ts';
import { renderAnswer } from '../../src/slack/blocks/answer.ts';
import { renderCard } from '../../src/slack/blocks/card.ts';
import { renderDetails } from '../../src/slack/blocks/details.ts';
import { renderDigestTable } from '../../src/slack/blocks/digest.ts';
import { renderHelp, TOPICS } from '../../src/slack/blocks/help.ts';
import { renderMembers } from '../../src/slack/blocks/members.ts';
import { renderNote } from '../../src/slack/blocks/note.ts';
import {
  renderChoices,
  renderProgress,
  renderUnknownPerson,
  renderUnreadable,
} from '../../src/slack/blocks/question-replies.ts';
import { renderRefineForm } from '../../src/slack/blocks/refine.ts';
import { renderRejectModal } from '../../src/slack/blocks/reject-form.ts';
import { assumedRole, directoryOf, manualClock, readFixture } from '../fixtures.ts';
import { ALICE, CARDS, DENIED, DEPLOY, DIGEST, NOTES, NOW, SSO, VOICE } from './golden-cards.ts';
import { ORDERS } from './golden-orders.ts';

const QUESTION: Question = {
  asks: 'who',
  verbs: ['delete'],
  objects: ['connection'],
  filters: [],
  time: { from: NOW - 90 * 86_400_000, to: NOW },
  pick: 'all',
  limit: null,
};
const SEARCHED: Coverage = {
  complete: true,
  settledUntil: '2026-11-23T09:45:00Z',
  searched: [
    {
      history: 'Event history',
      accountId: '111122223333',
      region: 'us-west-2',
      from: '2026-08-25T10:00:00Z',
      to: '2026-11-23T10:00:00Z',
    },
  ],
  notSearched: [],
  requests: 3,
  cached: 12,
};
const gap = (more: Partial<Gap>): Coverage => ({
  ...SEARCHED,
  complete: false,
  notSearched: [
    {
      history: 'Event history',
      accountId: '111122223333',
      region: 'eu-west-1',
      from: '2026-08-25T10:00:00Z',
      to: '2026-11-23T10:00:00Z',
      cause: 'throttled',
      reason: 'CloudTrail throttled the look-ups; ask again in a minute',
      ...more,
    },
  ],
});

const event = (index: number, change: object = {}): RecordSummary =>
  summarise(
    readFixture({
      eventID: `e0000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      eventTime: new Date(NOW - index * 3_600_000).toISOString(),
      ...change,
    }),
  );
/** What bob did through a role, with the STS record that shows it. */
function proven(): RecordSummary {
  const summary = event(3, { userIdentity: assumedRole(DEPLOY, 'release-42') });
  const issuer = readFixture({
    eventID: 'e0000000-0000-4000-8000-00000000aaaa',
    eventName: 'AssumeRole',
    eventSource: 'sts.amazonaws.com',
    userIdentity: { type: 'IAMUser', userName: 'bob', arn: 'arn:aws:iam::111122223333:user/bob' },
  });
  return { ...summary, principal: withIssuers(summary.record, summary.principal, [issuer]) };
}

async function shown(
  events: readonly RecordSummary[],
  {
    coverage = SEARCHED,
    question = {},
    guesses = [] as string[],
    ...more
  }: {
    coverage?: Coverage;
    question?: Partial<Question>;
    guesses?: string[];
    title?: string;
    parent?: string;
    offset?: number;
  } = {},
): Promise<ShownAnswer> {
  const asked = { ...QUESTION, ...question };
  const answer: Answer = {
    question: asked,
    reading: 'who deleted CodeCatalyst connections, in the last 90 days',
    events,
    matched: events.length,
    tallies: talliesOf(asked, events, VOICE),
    truncated: false,
    coverage,
    answeredAt: new Date(NOW).toISOString(),
    sentence: answerSentence(asked, events, coverage, VOICE),
  };
  const inquiry = { by: 'U0CAROL', channel: 'C0CHAT', typed: 'who deleted connection', guesses, ...more };
  const directory = directoryOf({ id: 'U0ALICE', email: 'alice@example.com' });
  const clock = { ...manualClock(NOW), sleep: () => new Promise<void>(() => undefined) };
  const deps = { directory, people: [], clock, newId: () => 'answer-1' };
  return showAnswer(inquiry, answer, VOICE.timeZone, deps);
}

const answer = async (...args: Parameters<typeof shown>) =>
  renderAnswer({ shown: await shown(...args), voice: VOICE, focus: null, sharedBy: null });
const ROBINS = [
  event(1, {
    userIdentity: { type: 'IAMUser', userName: 'robin', arn: 'arn:aws:iam::111122223333:user/robin' },
  }),
  event(2, { userIdentity: assumedRole(SSO, 'robin@example.com') }),
];
const MANY = Array.from({ length: 25 }, (_, index) => event(index + 1, index % 3 === 0 ? DENIED : ALICE));

const ANSWERS: Record<string, () => Promise<object>> = {
  'answer-one': () => answer([event(1, ALICE)]),
  'answer-proven': () => answer([proven()]),
  'answer-none': () => answer([]),
  'answer-several': () =>
    answer([event(1, ALICE), event(2, DENIED), proven()], { guesses: ['"delted" read as "deleted"'] }),
  'answer-focused': async () =>
    renderAnswer({
      shown: await shown([event(1, ALICE), event(2, DENIED)]),
      voice: VOICE,
      focus: 1,
      sharedBy: null,
    }),
  'answer-page': () => answer(MANY, { offset: 20 }),
  'answer-followed': () => answer([event(1)], { title: 'History of c-1', parent: 'answer-0' }),
  'answer-count': () => answer(MANY, { question: { asks: 'count' } }),
  'answer-count-by-day': () =>
    answer(MANY, { question: { asks: 'count', per: 'day', time: { from: NOW - 2 * 86_400_000, to: NOW } } }),
  'answer-namesakes': () =>
    answer(ROBINS, { question: { filters: [{ key: 'user', values: ['robin'], negated: false }] } }),
  'answer-with-passing-gap': () => answer([event(1)], { coverage: gap({}) }),
  'answer-with-lasting-gap': () =>
    answer([], {
      coverage: gap({ cause: 'denied', reason: 'access denied: the role needs cloudtrail:LookupEvents' }),
    }),
  'answer-with-replaced-gap': () =>
    answer([event(1)], {
      coverage: gap({ reason: 'throttled; Trail logs searched instead', replacedBy: 'Trail logs' }),
    }),
  'answer-nothing-searched': () =>
    answer([], {
      coverage: { ...gap({ cause: 'misconfigured', reason: 'no AWS account is configured' }), searched: [] },
    }),
  'answer-shared': async () =>
    renderAnswer({
      shown: await shown([event(1, ALICE), event(2, DENIED)]),
      voice: VOICE,
      focus: 0,
      sharedBy: 'U0CAROL',
    }),
};

const PROGRESS = { requests: 7, records: 350, matches: 1, reachedBackTo: NOW - 86_400_000 };
const REPLIES: Record<string, () => object> = {
  help: () => renderHelp(),
  'help-topic': () => renderHelp(TOPICS[2]),
  unreadable: () =>
    renderUnreadable({
      message: 'I can\'t place "flumph". If it is the name of something, put it in quotes.',
      suggestion: 'what happened today',
      proposals: [
        { label: 'who deleted "flumph"', text: 'who deleted "flumph"' },
        { label: 'Ask without "while drunk"', text: 'who deleted connection' },
      ],
    }),
  choices: () =>
    renderChoices('"5/11" can be two days.', [
      { label: '5 November 2026', text: 'who deleted connection 2026-11-05' },
      { label: '11 May 2026', text: 'who deleted connection 2026-05-11' },
    ]),
  'unknown-person': () => renderUnknownPerson('me'),
  progress: () => renderProgress(PROGRESS, 'search-1', 'Europe/Berlin'),
  'progress-first': () => renderProgress({ ...PROGRESS, reachedBackTo: null }, 'search-1', 'UTC'),
};

const REFINED = readQuestion(
  'who deleted connection acme-1 by alice in us-west-2 last week outcome:denied per day',
  {
    now: NOW,
    timeZone: 'UTC',
    accounts: [],
  },
) as { question: Question };

const VIEWS: Record<string, () => object> = {
  'view-reject': () => renderRejectModal('{"id":"n-1"}', event(1, ALICE), 1),
  'view-refine': () => renderRefineForm('{"asks":"who"}', formOf(REFINED.question)),
  'view-details': () => renderDetails(event(1, ALICE), { ...VOICE, now: NOW, channel: 'C0TRAIL' }),
};

export const MESSAGES: Record<string, () => object | Promise<object>> = {
  ...Object.fromEntries(Object.entries(CARDS).map(([name, one]) => [name, () => renderCard(one)])),
  ...Object.fromEntries(Object.entries(NOTES).map(([name, one]) => [name, () => renderNote(one)])),
  ...ANSWERS,
  ...REPLIES,
  ...VIEWS,
  ...ORDERS,
  'digest-table': () => renderDigestTable('n-1', DIGEST, VOICE),
  'story-members': () =>
    renderMembers({ notificationId: 'n-1', summaries: MANY, from: 100, count: 1_240 }, VOICE, NOW),
};
