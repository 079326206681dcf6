import { describe, expect, test } from '@jest/globals';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import fc from 'fast-check';
import { REDACTED, redact, redactText } from '../../src/records/redact.ts';
import { isSecretName } from '../../src/records/secrets/secret-names.ts';
import { readFixture } from '../fixtures.ts';
import { LONG_SECRET, NO_SECRETS, SECRET, SECRET_FIELDS, SECRET_TEXTS } from './secret-shapes.ts';

/** Whether anything of the secrets is left. */
const leaks = (text: string) => text.includes(SECRET) || text.includes(LONG_SECRET.slice(3, 20));

describe('secrets', () => {
  test.each(SECRET_TEXTS.map(text => [text]))('are taken out of the text %s', text => {
    expect(redactText(text)).toContain(REDACTED);
    for (const place of [text, ` ${text}\n`, `An error: ${text}`, `(${text})`])
      expect([place, leaks(redactText(place))]).toEqual([place, false]);
    const record = readFixture({
      errorMessage: text,
      userAgent: text,
      requestParameters: { note: text, list: [text], [text]: 'x', json: JSON.stringify({ text }) },
    });
    expect(leaks(JSON.stringify([record.fields, record.errorMessage, record.userAgent]))).toBe(false);
  });

  test.each(SECRET_FIELDS.map(fields => [fields]))('are taken out of the fields %j', requestParameters => {
    const { fields } = readFixture({
      requestParameters,
      responseElements: JSON.stringify(requestParameters),
    });
    expect(leaks(JSON.stringify(fields))).toBe(false);
    // What a pair says of each other is told by fields only; a name tells it in any text.
    const [name = '', value] = Object.entries(requestParameters)[0] ?? [];
    if (value === SECRET && Object.keys(requestParameters).length === 1)
      for (const text of [`x "${name}": "${value}"`, `${name}=${value}`, JSON.stringify([requestParameters])])
        expect([text, leaks(redactText(text))]).toEqual([text, false]);
  });

  test('are the value of a key that API Gateway makes, whatever it is called', () => {
    const fields = { eventName: 'CreateApiKey', responseElements: { name: 'shop', value: SECRET } };
    expect(redact(fields)).toMatchObject({ responseElements: { name: 'shop', value: REDACTED } });
  });

  test.each(NO_SECRETS.map(fields => [fields]))('are not seen where there are none: %j', fields => {
    expect(redact(fields as never)).toBe(fields);
  });

  test.each([' ; ', ' ', '\n', ', ', '. ', ' and ', ' | '])(
    'are taken out of two texts with %j between',
    between => {
      const left = SECRET_TEXTS.flatMap(one => SECRET_TEXTS.map(other => `${one}${between}${other}`)).filter(
        text => leaks(redactText(text)),
      );
      expect(left).toEqual([]);
    },
  );

  test('taken out once, nothing is left to take out', () => {
    for (const text of SECRET_TEXTS) expect(redactText(redactText(text))).toBe(redactText(text));
  });

  test('two fields with secret names stay two', () => {
    const tags = { [`ghp_${LONG_SECRET}`]: 'a', [`gho_${LONG_SECRET}`]: 'b' };
    expect(Object.values(redact({ tags })['tags'] as object)).toEqual(['a', 'b']);
  });
});

test('whatever a rule set that others keep finds in these texts is gone', async () => {
  const rules = [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, options: {} }];
  const found = async (content: string) => {
    const source = { content, filePath: 'text.txt', ext: '.txt', contentType: 'text' as const };
    const { messages } = await lintSource({ source, options: { config: { rules } } });
    // A connection string keeps its shape: what stands for the password looks like one.
    return messages.map(({ range }) => content.slice(...range)).filter(text => !text.includes(REDACTED));
  };
  const before = await Promise.all(SECRET_TEXTS.map(found));
  expect(before.flat().length).toBeGreaterThanOrEqual(5);
  const after = await Promise.all(SECRET_TEXTS.map(text => found(redactText(text))));
  expect(after.flat()).toEqual([]);
});

test.each([
  ['dbPassword', true],
  ['passwords', true],
  ['masterpassword', true],
  ['x-amz-security-token', true],
  ['secret_access_key', true],
  ['passRole', false],
  ['bypass', false],
  ['secretName', false],
  ['tokenExpiration', false],
  ['inputTokens', false],
  ['publicKey', false],
  ['keyId', false],
  ['__proto__', false],
])('the name %s is one of a secret: %s', (name, isSecret) => {
  expect(isSecretName(name)).toBe(isSecret);
});

/** CPU time of a call in milliseconds, the best of three: others may be at work on the machine. */
function costOf(run: () => void): number {
  const times = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

test('hostile texts cost no more than in proportion to their length', () => {
  const unit = fc.oneof(
    fc.constantFrom(
      '\\',
      'eyJ-',
      '://',
      '://a:',
      'password=',
      '"password":"',
      "'",
      '"',
      '=',
      ':',
      '-u a:',
      '--token ',
      'Authorization: ',
    ),
    fc.constantFrom(
      '{"a":',
      '[',
      '<password>',
      'bearer ',
      'key=password,value=',
      '-----BEGIN ',
      '%3D',
      '@',
      '\t',
      ' ',
    ),
    fc.string({ minLength: 1, maxLength: 6 }),
  );
  fc.assert(
    fc.property(
      fc.array(unit, { minLength: 1, maxLength: 4 }),
      fc.array(unit, { maxLength: 3 }),
      (units, start) => {
        const repeated = (length: number) => start.join('') + units.join('').repeat(length).slice(0, length);
        const [short, long] = [62_500, 1_000_000].map(length => repeated(length)) as [string, string];
        const [little, much] = [costOf(() => redactText(short)), costOf(() => redactText(long))];
        // Sixteen times the text may cost sixteen times as much, not 256 times; below some milliseconds clocks say little.
        expect(much).toBeLessThan(Math.max(little, 5) * 64);
      },
    ),
    { numRuns: 25 },
  );
}, 120_000);
