import { describe, expect, test } from '@jest/globals';
import { BOB, deleted, issued } from '../asking/history-of.ts';
import { scene } from '../session-scene.ts';

describe('a click on what was done in a session', () => {
  test('finds out who obtained it: they may not decide, whom the name of the session frames may', async () => {
    const { decide, entries, notification } = await scene();
    expect(await decide('U0BOB')).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('the one behind'),
    });
    expect(await decide('U0BOB', 'rejected')).toMatchObject({ kind: 'refused' });
    expect(await decide('U0EVE')).toMatchObject({ kind: 'recorded', settles: true });
    const behind = {
      name: 'Deploy',
      confidence: 'certain',
      chain: [{ name: 'bob', eventID: 'sts-ASIAONE' }],
    };
    expect((await entries()).at(-1)).toMatchObject({ kind: 'decision', behind });
    expect((await notification()).chain?.issuers[0]?.identity?.userName).toBe('bob');
  });

  test('keeps what it found also where it refuses, so that the card names who it was', async () => {
    const { decide, deliver, messenger } = await scene();
    await decide('U0BOB');
    await deliver();
    expect(messenger.posted[0]?.summary.principal).toMatchObject({ confidence: 'certain', name: 'Deploy' });
  });

  test('needs a second person while it is not proven, and whoever is framed may reject', async () => {
    const unproven = await scene({ issuers: [] });
    expect(await unproven.decide('U0EVE')).toMatchObject({ kind: 'recorded', settles: false });
    expect(await unproven.decide('U0CAROL')).toMatchObject({ kind: 'recorded', settles: true });
    expect(await (await scene({ issuers: [] })).decide('U0EVE', 'rejected')).toMatchObject({ settles: true });
  });

  test('without four eyes whoever is framed still does not approve alone, anybody else does', async () => {
    const setup = { issuers: [], approvers: { fourEyes: false } };
    const { decide } = await scene(setup);
    expect(await decide('U0EVE')).toMatchObject({ settles: false });
    expect(await decide('U0CAROL')).toMatchObject({ settles: true });
    expect(await (await scene(setup)).decide('U0CAROL')).toMatchObject({ settles: true });
  });

  test('leaves open who acted where AWS can not be asked: rejecting stays possible, approving takes two', async () => {
    const { decide } = await scene({ fails: true });
    expect(await decide('U0CAROL')).toMatchObject({ kind: 'recorded', settles: false });
    expect(await (await scene({ fails: true })).decide('U0CAROL', 'rejected')).toMatchObject({
      settles: true,
    });
  });

  test('looks nothing up where the record itself is certain, nor before the modal for a reason opens', async () => {
    const certain = await scene({ record: deleted('e-1', 1, { userIdentity: BOB }) });
    expect(await certain.decide('U0CAROL')).toMatchObject({ settles: true });
    expect(certain.searches()).toBe(0);
    const open = await scene();
    expect(await open.mayDecide('U0BOB')).toMatchObject({ kind: 'admitted' });
    expect(open.searches()).toBe(0);
    expect(await open.decide('U0BOB', 'rejected')).toMatchObject({ kind: 'refused' });
  });

  test('looks a session up once', async () => {
    const { decide, searches } = await scene();
    await decide('U0BOB');
    const first = searches();
    await decide('U0BOB');
    expect([first > 0, searches() - first]).toEqual([true, 0]);
  });

  test('is looked up again at every click, however long it was not found', async () => {
    const { decide, deliver } = await scene({ shownFrom: 20, approvers: { fourEyes: false } });
    await deliver();
    expect(await decide('U0BOB', 'approved', 60)).toMatchObject({ kind: 'refused' });
  });

  test('of another account is not settled by the record of the account that was entered', async () => {
    const entered = issued(
      'ASIAONE',
      20,
      { type: 'AWSAccount', accountId: '999988887777', principalId: 'AROAX:x' },
      {
        sharedEventID: 'shared',
      },
    );
    const { decide, deliver, messenger } = await scene({ issuers: [entered] });
    await deliver();
    expect(messenger.updated[0]?.summary.principal).toMatchObject({ confidence: 'likely' });
    expect(await decide('U0CAROL')).toMatchObject({ settles: false });
  });

  test('counts every person whom a name is tied to: approvals of each of them are voided', async () => {
    const people = [
      { slack: 'U0BOB', principals: ['bob'] },
      { slack: 'U0DORA', principals: ['bob'] },
    ];
    const { decide, deliver, notification } = await scene({
      people,
      shownFrom: 10,
      approvers: { fourEyes: false },
    });
    await decide('U0DORA');
    await deliver();
    expect((await notification()).decisions).toMatchObject([
      { by: 'U0DORA', voided: { because: expect.stringMatching(/STS/) } },
    ]);
  });

  test('refuses where Slack can not be asked whose earlier approval counts no more', async () => {
    const alice = {
      ...BOB,
      userName: 'alice@example.com',
      arn: 'arn:aws:iam::111122223333:user/alice@example.com',
    };
    const { decide } = await scene({
      issuers: [issued('ASIAONE', 20, alice)],
      approvers: { fourEyes: false },
      isSlackAway: true,
    });
    expect(await decide('U0CAROL', 'rejected')).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining("couldn't check with Slack"),
    });
  });
});
