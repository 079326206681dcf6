import { describe, expect, test } from '@jest/globals';
import { NOTHING_KNOWN } from '../../src/domain/known.ts';
import { isByWorkflow, runsDuring } from '../../src/domain/runs-during.ts';
import { summarise } from '../../src/domain/summary.ts';
import { runClause, type WorkflowRun } from '../../src/domain/workflow-run.ts';
import { assumedRole, readFixture } from '../fixtures.ts';

const AT = Date.parse('2026-11-24T10:00:00Z');
const ARN = 'arn:aws:iam::111122223333:role/CodeCatalystWorkflowDevelopmentRole-acme';
const run = (more: Partial<WorkflowRun> = {}): WorkflowRun => ({
  id: '1a2b3c4d-0000-4000-8000-000000000001',
  workflowName: 'deploy',
  project: 'web',
  status: 'SUCCEEDED',
  startedAt: AT - 60_000,
  endedAt: AT + 60_000,
  ...more,
});
const event = (change: Record<string, unknown> = {}) =>
  summarise(
    readFixture({
      eventName: 'CreateStack',
      eventSource: 'cloudformation.amazonaws.com',
      eventTime: '2026-11-24T10:00:00Z',
      userIdentity: assumedRole(ARN, 'run-1'),
      ...change,
    }),
  );

describe('what a workflow’s role did', () => {
  test.each<[string, Partial<WorkflowRun>, boolean]>([
    ['went on', {}, true],
    ['begins with it', { startedAt: AT }, true],
    ['ended just before, by another clock', { endedAt: AT - 1_500 }, true],
    ['goes on still', { endedAt: null }, true],
    ['ended before', { endedAt: AT - 10_000 }, false],
    ['began after', { startedAt: AT + 10_000 }, false],
  ])('was done in a run that %s', (_, more, isTied) => {
    expect(runsDuring(event(), [run(more)], NOTHING_KNOWN)).toHaveLength(isTied ? 1 : 0);
  });

  test('was done in a run of the project that the role is of, where that is configured', () => {
    const all = [run(), run({ project: 'shop' })];
    const known = { workflowRoles: [{ arn: ARN, project: 'shop' }] };
    expect(runsDuring(event(), all, known).map(({ project }) => project)).toEqual(['shop']);
    expect(runsDuring(event(), all, NOTHING_KNOWN)).toHaveLength(2);
  });

  test('is told from a role of the same name in another account', () => {
    const elsewhere = ARN.replace('111122223333', '444455556666');
    const workflowRoles = [
      { arn: elsewhere, project: 'shop' },
      { arn: ARN, project: 'web' },
      { arn: ARN, project: 'api' },
    ];
    const all = [run(), run({ project: 'shop' }), run({ project: 'api' })];
    expect(runsDuring(event(), all, { workflowRoles }).map(({ project }) => project)).toEqual(['web', 'api']);
  });

  test('at a time that nobody knows in none', () => {
    expect(runsDuring(event({ eventTime: 'soon' }), [run()], NOTHING_KNOWN)).toEqual([]);
  });

  test('is told from what people do', () => {
    expect(isByWorkflow(event())).toBe(true);
    expect(isByWorkflow(event({ userIdentity: { type: 'IAMUser', userName: 'bob' } }))).toBe(false);
  });
});

test.each<[readonly WorkflowRun[], string]>([
  [[], ''],
  [[run()], 'likely in run 1a2b3c4d of workflow deploy in web, which succeeded'],
  [[run({ status: 'IN_PROGRESS' })], 'likely in run 1a2b3c4d of workflow deploy in web, which goes on'],
  [[run({ status: 'NOT_RUN' })], 'likely in run 1a2b3c4d of workflow deploy in web, now not run'],
  [
    [run(), run({ workflowName: 'test' })],
    'in run 1a2b3c4d of workflow deploy in web or run 1a2b3c4d of workflow test in web, which went on at that time',
  ],
  [
    [run(), run(), run()],
    'in run 1a2b3c4d of workflow deploy in web or run 1a2b3c4d of workflow deploy in web or 1 others, which went on at that time',
  ],
])('in which run it was is said as far as it is known: %#', (runs, text) => {
  expect(runClause(runs)).toBe(text);
});
