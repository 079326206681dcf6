import { describe, expect, test } from '@jest/globals';
import { explainLookup, isPassing } from '../../src/aws/lookup-errors.ts';

const failed = (name: string, more: object = {}, message = name) =>
  Object.assign(new Error(message), { name, ...more });

describe('a failed look-up', () => {
  test.each([
    ['AccessDeniedException', failed('AccessDeniedException'), 'denied', /cloudtrail:LookupEvents/, false],
    [
      'a role that can not be assumed',
      failed('AccessDenied', {}, 'not authorized to perform: sts:AssumeRole'),
      'denied',
      /trust policy/,
      false,
    ],
    ['throttling', failed('ThrottlingException'), 'throttled', /ask again/, true],
    ['no credentials', failed('CredentialsProviderError'), 'misconfigured', /no AWS credentials/, false],
    ['an expired session', failed('ExpiredTokenException'), 'misconfigured', /renew/, false],
    ['no Region', failed('Error', {}, 'Region is missing'), 'misconfigured', /AWS_REGION/, false],
    [
      'a refused connection',
      failed('Error', { code: 'ECONNREFUSED' }),
      'unreachable',
      /not be reached/,
      false,
    ],
    ['a time-out', failed('TimeoutError'), 'unreachable', /in time/, true],
    ['another server', new SyntaxError('Unexpected token <'), 'misconfigured', /AWS_ENDPOINT_URL/, false],
    [
      'HTTP 500',
      failed('InternalFailure', { $metadata: { httpStatusCode: 500 } }),
      'unreachable',
      /InternalFailure/,
      true,
    ],
    ['ValidationException', failed('ValidationException'), 'unreadable', /ValidationException/, false],
  ])('%s', (_, error, cause, reason, passing) => {
    expect(explainLookup(error)).toEqual({ cause, reason: expect.stringMatching(reason) });
    expect(isPassing(error)).toBe(passing);
  });
});
