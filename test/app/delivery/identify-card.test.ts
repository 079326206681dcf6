import { describe, expect, test } from '@jest/globals';
import { readFixture } from '../../fixtures.ts';
import { BOB, deleted, inSession, issued } from '../asking/history-of.ts';
import { MINUTE_MS, scene } from '../session-scene.ts';

describe('the card of what was done in a session', () => {
  test('goes out at once, and names who it was as soon as that is found', async () => {
    const { deliver, messenger, notification } = await scene();
    await deliver();
    expect(messenger.posted.map(card => card.summary.principal.confidence)).toEqual(['likely']);
    expect(messenger.updated.map(card => card.summary.principal.chain.at(-1)?.name)).toEqual(['bob']);
    expect(messenger.updated[0]?.actor).toEqual({ slack: 'U0BOB', certain: true });
    expect(await notification()).toMatchObject({ quorum: 1 });
  });

  test('is posted with what the store knows already, and not updated', async () => {
    const issuer = readFixture(issued('ASIAONE', 20, BOB).fields, { assurance: 'sender' });
    const { deliver, messenger, searches } = await scene({ issuers: [], sent: [issuer] });
    await deliver();
    expect(messenger.posted.map(card => card.summary.principal.confidence)).toEqual(['certain']);
    expect([messenger.updated.length, searches()]).toEqual([0, 0]);
  });

  test.each<[string, object, RegExp]>([
    ['anybody may have sent', { assurance: 'none' }, /not proven: .* eve obtained the session/],
    [
      'another account sent, which is not even a hint',
      { sentBy: '999988887777', assurance: 'sender' },
      /^the session name is chosen/,
    ],
  ])('is not believed an STS record that %s', async (_, carrier, note) => {
    const issuer = readFixture(issued('ASIAONE', 20, { ...BOB, userName: 'eve' }).fields, carrier);
    const { deliver, messenger } = await scene({ issuers: [], sent: [issuer] });
    await deliver();
    const { principal } = messenger.posted[0]?.summary ?? {};
    expect(principal).toMatchObject({ confidence: 'likely', chain: [], note: expect.stringMatching(note) });
    // AWS's own record stands against a forged one.
    const genuine = await scene({ sent: [issuer] });
    expect(await genuine.decide('U0BOB')).toMatchObject({ kind: 'refused' });
  });

  test('says that STS records contradict each other, and proves nothing by them', async () => {
    const one = issued('ASIAONE', 20, BOB);
    const other = issued(
      'ASIAONE',
      20,
      { ...BOB, userName: 'eve', arn: 'arn:aws:iam::1:user/eve' },
      { eventID: 'x' },
    );
    const { deliver, messenger, decide } = await scene({ issuers: [one, other] });
    await deliver();
    expect(messenger.updated.at(-1)?.summary.principal).toMatchObject({
      confidence: 'likely',
      note: expect.stringMatching(/contradict each other: (bob or eve|eve or bob)/),
    });
    expect(await decide('U0CAROL')).toMatchObject({ settles: false });
  });

  test('is looked up again 5 and 15 minutes after the event, then never', async () => {
    const { deliver, searches, clock } = await scene({ issuers: [] });
    const from = clock.now();
    await deliver();
    const all = searches();
    expect((clock.now() - from) / MINUTE_MS).toBeGreaterThan(13);
    await deliver();
    expect(searches()).toBe(all);
    // Two Regions, at the exact time and around it, three times.
    expect(all).toBeLessThanOrEqual(12);
  });

  test.each<[string, object]>([
    ['that happens in 2099', { eventTime: '2099-01-01T00:00:00Z' }],
    ['without a time', { eventTime: 'soon' }],
    ['older than the history', { eventTime: '2020-01-01T00:00:00Z' }],
  ])('of a record %s goes out, and nobody looks for ever', async (_, change) => {
    const record = deleted('e-1', 1, { ...inSession('ASIAONE', 20), ...change });
    const { deliver, messenger, searches } = await scene({ issuers: [], record });
    await deliver();
    expect(messenger.posted).toHaveLength(1);
    expect(searches()).toBeLessThanOrEqual(12);
  });

  test('in a circle of sessions ends', async () => {
    const hub = { ...inSession('ASIATWO', 25).userIdentity };
    const circle = [issued('ASIAONE', 20, hub), issued('ASIATWO', 25, inSession('ASIAONE', 20).userIdentity)];
    const { deliver, messenger } = await scene({ issuers: circle });
    await deliver();
    expect(messenger.updated.at(-1)?.summary.principal.confidence).toBe('likely');
  });

  test('an approval by whoever is proven later to have acted counts no more', async () => {
    const { decide, deliver, messenger, entries, events, notification } = await scene({
      shownFrom: 10,
      approvers: { fourEyes: false },
    });
    expect(await decide('U0BOB')).toMatchObject({ kind: 'recorded', settles: true });
    await deliver();
    const after = await notification();
    expect(after.decisions).toMatchObject([
      { by: 'U0BOB', voided: { because: expect.stringContaining('STS') } },
    ]);
    expect(messenger.noted.map(note => note.voided === true)).toEqual([false, true]);
    expect(events).toMatchObject([
      { verdict: 'approved', settles: true },
      { verdict: 'voided', settles: false, voids: `${after.id}.0` },
    ]);
    expect((await entries()).at(-1)).toMatchObject({
      kind: 'decision',
      decision: { by: 'U0BOB', voided: { at: expect.any(String) } },
      behind: { confidence: 'certain' },
    });
    expect(await decide('U0BOB')).toMatchObject({ kind: 'refused' });
    expect(await decide('U0CAROL')).toMatchObject({ kind: 'recorded', settles: true });
  });

  test('keeps its place in line whatever a record says of its account', async () => {
    const identity = inSession('ASIABAD', 20).userIdentity as Record<string, unknown>;
    for (const accountId of ['1'.repeat(3_000), '111122223333/!', 'x y']) {
      const { clock, deliver, messenger, intake } = await scene();
      await intake.accept(deleted('e-odd', 1, { userIdentity: { ...identity, accountId } }));
      const from = clock.now();
      await deliver();
      expect(messenger.posted).toHaveLength(2);
      expect(messenger.updated.map(card => card.summary.principal.chain.at(-1)?.name)).toEqual(['bob']);
      expect(clock.now() - from).toBeLessThan(60 * MINUTE_MS);
    }
  });

  test('events tell whether a decision settled as it was when it was made', async () => {
    const { decide, deliver, events } = await scene({ shownFrom: 10 });
    expect(await decide('U0CAROL')).toMatchObject({ settles: false });
    await deliver();
    expect(await decide('U0DORA')).toMatchObject({ settles: true });
    await deliver();
    expect(events).toMatchObject([{ settles: false }, { settles: true }]);
  });
});
