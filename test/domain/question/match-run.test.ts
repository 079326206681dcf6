import { describe, expect, test } from '@jest/globals';
import { matches } from '../../../src/domain/question/match.ts';
import { readQuestion } from '../../../src/domain/question/read/read.ts';
import { summarise } from '../../../src/domain/summary.ts';
import { assumedRole, readFixture } from '../../fixtures.ts';
import { CONTEXT } from './phrases.ts';

describe('where in CodeCatalyst a record is, and whom it is about', () => {
  const inLog = (spaceName: string, projectName?: string) => ({
    eventName: 'DeleteSecret',
    requestParameters: { name: 'API' },
    additionalEventData: { spaceName, ...(projectName && { projectName }) },
  });
  const ofId = { arn: 'arn:aws:codecatalyst:::space/11111111-2222-4333-8444-555555555555' };
  const byWorkflow = {
    eventSource: 'cloudformation.amazonaws.com',
    eventName: 'DeleteStack',
    userIdentity: assumedRole('arn:aws:iam::1:role/CodeCatalystWorkflowDevelopmentRole-s', 'x'),
  };
  test.each<[string, Record<string, unknown>, boolean]>([
    ['what happened in project web', inLog('acme', 'web'), true],
    ['what happened in project Web', inLog('acme', 'web'), true],
    ['what happened in project web', inLog('acme', 'website'), false],
    ['what happened in project web', inLog('acme'), false],
    ['what happened outside project web', inLog('acme', 'web'), false],
    ['what happened outside project web', inLog('acme'), true],
    [
      'what happened in project web',
      { eventName: 'CreateProject', requestParameters: { name: 'web' } },
      true,
    ],
    // Another service's projects are others.
    [
      'what happened in project web',
      {
        eventSource: 'codebuild.amazonaws.com',
        eventName: 'StartBuild',
        requestParameters: { projectName: 'web' },
      },
      false,
    ],
    ['what happened in space acme', inLog('acme', 'web'), true],
    ['what happened in space acme', inLog('other', 'web'), false],
    [
      'what happened in space acme',
      { eventName: 'UpdateSpace', requestParameters: {}, resources: [ofId] },
      true,
    ],
    ['what happened in space acme', {}, false],
    // By its id alone it may be of any.
    [
      'what happened outside space acme',
      { eventName: 'UpdateSpace', requestParameters: {}, resources: [ofId] },
      true,
    ],
    [
      'what happened in project web',
      {
        eventName: 'UpdateWorkflow',
        requestParameters: { projectId: '11111111-2222-4333-8444-555555555555' },
      },
      true,
    ],
    [
      'who deleted secrets in project web',
      { ...inLog('acme', 'web'), eventSource: 'secretsmanager.amazonaws.com' },
      false,
    ],
    // In which run it was is found out later.
    ['who deleted stacks in project web', byWorkflow, true],
    [
      'who deleted stacks in project web',
      { ...byWorkflow, userIdentity: { type: 'IAMUser', userName: 'bob' } },
      false,
    ],
    ['what happened in project web', byWorkflow, false],
    ['what did workflows do in project web', byWorkflow, true],
    [
      'who invited carol',
      { eventName: 'InviteMember', requestParameters: { email: 'carol@example.com' } },
      true,
    ],
    [
      'who invited carol',
      { eventName: 'InviteMember', requestParameters: { email: 'carola@example.com' } },
      false,
    ],
    [
      'who invited okafor',
      { eventName: 'InviteMember', requestParameters: { email: 'dana.okafor@example.com' } },
      true,
    ],
  ])('%s, of %j: %s', (text, change, expected) => {
    const reading = readQuestion(text, CONTEXT);
    if (reading.kind !== 'question') throw new Error(text);
    expect(matches({ ...reading.question, time: null }, summarise(readFixture(change)))).toBe(expected);
  });
});
