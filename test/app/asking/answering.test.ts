import { describe, expect, test } from '@jest/globals';
import { Answering } from '../../../src/app/asking/answering.ts';
import { deadline } from '../../../src/app/deadline.ts';
import { HistoryError } from '../../../src/app/errors.ts';
import type { History, Search, SearchPage } from '../../../src/app/ports.ts';
import type { CloudTrailRecord } from '../../../src/domain/record.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { assumedRole, readFixture } from '../../fixtures.ts';
import { keptLog } from '../../kept-log.ts';

const NOW = Date.now();
const ACCOUNT = '111122223333';
const ago = (minutes: number) =>
  new Date(Math.floor((NOW - minutes * 60_000) / 1_000) * 1_000).toISOString().replace('.000Z', 'Z');
const ROLE = `arn:aws:iam::${ACCOUNT}:role/Deploy`;

/** A history over some records; `fails` says for which searches it can't be used. */
function historyOf(
  records: readonly CloudTrailRecord[],
  options: Partial<History> & { fails?: (search: Search) => boolean; pageSize?: number } = {},
): History & { searches: Search[] } {
  const { fails, pageSize = 50, ...rest } = options;
  const searches: Search[] = [];
  return {
    name: 'Event history',
    scopes: [{ accountId: ACCOUNT, region: 'us-west-2' }],
    reach: 90 * 86_400_000,
    coverage: 'management',
    filters: false,
    serves: scope => scope.accountId === ACCOUNT,
    ...rest,
    searches,
    async *search(search): AsyncGenerator<SearchPage> {
      searches.push(search);
      if (fails?.(search)) throw new HistoryError('denied', 'access denied');
      const { scope, range, attribute } = search;
      const found = records
        .filter(one => scope === null || one.awsRegion === scope.region)
        .filter(one => attribute?.key !== 'EventSource' || one.eventSource === attribute.value)
        .filter(one => attribute?.key !== 'EventName' || one.eventName === attribute.value)
        .filter(({ at }) => at !== null && at >= range.from && at < range.to)
        .toSorted((a, b) => ((a.eventTime ?? '') < (b.eventTime ?? '') ? 1 : -1));
      for (let at = 0; ; at += pageSize) {
        const page = found.slice(at, at + pageSize);
        const last = at + pageSize >= found.length;
        const reachedBackTo = last ? range.from : (page.at(-1)?.at ?? Number.NaN) + 1_000;
        yield { records: page, reachedBackTo, requests: 1, cached: 0, unreadable: [] };
        if (last) return;
      }
    },
  };
}

function ask(text: string, ...histories: History[]) {
  const questions = new Answering({
    histories,
    accounts: [],
    accountName: id => id ?? 'this account',
    workflowRoles: [],
    clock: systemClock,
    log: keptLog(),
  });
  const reading = questions.read(text, 'UTC');
  if (reading.kind !== 'question') throw new Error(`${text}: ${JSON.stringify(reading)}`);
  return questions.answer(reading.question, { timeZone: 'UTC', budgetMs: 5_000 });
}

const deleted = (id: string, minutes: number, change: Record<string, unknown> = {}) =>
  readFixture({ eventID: id, eventTime: ago(minutes), ...change });

/** Somebody obtains a session of the role Deploy. */
const issued = (key: string, minutes: number, identity: Record<string, unknown>, change = {}) =>
  readFixture({
    eventID: `sts-${key}`,
    eventTime: ago(minutes),
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    readOnly: true,
    userIdentity: identity,
    requestParameters: { roleArn: ROLE, roleSessionName: 's' },
    responseElements: { credentials: { accessKeyId: key, sessionToken: 'secret' } },
    ...change,
  });
const inSession = (key: string, minutes: number, session = 's') => ({
  userIdentity: assumedRole(ROLE, session, {
    identity: { accessKeyId: key },
    context: { attributes: { creationDate: ago(minutes) } },
  }),
});
const BOB = { type: 'IAMUser', userName: 'bob', arn: `arn:aws:iam::${ACCOUNT}:user/bob`, accountId: ACCOUNT };

describe('who, really', () => {
  test('a session is followed up to the user who obtained it, and is certain then', async () => {
    const history = historyOf([deleted('e-1', 10, inSession('ASIAONE', 20)), issued('ASIAONE', 20, BOB)]);
    const { events, sentence } = await ask('who deleted connection', history);
    expect(events[0]?.principal).toMatchObject({
      name: 'Deploy/s',
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
    expect(sentence).toMatch(/^1300 times\./);
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

describe('a deadline', () => {
  test('ends what listens to it, by time or by whoever cancels', async () => {
    const timed = deadline(20);
    await new Promise<void>(resolve => timed.signal.addEventListener('abort', () => resolve()));
    const cancel = new AbortController();
    const cancelled = deadline(60_000, cancel.signal);
    cancel.abort();
    expect(cancelled.signal.aborted).toBe(true);
    cancelled.end();
    const late = deadline(60_000, AbortSignal.abort());
    expect(late.signal.aborted).toBe(true);
    late.end();
  });
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
    const { sentence, people } = await ask(
      'how many connections were deleted',
      historyOf([deleted('e-1', 10), deleted('e-2', 11, denied)]),
    );
    expect(sentence).toMatch(/^Once: alice deleted connection .* One attempt failed\.$/);
    expect(people).toEqual([{ name: 'alice', events: 1 }]);
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
