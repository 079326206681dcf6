import { describe, expect, test } from '@jest/globals';
import type { WorkflowRuns } from '../../../src/app/ports.ts';
import type { CloudTrailRecord } from '../../../src/domain/record.ts';
import type { WorkflowRun } from '../../../src/domain/workflow-run.ts';
import { ask, askWith, deleted, historyOf, inSession, issued, NOW } from './history-of.ts';

const RUNNER = { type: 'AWSService', invokedBy: 'codecatalyst-runner.amazonaws.com' };

/** A run and the stack that it deleted, with a role that nobody would take for a workflow's: one an hour, of so many. */
function deletions(workflows: readonly (readonly [workflowName: string, project: string])[]) {
  const records: CloudTrailRecord[] = [];
  const runs: WorkflowRun[] = [];
  for (const [index, [workflowName, project]] of workflows.entries()) {
    const minutes = (index + 1) * 60;
    const key = `ASIARUN${String(index).padStart(4, '0')}`;
    records.push(
      issued(key, minutes + 2, RUNNER),
      deleted(`e-${index}`, minutes, {
        ...inSession(key, minutes + 2),
        eventSource: 'cloudformation.amazonaws.com',
        eventName: 'DeleteStack',
        requestParameters: { stackName: `stack-${index}` },
      }),
    );
    runs.push({
      id: `run-${index}`,
      workflowName,
      project,
      status: 'SUCCEEDED',
      startedAt: NOW - (minutes + 5) * 60_000,
      endedAt: NOW - (minutes - 5) * 60_000,
    });
  }
  const workflowRuns: WorkflowRuns = {
    place: 'space acme',
    during: async () => ({ runs, isWhole: true, requests: 1 }),
  };
  return { workflowRuns, history: historyOf(records) };
}
const times = (count: number, workflow: string, project = 'web') =>
  Array.from({ length: count }, () => [workflow, project] as const);

describe('what workflows did in sessions that are more than are followed up', () => {
  test('is all of it theirs', async () => {
    const { workflowRuns, history } = deletions(times(40, 'deploy'));
    const { matched, coverage } = await askWith(
      { workflowRuns },
      'how many stacks did workflow deploy delete',
      history,
    );
    expect([matched, coverage.complete]).toEqual([40, true]);
  });

  test('is found where it is older than what others did', async () => {
    const { workflowRuns, history } = deletions([...times(25, 'deploy'), ...times(15, 'nightly')]);
    const { matched } = await askWith({ workflowRuns }, 'did workflow nightly delete stacks', history);
    expect(matched).toBe(15);
  });

  test('is picked after it is known of which project it is', async () => {
    const { workflowRuns, history } = deletions([
      ...times(2, 'deploy', 'shop'),
      ...times(6, 'deploy', 'web'),
    ]);
    const latest = await askWith({ workflowRuns }, 'latest stack deleted in project web', history);
    expect(latest.events.map(({ record }) => record.eventID)).toEqual(['e-2']);
    const three = await askWith({ workflowRuns }, 'latest 3 stacks deleted in project web', history);
    expect(three.events.map(({ record }) => record.eventID)).toEqual(['e-2', 'e-3', 'e-4']);
  });
});

describe('what only a space’s log has', () => {
  test.each([
    ['who removed a workflow', true],
    ['what happened in project web', true],
    ['who deleted connection', false],
    ['who deleted stacks in project web', false],
    ['who deleted a secret', false],
  ])('is said to be elsewhere where no space is connected: %s', async (text, isSaid) => {
    const { sentence } = await ask(text, historyOf([]));
    expect(/only in the log of a CodeCatalyst space/.test(sentence)).toBe(isSaid);
  });
});

describe('the log of a space beside no account', () => {
  test('is not all that there is of connections', async () => {
    const log = historyOf([], {
      name: 'Space event log',
      scopes: [{ accountId: 'space acme', region: '' }],
      sources: ['codecatalyst.amazonaws.com'],
      reach: 30 * 86_400_000,
      coverage: 'full',
      serves: ({ accountId }) => accountId === 'space acme',
    });
    expect((await ask('who deleted connection', log)).coverage.complete).toBe(false);
    expect((await ask('who deleted connection', historyOf([]), log)).coverage.complete).toBe(true);
  });
});
