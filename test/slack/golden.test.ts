import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { blockProblems, viewProblems } from '../../playground/slack/block-kit.ts';
import { type ShownAnswer, showAnswer } from '../../src/app/asking/shown-answer.ts';
import type { Card, Note } from '../../src/app/outgoing.ts';
import { type Answer, answerSentence, type Coverage, peopleIn } from '../../src/domain/answer.ts';
import type { Gap } from '../../src/domain/gap.ts';
import type { Notification } from '../../src/domain/notification.ts';
import type { Question } from '../../src/domain/question/question.ts';
import type { Decision } from '../../src/domain/review.ts';
import { withIssuers } from '../../src/domain/session.ts';
import { type RecordSummary, summarise } from '../../src/domain/summary.ts';
import { renderAnswer } from '../../src/slack/blocks/answer.ts';
import { renderCard, renderNote } from '../../src/slack/blocks/card.ts';
import { renderHelp } from '../../src/slack/blocks/help.ts';
import {
  renderChoices,
  renderProgress,
  renderUnknownPerson,
  renderUnreadable,
} from '../../src/slack/blocks/question-replies.ts';
import { renderDetails, renderRejectModal } from '../../src/slack/blocks/views.ts';
import { assumedRole, directoryOf, manualClock, notificationFixture, readFixture } from '../fixtures.ts';

/** Every message as it is sent, to be opened in Slack's Block Kit Builder. `UPDATE_GOLDEN=1 npm test -- test/slack/golden` writes them anew. */
const FOLDER = new URL('./golden/', import.meta.url);
const NOW = Date.parse('2026-11-23T10:00:00Z');
const SSO =
  'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef';
const DEPLOY = 'arn:aws:iam::111122223333:role/Deploy';
const VOICE = {
  timeZone: 'Europe/Berlin',
  accountName: (id: string | null) => (id === null ? '' : 'storefront'),
};

const ALICE = { userIdentity: assumedRole(SSO, 'alice@example.com') };
const DENIED = { errorCode: 'AccessDenied', errorMessage: 'User bob is not authorized' };
const STOPPED = {
  eventName: 'StopLogging',
  eventSource: 'cloudtrail.amazonaws.com',
  requestParameters: { name: 'organization-trail' },
  userIdentity: { type: 'Root', accountId: '111122223333' },
};
const WORKFLOW = {
  eventName: 'CreateStack',
  eventSource: 'cloudformation.amazonaws.com',
  requestParameters: { stackName: 'storefront-1' },
  userIdentity: assumedRole(
    'arn:aws:iam::111122223333:role/CodeCatalystWorkflowDevelopmentRole-shop',
    'run-1',
  ),
};
const HOSTILE = {
  eventName: 'AssociateIamRoleToConnection',
  requestParameters: { roleName: '<!channel> `rm` *bold* <https://evil.example|click>' },
};

function card(change: object, notification: Partial<Notification> = {}, more: Partial<Card> = {}): Card {
  const summary = summarise(readFixture({ ...change }));
  const { ask, severity } = summary;
  return {
    notification: notificationFixture({ ask, severity, ...notification }),
    summary,
    accountName: 'storefront',
    actor: null,
    approversNamed: true,
    ...more,
  };
}

const by = (user: string, verdict: Decision['verdict'], reason?: string): Decision => ({
  verdict,
  by: user,
  at: '2026-11-20T13:10:00.000Z',
  ...(reason !== undefined && { reason }),
});
const APPROVED = by('U0CAROL', 'approved');
const REJECTED = by('U0CAROL', 'rejected', 'not planned, see CHG-7');
const note = (decision: Decision, index = 0, notification: Partial<Notification> = {}): Note => {
  const { notification: about, summary } = card(ALICE, notification);
  return { notification: about, summary, index, decision };
};

const CARDS: Record<string, Card> = {
  'card-approval': card(ALICE, {}, { actor: { slack: 'U0ALICE', certain: true } }),
  'card-approval-without-approvers': card({}, {}, { approversNamed: false }),
  'card-acknowledgement': card(DENIED),
  'card-nothing': card(WORKFLOW, { route: 'workflows' }),
  'card-approved': card(ALICE, { decisions: [APPROVED] }),
  'card-rejected': card(ALICE, { decisions: [REJECTED] }),
  'card-acknowledged': card(DENIED, { decisions: [by('U0CAROL', 'acknowledged')] }),
  'card-quorum': card(STOPPED, { quorum: 2, decisions: [APPROVED] }),
  'card-critical': card(STOPPED),
  'card-likely-actor': card(
    { userIdentity: assumedRole(DEPLOY, 'bob@example.com') },
    {},
    { actor: { slack: 'U0BOB', certain: false } },
  ),
  'card-service': card({ userIdentity: { type: 'AWSService', invokedBy: 'codecatalyst.amazonaws.com' } }),
  'card-unknown-principal': card({ userIdentity: { type: 'Martian' } }),
  'card-hostile': card(HOSTILE),
  'card-without-details': card({
    eventID: undefined,
    eventTime: undefined,
    awsRegion: undefined,
    sourceIPAddress: undefined,
  }),
};

const NOTES: Record<string, Note> = {
  'note-approved': note(APPROVED),
  'note-approved-quorum': note(APPROVED, 0, { quorum: 2 }),
  'note-rejected': note(REJECTED),
  'note-acknowledged': note(by('U0CAROL', 'acknowledged')),
};

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
    people: peopleIn(events),
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
  renderAnswer({ shown: await shown(...args), voice: VOICE, focus: 0, sharedBy: null });
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
  'answer-page': () => answer(MANY, { offset: 20 }),
  'answer-followed': () => answer([event(1)], { title: 'History of c-1', parent: 'answer-0' }),
  'answer-count': () => answer(MANY, { question: { asks: 'count' } }),
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
  help: renderHelp,
  unreadable: () =>
    renderUnreadable(
      'I can\'t place "flumph". If it is the name of something, put it in quotes.',
      'who deleted connection',
    ),
  choices: () =>
    renderChoices('"5/11" can be two days.', [
      { label: '5 November 2026', text: 'who deleted connection 2026-11-05' },
      { label: '11 May 2026', text: 'who deleted connection 2026-05-11' },
    ]),
  'unknown-person': () => renderUnknownPerson('me'),
  progress: () => renderProgress(PROGRESS, 'search-1', 'Europe/Berlin'),
  'progress-first': () => renderProgress({ ...PROGRESS, reachedBackTo: null }, 'search-1', 'UTC'),
};

const VIEWS: Record<string, () => object> = {
  'view-reject': () => renderRejectModal('{"id":"n-1"}', event(1, ALICE)),
  'view-details': () => renderDetails(event(1, ALICE)),
};

const MESSAGES: Record<string, () => object | Promise<object>> = {
  ...Object.fromEntries(Object.entries(CARDS).map(([name, one]) => [name, () => renderCard(one)])),
  ...Object.fromEntries(Object.entries(NOTES).map(([name, one]) => [name, () => renderNote(one)])),
  ...ANSWERS,
  ...REPLIES,
  ...VIEWS,
};

describe('every message is as it is kept in golden/', () => {
  mkdirSync(FOLDER, { recursive: true });

  test.each(Object.entries(MESSAGES))('%s', async (name, render) => {
    const message = JSON.parse(JSON.stringify(await render())) as {
      blocks: unknown[];
      plain?: unknown[];
      type?: string;
    };
    const file = new URL(`${name}.json`, FOLDER);
    if (process.env['UPDATE_GOLDEN']) writeFileSync(file, `${JSON.stringify(message, null, 2)}\n`);
    expect(message).toEqual(JSON.parse(readFileSync(file, 'utf8')));
    const problems = message.type === 'modal' ? viewProblems(message) : blockProblems(message.blocks, 50);
    expect([...problems, ...(message.plain ? blockProblems(message.plain, 50) : [])]).toEqual([]);
  });

  test('and there are no others', () => {
    const kept = readdirSync(FOLDER).map(name => name.replace('.json', ''));
    expect(kept.toSorted()).toEqual(Object.keys(MESSAGES).toSorted());
  });
});
