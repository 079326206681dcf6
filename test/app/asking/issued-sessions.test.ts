import { describe, expect, test } from '@jest/globals';
import type { History, Search } from '../../../src/app/ports.ts';
import { assumedRole } from '../../fixtures.ts';
import { ACCOUNT, ago, ask, BOB, deleted, historyOf, inSession, issued } from './history-of.ts';

describe('who, really', () => {
  test('a session is followed up to the user who obtained it, and is certain then', async () => {
    const history = historyOf([deleted('e-1', 10, inSession('ASIAONE', 20)), issued('ASIAONE', 20, BOB)]);
    const { events, sentence } = await ask('who deleted connection', history);
    expect(events[0]?.principal).toMatchObject({
      name: 'Deploy',
      confidence: 'certain',
      chain: [{ name: 'bob', kind: 'user', eventID: 'sts-ASIAONE' }],
    });
    expect(sentence).toMatch(/^bob, as Deploy\/s, deleted connection/);
  });

  test('a chain of roles is followed to its beginning, and roles in a circle end', async () => {
    const first = assumedRole('arn:aws:iam::1:role/Hub', 'hub', {
      identity: { accessKeyId: 'ASIATWO' },
      context: { attributes: { creationDate: ago(30) } },
    });
    const history = historyOf([
      deleted('e-1', 10, inSession('ASIAONE', 20)),
      issued('ASIAONE', 20, first),
      issued('ASIATWO', 30, BOB),
    ]);
    const { events } = await ask('who deleted connection', history);
    expect(events[0]?.principal.chain.map(link => link.name)).toEqual(['Hub/hub', 'bob']);
    const circle = historyOf([
      deleted('e-1', 10, inSession('ASIAONE', 20)),
      issued('ASIAONE', 20, { ...first, accessKeyId: 'ASIAONE' }),
    ]);
    expect((await ask('who deleted connection', circle)).events[0]?.principal.confidence).toBe('likely');
  });

  test('another account that obtained it is named, and lifts nothing: the session name is still anybody’s', async () => {
    const history = historyOf([
      deleted('e-1', 10, inSession('ASIAONE', 20, 'alice@example.com')),
      issued('ASIAONE', 20, { type: 'AWSAccount', accountId: '999988887777', principalId: 'AROAX:x' }),
    ]);
    const { events } = await ask('who deleted connection', history);
    expect(events[0]?.principal).toMatchObject({ confidence: 'likely', chain: [{ kind: 'account' }] });
  });

  test('what could not be looked up stays likely', async () => {
    const fails = ({ attribute }: Search) => attribute?.value === 'sts.amazonaws.com';
    const history = historyOf([deleted('e-1', 10, inSession('ASIAONE', 20))], { fails });
    const { events, coverage } = await ask('who deleted connection', history);
    expect(events[0]?.principal).toMatchObject({ confidence: 'likely', chain: [] });
    expect(coverage.complete).toBe(true);
  });

  test('a session name that frames somebody counts for nobody once it is proven who obtained the session', async () => {
    const records = [
      deleted('e-1', 10, inSession('ASIAONE', 20, 'eve@example.com')),
      issued('ASIAONE', 20, BOB),
    ];
    const asked = async (text: string) =>
      (await ask(text, historyOf(records))).events.map(event => event.record.eventID);
    expect(await asked('did eve delete a connection')).toEqual([]);
    expect(await asked('who deleted connection not by bob')).toEqual([]);
    expect(await asked('latest deleted connection -user:bob')).toEqual([]);
    expect(await asked('who deleted connection not by eve')).toEqual(['e-1']);
    expect(await asked('who deleted connection by bob')).toEqual(['e-1']);
    // Without proof the name that was chosen is all there is.
    const unproven = [deleted('e-1', 10, inSession('ASIAONE', 20, 'eve@example.com'))];
    expect((await ask('did eve delete a connection', historyOf(unproven))).events).toHaveLength(1);
    expect((await ask('who deleted connection not by eve', historyOf(unproven))).events).toEqual([]);
  });

  test('many sessions obtained near each other are found with few looks, also where the times do not quite agree', async () => {
    const keys = Array.from({ length: 15 }, (_, index) => `ASIA${String(index).padStart(4, '0')}`);
    const records = keys.flatMap((key, index) => [
      deleted(`e-${index}`, 10, inSession(key, 20 + index)),
      issued(key, 21 + index, BOB),
    ]);
    const history = historyOf(records);
    const { events } = await ask('who deleted connection', history);
    expect(events.map(event => event.principal.confidence)).toEqual(keys.map(() => 'certain'));
    expect(history.searches.length).toBeLessThan(10);
  });

  test('sessions far apart are followed a few at a time, and only those that are chosen', async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `ASIA${String(index).padStart(4, '0')}`);
    const records = keys.flatMap((key, index) => [
      deleted(`e-${index}`, 10 + index * 4_000, inSession(key, 20 + index * 4_000)),
      issued(key, 20 + index * 4_000, BOB),
    ]);
    const history = historyOf(records);
    let [running, most] = [0, 0];
    const watched: History = {
      ...history,
      async *search(search, signal) {
        most = Math.max(most, (running += 1));
        try {
          await new Promise(resolve => setTimeout(resolve, 2));
          yield* history.search(search, signal);
        } finally {
          running -= 1;
        }
      },
    };
    await ask('who deleted connection', watched);
    // Each of four sessions is looked for in its Region and in us-east-1.
    expect(most).toBeLessThanOrEqual(8);
    history.searches.length = 0;
    await ask('latest deleted connection', watched);
    expect(
      history.searches.filter(({ attribute }) => attribute?.value === 'sts.amazonaws.com').length,
    ).toBeLessThanOrEqual(4);
  });

  test('a time of issue that can not be is none', async () => {
    const old = inSession('ASIAONE', 500 * 24 * 60);
    const { events } = await ask(
      'who deleted connection',
      historyOf([deleted('e-1', 10, old), issued('ASIAONE', 20, BOB)]),
    );
    expect(events[0]?.principal.confidence).toBe('certain');
  });

  test('what somebody did through a role is found by the sessions that were issued to them', async () => {
    const records = [
      deleted('e-1', 10, inSession('ASIAONE', 20)),
      deleted('e-2', 11, inSession('ASIATWO', 20)),
      issued('ASIAONE', 20, BOB),
      issued('ASIATWO', 20, { ...BOB, userName: 'eve', arn: `arn:aws:iam::${ACCOUNT}:user/eve` }),
    ];
    const { events } = await ask('what did bob do through role Deploy', historyOf(records));
    expect(events.map(one => one.record.eventID)).toEqual(['e-1']);
    const fails = ({ attribute }: Search) => attribute?.value === 'sts.amazonaws.com';
    const { coverage } = await ask('what did bob do through role Deploy', historyOf(records, { fails }));
    expect(coverage.complete).toBe(false);
    expect(coverage.notSearched[0]?.reason).toMatch(/for their sessions: access denied/);
  });
});
