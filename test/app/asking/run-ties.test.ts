import { describe, expect, test } from '@jest/globals';
import { tieToRuns } from '../../../src/app/asking/run-ties.ts';
import { HistoryError } from '../../../src/app/errors.ts';
import type { WorkflowRuns } from '../../../src/app/ports.ts';
import { NOTHING_KNOWN } from '../../../src/domain/known.ts';
import { readQuestion } from '../../../src/domain/question/read/read.ts';
import { summarise } from '../../../src/domain/summary.ts';
import { assumedRole, readFixture } from '../../fixtures.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const ARN = 'arn:aws:iam::111122223333:role/CodeCatalystWorkflowDevelopmentRole-acme';
const event = (minute: number, identity?: object) =>
  summarise(
    readFixture({
      eventName: 'CreateStack',
      eventSource: 'cloudformation.amazonaws.com',
      eventTime: new Date(NOW - minute * 60_000).toISOString(),
      userIdentity: identity ?? assumedRole(ARN, 'run-1'),
    }),
  );
const DEPLOYED = event(10);
const TESTED = event(20);
const BOBS = event(10, { type: 'IAMUser', userName: 'bob' });

function question(text: string) {
  const reading = readQuestion(text, { now: NOW, timeZone: 'UTC', accounts: [] });
  if (reading.kind !== 'question') throw new Error(text);
  return reading.question;
}
const run = (workflowName: string, minute: number) => ({
  id: workflowName,
  workflowName,
  project: 'web',
  status: 'SUCCEEDED',
  startedAt: NOW - (minute + 1) * 60_000,
  endedAt: NOW - (minute - 1) * 60_000,
});
const RUNS: WorkflowRuns = {
  place: 'space acme',
  during: async () => ({ runs: [run('deploy', 10), run('test', 20)], isWhole: true, requests: 3 }),
};
const failing = (error: Error): WorkflowRuns => ({
  place: 'space acme',
  during: async () => {
    throw error;
  },
});
const tie = (
  text: string,
  workflowRuns?: WorkflowRuns,
  events = [DEPLOYED, BOBS, TESTED],
  budgetMs = 1_000,
) => tieToRuns(question(text), events, { budgetMs }, { workflowRuns, known: NOTHING_KNOWN });

describe('events of workflows', () => {
  test('are said to be of the runs that went on', async () => {
    const { events, requests, gap } = await tie('list stacks', RUNS);
    expect(events.map(({ runs }) => runs?.map(one => one.workflowName))).toEqual([
      ['deploy'],
      undefined,
      ['test'],
    ]);
    expect([requests, gap]).toEqual([3, undefined]);
  });

  test('are left where a workflow is asked for, and others are not', async () => {
    expect((await tie('what did workflow deploy do', RUNS)).events).toEqual([
      expect.objectContaining({ record: DEPLOYED.record }),
    ]);
    const { events } = await tie('stacks created but not by workflow deploy', RUNS);
    expect(events.map(({ record }) => record)).toEqual([BOBS.record, TESTED.record]);
  });

  test('are left where a project is asked for whose runs went on', async () => {
    expect((await tie('who created stacks in project web', RUNS)).events).toHaveLength(2);
    expect((await tie('what did workflows do in project shop', RUNS)).events).toEqual([]);
    const { events } = await tie('who created stacks, but not in project web', RUNS);
    expect(events.map(({ record }) => record)).toEqual([BOBS.record]);
  });

  test('of a role that the settings tie to a project are told apart without any run', async () => {
    const known = { ...NOTHING_KNOWN, workflowRoles: [{ arn: ARN, project: 'web' }] };
    const events = [DEPLOYED, BOBS].map(({ record }) => summarise(record, known));
    const asked = (text: string) => tieToRuns(question(text), events, { budgetMs: 1_000 }, { known });
    expect((await asked('who created stacks in project web')).events).toHaveLength(1);
    const { events: others, gap } = await asked('what did workflows do in project shop');
    expect([others, gap]).toEqual([[], undefined]);
  });

  test('of which no time is known are not said to be of a workflow that is asked for', async () => {
    const timeless = { ...DEPLOYED, record: { ...DEPLOYED.record, at: null } } as typeof DEPLOYED;
    const asked = question('what did workflow deploy do');
    const { events } = await tieToRuns(
      asked,
      [timeless],
      { budgetMs: 1_000 },
      { workflowRuns: RUNS, known: NOTHING_KNOWN },
    );
    expect(events).toEqual([]);
  });

  test('are left out only where no other run can have done it', async () => {
    const both: WorkflowRuns = {
      place: 'space acme',
      during: async () => ({ runs: [run('deploy', 10), run('test', 10)], isWhole: true, requests: 1 }),
    };
    const { events } = await tie('stacks created but not by workflow deploy', both, [DEPLOYED]);
    expect(events.map(({ record }) => record)).toEqual([DEPLOYED.record]);
    expect((await tie('what did workflow deploy do', both, [DEPLOYED])).events).toHaveLength(1);
  });

  test('that were in no run that is known are not passed over in silence', async () => {
    const none: WorkflowRuns = {
      place: 'space acme',
      during: async () => ({ runs: [run('deploy', 10)], isWhole: true, requests: 1 }),
    };
    const { gap } = await tie('what did workflow deploy do', none);
    expect(gap).toMatchObject({
      cause: 'unreadable',
      reason: '1 of what workflows did was in no run that is known',
    });
    expect((await tie('list stacks', none)).gap).toBeUndefined();
  });

  test.each<[string, WorkflowRuns | undefined, object]>([
    ['no space is configured', undefined, { cause: 'misconfigured', accountId: 'workflow runs' }],
    [
      'the token has ended',
      failing(new HistoryError('denied', 'ended')),
      { cause: 'denied', accountId: 'space acme' },
    ],
  ])('that can’t be tied are not said to be a workflow’s: %s', async (_, runs, gap) => {
    const named = await tie('what did workflow deploy do', runs);
    expect(named.events).toEqual([]);
    expect(named.gap).toMatchObject(gap);
    expect(named.gap?.about).toBeUndefined();
    const others = await tie('stacks created but not by workflow deploy', runs);
    expect(others.events).toEqual([BOBS]);
  });

  test('are there all the same where only the run is not found out, and that is said', async () => {
    const { events, gap } = await tie('list stacks', failing(new HistoryError('throttled', 'busy')));
    expect(events).toEqual([DEPLOYED, BOBS, TESTED]);
    expect(gap).toMatchObject({ cause: 'throttled', about: 'runs' });
    expect((await tie('list stacks')).gap).toBeUndefined();
  });

  test('that there is no time for are told of', async () => {
    const slow: WorkflowRuns = {
      place: 'space acme',
      during: (_, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        ),
    };
    expect((await tie('list stacks', slow, [DEPLOYED], 20)).gap).toMatchObject({ cause: 'time' });
  });

  test('nobody is asked about runs where no workflow did anything', async () => {
    const never = failing(new Error('asked all the same'));
    expect(await tie('list stacks', never, [BOBS])).toEqual({ events: [BOBS], requests: 0 });
  });
});
