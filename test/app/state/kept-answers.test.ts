import { expect, test } from '@jest/globals';
import { keptAnswerCodec } from '../../../src/app/state/kept-answers.ts';
import { isOpenGap, mayClose } from '../../../src/domain/gap.ts';
import { readQuestion } from '../../../src/domain/question/read/read.ts';

const RANGE = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };

/** An answer as commit d36dd64 kept it: gaps said their cause in words only. */
function keptBefore(...reasons: string[]): string {
  const notSearched = reasons.map(reason => ({ ...RANGE, history: 'Event history', reason }));
  return JSON.stringify({
    id: 'a1',
    by: 'U0CAROL',
    channel: 'C0CHAT',
    typed: 'who deleted connection',
    question: {
      asks: 'who',
      verbs: ['delete'],
      objects: ['connection'],
      filters: [],
      time: null,
      pick: 'all',
      limit: null,
    },
    reading: 'who deleted CodeCatalyst connections',
    guesses: [],
    title: null,
    timeZone: 'UTC',
    answeredAt: '2026-11-23T10:00:00.000Z',
    sentence: 'No match in what was searched.',
    offset: 0,
    rows: [],
    matched: 0,
    held: 0,
    counts: [],
    namesakes: [],
    coverage: {
      complete: false,
      settledUntil: RANGE.to,
      searched: [],
      notSearched,
      requests: 3,
      cached: 0,
    },
    parent: null,
  });
}

test('a question is kept whole: what it leaves out, joins and counts as well', () => {
  const kept = keptAnswerCodec.decode(keptBefore());
  for (const text of [
    'who deleted or created connections but not roles per day',
    'who associated roles with connections at least 3 times',
    'top 5 users by connections deleted',
    'who deleted bucket acme-a or created role acme-b',
  ]) {
    const reading = readQuestion(text, { now: Date.parse(RANGE.to), timeZone: 'UTC', accounts: [] });
    expect(reading.kind).toBe('question');
    if (reading.kind !== 'question') continue;
    const stored = keptAnswerCodec.encode({ ...kept, question: reading.question as typeof kept.question });
    expect(keptAnswerCodec.decode(stored).question).toEqual(reading.question);
  }
});

test('the buttons of an answer that the version before kept still work, whatever was not searched for it', () => {
  const { coverage } = keptAnswerCodec.decode(
    keptBefore(
      'the time for an answer was used up',
      'access denied; CloudTrail answered X; Trail logs searched instead',
    ),
  );
  const [open, replaced] = coverage.notSearched;
  expect(open).toMatchObject({ reason: 'the time for an answer was used up' });
  expect(open && [isOpenGap(open), mayClose(open)]).toEqual([true, true]);
  expect(replaced).toMatchObject({ replacedBy: 'Trail logs' });
  expect(replaced && isOpenGap(replaced)).toBe(false);
});
