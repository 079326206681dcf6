import { expect, test } from '@jest/globals';
import { actionClause, summarise } from '../../src/domain/summary.ts';
import { readFixture } from '../fixtures.ts';

const signIn = (change: object) => ({
  eventSource: 'signin.amazonaws.com',
  eventName: 'ConsoleLogin',
  ...change,
});

test.each([
  ['a sign-in that went well', signIn({ responseElements: { ConsoleLogin: 'Success' } }), 'success'],
  ['a sign-in that failed', signIn({ responseElements: { ConsoleLogin: 'Failure' } }), 'failure'],
  ['the same in capitals', signIn({ responseElements: { ConsoleLogin: 'FAILURE' } }), 'failure'],
  ['the same as JSON text', signIn({ responseElements: '{"ConsoleLogin":"Failure"}' }), 'failure'],
  ['a message alone', signIn({ errorMessage: 'Failed authentication' }), 'failure'],
  [
    'a password that was not changed',
    {
      eventSource: 'signin.amazonaws.com',
      eventName: 'PasswordUpdated',
      responseElements: { PasswordUpdated: 'Failure' },
    },
    'failure',
  ],
  [
    'credentials that did not fit, in Identity Center',
    {
      eventSource: 'sso.amazonaws.com',
      eventName: 'CredentialVerification',
      serviceEventDetails: { CredentialVerification: 'Failure' },
    },
    'failure',
  ],
  ['another field that says so', signIn({ responseElements: { CheckMfa: 'Failure' } }), 'success'],
  ['a name that every object has', { eventName: 'constructor', responseElements: {} }, 'success'],
  ['no event name', { eventName: null, responseElements: { null: 'Failure' } }, 'success'],
  [
    'answers that are no objects',
    signIn({ responseElements: ['Failure'], serviceEventDetails: 7 }),
    'success',
  ],
])('%s', (_, change, outcome) => {
  expect(readFixture(change).outcome).toBe(outcome);
});

test('a sign-in that failed is never told as one', () => {
  const summary = summarise(readFixture(signIn({ responseElements: { ConsoleLogin: 'Failure' } })));
  const plain = { value: (text: string) => text, words: (text: string) => text };
  expect(actionClause(summary, plain)).toMatch(/^tried to /);
});
