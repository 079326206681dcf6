import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { COUNTERS, DURATIONS, GAUGES } from '../src/app/measures.ts';
import { readPacks } from '../src/config/packs.ts';
import { matchesEventPattern } from '../src/domain/event-pattern.ts';
import type { JsonObject } from '../src/domain/json.ts';
import awsAccount from '../src/domain/packs/aws-account.json' with { type: 'json' };
import { summarise } from '../src/domain/summary.ts';
import { assumedRole, rawRecord, readFixture } from './fixtures.ts';

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
    .filter(({ Properties }) => matchesEventPattern(Properties.EventPattern, envelope as JsonObject))
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
    expect(rules).toHaveLength(10);
    for (const change of [{}, WORKFLOW, STS]) expect(sentBy(change, 'my.app')).toEqual([]);
  });
});

describe('the pack aws-account', () => {
  const packs = readPacks({ packs: ['aws-account'] }, null).packs;
  const rows = awsAccount as readonly { name: string; example: Record<string, unknown> }[];
  const DETAIL_TYPES: Readonly<Record<string, string>> = {
    AwsConsoleSignIn: 'AWS Console Sign In via CloudTrail',
    AwsCloudTrailInsight: 'AWS Insight via CloudTrail',
  };

  test.each(rows.map(row => [row.name, row.example] as const))(
    '%s: its example is meant, and sent',
    (name, example) => {
      const summary = summarise(readFixture({ ...example }));
      expect(packs.rowFor(summary)?.name).toBe(name);
      const envelope = {
        source: `aws.${String(example['eventSource']).split('.')[0]}`,
        'detail-type': DETAIL_TYPES[String(example['eventType'])] ?? 'AWS API Call via CloudTrail',
        detail: rawRecord({ ...example }),
      };
      const sent = rules.filter(({ Properties }) =>
        matchesEventPattern(Properties.EventPattern, envelope as JsonObject),
      );
      expect(sent.map(({ Properties }) => Properties.Name)).not.toEqual([]);
    },
  );

  test('has a row for each, and none that asks what nobody told', () => {
    expect(packs.rows.map(({ name }) => name).toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
  });

  test('no rule has a longer pattern than EventBridge takes', () => {
    for (const { Properties } of rules)
      expect(JSON.stringify(Properties.EventPattern).length).toBeLessThan(2_048);
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

describe('supply', () => {
  const read = (path: string) => parse(readFileSync(path, 'utf8'), { logLevel: 'silent' }) as JsonObject;

  test('every package of the lock file has the hash of what is to be installed', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { link?: boolean; integrity?: string }>;
    };
    const without = Object.entries(packages).filter(
      ([path, { link, integrity }]) => path !== '' && !link && !integrity,
    );
    expect(without.map(([path]) => path)).toEqual([]);
  });

  test('images are named by digest', () => {
    const files = ['Dockerfile', 'deploy/compose.yml'].map(path => readFileSync(path, 'utf8')).join('\n');
    const images = files.match(/(?<=^ARG BASE=|^ +image: ).+$/gm) ?? [];
    expect(images).toHaveLength(2);
    for (const image of images) expect(image).toMatch(/^[a-z]+:[\w.-]+@sha256:[0-9a-f]{64}$/);
    expect(files.match(/^FROM (?!\$\{BASE\})/gm)).toBeNull();
  });

  test('every service of compose.yml is without rights; Redis wants a password and has no port', () => {
    const { services } = read('deploy/compose.yml') as { services: Record<string, Record<string, unknown>> };
    for (const service of Object.values(services))
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
    expect(services['redis']?.['ports']).toBeUndefined();
    expect(services['redis']?.['command']).toContain('--requirepass');
    expect(services['cctrail']?.['ports']).toEqual(['127.0.0.1:3000:3000']);
  });

  test.each([
    'deploy/reader-role.yml',
    'deploy/athena-policy.yml',
    'deploy/queue.yml',
    'deploy/eventbridge.yml',
  ])('%s gives no right to everything but what can not be named', path => {
    const text = readFileSync(path, 'utf8');
    const allowed = text.match(/Effect: Allow[\s\S]*?(?=Effect:|Outputs:|\n {2}\w|$)/g) ?? [];
    expect(allowed.length).toBeGreaterThan(0);
    for (const statement of allowed) {
      expect(statement).not.toMatch(/Action: ["']?[\w]*:?\*/);
      // LookupEvents, ListRules and TestEventPattern know no resources.
      if (!/cloudtrail:LookupEvents|events:TestEventPattern/.test(statement))
        expect(statement).not.toMatch(/Resource: ["']\*["']/);
    }
  });
});
