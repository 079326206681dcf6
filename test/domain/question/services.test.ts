import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { planQuestion } from '../../../src/domain/plan.ts';
import { matches } from '../../../src/domain/question/match.ts';
import { readQuestion } from '../../../src/domain/question/read/read.ts';
import { summarise } from '../../../src/domain/summary.ts';
import { readFixture } from '../../fixtures.ts';
import { CONTEXT, NOW } from './phrases.ts';

/** Questions about services, each with the service and event that answers it and what names its thing. */
const QUESTIONS = readFileSync(new URL('./phrases/services.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter(line => line !== '')
  .map(line => line.split('\t') as [text: string, service: string, eventName: string, name: string]);

/** The seeded record: done an hour ago, so that it is in every stretch of time that is asked about. */
function seeded(service: string, eventName: string, name: string) {
  const isRead = /^(Get|List|Describe|Decrypt|BatchGet)/.test(eventName);
  return readFixture({
    eventSource: `${service}.amazonaws.com`,
    eventName,
    eventTime: new Date(NOW - 3_600_000).toISOString(),
    readOnly: isRead,
    requestParameters: { name },
    ...(name === 'failed' && { errorMessage: 'Failed authentication' }),
    ...(name === 'root' && { userIdentity: { type: 'Root', arn: 'arn:aws:iam::111122223333:root' } }),
  });
}

describe('services beside CodeCatalyst', () => {
  test.each(QUESTIONS)('%s: %s %s', (text, service, eventName, name) => {
    const reading = readQuestion(text, CONTEXT);
    expect(reading).toMatchObject({ kind: 'question' });
    if (reading.kind !== 'question') return;
    const record = seeded(service, eventName, name);
    expect(matches(reading.question, summarise(record))).toBe(true);
    // What is looked up must have it, too.
    const { attributes } = planQuestion(reading.question, NOW);
    const finds = attributes.some(
      attribute =>
        attribute === null || attribute.value === record.eventSource || attribute.value === eventName,
    );
    expect({ attributes, finds }).toMatchObject({ finds: true });
  });

  test('each has at least ten questions', () => {
    const counts = new Map<string, number>();
    // The older name of the same service.
    for (const service of QUESTIONS.map(([, name]) => name.replace('codestar-', 'code')))
      counts.set(service, (counts.get(service) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count < 10)).toEqual([]);
    expect(counts.size).toBeGreaterThanOrEqual(16);
  });
});
