import { describe, expect, test } from '@jest/globals';
import { ago, ask, BOB, deleted, historyOf, inSession, issued, NOW } from './history-of.ts';

describe('what is searched', () => {
  test('what one history can not give is asked of the next, and both are said', async () => {
    const trail = historyOf([deleted('e-1', 10)], { name: 'Trail logs', reach: null, coverage: 'full' });
    const { events, coverage } = await ask(
      'who deleted connection',
      historyOf([], { fails: () => true }),
      trail,
    );
    expect(events).toHaveLength(1);
    expect(coverage.searched.map(part => part.history)).toEqual(['Trail logs']);
    expect(coverage.notSearched[0]?.reason).toBe('access denied; Trail logs searched instead');
  });

  test('what is older than Event history goes to the trail, and nothing else does', async () => {
    const trail = historyOf([], { name: 'Trail logs', reach: null, coverage: 'full' });
    const lookups = historyOf([]);
    const { coverage } = await ask('who deleted connection in the last 200 days', lookups, trail);
    expect(coverage.complete).toBe(true);
    expect(trail.searches[0]?.range.to).toBe(lookups.searches[0]?.range.from);
    const without = await ask('who deleted connection in the last 200 days', historyOf([]));
    expect(without.coverage.notSearched[0]?.reason).toMatch(/older than the 90 days/);
  });

  test('what a history may filter by is the name that was asked for, but for sessions found by their key', async () => {
    const history = historyOf([deleted('e-1', 10, inSession('ASIAONE', 20)), issued('ASIAONE', 20, BOB)]);
    await ask('did bob delete a connection', history);
    const wanted = history.searches.map(({ attribute, question }) => [
      attribute?.key,
      question.filters.some(filter => filter.key === 'user'),
    ]);
    expect(wanted).toContainEqual(['EventSource', true]);
    expect(wanted).toContainEqual(['AccessKeyId', false]);
    expect(wanted).not.toContainEqual(['AccessKeyId', true]);
  });

  test('an hour beyond the reach of Event history is no gap worth a word, and is not claimed either', async () => {
    const from = new Date(NOW - 90 * 86_400_000 - 1_800_000).toISOString();
    const { coverage } = await ask(`who deleted connection between ${from} and ${ago(1)}`, historyOf([]));
    expect(coverage.complete).toBe(true);
    expect(Date.parse(coverage.searched[0]?.from ?? '')).toBeGreaterThanOrEqual(
      NOW - 90 * 86_400_000 - 5_000,
    );
  });

  test('data events are asked of the trail; without one that is said', async () => {
    const trail = historyOf([], { name: 'Trail logs', reach: null, coverage: 'full' });
    const lookups = historyOf([]);
    await ask('event:DeleteObject,DeleteBucket', lookups, trail);
    expect([lookups.searches.length > 0, trail.searches.length > 0]).toEqual([false, true]);
    const { coverage } = await ask('event:DeleteObject', historyOf([]));
    expect(coverage.notSearched[0]?.reason).toMatch(/data events are only in the log files of a trail/);
  });

  test('events of services without a Region are looked for in us-east-1, however they are asked for', async () => {
    const created = deleted('e-1', 10, {
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateUser',
      awsRegion: 'us-east-1',
    });
    for (const text of ['who created user', 'event:CreateUser', 'what did alice do'])
      expect((await ask(text, historyOf([created]))).events).toHaveLength(1);
    const lookups = historyOf([]);
    await ask('event:CreateStack', lookups);
    expect(lookups.searches.map(search => search.scope?.region)).toEqual(['us-west-2']);
  });

  test('"latest 2" counts each event once, by what succeeded, and stops there', async () => {
    const records = [
      deleted('e-1', 10),
      deleted('e-1', 10),
      deleted('e-2', 11, { errorCode: 'AccessDenied' }),
      ...Array.from({ length: 200 }, (_, index) => deleted(`e-${index + 3}`, 20 + index)),
    ];
    const history = historyOf(records, { pageSize: 2 });
    const { events, coverage } = await ask('last 2 deleted connections', history);
    expect(events.map(one => one.record.eventID)).toEqual(['e-1', 'e-3']);
    expect(coverage.complete).toBe(true);
    expect(coverage.requests).toBeLessThan(5);
  });

  test('counts are of all that matched, not of what is listed', async () => {
    const records = Array.from({ length: 1_300 }, (_, index) => deleted(`e-${index}`, 10 + index / 60));
    const { sentence, matched, events, truncated } = await ask(
      'how many connections were deleted',
      historyOf(records),
    );
    expect(sentence).toMatch(/^1300 times, by alice\./);
    expect({ matched, listed: events.length, truncated }).toEqual({
      matched: 1_300,
      listed: 1_000,
      truncated: true,
    });
  });

  test('more matches than anybody reads end the search, and the gap is named', async () => {
    const failed = { errorCode: 'AccessDenied' };
    const records = Array.from({ length: 12_000 }, (_, index) =>
      deleted(`e-${index}`, 10 + index / 60, failed),
    );
    const { coverage } = await ask('who deleted connection', historyOf(records, { pageSize: 1_000 }));
    expect(coverage.notSearched[0]?.reason).toMatch(/more than 10,000 events match/);
  }, 20_000);
});

describe('what is said', () => {
  test('of what somebody did in a session of theirs, though they are asked for by name only', async () => {
    const history = historyOf([deleted('e-1', 10, inSession('ASIAONE', 20)), issued('ASIAONE', 20, BOB)]);
    const { sentence, coverage } = await ask('did bob delete a connection', history);
    expect(sentence).toMatch(/^Yes: bob, as Deploy\/s, deleted connection/);
    expect(coverage.complete).toBe(true);
  });

  test('of counts: once, and only what succeeded has a bar', async () => {
    const denied = { errorCode: 'AccessDenied', userIdentity: BOB };
    const { sentence, tallies } = await ask(
      'how many connections were deleted',
      historyOf([deleted('e-1', 10), deleted('e-2', 11, denied)]),
    );
    expect(sentence).toMatch(/^Once: alice deleted connection .* One attempt failed\.$/);
    expect(tallies).toEqual([{ name: 'alice', events: 1 }]);
  });

  test('of counts where not everything was searched: there may be more', async () => {
    const all = historyOf(
      [deleted('e-1', 10), deleted('e-2', 11, { userIdentity: BOB }), deleted('e-3', 12)],
      {
        scopes: [
          { accountId: '111122223333', region: 'us-west-2' },
          { accountId: '111122223333', region: 'eu-west-1' },
        ],
        fails: ({ scope }) => scope?.region === 'eu-west-1',
      },
    );
    const { sentence } = await ask('how many connections were deleted', all);
    expect(sentence).toMatch(/^At least 3 times: alice 2 and bob 1\./);
    const most = await ask('who deleted the most connections', all);
    expect(most.sentence).toMatch(/At least 3 times\. Most, in what was searched: alice 2\./);
  });

  test('of whoever did it often enough; of nobody, with who did it most', async () => {
    const history = historyOf([
      deleted('e-1', 10),
      deleted('e-2', 11, { userIdentity: BOB }),
      deleted('e-3', 12),
    ]);
    const twice = await ask('who deleted two or more connections', history);
    expect(twice.events.map(({ principal }) => principal.name)).toEqual(['alice', 'alice']);
    const often = await ask('who deleted more than five connections', history);
    expect(often.events).toEqual([]);
    expect(often.sentence).toMatch(/no person has 6 of them: alice has most, 2\./);
  });

  test('of failures that were asked for, not that nothing succeeded', async () => {
    const { sentence } = await ask(
      'show denied attempts',
      historyOf([deleted('e-1', 10, { errorCode: 'AccessDenied' })]),
    );
    expect(sentence).toMatch(/^alice tried to delete connection/);
  });

  test('of where from: the address', async () => {
    const { sentence } = await ask(
      'from which ip did alice delete the connection',
      historyOf([deleted('e-1', 10)]),
    );
    expect(sentence).toMatch(/, from 203\.0\.113\.7\.$/);
    const when = await ask('when was the connection deleted', historyOf([deleted('e-1', 10)]));
    expect(when.sentence).toMatch(
      /^\d+ \w{3} \d{4}, \d\d:\d\d:\d\d UTC: alice deleted connection \S+, in 111122223333, us-west-2\.$/,
    );
  });

  test('of a Region that is not configured but named: it is searched', async () => {
    const { events } = await ask(
      'who deleted connection in eu-west-1',
      historyOf([deleted('e-1', 10, { awsRegion: 'eu-west-1' })]),
    );
    expect(events).toHaveLength(1);
  });
});
