import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TrailRecord } from '../../playground/aws/record.ts';
import { AwsSimulator } from '../../playground/aws/simulator.ts';
import { trailFiles } from '../../playground/aws/trail-files.ts';
import { eventsOf } from '../../src/domain/question/lexicon/event-names.ts';
import { OBJECTS } from '../../src/domain/question/lexicon/nouns.ts';
import { matches } from '../../src/domain/question/match.ts';
import { type Filter, type Question, VERB_NAMES } from '../../src/domain/question/question.ts';
import { summarise } from '../../src/domain/summary.ts';
import { rawRecord, readFixture } from '../fixtures.ts';
import { tableAt } from './athena-scene.ts';
import { all, EVERYTHING, NEWEST, SCOPE } from './contract.ts';

const aws = new AwsSimulator();
const DAY_MS = 86_400_000;
const ALL_SOURCES = new Set([...OBJECTS.values()].flatMap(({ sources }) => sources));
let endpoint = '';

describe('what Athena leaves out by itself', () => {
  const names = [
    ...new Set([...ALL_SOURCES].flatMap(source => eventsOf(source).map(name => `${source} ${name}`))),
  ];
  const events = [
    ...names,
    'codecatalyst.amazonaws.com DissassociateIAMRolefromConnection',
    'ssm.amazonaws.com BatchDeleteThing',
  ].map((name, index) => {
    const [eventSource = '', eventName = ''] = name.split(' ');
    return rawRecord({
      eventID: `n-${index}`,
      eventSource,
      eventName,
      readOnly: false,
      eventTime: new Date(NEWEST - 800 * DAY_MS + index * 1_000).toISOString(),
      userIdentity: { type: 'AWSService', invokedBy: 'x.amazonaws.com' },
      sourceIPAddress: index % 2 === 0 ? 'autoscaling.amazonaws.com' : '192.0.2.1',
    }) as TrailRecord;
  });
  const summaries = events.map(raw => summarise(readFixture(raw)));
  const range = { from: NEWEST - 801 * DAY_MS, to: NEWEST - 799 * DAY_MS };
  beforeAll(async () => {
    endpoint = await aws.listen();
    for (const [key, body] of trailFiles(events)) aws.bucket.objects.set(`logs/${key}`, body);
  });
  afterAll(() => aws.close());

  const on = (key: Filter['key'], value: string): Filter => ({ key, values: [value], negated: false });
  const questions: readonly Question[] = [
    ...VERB_NAMES.flatMap((verb): Question[] => [
      { ...EVERYTHING, verbs: [verb] },
      { ...EVERYTHING, verbs: [verb], filters: [on('source', 'cloudtrail.amazonaws.com')] },
    ]),
    ...['=autoscaling.amazonaws.com', 'autoscaling.amazonaws.com'].flatMap(name =>
      (['named', 'user'] as const).map((key): Question => ({ ...EVERYTHING, filters: [on(key, name)] })),
    ),
  ];
  test.each(questions)('is nothing that is meant: %j', async question => {
    const wanted = summaries
      .filter(one => matches({ ...question, time: null }, one))
      .map(({ record }) => record.eventID);
    const { records } = await all(tableAt(endpoint), { scope: SCOPE, question, range, attribute: null });
    const found = new Set(records.map(({ eventID }) => eventID));
    expect(wanted.filter(id => !found.has(id))).toEqual([]);
  });
});
