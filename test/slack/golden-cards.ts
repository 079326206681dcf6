import type { Card, Note } from '../../src/app/outgoing.ts';
import type { Digest } from '../../src/domain/digest.ts';
import type { Notification } from '../../src/domain/notification.ts';
import { type Decision, doubtOf } from '../../src/domain/review.ts';
import { type Story, storyKind } from '../../src/domain/story.ts';
import { summarise } from '../../src/domain/summary.ts';
import { assumedRole, notificationFixture, readFixture } from '../fixtures.ts';
export const NOW = Date.parse('2026-11-23T10:00:00Z');
export const SSO =
  'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef';
export const DEPLOY = 'arn:aws:iam::111122223333:role/Deploy';
export const VOICE = {
  timeZone: 'Europe/Berlin',
  accountName: (id: string | null) => (id === null ? '' : 'storefront'),
};

export const ALICE = { userIdentity: assumedRole(SSO, 'alice@example.com') };
export const DENIED = { errorCode: 'AccessDenied', errorMessage: 'User bob is not authorized' };
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
    doubt: doubtOf(summary.principal, [], more.actor?.certain === true),
    fourEyes: true,
    ...more,
  };
}

/** A card of several things that one session did; each as often as is said. */
function story(
  things: readonly (readonly [change: object, times: number])[],
  more: number,
  change: Partial<Notification> = {},
): Card {
  const lines = things.map(([one, count], index) => ({
    summary: summarise(readFixture({ ...ALICE, ...one })),
    count,
    lastAt: NOW + index * 60_000,
  }));
  const listed = lines.map(({ summary, count }) => ({ kind: storyKind(summary), count }));
  const left = more > 0 ? [{ kind: 'associated', count: more }] : [];
  const count = more + lines.reduce((sum, line) => sum + line.count, 0);
  const whole: Story = {
    count,
    digest: 'd',
    kinds: [...new Set([...listed, ...left].map(({ kind }) => kind))].map(kind => ({
      kind,
      count: [...listed, ...left].filter(one => one.kind === kind).reduce((sum, one) => sum + one.count, 0),
    })),
    things: [],
    doers: [],
    regions: ['us-west-2', 'eu-west-1'],
    firstAt: NOW - 120_000,
    lastAt: NOW,
    lastArrivedAt: NOW,
  };
  return { ...card({ ...ALICE, ...things[0]?.[0] }, { story: whole, ...change }), lines };
}
const ASSOCIATED = (roleName: string) => ({
  eventName: 'AssociateIamRoleToConnection',
  requestParameters: { roleName, connectionId: '657849db-0000-4000-8000-000000000001' },
});

const ROW = { who: 'alice@example.com', account: '111122223333', kind: 'created', count: 42, lastAt: NOW };
/** What a digest counts by kind and person. */
export const DIGEST: Digest = {
  cards: 57,
  rows: [
    ROW,
    { ...ROW, kind: 'deleted', count: 3 },
    { ...ROW, who: 'CodeCatalyst workflow (*Deploy*) (likely)', count: 9, account: null, lastAt: null },
    { ...ROW, who: 'bob', kind: 'denied', count: 1 },
    { ...ROW, who: 'eve', count: 1 },
  ],
  others: 12,
  late: 5,
};

const by = (user: string, verdict: Decision['verdict'], reason?: string): Decision => ({
  verdict,
  by: user,
  at: '2026-11-20T13:10:00.000Z',
  ...(reason !== undefined && { reason }),
});
const APPROVED = by('U0CAROL', 'approved');
const REJECTED = by('U0CAROL', 'rejected', 'not planned, see CHG-7');
const VOIDED: Decision = {
  ...APPROVED,
  voided: {
    at: '2026-11-20T13:20:00.000Z',
    because: 'STS shows that they obtained the session: event e0000000-0000-4000-8000-0000000000aa',
  },
};
const note = (decision: Decision, index = 0, notification: Partial<Notification> = {}): Note => {
  const { notification: about, summary } = card(ALICE, notification);
  return { notification: about, summary, index, decision };
};

export const CARDS: Record<string, Card> = {
  'card-approval': card(
    ALICE,
    {},
    {
      actor: { slack: 'U0ALICE', certain: true },
      follows: 'Workflows that reach this account over it fail from now on.',
    },
  ),
  'card-approval-without-approvers': card({}, {}, {}),
  'card-acknowledgement': card(DENIED),
  'card-nothing': card(WORKFLOW, { route: 'workflows' }),
  'card-approved': card(ALICE, { decisions: [APPROVED] }),
  'card-rejected': card(ALICE, { decisions: [REJECTED] }),
  'card-acknowledged': card(DENIED, { decisions: [by('U0CAROL', 'acknowledged')] }),
  'card-quorum': card(STOPPED, { quorum: 2, decisions: [APPROVED] }),
  'card-voided': card(ALICE, { decisions: [VOIDED] }),
  'card-claimed': {
    ...card(ALICE),
    summary: summarise(readFixture(ALICE, { sentBy: '444455556666' })),
  },
  'card-without-four-eyes': card({}, {}, { fourEyes: false }),
  'card-critical': card(STOPPED),
  'card-likely-actor': card(
    { userIdentity: assumedRole(DEPLOY, 'bob@example.com') },
    {},
    { actor: { slack: 'U0BOB', certain: false } },
  ),
  'card-service': card({ userIdentity: { type: 'AWSService', invokedBy: 'codecatalyst.amazonaws.com' } }),
  'card-unknown-principal': card({ userIdentity: { type: 'Martian' } }),
  'card-hostile': card(HOSTILE),
  'card-story': story(
    [
      [ASSOCIATED('Deploy'), 1],
      [ASSOCIATED('Build'), 14],
      [{}, 1],
    ],
    30,
  ),
  'card-story-of-one-thing': story([[DENIED, 14]], 0),
  'card-story-approved': story(
    [
      [ASSOCIATED('Deploy'), 1],
      [{}, 1],
    ],
    0,
    {
      decisions: [{ ...APPROVED, covers: { count: 2, digest: 'd' } }],
    },
  ),
  'card-story-short': story(
    [
      [ASSOCIATED('Deploy'), 1],
      [HOSTILE, 1],
    ],
    0,
    { short: true },
  ),
  'card-digest': story([[WORKFLOW, 68]], 0, { digest: DIGEST, severity: 'low', ask: 'nothing' }),
  'card-in-several-accounts': card({}, {}, { otherAccounts: ['sandbox', '222233334444'] }),
  'card-corrected': card(
    { addendum: { reason: 'UPDATED_DATA' } },
    { corrected: { record: 'r', eventID: 'e-original' } },
  ),
  'card-without-details': card({
    eventID: undefined,
    eventTime: undefined,
    awsRegion: undefined,
    sourceIPAddress: undefined,
  }),
};

export const NOTES: Record<string, Note> = {
  'note-approved': note(APPROVED),
  'note-approved-quorum': note(APPROVED, 0, { quorum: 2 }),
  'note-approved-story': note({ ...APPROVED, covers: { count: 4, digest: 'd' } }),
  'note-rejected': note(REJECTED),
  'note-acknowledged': note(by('U0CAROL', 'acknowledged')),
};
