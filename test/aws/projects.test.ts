import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AwsSimulator } from '../../playground/aws/simulator.ts';
import { codeCatalystClient } from '../../src/aws/codecatalyst/client.ts';
import { spaceNames } from '../../src/aws/codecatalyst/projects.ts';
import { manualClock } from '../fixtures.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const aws = new AwsSimulator();
const { codeCatalyst } = aws;
let endpoint = '';

beforeAll(async () => {
  endpoint = await aws.listen();
  codeCatalyst.space = 'acme';
});
afterAll(() => aws.close());
beforeEach(() => {
  codeCatalyst.answered.length = 0;
  codeCatalyst.runs.clear();
  for (const project of ['storefront', 'ops']) codeCatalyst.runs.set(project, []);
});

function names(token = codeCatalyst.token) {
  let now = NOW;
  const clock = { ...manualClock(NOW), now: () => now };
  const client = codeCatalystClient({ name: 'acme', token, endpoint }, clock);
  const passMinutes = (minutes: number) => {
    now += minutes * 60_000;
  };
  return { passMinutes, ...spaceNames({ name: 'acme' }, client, clock) };
}

describe('the names of a space and of its projects', () => {
  test('are read once in a while, and not for every question', async () => {
    const { known, refresh, passMinutes } = names();
    expect(known()).toEqual({ name: 'acme', projects: [] });
    await refresh();
    await refresh();
    expect(known()).toEqual({ name: 'acme', projects: ['storefront', 'ops'] });
    expect(codeCatalyst.answered).toEqual([200]);
    codeCatalyst.runs.set('web', []);
    passMinutes(11);
    await refresh();
    expect(known().projects).toEqual(['storefront', 'ops', 'web']);
  });

  test('stay as they were where they can’t be read, and that is not tried for every question', async () => {
    const { known, refresh } = names('another');
    await refresh();
    await refresh();
    expect(known()).toEqual({ name: 'acme', projects: [] });
    expect(codeCatalyst.answered).toEqual([401]);
  });

  test('are read from every page', async () => {
    for (let index = 0; index < 120; index++) codeCatalyst.runs.set(`p${index}`, []);
    const { known, refresh } = names();
    await refresh();
    expect(known().projects).toHaveLength(122);
  });
});
