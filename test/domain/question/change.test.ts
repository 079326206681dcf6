import { describe, expect, test } from '@jest/globals';
import { goesOn, readOn, type Said } from '../../../src/domain/question/change.ts';
import { describeQuestion } from '../../../src/domain/question/print.ts';
import { BLIND, CONTEXT, NEAR_MISSES, READ } from './phrases.ts';
import { FRAMES } from './surroundings.ts';

const DEV = { ...CONTEXT, accounts: [...CONTEXT.accounts, { id: '444455556666', name: 'dev' }] };

/** What is asked after something else was, as it is described. */
function after(before: string | readonly string[], text: string): string {
  const texts = typeof before === 'string' ? [before] : before;
  const { reading } = readOn(text, { base: null, texts }, DEV);
  return reading.kind === 'question' ? describeQuestion(reading.question, 'UTC', DEV.now) : reading.kind;
}

function alone(text: string): string {
  const { reading } = readOn(text, undefined, DEV);
  return reading.kind === 'question' ? describeQuestion(reading.question, 'UTC', DEV.now) : reading.kind;
}

describe('what follows a question', () => {
  test.each([
    ['who deleted connections yesterday', 'and in dev?', 'who deleted connections yesterday in dev'],
    ['who deleted connections yesterday', 'only failed ones', 'who deleted connections yesterday, failed'],
    ['who deleted connections yesterday', 'since monday instead', 'who deleted connections since monday'],
    ['who deleted connections yesterday', 'what about stacks', 'who deleted stacks yesterday'],
    ['who deleted connections yesterday', 'and created?', 'who created connections yesterday'],
    ['who deleted connections yesterday', 'last week?', 'who deleted connections last week'],
    ['who deleted connections yesterday', 'just mine', 'who deleted connections yesterday by me'],
    ['who deleted connections yesterday', 'and how many?', 'how many connections were deleted yesterday'],
    ['who deleted connections yesterday', 'created stacks instead', 'who created stacks yesterday'],
    ['who deleted connections yesterday', 'event:DeleteStack instead', 'who event:DeleteStack yesterday'],
    ['what did alice do yesterday', 'and bob?', 'what did bob do yesterday'],
    ['what did alice do yesterday', 'and by workflows?', 'what did workflows do yesterday'],
    ['what did alice do yesterday', 'but not in dev', 'what did alice do yesterday not in dev'],
    ['what did alice do in dev today', 'and in eu-west-1', 'what did alice do in dev today in eu-west-1'],
    ['who deleted stack storefront', 'and stack "storefront-old"?', 'who deleted stack "storefront-old"'],
    ['who deleted stack storefront', 'and roles?', 'who deleted roles'],
    ['event:StopLogging since monday', 'deletions instead', 'deletions since monday'],
    ['show reads today', 'and deletions', 'deletions today'],
    ['who deleted stacks or roles', 'only denied', 'who deleted stacks or roles, denied'],
    ['who deleted stacks not by alice', 'what about alice?', 'who deleted stacks by alice'],
    ['who deleted stacks by bob', 'but not by bob', 'who deleted stacks not by bob'],
    ['who deleted stacks not in dev', 'and in dev?', 'who deleted stacks in dev'],
    ['who deleted stacks excluding workflows', 'and workflows?', 'who deleted stacks by workflows'],
    ['denied attempts excluding roles', 'only roles', 'denied attempts on roles'],
    [
      'deleted stacks yesterday',
      'only between 14:00 and 16:00',
      'deleted stacks yesterday between 14:00 and 16:00',
    ],
    ['show reads of secrets today', 'and roles?', 'show reads of roles today'],
    ['what did alice do', 'and bob too', 'what did alice or bob do'],
    ['who deleted stacks', 'also roles', 'who deleted stacks or roles'],
    ['who deleted stack x', 'same for role Deploy', 'who deleted role Deploy'],
    ['deletions per day last week', 'and per person', 'deletions per person last week'],
  ])('changes it: %s, %s', (before, text, same) => {
    expect(alone(same)).not.toBe('unreadable');
    expect(after(before, text)).toBe(alone(same));
  });

  test('changes what was changed before', () => {
    const texts = ['who deleted connections yesterday', 'and in dev?', 'only failed ones'];
    expect(after(texts, 'what about stacks')).toBe(alone('who deleted stacks yesterday in dev, failed'));
  });

  test('is read as what it is where it asks by itself', () => {
    const asked = [...READ, ...NEAR_MISSES, ...BLIND].map(([text]) => text);
    const framed = FRAMES.map(frame => frame.replace('%', 'who created roles today'));
    const changed = [...asked, ...framed].filter(text => {
      const { said } = readOn(text, { base: null, texts: ['who deleted buckets by carol yesterday'] }, DEV);
      return said.texts.length > 1;
    });
    expect(changed).toEqual([]);
  });

  test.each([
    ['and the weather?'],
    ['thanks'],
    ['again'],
    ['just reads'],
    ['and who deleted them?'],
    ['so what'],
    ['only from the moon'],
    ['what about everything by bob today?'],
    ['what about all events by bob?'],
    ['without connections'],
  ])('is not bent to one: %s', text => {
    expect(after('who deleted connections yesterday', text)).toBe(alone(text));
  });

  test('can go on without end, and costs no more', () => {
    let said = { base: null, texts: ['who deleted connections yesterday'] } as Said;
    for (let times = 0; times < 50; times += 1)
      ({ said } = readOn(times % 2 === 0 ? 'and in dev?' : 'what about stacks', said, DEV));
    expect(said.texts.length).toBeLessThanOrEqual(20);
    expect(said.base).not.toBeNull();
    const { reading } = readOn('only failed ones', said, DEV);
    if (reading.kind !== 'question') throw new Error(reading.kind);
    expect(describeQuestion(reading.question, 'UTC', DEV.now)).toBe(
      alone('who deleted stacks yesterday in dev, failed'),
    );
  });

  test('a question that a button asked is changed as well', () => {
    const { reading: base } = readOn('who deleted connections yesterday', undefined, DEV);
    if (base.kind !== 'question') throw new Error(base.kind);
    const { reading, said } = readOn('and in dev?', { base: base.question, texts: [] }, DEV);
    expect(said.texts).toEqual(['and in dev?']);
    expect(reading).toMatchObject({ kind: 'question', question: { filters: [{ key: 'account' }] } });
  });

  test.each([
    ['today', true],
    ['only failed ones', true],
    ['and in dev', true],
    ['roles', true],
    ['weekly check', false],
    ['night shift', false],
  ])('a name for it may be no word that changes a question: %s', (text, does) => {
    expect(goesOn(text, DEV)).toBe(does);
  });
});
