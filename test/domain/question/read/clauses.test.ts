import { describe, expect, test } from '@jest/globals';
import { describeQuestion } from '../../../../src/domain/question/print.ts';
import { readQuestion } from '../../../../src/domain/question/read/read.ts';
import { CONTEXT } from './stages.ts';

function read(text: string) {
  const reading = readQuestion(text, CONTEXT);
  if (reading.kind !== 'question') return { asks: reading.kind, aside: [] };
  const asks = describeQuestion(reading.question, 'UTC', CONTEXT.now).replace(', in the last 90 days', '');
  return { asks, aside: reading.setAside };
}

describe('what stands around a question', () => {
  test.each([
    ['sorry to bother you, who deleted stack app', ['sorry to bother you']],
    ['For audit AC-12: who deleted stack app', ['For audit AC-12']],
    [
      'The vendor says they never had access. who deleted stack app',
      ['The vendor says they never had access'],
    ],
    ['who deleted stack app? my manager keeps asking', ['my manager keeps asking']],
    ['quick one before lunch: who deleted stack app', ['quick one before lunch']],
    ['should we worry? who deleted stack app', ['should we worry']],
    ['me again, who deleted stack app', ['me again']],
    [
      'The deploy broke at noon, we think nobody noticed. who deleted stack app',
      ['The deploy broke at noon', 'we think nobody noticed'],
    ],
  ])('is set aside and given back: %s', (text, aside) => {
    expect(read(text)).toEqual({ asks: 'who deleted stacks, named app', aside });
  });

  test.each([
    'only in prod. who deleted stack app',
    'who deleted stack app? by alice',
    'who deleted stack app? only in sandbox',
    'ignore alice. who deleted stack app',
    'last week. who deleted stack app',
    'who deleted stack app and what is for lunch?',
    'will alice delete it? who deleted stack app',
    'who deleted stack app? what did she change',
    'did carol delete stack app, what did bob change',
    'who deleted stack app and who sent me a coffee',
  ])('but never what narrows it, or asks for more: %s', text => {
    expect(read(text).asks).not.toBe('who deleted stacks, named app');
  });
});

describe('words that are two things', () => {
  test.each([
    ['what has grace been doing', 'what happened, reads left out: by grace'],
    ['where and when was the GuardDuty detector deleted', 'from where somebody deleted detectors'],
    ['who changed bucket logs and its policy', 'who changed buckets or policies, named logs'],
    [
      'who stopped the trail on Monday 2 Nov',
      'who stopped trails, from 2 Nov 2026 00:00 to 3 Nov 2026 00:00 UTC',
    ],
    ['who changed anything except iam', 'who changed, not source iam.amazonaws.com'],
    ['was the trail stopped? who stopped it?', 'who stopped trails'],
  ])('are read by what stands beside them: %s', (text, asks) => {
    expect(read(text).asks).toBe(asks);
  });

  test('billing that was approved for something is asked back', () => {
    expect(read('who approved billing for the orchard space').asks).toBe('ambiguous');
  });
});

describe('what was told before', () => {
  test.each([
    ['our stack app is gone, who deleted it?', 'who deleted stacks, named app'],
    ['my connection vanished! who removed it', 'who removed CodeCatalyst connections'],
    [
      'somebody took robin out of the ops group, who did that?',
      'who removed users from groups, named robin, named ops',
    ],
    ['role Build was deleted. who was it?', 'who deleted roles, named Build'],
    [
      'svc-jobs has a console password. Who created the login profile for it?',
      'who created login profiles, named svc-jobs',
    ],
    ['new version of policy x-write - who created it?', 'who created policy versions, named x-write'],
  ])('says what "it" is: %s', (text, asks) => {
    expect(read(text).asks).toBe(asks);
  });

  test.each([
    ['carol tried to delete a stack. what did she delete?', 'what happened: deleted, by carol'],
    [
      'alice@example.com signed in. did she create a role',
      'whether somebody created roles, by alice@example.com',
    ],
    [
      'robin rejected a connection - did he delete any, too?',
      'whether somebody deleted CodeCatalyst connections, by robin',
    ],
    [
      'dana cleaned up a connection in sandbox, when did she delete it?',
      'when somebody deleted CodeCatalyst connections, by dana, in account 444455556666',
    ],
    ["alice swears she didn't delete any stack. Did she?", 'whether somebody deleted stacks, by alice'],
    ['marta got locked out. Show her failed sign-ins', 'events: signed in, failed, by marta'],
  ])('says who "she" is: %s', (text, asks) => {
    expect(read(text).asks).toBe(asks);
  });

  test.each([
    [
      'found ip 203.0.113.7 in our logs, did it delete any connections?',
      'whether somebody deleted CodeCatalyst connections, from 203.0.113.7',
    ],
    [
      'role Build leaked: who made it, and who deleted it later?',
      'who created roles, named Build; or deleted roles, named Build',
    ],
    [
      'logging disabled on trail org-trail (444455556666, eu-west-1) - who stopped it?',
      'who stopped trails, in account 444455556666, in eu-west-1, named org-trail',
    ],
    [
      'service checkout on cluster main is unstable. Who last updated the service?',
      'who updated ecs services, latest only, named checkout',
    ],
  ])('says what stands behind a pronoun, and where: %s', (text, asks) => {
    expect(read(text).asks).toBe(asks);
  });

  test.each([
    'who created it and who deleted it',
    'list everything she did yesterday',
    'who changed that record yesterday',
    'who deleted it',
    'alice and bob argued, who deleted it',
    'did alice do it yesterday',
    'carol and bob argued. what did she delete',
  ])('where that is not clear it is refused: %s', text => {
    expect(read(text).asks).toBe('unreadable');
  });
});
