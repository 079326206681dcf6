import { describe, expect, test } from '@jest/globals';
import { describeQuestion } from '../../../src/domain/question/print.ts';
import { readQuestion } from '../../../src/domain/question/read/read.ts';
import { CONTEXT, NOW } from './phrases.ts';

describe('words that every object of JavaScript has', () => {
  test.each([
    'tuesday __proto__ who',
    'yesterday constructor',
    'who deleted constructor of november',
    'toString:1 deleted',
    '__proto__:5 who',
    'source:__proto__ disabled',
    'stats count(*) by constructor',
  ])('are none of ours: %s', text => {
    const reading = readQuestion(text, CONTEXT);
    if (reading.kind === 'question') describeQuestion(reading.question, CONTEXT.timeZone, NOW);
    expect(['question', 'unreadable', 'ambiguous']).toContain(reading.kind);
  });
});
