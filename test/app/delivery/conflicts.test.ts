import { describe, expect, test } from '@jest/globals';
import { Intake } from '../../../src/app/delivery/intake.ts';
import { NO_METER } from '../../../src/app/measures.ts';
import { recentIntake } from '../../../src/app/search/recent-intake.ts';
import { KEYS } from '../../../src/app/state/keys.ts';
import { notificationCodec } from '../../../src/app/state/notifications.ts';
import { recordCodec } from '../../../src/app/state/record-codec.ts';
import { readSession } from '../../../src/app/state/sessions.ts';
import { chooseIssuer } from '../../../src/domain/issuer-choice.ts';
import { ISSUING_CALLS } from '../../../src/domain/session.ts';
import { summarise } from '../../../src/domain/summary.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { renderCard } from '../../../src/slack/blocks/card.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { INTAKE_SETTINGS, readFixture } from '../../fixtures.ts';
import { BOB, issued } from '../asking/history-of.ts';

/** An intake over a store of its own, and what it has counted. */
function taking() {
  const store = memoryStore();
  const counted: string[] = [];
  const intake = new Intake({
    target: () => ({ store, known: null }),
    onCard: () => undefined,
    settings: INTAKE_SETTINGS,
    clock: systemClock,
    meter: { ...NO_METER, count: name => void counted.push(name) },
  });
  const notifications = async () =>
    (await store.range(KEYS.notification(''), '', null, 10)).map(({ value }) =>
      notificationCodec.decode(value),
    );
  return { store, intake, counted, notifications };
}

const SAME = { eventTime: '2026-11-20T13:02:11Z' };

describe('two records under one eventID', () => {
  test.each<[string, object]>([
    ['another name', { eventName: 'AcceptConnection' }],
    ['another source', { eventSource: 'glue.amazonaws.com' }],
    ['another time', { eventTime: '2026-11-20T13:02:12Z' }],
    ['another actor', { userIdentity: { type: 'IAMUser', userName: 'eve', arn: 'arn:aws:iam::1:user/eve' } }],
    ['another end', { errorCode: 'AccessDenied' }],
    [
      'another key of the same actor',
      {
        userIdentity: {
          type: 'IAMUser',
          userName: 'alice',
          arn: 'arn:aws:iam::111122223333:user/alice',
          accessKeyId: 'AKIAOTHER',
        },
      },
    ],
  ])('are both kept, counted and told apart where they have %s', async (_, change) => {
    const { intake, counted } = taking();
    const [first, second] = [readFixture(SAME), readFixture({ ...SAME, ...change })];
    expect((await intake.accept(first)).outcome).toBe('accepted');
    expect((await intake.accept(second)).outcome).toBe('accepted');
    expect(counted.filter(name => name === 'cctrail_conflicts_total')).toHaveLength(1);
    // Copies of either are copies.
    for (const copy of [first, second, first]) expect((await intake.accept(copy)).outcome).toBe('duplicate');
    expect(await Promise.all([first, second].map(record => intake.knows(record)))).toEqual([true, true]);
    expect(await intake.knows(readFixture({ ...SAME, eventName: 'RejectConnection' }))).toBe(false);
  });

  test('have cards of their own, which say so and can be found again', async () => {
    const { store, intake, notifications } = taking();
    await intake.accept(readFixture(SAME));
    await intake.accept(readFixture({ ...SAME, eventName: 'AcceptConnection' }));
    const cards = await Promise.all(
      (await notifications()).map(async notification => {
        const kept = await store.get(KEYS.record(notification.recordKeys[0] ?? ''));
        const summary = summarise(recordCodec.decode(kept?.value ?? ''));
        return renderCard({ notification, summary, accountName: '', actor: null });
      }),
    );
    expect(new Set(cards.map(card => JSON.stringify(card.metadata.event_payload))).size).toBe(2);
    expect(cards.filter(card => JSON.stringify(card.blocks).includes('same event ID'))).toHaveLength(1);
  });

  test('are one where they are copies, from whatever feed', async () => {
    const { intake, counted } = taking();
    await intake.accept(readFixture(SAME));
    expect((await intake.accept(readFixture(SAME, { assurance: 'none', replayed: true }))).outcome).toBe(
      'duplicate',
    );
    expect(counted).not.toContain('cctrail_conflicts_total');
  });

  test('are both found among what came in, by their eventID too', async () => {
    const { store, intake } = taking();
    const issuer = issued('ASIAONE', 20, BOB);
    const other = readFixture({
      ...issuer.fields,
      userIdentity: { ...BOB, userName: 'eve', arn: 'arn:aws:iam::1:user/eve' },
    });
    for (const record of [issuer, other]) await intake.accept(record);
    const attribute = { key: 'EventId' as const, value: 'sts-ASIAONE' };
    const range = { from: Date.now() - 3_600_000, to: Date.now() };
    const found: string[] = [];
    const search = { scope: null, attribute, question: ISSUING_CALLS, range };
    for await (const { records } of recentIntake(store, systemClock).search(
      search,
      new AbortController().signal,
    ))
      found.push(...records.map(record => record.identity?.userName ?? ''));
    expect(found.toSorted()).toEqual(['bob', 'eve']);
  });

  test('are told apart also where no more of the first is kept than its claim', async () => {
    const { intake } = taking();
    const issuer = issued('ASIAONE', 20, BOB);
    await intake.accept(issuer);
    expect((await intake.accept(issuer)).outcome).toBe('duplicate');
    const forged = readFixture({ ...issuer.fields, eventName: 'GetSessionToken' });
    expect((await intake.accept(forged)).outcome).toBe('accepted');
  });
});

test('of an STS record that no card shows only what proves is kept, and that for as long as a session may last', async () => {
  const { store, intake } = taking();
  await intake.accept(readFixture({ ...issued('ASIAONE', 20, BOB).fields, userAgent: 'aws-cli/2' }));
  const everything = await store.range('', '', null, 100);
  expect(JSON.stringify(everything)).not.toContain('aws-cli');
  expect(everything.filter(({ value }) => value.includes('roleArn')).length).toBeGreaterThan(0);
});

test('of copies the one that proves counts, whichever comes first', async () => {
  const issuer = issued('ASIAONE', 20, BOB);
  const hint = readFixture(issuer.fields, { assurance: 'none' });
  const proof = readFixture(issuer.fields, { assurance: 'sender' });
  for (const order of [
    [hint, proof],
    [proof, hint],
  ]) {
    const { store, intake } = taking();
    for (const record of order) await intake.accept(record);
    const known = await readSession(store, 'ASIAONE');
    expect(chooseIssuer(known.issuers, { accountId: '111122223333' }).kind).toBe('issuer');
  }
});
