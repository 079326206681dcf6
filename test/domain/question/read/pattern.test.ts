import { describe, expect, test } from '@jest/globals';
import { breadthOf } from '../../../../src/domain/question/breadth.ts';
import { tellsByName } from '../../../../src/domain/question/pattern-events.ts';
import { describePattern, printPattern } from '../../../../src/domain/question/print.ts';
import { readPattern } from '../../../../src/domain/question/read/pattern.ts';
import { BLIND, READ } from '../phrases.ts';
import { CONTEXT } from './stages.ts';

const read = (text: string) => {
  const reading = readPattern(text, CONTEXT);
  return reading.kind === 'pattern' ? reading.pattern : reading;
};

describe('a pattern', () => {
  test.each([
    ['deleted connection', true],
    ['DeleteConnection', true],
    ['deleted connection by alice', false],
    // Which way it was turned, only the record tells.
    ['deactivated access keys', false],
    ['changes except disabling access keys', false],
    ['deleted access keys', true],
  ])('may be told by the name of an event: %s %s', (text, expected) => {
    const pattern = read(text);
    if ('kind' in pattern) throw new Error(JSON.stringify(pattern));
    expect(tellsByName(pattern)).toBe(expected);
  });

  test.each([
    ['deleted connection', 'deleted CodeCatalyst connections', 'some'],
    ['who deleted connection', 'deleted CodeCatalyst connections', 'some'],
    ['when somebody deletes a connection', 'deleted CodeCatalyst connections', 'some'],
    ['deleted connection by alice', 'deleted CodeCatalyst connections, by alice', 'some'],
    ['what alice did', 'every change, by alice', 'some'],
    ['deletions', 'deleted', 'some'],
    ['sign-ins without mfa', 'signed in, without MFA', 'some'],
    ['DeleteConnection', 'event DeleteConnection', 'some'],
    ['everything', 'every change', 'everything'],
    ['what happened', 'every change', 'everything'],
    ['changed anything', 'changed', 'everything'],
    ['not by alice', 'every change, not by alice', 'everything'],
    ['in us-east-1', 'every change, in us-east-1', 'everything'],
    ['user:*', 'every change, by *', 'everything'],
    ['source:*.amazonaws.com', 'every change, source *.amazonaws.com', 'everything'],
    ['all reads', 'viewed', 'reads'],
    ['reads', 'every event, readonly true', 'reads'],
    ['event:*', 'event *', 'reads'],
    ['session:nightly', 'every change, in a session called nightly', 'chosen'],
    ['session:nightly role:Deploy', 'every change, in a session called nightly, role Deploy', 'some'],
  ])('says which events, and how many that are: %s', (text, says, breadth) => {
    const pattern = read(text);
    if ('kind' in pattern) throw new Error(JSON.stringify(pattern));
    expect([describePattern(pattern), breadthOf(pattern)]).toEqual([says, breadth]);
  });

  test.each([
    ['deleted connection today', 'no_pattern', 'deleted connection'],
    ['how many connections were deleted', 'no_pattern', 'deleted connection'],
    ['latest deleted connection', 'no_pattern', 'deleted connection'],
    ['who deleted stacks at least 3 times', 'no_pattern', 'deleted stack'],
  ])('says no more than that: %s', (text, code, left) => {
    expect(read(text)).toMatchObject({ kind: 'unreadable', code, proposals: [{ text: left }] });
  });

  test.each([
    ['delted connection', 'deleted connection'],
    ['deleted stack shop', 'deleted stack resource:"shop"'],
    ['alice', 'list events named:"alice"'],
  ])('is never guessed: %s', (text, plain) => {
    expect(read(text)).toMatchObject({ kind: 'ambiguous', choices: [{ text: plain }] });
    expect(readPattern(plain, CONTEXT).kind).toBe('pattern');
  });

  test.each(['deleted the flurb', 'thanks', 'how do I delete a connection', 'may alice delete connections'])(
    'is refused as a question would be: %s',
    text => {
      expect(read(text)).toMatchObject({ kind: 'unreadable' });
    },
  );

  test('printed, it reads back to the same', () => {
    let looked = 0;
    for (const [text] of [...READ, ...BLIND]) {
      const pattern = read(text);
      if ('kind' in pattern) continue;
      looked += 1;
      expect([text, read(printPattern(pattern))]).toEqual([text, pattern]);
    }
    expect(looked).toBeGreaterThan(100);
  });
});
