import { describe, expect, test } from '@jest/globals';
import { Decisions } from '../../../src/app/deciding/decide.ts';
import { Intake } from '../../../src/app/delivery/intake.ts';
import { NO_METER } from '../../../src/app/measures.ts';
import type { Directory, History } from '../../../src/app/ports.ts';
import { KEYS } from '../../../src/app/state/keys.ts';
import { openLedger, verifyLedger } from '../../../src/app/state/ledger.ts';
import { ledgerEntryCodec } from '../../../src/app/state/ledger-entries.ts';
import { notificationCodec } from '../../../src/app/state/notifications.ts';
import { jobCodec } from '../../../src/app/state/outbox.ts';
import type { PersonMapping } from '../../../src/domain/person.ts';
import type { Approvers, Verdict } from '../../../src/domain/review.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import {
  assumedRole,
  directoryOf,
  INTAKE_SETTINGS,
  manualClock,
  readFixture,
  whoIsBehindFixture,
} from '../../fixtures.ts';
import { keptLog } from '../../kept-log.ts';

const START = Date.parse('2026-11-23T10:00:00Z');
const PEOPLE = [
  { id: 'U0ALICE', email: 'alice@example.com' },
  { id: 'U0BOB', email: 'bob@example.com', groups: ['S0OPS'] },
  { id: 'U0CAROL', email: 'carol@example.com' },
  { id: 'U0HIDDEN', email: null },
  { id: 'U0GUEST', guest: true },
  { id: 'U0BOT', bot: true },
  { id: 'U0GONE', deactivated: true },
  { id: 'U0OTHER', stranger: true },
];
const SSO =
  'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef';
const ALICE = { userIdentity: assumedRole(SSO, 'alice@example.com') };
const SESSION_ALICE = {
  userIdentity: assumedRole('arn:aws:iam::111122223333:role/Deploy', 'alice@example.com'),
};
const USER_ALICE = {};
const ROOT = { userIdentity: { type: 'Root', accountId: '111122223333' } };
const NOBODY: Approvers = { users: [], groups: [], quorum: 1, fourEyes: false };

interface Setup {
  readonly change?: Record<string, unknown>;
  readonly approvers?: Partial<Approvers>;
  readonly people?: readonly PersonMapping[];
  readonly directory?: Directory;
  readonly histories?: readonly History[];
}

/** One card that asks for approval, and whoever may decide on it. */
async function card({
  change = {},
  approvers = {},
  people = [],
  directory = directoryOf(...PEOPLE),
  histories = [],
}: Setup = {}) {
  const clock = manualClock(START);
  const store = memoryStore(clock.now);
  const settings = { ...INTAKE_SETTINGS, approvers: { ...NOBODY, ...approvers }, people };
  const meter = NO_METER;
  const target = () => ({ store, known: null });
  const intake = new Intake({ target, onCard: () => undefined, settings, clock, meter });
  await intake.accept(readFixture(change));
  const [stored] = await store.range(KEYS.notification(''), '', null, 1);
  const { id } = notificationCodec.decode(stored?.value ?? '');
  const log = keptLog();
  const ledger = openLedger(store);
  const decisions = new Decisions({
    store,
    ledger,
    directory,
    whoIsBehind: whoIsBehindFixture({ store, clock, histories }),
    settings: { ...settings, publishes: true },
    clock,
    log,
  });
  const decide = (userId: string, verdict: Verdict = 'approved', reason?: string) =>
    decisions.decide({ notificationId: id, verdict, userId, ...(reason !== undefined && { reason }) });
  return { store, decisions, decide, id, log };
}

describe('who may decide', () => {
  test.each<[string, string, Setup, RegExp | null]>([
    ['any full member, where no approvers are named', 'U0CAROL', {}, null],
    ['not a guest', 'U0GUEST', {}, /Guests can't decide/],
    ['not a bot', 'U0BOT', {}, /Bots can't decide/],
    ['not a deactivated user', 'U0GONE', {}, /Deactivated users can't decide/],
    ['not a member of another workspace', 'U0OTHER', {}, /Only members of this workspace/],
    ['not somebody whom Slack does not know', 'U0NOBODY', {}, /doesn't tell me who you are/],
    ['not whoever acted, by e-mail address', 'U0ALICE', { change: ALICE }, /the one behind this event/],
    ['whom only a name names that the caller chose', 'U0ALICE', { change: SESSION_ALICE }, null],
    [
      'not whoever acted, by configuration',
      'U0CAROL',
      { change: USER_ALICE, people: [{ slack: 'U0CAROL', principals: ['Alice'] }] },
      /the one behind this event/,
    ],
    [
      'not whoever acted, where Slack hides their address from them only',
      'U0HIDDEN',
      {
        change: ALICE,
        directory: {
          ...directoryOf(...PEOPLE),
          personByEmail: async () => directoryOf(...PEOPLE).person('U0HIDDEN'),
        },
      },
      /the one behind this event/,
    ],
    ['an approver', 'U0CAROL', { approvers: { users: ['U0CAROL'] } }, null],
    [
      'not whoever is no approver',
      'U0ALICE',
      { approvers: { users: ['U0CAROL'] } },
      /not among the approvers. Ask <@U0CAROL>/,
    ],
    ['a member of a group of approvers', 'U0BOB', { approvers: { groups: ['S0OPS'] } }, null],
    ['not whoever is in no such group', 'U0CAROL', { approvers: { groups: ['S0OPS'] } }, /<!subteam\^S0OPS>/],
    [
      'nobody, where Slack can not be asked',
      'U0CAROL',
      { directory: { ...directoryOf(...PEOPLE), person: () => Promise.reject(new Error('HTTP 500')) } },
      /couldn't check with Slack/,
    ],
  ])('%s', async (_, user, setup, refusal) => {
    const { decide, decisions, id, store } = await card(setup);
    const may = await decisions.mayDecide({ notificationId: id, verdict: 'approved', userId: user });
    const ruling = await decide(user);
    if (refusal === null) {
      expect([may.kind, ruling.kind]).toEqual(['admitted', 'recorded']);
      return;
    }
    expect(may).toEqual({ kind: 'refused', message: expect.stringMatching(refusal) });
    expect(ruling).toEqual(may);
    expect(await store.range(KEYS.ledger, '', null, 10)).toEqual([]);
  });
});

describe('what a decision does', () => {
  test('its ledger entry, its card, its thread and the event bus are one commit', async () => {
    const { decide, store, id } = await card();
    expect(await decide('U0CAROL', 'rejected', 'not planned')).toMatchObject({
      kind: 'recorded',
      settles: true,
      decision: { verdict: 'rejected', by: 'U0CAROL', at: '2026-11-23T10:00:00.000Z', reason: 'not planned' },
    });
    const [entry] = await store.range(KEYS.ledger, '', null, 10);
    expect(ledgerEntryCodec.decode(entry?.value ?? '')).toMatchObject({
      kind: 'decision',
      notificationId: id,
      records: [
        { key: expect.stringContaining('111122223333:'), digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ],
      decision: { reason: 'not planned' },
    });
    const jobs = (await store.range(KEYS.outbox, '', null, 10)).map(
      ({ value }) => jobCodec.decode(value).kind,
    );
    expect(jobs.toSorted()).toEqual(['note', 'post', 'publish', 'update']);
  });

  test('the first decision stands, whoever comes later', async () => {
    const { decide, store } = await card();
    const rulings = await Promise.all(['U0ALICE', 'U0BOB', 'U0CAROL'].map(user => decide(user)));
    expect(rulings.map(({ kind }) => kind).toSorted()).toEqual(['recorded', 'standing', 'standing']);
    expect(await verifyLedger(store)).toMatchObject({ ok: true, entries: 1 });
  });

  test.each<[string, Record<string, unknown>, Verdict, RegExp]>([
    [
      'an attempt that failed is not approved',
      { errorCode: 'AccessDenied' },
      'approved',
      /asks for acknowledgement/,
    ],
    ['a change is not acknowledged', {}, 'acknowledged', /asks for approval/],
  ])('%s', async (_, change, verdict, message) => {
    const { decide } = await card({ change });
    expect(await decide('U0CAROL', verdict)).toEqual({
      kind: 'refused',
      message: expect.stringMatching(message),
    });
  });

  test('a quorum takes different people, and settles with the last of them', async () => {
    const { decide } = await card({ approvers: { quorum: 2 } });
    expect(await decide('U0CAROL')).toMatchObject({ kind: 'recorded', settles: false });
    expect(await decide('U0CAROL')).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('already'),
    });
    expect(await decide('U0BOB')).toMatchObject({ kind: 'recorded', settles: true });
    expect(await decide('U0ALICE')).toMatchObject({ kind: 'standing' });
  });

  test('one rejection settles, whatever the quorum', async () => {
    const { decide } = await card({ approvers: { quorum: 3 } });
    await decide('U0CAROL');
    expect(await decide('U0BOB', 'rejected')).toMatchObject({ kind: 'recorded', settles: true });
  });

  test('two must approve where nobody can be sure who acted, if that is wanted', async () => {
    const { decide } = await card({ change: ROOT, approvers: { fourEyes: true } });
    expect(await decide('U0CAROL')).toMatchObject({ settles: false });
    expect(await decide('U0BOB')).toMatchObject({ settles: true });
  });

  test('a card, or its record, that is not kept any more is said to be gone', async () => {
    const { decisions, decide, store } = await card();
    const unknown = { notificationId: 'unknown', verdict: 'approved' as const, userId: 'U0CAROL' };
    expect(await decisions.decide(unknown)).toMatchObject({
      message: expect.stringContaining("don't know this card"),
    });
    const [record] = await store.range(KEYS.record(''), '', null, 1);
    await store.commit({ delete: [record?.key ?? ''] });
    expect(await decide('U0CAROL')).toMatchObject({
      message: expect.stringContaining("isn't kept any more"),
    });
  });
});
