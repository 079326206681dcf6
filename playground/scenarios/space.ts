import { randomUUID } from 'node:crypto';
import type { Run, SpaceEntry } from '../aws/codecatalyst.ts';
import type { TrailRecord } from '../aws/record.ts';

/** The CodeCatalyst space of the playground, and a person in it, whom CloudTrail knows by their id alone. */
export const SPACE = 'acme';
export const DANA = {
  userType: 'USER',
  principalId: '90676a1b-0000-4000-8000-00000000da7a',
  userName: 'dana',
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A synthetic entry of the space's log. No public capture is known: names of events and what was sent are guesses from the API's own names. */
export function entry(
  eventName: string,
  at: number,
  parameters: object,
  more: Partial<SpaceEntry> = {},
): SpaceEntry {
  return {
    id: randomUUID(),
    eventName,
    eventType: 'USER_ACTION',
    eventCategory: 'MANAGEMENT',
    eventSource: 'manage',
    eventTime: new Date(at).toISOString(),
    operationType: 'MUTATION',
    userIdentity: DANA,
    requestId: randomUUID(),
    requestPayload: { contentType: 'application/json', data: JSON.stringify(parameters) },
    sourceIpAddress: '203.0.113.9',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
    ...more,
  };
}

/** What the space's log has of the last days. */
export function spaceLog(now: number): SpaceEntry[] {
  const project = { projectInformation: { name: 'storefront', projectId: randomUUID() } };
  return [
    entry('createProject', now - 9 * DAY_MS, { spaceName: SPACE, name: 'storefront' }, project),
    entry('inviteMember', now - 7 * DAY_MS, { email: 'carol@example.com', role: 'Contributor' }, project),
    entry('createSourceRepository', now - 6 * DAY_MS, { name: 'web', projectName: 'storefront' }, project),
    entry('createAccessToken', now - 3 * DAY_MS, { name: 'laptop' }),
    entry(
      'startWorkflowRun',
      now - 5 * HOUR_MS,
      { workflowName: 'deploy' },
      {
        ...project,
        errorCode: 'ValidationException',
      },
    ),
    entry('listProjects', now - 2 * HOUR_MS, { spaceName: SPACE }, { operationType: 'READONLY' }),
  ];
}

/** The runs of the workflow `deploy`, each of an hour, that made a stack when the history says that a workflow did; and one of another that failed. */
export function spaceRuns(records: readonly TrailRecord[], now: number): Run[] {
  const made = records.filter(({ eventName, userIdentity }) => isOfWorkflow(eventName, userIdentity));
  return [
    ...made.map(({ eventTime }, index): Run => {
      const at = Date.parse(eventTime);
      return {
        id: randomUUID(),
        workflowName: index % 2 === 0 ? 'deploy' : 'nightly-build',
        status: 'SUCCEEDED',
        startTime: new Date(at - 4 * 60_000).toISOString(),
        endTime: new Date(at + 60_000).toISOString(),
      };
    }),
    {
      id: randomUUID(),
      workflowName: 'release',
      status: 'FAILED',
      startTime: new Date(now - 3 * HOUR_MS).toISOString(),
      endTime: new Date(now - 2.9 * HOUR_MS).toISOString(),
    },
  ];
}

function isOfWorkflow(eventName: string, identity: unknown): boolean {
  return (
    eventName.endsWith('Stack') && JSON.stringify(identity).includes('CodeCatalystWorkflowDevelopmentRole')
  );
}
