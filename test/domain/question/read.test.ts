import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isSavingCommand } from '../../../src/app/asking/saved-questions.ts';
import { isOrderCommand } from '../../../src/domain/order-command.ts';
import { unknownDeed } from '../../../src/domain/question/known-deed.ts';
import { describeQuestion, printQuestion } from '../../../src/domain/question/print.ts';
import type { Filter, Question } from '../../../src/domain/question/question.ts';
import { readQuestion } from '../../../src/domain/question/read/read.ts';
import { EXAMPLES, TOPICS } from '../../../src/slack/blocks/help.ts';
import { BLIND, BLIND_REFUSED, CONTEXT, NEAR_MISSES, NOW, READ, REFUSED, SAID, TIMES } from './phrases.ts';

function read(text: string): Question {
  const reading = readQuestion(text, CONTEXT);
  if (reading.kind !== 'question')
    throw new Error(`"${text}" is ${reading.kind}: ${JSON.stringify(reading)}`);
  return reading.question;
}
describe('reading a question', () => {
  test.each([...READ, ...TIMES, ...SAID, ...NEAR_MISSES, ...BLIND])('%s', (text, reading) => {
    expect(describeQuestion(read(text), CONTEXT.timeZone, NOW)).toBe(reading);
  });

  test.each(REFUSED)('refuses %s', (text, code, names) => {
    const reading = readQuestion(text, CONTEXT);
    expect(reading).toMatchObject({ kind: 'unreadable', code });
    if (reading.kind === 'unreadable') {
      expect(reading.message).toContain(names);
      expect(reading.suggestion).not.toBe('');
      // Of what people decided here no question tells.
      if (code !== 'ledger' && code !== 'unknown_key')
        expect(readQuestion(reading.suggestion, CONTEXT).kind).toBe('question');
    }
  });

  test.each(BLIND_REFUSED)('refuses %s, too', (text, code) => {
    expect(readQuestion(text, CONTEXT)).toMatchObject({ kind: 'unreadable', code });
  });

  test('a word that was corrected in vain is named as it was typed', () => {
    const reading = readQuestion('who deleted connection untill', CONTEXT);
    expect(reading).toMatchObject({ kind: 'unreadable', message: expect.stringContaining('"untill"') });
  });

  test('a name that is a plain word is a guess, and said to be one', () => {
    expect(readQuestion('who deleted stack storefront', CONTEXT)).toMatchObject({
      guesses: ['"storefront" read as a name'],
    });
    expect(readQuestion('who deleted stack storefront-1', CONTEXT)).toMatchObject({ guesses: [] });
  });

  test.each([
    ['who approved billing', ['who authorized billing', 'who approved connection']],
    [
      'who disconnected yesterday',
      ['who disconnected connection yesterday', 'who disconnected role yesterday'],
    ],
    ['who rejected bucket acme', ['who deleted bucket acme', 'who rejected connection acme']],
  ])('what no event is, or what has two things, is asked about: %s', (text, choices) => {
    const reading = readQuestion(text, CONTEXT);
    expect(reading).toMatchObject({ kind: 'ambiguous', choices: choices.map(one => ({ text: one })) });
    for (const one of choices) expect(readQuestion(one, CONTEXT).kind).toBe('question');
  });

  test.each([
    ['how do I delete a connection', ['who deleted connection', 'what happened to connection']],
    ['who can delete connections', ['who deleted connection', 'what happened to connection']],
    [
      'why was bucket acme-logs deleted yesterday in storefront by alice',
      [
        'who deleted bucket acme-logs yesterday in storefront by alice',
        'what happened to bucket acme-logs yesterday in storefront by alice',
      ],
    ],
    ['who approved the deletion of the connection yesterday', ['who deleted connection yesterday']],
    ['delete connection dev', ['who deleted connection dev']],
    ['who deleted flumph', ['who deleted "flumph"']],
    ['who deleted connection while drunk', ['who deleted connection']],
  ])('a refusal offers what keeps the meaning: %s', (text, proposed) => {
    const reading = readQuestion(text, CONTEXT);
    const proposals = reading.kind === 'unreadable' ? (reading.proposals ?? []) : [];
    expect(proposals.map(one => one.text).slice(0, proposed.length)).toEqual(proposed);
    for (const one of proposals) expect(readQuestion(one.text, CONTEXT).kind).toBe('question');
  });

  test('a date that can be two days is asked about, and each choice has one reading', () => {
    const reading = readQuestion('who deleted connection 5/11', CONTEXT);
    expect(reading).toMatchObject({
      kind: 'ambiguous',
      message: '"5/11" can be two days.',
      choices: [
        { label: '5 November 2026', text: 'who deleted connection 2026-11-05' },
        { label: '11 May 2026', text: 'who deleted connection 2026-05-11' },
      ],
    });
    for (const { text } of reading.kind === 'ambiguous' ? reading.choices : [])
      expect(readQuestion(text, CONTEXT).kind).toBe('question');
  });

  test.each(['America/New_York', 'UTC', 'Asia/Tokyo'])('the days are the same in %s', timeZone => {
    const reading = readQuestion('who deleted connection 5/11', { ...CONTEXT, timeZone });
    expect(reading).toMatchObject({ choices: [{ label: '5 November 2026' }, { label: '11 May 2026' }] });
  });

  test('slips are put right, and marked as guesses', () => {
    const reading = readQuestion('who delted conection', CONTEXT);
    expect(reading).toMatchObject({
      kind: 'question',
      guesses: ['"delted" read as "deleted"', '"conection" read as "connection"'],
    });
  });

  test.each([[''], ['help'], ['  '], ['?']])('"%s" asks for help', text => {
    expect(readQuestion(text, CONTEXT).kind).toBe('help');
  });

  test('every example that the help gives can be read', () => {
    const examples = [...EXAMPLES, ...TOPICS.flatMap(topic => topic.examples)];
    for (const example of examples.filter(one => !isOrderCommand(one) && !isSavingCommand(one)))
      expect({ example, kind: readQuestion(example, CONTEXT).kind }).toEqual({ example, kind: 'question' });
  });

  test('a question printed and read again is the same question', () => {
    for (const [text] of [...READ, ...TIMES, ...SAID, ...NEAR_MISSES, ...BLIND]) {
      const question = read(text);
      expect({ text, again: read(printQuestion(question)) }).toEqual({ text, again: question });
    }
  });

  test('any question that can be asked is the same when it was printed and read again', () => {
    const name = fc.oneof(
      fc.constantFrom(
        'alice',
        'bob@example.com',
        '=kim',
        'Deploy/run-1',
        'my bucket',
        'root',
        'who deleted',
        '5/11',
        'last 7 days',
        'a,b',
      ),
      fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 _.:/@-]{0,20}[A-Za-z0-9]$/),
    );
    const one = (key: Filter['key'], values: fc.Arbitrary<string>) =>
      fc.record({ key: fc.constant(key), values: values.map(value => [value]), negated: fc.boolean() });
    const filters = fc.uniqueArray(
      fc.oneof(
        one(
          'user',
          name.filter(text => !text.includes(',')),
        ),
        one('resource', name),
        one(
          'role',
          name.filter(text => !text.includes(',')),
        ),
        one('event', fc.constantFrom('DeleteConnection', 'Create*', 'StopLogging')),
        one('source', fc.constantFrom('iam.amazonaws.com', 's3.amazonaws.com')),
        one('ip', fc.constantFrom('192.0.2.1', '2001:db8::1')),
        one('key', fc.constantFrom('AKIAEXAMPLE00000')),
        one('account', fc.constantFrom('111122223333', '444455556666')),
        one('region', fc.constantFrom('us-west-2', 'eu-west-1')),
        one('outcome', fc.constantFrom('success', 'failure', 'denied')),
        one('readonly', fc.constantFrom('true', 'false')),
        one('category', fc.constantFrom('connection', 'dev environment')),
      ),
      { selector: filter => filter.key, maxLength: 5 },
    );
    const questions = fc.record({
      asks: fc.constantFrom('who', 'what', 'when', 'where', 'whether', 'count', 'list'),
      verbs: fc.uniqueArray(
        fc.constantFrom('delete', 'create', 'associate', 'stop', 'view', 'sign', 'authorize'),
        { maxLength: 2 },
      ),
      objects: fc.uniqueArray(
        fc.constantFrom('connection', 'role', 'billing', 'dev environment', 'access key'),
        { maxLength: 2 },
      ),
      filters,
      time: fc.option(
        fc
          .tuple(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 40_000 }))
          .map(([days, seconds]) => ({
            from: NOW - days * 86_400_000,
            to: NOW - days * 86_400_000 + seconds * 1_000,
          })),
      ),
      pick: fc.constantFrom('all', 'first', 'latest'),
    });
    fc.assert(
      fc.property(questions, partial => {
        const question = { ...partial, limit: partial.pick === 'all' ? null : 3 } as Question;
        fc.pre(question.verbs.length + question.objects.length + question.filters.length > 0);
        // About a deed that no event is, it is asked what is meant.
        fc.pre(unknownDeed(question) === undefined);
        expect({
          text: printQuestion(question),
          again: readQuestion(printQuestion(question), CONTEXT),
        }).toEqual({
          text: printQuestion(question),
          again: { kind: 'question', question, guesses: [], setAside: [] },
        });
      }),
      { numRuns: 500 },
    );
  });

  // One that grows without end under it runs into the limit of the test; how fast reading is, the bench shows.
  test('no text makes it throw, hangs it, or is read as something that can not be said again', () => {
    const vocabulary = [...READ, ...BLIND].flatMap(([text]) => text.split(' '));
    const words = fc.array(fc.oneof(fc.constantFrom(...vocabulary), fc.string({ maxLength: 12 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(words, list => {
        const reading = readQuestion(list.join(' '), CONTEXT);
        if (reading.kind !== 'question') return;
        describeQuestion(reading.question, CONTEXT.timeZone, NOW);
        // About a deed that no event is, it is asked what is meant.
        if (unknownDeed(reading.question) !== undefined) return;
        // However odd it is, what was read can be said plainly.
        const printed = printQuestion(reading.question);
        expect({ printed, again: readQuestion(printed, CONTEXT) }).toMatchObject({
          printed,
          again: { kind: 'question', question: reading.question },
        });
      }),
      { numRuns: 1_500 },
    );
  });

  test('days are those of the asker', () => {
    const tokyo = readQuestion('who deleted connection yesterday', { ...CONTEXT, timeZone: 'Asia/Tokyo' });
    expect(tokyo).toMatchObject({
      question: {
        time: { from: Date.parse('2026-11-21T15:00:00Z'), to: Date.parse('2026-11-22T15:00:00Z') },
      },
    });
  });

  test('the day on which clocks go back has 25 hours', () => {
    const { time } = read('who deleted connection on 2026-10-25');
    expect((time?.to ?? 0) - (time?.from ?? 0)).toBe(25 * 3_600_000);
  });
});
