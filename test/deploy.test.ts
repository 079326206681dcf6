import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { COUNTERS, DURATIONS, GAUGES } from '../src/app/measures.ts';
import type { JsonObject } from '../src/domain/json.ts';
import { matchesPattern } from '../src/domain/pattern.ts';
import { assumedRole, rawRecord } from './fixtures.ts';

interface Rule {
  readonly Type: string;
  readonly Properties: { readonly Name: string; readonly EventPattern: JsonObject };
}

const template = parse(readFileSync('deploy/eventbridge.yml', 'utf8'), { logLevel: 'silent' }) as {
  readonly Resources: Readonly<Record<string, Rule>>;
};
const rules = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Events::Rule');

const ROLE = 'arn:aws:iam::111122223333:role/CodeCatalystWorkflowDevelopmentRole-shop';
const WORKFLOW = { userIdentity: assumedRole(ROLE, 'run-1') };
const STS = {
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRole',
  readOnly: true,
  responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE' } },
};
const SERVICE = { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' };

/** Names of the rules that send an event. */
function sentBy(change: object, source = 'aws.codecatalyst'): string[] {
  const envelope = { source, 'detail-type': 'AWS API Call via CloudTrail', detail: rawRecord({ ...change }) };
  return rules
    .filter(({ Properties }) => matchesPattern(Properties.EventPattern, envelope as JsonObject))
    .map(({ Properties }) => Properties.Name);
}

describe('the rules of deploy/eventbridge.yml', () => {
  test.each<[string, object, string[]]>([
    ['what CodeCatalyst does', {}, ['cctrail-codecatalyst']],
    ['what a workflow does', { ...WORKFLOW, eventSource: 's3.amazonaws.com' }, ['cctrail-workflows']],
    ['that somebody obtains a session', STS, ['cctrail-sts']],
    [
      'that a workflow does',
      { ...STS, userIdentity: { ...SERVICE, invokedBy: 'codecatalyst-runner.amazonaws.com' } },
      ['cctrail-sts'],
    ],
    ['nothing of what other services obtain', { ...STS, userIdentity: SERVICE }, []],
  ])('send %s', (_, change, names) => {
    expect(sentBy(change, change === STS || 'eventName' in change ? 'aws.sts' : undefined)).toEqual(names);
  });

  test('send nothing that anybody else has put on the bus', () => {
    expect(rules).toHaveLength(5);
    for (const change of [{}, WORKFLOW, STS]) expect(sentBy(change, 'my.app')).toEqual([]);
  });
});

describe('what is measured', () => {
  const names = Object.keys({ ...COUNTERS, ...DURATIONS, ...GAUGES });
  const read = (path: string) => readFileSync(path, 'utf8');
  const named = (text: string) =>
    new Set((text.match(/cctrail_\w+/g) ?? []).map(name => name.replace(/_(?:bucket|count|sum)$/, '')));

  test.each(['deploy/grafana-dashboard.json', 'deploy/prometheus-alerts.yml'])(
    '%s can be parsed, and asks for nothing that is not there',
    path => {
      expect(parse(read(path))).toBeTruthy();
      expect([...named(read(path))].filter(name => !names.includes(name))).toEqual([]);
    },
  );

  test('stands in the README, each with what it is', () => {
    const readme = read('README.md');
    for (const [name, [help]] of Object.entries({ ...COUNTERS, ...DURATIONS, ...GAUGES }))
      expect(readme.replace(/ +/g, ' ')).toContain(`| \`${name}\` | ${help} |`);
  });

  test('every alert says what it means', () => {
    const { groups } = parse(read('deploy/prometheus-alerts.yml')) as {
      groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
    };
    const alerts = groups.flatMap(group => group.rules);
    expect(alerts.length).toBeGreaterThan(5);
    for (const { alert, annotations } of alerts)
      expect([alert, annotations.summary]).toEqual([alert, expect.stringMatching(/\.$/)]);
  });
});
