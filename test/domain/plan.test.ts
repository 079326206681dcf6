import { describe, expect, test } from '@jest/globals';
import { planQuestion } from '../../src/domain/plan.ts';
import type { Question } from '../../src/domain/question/question.ts';
import { readQuestion } from '../../src/domain/question/read/read.ts';
import { BLIND, CONTEXT, NEAR_MISSES, NOW, READ, SAID, TIMES } from './question/phrases.ts';

function read(text: string): Question {
  const reading = readQuestion(text, CONTEXT);
  if (reading.kind !== 'question')
    throw new Error(`"${text}" is ${reading.kind}: ${JSON.stringify(reading)}`);
  return reading.question;
}
describe('what is looked up for it', () => {
  test.each<[string, (string | null)[]]>([
    ['who deleted connection', ['EventSource=codecatalyst.amazonaws.com']],
    ['DeleteConnection', ['EventSource=codecatalyst.amazonaws.com', 'EventName=DeleteConnection']],
    ['event:CreateStack', ['EventName=CreateStack']],
    ['event:stoplogging', ['EventName=StopLogging']],
    ['event:createstack', [null]],
    ['event:Create*', [null]],
    ['id:e-1 user:alice', ['EventId=e-1']],
    ['id:1a2b3c4d-0000-4000-8000-000000000083', ['EventId=1a2b3c4d-0000-4000-8000-000000000083']],
    ['id:1a2b3c4d', [null]],
    ['key:AKIAEXAMPLE00000 who deleted connection', ['AccessKeyId=AKIAEXAMPLE00000']],
    ['who deleted stack', ['EventName=DeleteStack']],
    ['who created or deleted bucket', ['EventName=CreateBucket', 'EventName=DeleteBucket']],
    ['who updated stack', ['EventSource=cloudformation.amazonaws.com']],
    ['who deleted role', ['EventSource=codecatalyst.amazonaws.com', 'EventSource=iam.amazonaws.com']],
    [
      'who assumed role',
      [
        'EventSource=codecatalyst.amazonaws.com',
        'EventSource=iam.amazonaws.com',
        'EventSource=sts.amazonaws.com',
      ],
    ],
    ['what did alice do', ['ReadOnly=false']],
    ['what did alice do in project web', ['EventSource=codecatalyst.amazonaws.com']],
    ['what happened in space acme', ['EventSource=codecatalyst.amazonaws.com']],
    ['what did workflows do in project web', ['ReadOnly=false']],
    ['who deleted stacks in project web', ['EventName=DeleteStack']],
    ['readonly:true by alice', [null]],
    ['source:s3 by alice', ['EventSource=s3.amazonaws.com']],
    ['who signed in', ['EventSource=signin.amazonaws.com']],
  ])('%s', (text, expected) => {
    const { attributes } = planQuestion(read(text), NOW);
    expect(attributes.map(one => (one === null ? null : `${one.key}=${one.value}`))).toEqual(expected);
  });
});

test('every question that can be read is looked up by something', () => {
  const texts = [...READ, ...TIMES, ...SAID, ...NEAR_MISSES, ...BLIND].map(([text]) => text);
  const unplanned = texts.filter(text => {
    const reading = readQuestion(text, CONTEXT);
    return reading.kind === 'question' && planQuestion(reading.question, NOW).attributes.length === 0;
  });
  expect(unplanned).toEqual([]);
});
