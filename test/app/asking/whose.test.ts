import { describe, expect, test } from '@jest/globals';
import type { Search } from '../../../src/app/ports.ts';
import { assumedRole, readFixture } from '../../fixtures.ts';
import { ACCOUNT, ago, ask, BOB, deleted, historyOf, inSession, issued } from './history-of.ts';

const OTHER = '444455556666';
const SSO =
  'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Ops_0123456789abcdef';
const ALICE = assumedRole(SSO, 'alice@example.com', { identity: { accessKeyId: 'AKIASSO' } });
const ROOT = { type: 'Root', accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` };
const RUNNER = { type: 'AWSService', invokedBy: 'codecatalyst-runner.amazonaws.com' };
const SERVICE = { invokedBy: 'cloudformation.amazonaws.com' };
const named = (name: string) => ({ ...BOB, userName: name, arn: `arn:aws:iam::${ACCOUNT}:user/${name}` });

/** The events of an answer, and what it says. */
async function answer(text: string, records: Parameters<typeof historyOf>[0]) {
  const { events, sentence, coverage } = await ask(text, historyOf(records));
  return { ids: events.map(event => event.record.eventID), events, sentence, coverage };
}

describe('who is behind it, in the sentence and for programs', () => {
  test('of a service that acted for a session of a role', async () => {
    const deed = inSession('ASIAONE', 20, 'chief@example.com');
    const { sentence, events } = await answer('who deleted connection', [
      deleted('e-1', 10, { userIdentity: { ...deed.userIdentity, ...SERVICE } }),
      issued('ASIAONE', 20, named('trent')),
    ]);
    expect(sentence).toMatch(
      /^cloudformation\.amazonaws\.com, for trent, as Deploy\/chief@example\.com, deleted/,
    );
    expect(events[0]?.principal).toMatchObject({
      kind: 'service',
      behind: expect.arrayContaining(['trent']),
    });
  });

  test('of a root session that somebody of another account obtained with AssumeRoot', async () => {
    const deed = deleted('e-1', 10, {
      recipientAccountId: OTHER,
      userIdentity: {
        ...ROOT,
        accountId: OTHER,
        arn: `arn:aws:iam::${OTHER}:root`,
        accessKeyId: 'ASIAROOT',
        sessionContext: { assumedRoot: 'true', attributes: { creationDate: ago(20) } },
      },
    });
    const call = issued('ASIAROOT', 20, ALICE, {
      eventName: 'AssumeRoot',
      requestParameters: { targetPrincipal: OTHER },
    });
    const { sentence, events } = await answer('who deleted connection', [deed, call]);
    expect(sentence).toMatch(/^alice@example\.com, as root of 444455556666, deleted/);
    expect(events[0]?.principal).toMatchObject({
      name: 'root of 444455556666',
      kind: 'root',
      confidence: 'certain',
      chain: [{ name: 'alice@example.com', kind: 'identityCenterUser' }],
    });
    expect((await answer('who deleted connection', [deed])).events[0]?.principal.confidence).toBe('likely');
    expect((await answer('what did root delete', [deed, call])).ids).toEqual([]);
  });

  test('of a session whose account is another than the record’s, and of one whose account nobody configured', async () => {
    const elsewhere = (account: string) =>
      deleted('e-1', 10, {
        recipientAccountId: account,
        ...inSession('ASIAONE', 20, 'chief@example.com'),
      });
    // The key of account A used on a resource of B: the session is A's.
    const { sentence } = await answer('who deleted connection', [
      elsewhere(OTHER),
      issued('ASIAONE', 20, named('trent')),
    ]);
    expect(sentence).toMatch(/^trent, as Deploy\/chief@example\.com, deleted/);
    const identity = inSession('ASIAONE', 20, 's').userIdentity as { arn: string };
    const foreign = {
      ...identity,
      accountId: '999988887777',
      arn: identity.arn.replace(ACCOUNT, '999988887777'),
    };
    const fromHere = await answer('who deleted connection', [
      deleted('e-1', 10, { userIdentity: foreign }),
      issued('ASIAONE', 20, named('trent')),
    ]);
    expect(fromHere.events[0]?.principal).toMatchObject({
      confidence: 'certain',
      chain: [{ name: 'trent' }],
    });
  });

  test('of a web identity, with whose word it is', async () => {
    const github = {
      type: 'WebIdentityUser',
      userName: 'repo:acme/shop:ref:refs/heads/main',
      identityProvider: 'token.actions.githubusercontent.com',
    };
    const { sentence, events } = await answer('who deleted connection', [
      deleted('e-1', 10, inSession('ASIAONE', 20, 'GitHubActions')),
      issued('ASIAONE', 20, github, { eventName: 'AssumeRoleWithWebIdentity' }),
    ]);
    expect(sentence).toMatch(
      /^repo:acme\/shop:ref:refs\/heads\/main \(as token\.actions\.githubusercontent\.com says\), as Deploy\/GitHubActions, deleted/,
    );
    expect(events[0]?.principal).toMatchObject({ name: 'Deploy', confidence: 'likely' });
  });

  test('people of one name in two accounts are two people', async () => {
    const other = { ...BOB, accountId: OTHER, arn: `arn:aws:iam::${OTHER}:user/bob` };
    const { sentence } = await answer('who deleted connection', [
      deleted('e-1', 10, { userIdentity: BOB }),
      deleted('e-2', 11, { userIdentity: other, recipientAccountId: OTHER }),
    ]);
    expect(sentence).toMatch(/^2 events match, by bob of 111122223333 \(1\) and bob of 444455556666 \(1\)\./);
  });
});

describe('what somebody did', () => {
  const DEED = deleted('e-1', 10, inSession('ASIAONE', 20));
  const HOP = [DEED, issued('ASIAONE', 20, BOB)];

  test.each([
    ['what did bob do', HOP],
    ['what did Bob do', HOP],
    ['what did alice delete', [DEED, issued('ASIAONE', 20, ALICE)]],
    ['what did Alice@Example.com delete', [DEED, issued('ASIAONE', 20, ALICE)]],
    ['what did root delete', [DEED, issued('ASIAONE', 20, ROOT)]],
    ['what did workflows do', [DEED, issued('ASIAONE', 20, RUNNER)]],
  ] as const)('%s: also in a session that was issued to them', async (text, records) => {
    const { ids, coverage } = await answer(text, records);
    expect(ids).toEqual(['e-1']);
    expect(coverage.complete).toBe(true);
  });

  test.each<[string, boolean]>([
    ['what did Deploy/nightly-7 do', true],
    ['what did deploy/NIGHTLY-7 do', true],
    ['what did arn:aws:sts::111122223333:assumed-role/Deploy/nightly-7 do', true],
    ['what did arn:aws:sts::111122223333:assumed-role/Deploy/nightly-8 do', false],
    ['who deleted connection not by Deploy/nightly-7', false],
    // A session name may be anybody's.
    ['what did nightly-7 do', false],
  ])(
    '%s: a session itself is found by its ARN and by role and name, whoever it is proven to be',
    async (text, isFound) => {
      const deed = deleted('e-1', 10, inSession('ASIAONE', 20, 'nightly-7'));
      const { ids } = await answer(text, [deed, issued('ASIAONE', 20, BOB)]);
      expect(ids).toEqual(isFound ? ['e-1'] : []);
    },
  );

  test('also in a session that was obtained with another of theirs', async () => {
    const hub = assumedRole('arn:aws:iam::111122223333:role/Hub', 'hub', {
      identity: { accessKeyId: 'ASIAHUB' },
      context: { attributes: { creationDate: ago(30) } },
    });
    const records = [DEED, issued('ASIAONE', 20, hub), issued('ASIAHUB', 30, BOB)];
    expect((await answer('what did bob do', records)).ids).toEqual(['e-1']);
  });

  test.each([
    ['what did anybody but root delete', issued('ASIAONE', 20, ROOT)],
    ['who deleted connection except workflows', issued('ASIAONE', 20, RUNNER)],
    ['who deleted connection not by Bob', issued('ASIAONE', 20, BOB)],
  ])('%s: not what they did in such a session', async (text, issuer) => {
    const deeds = Array.from({ length: 30 }, (_, index) =>
      deleted(`e-${index}`, index, inSession('ASIAONE', 20)),
    );
    const { ids } = await answer(text, [
      ...deeds,
      deleted('other', 40, { userIdentity: named('eve') }),
      issuer,
    ]);
    expect(ids).toEqual(['other']);
  });

  test('where nobody of that name was found and STS could not be looked through, that is a gap', async () => {
    const fails = ({ attribute }: Search) => attribute?.value === 'sts.amazonaws.com';
    const { coverage } = await ask('what did Bob do', historyOf(HOP, { fails }));
    expect(coverage.notSearched[0]?.reason).toMatch(/for their sessions/);
  });

  test('not by what anybody may have sent: AWS’s own record says whose session it was', async () => {
    const forged = readFixture(
      { ...issued('ASIAONE', 20, BOB).fields, eventID: 'forged' },
      { assurance: 'none' },
    );
    const recent = historyOf([forged], {
      name: 'Recent intake',
      coverage: 'none',
      scopes: [],
      serves: () => true,
    });
    const genuine = historyOf([DEED, issued('ASIAONE', 20, named('eve'))]);
    const ids = async (text: string) =>
      (await ask(text, recent, genuine)).events.map(event => event.record.eventID);
    expect(await ids('what did bob delete')).toEqual([]);
    expect(await ids('what did eve delete')).toEqual(['e-1']);
    expect(await ids('what was deleted -user:bob')).toEqual(['e-1']);
  });

  test('of another account, the other account’s word proves nothing', async () => {
    const theirs = readFixture(
      {
        ...issued('ASIAONE', 20, BOB).fields,
        recipientAccountId: OTHER,
        requestParameters: { roleArn: `arn:aws:iam::${OTHER}:role/x` },
      },
      { assurance: 'sender' },
    );
    const recent = historyOf([theirs], {
      name: 'Recent intake',
      coverage: 'none',
      scopes: [],
      serves: () => true,
    });
    expect((await ask('what did bob delete', recent, historyOf([DEED]))).events).toEqual([]);
  });
});
