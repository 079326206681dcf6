import { singular, wordsOf } from '../../phrase.ts';
import { remembering } from '../../remember.ts';
import { eventsOf } from './event-names.ts';
import type { ObjectNoun } from './object-noun.ts';
import { SERVICES } from './services.ts';

/** The services of a noun that is listed; empty for one that is not. */
type SourcesOf = (name: string) => readonly string[];

const known = new Map<string, ObjectNoun | undefined>();
const MAX_KNOWN_COUNT = 5_000;

/**
 * A noun that is not listed, made of the names of AWS's events: what a service has behind its name, `glue job`, `kinesis stream`, and what people call by its whole name,
 * `transit gateway`. Undefined where there is none.
 */
export function madeNoun(name: string, sourcesOf: SourcesOf): ObjectNoun | undefined {
  const end = name.indexOf(' ');
  if (end < 0 || !beginsMade(name.slice(0, end))) return undefined;
  const before = known.get(name);
  if (before !== undefined || known.has(name)) return before;
  const made = nounOfService(name, sourcesOf) ?? nounOfEvents(name);
  if (known.size < MAX_KNOWN_COUNT) known.set(name, made);
  return made;
}

/** What CreateJob and its like are about, by the service and in its own words: a job of Glue, which StartJobRun is about as well. */
function nounOfService(name: string, sourcesOf: SourcesOf): ObjectNoun | undefined {
  const words = name.split(' ');
  for (const length of [2, 1]) {
    const service = words.slice(0, length).join(' ');
    const sources = SERVICES.get(service);
    const rest = words.slice(length);
    if (!sources || rest.length === 0) continue;
    const run = [...rest.slice(0, -1), singular(rest.at(-1) ?? '')];
    if (run.length === 1 && OF_ANY.test(run[0] ?? '')) return undefined;
    if (sourcesOf(rest.join(' ')).some(source => sources.includes(source))) return undefined;
    const runs = runsOf(run, sources);
    return runs.length === 0 ? undefined : { name: `${service} ${run.join(' ')}`, sources, words: runs };
  }
  return undefined;
}

/** The words in names of events that mean a thing of some services: `job`, and `job run`; `work group` for a workgroup. */
function runsOf(run: readonly string[], services: readonly string[]): readonly (readonly string[])[] {
  const nouns = services.flatMap(source => [...nounsOf(source)]);
  if (nouns.includes(run.join(' '))) return [run, ...['run', 'execution'].map(word => [...run, word])];
  const parted = nouns.find(noun => noun.includes(' ') && noun.replaceAll(' ', '') === run.join(''));
  return parted === undefined ? [] : [parted.split(' ')];
}

/** Services whose things people call by their whole names, without the service: a transit gateway, a launch configuration. */
const UNNAMED_SERVICES =
  'ec2 elasticloadbalancing autoscaling route53 cloudfront acm wafv2 apigateway monitoring rds elasticache backup config codepipeline codedeploy cognito-idp sns ecs ecr dynamodb elasticfilesystem guardduty redshift athena firehose'.split(
    ' ',
  );

/** Verbs of events that change nothing. */
const READING = /^(Get|List|Describe|Search|Lookup|Batch|Test|Validate|Preview|Export|View|Estimate|Check)/;

/** Names that mean something else as often. */
const AMBIGUOUS =
  /^(public key|domain name|global setting|region setting|instance status|alarm (state|action)|account \w+|resource \w+|user (setting|attribute)|service attribute|enhanced monitoring|custom domain|access entry|(sms|queue|topic) attribute)$/;

/** Verbs behind a first word that is none: AdminCreateUser. */
const VERBS =
  /^(create|delete|enable|disable|forget|get|list|sign|rotate|initiate|confirm|update|set|respond|link|add|remove|reset)\b/;

let ofEvents: ReadonlyMap<string, ObjectNoun> | undefined;

/** What the events of such services are about, in two words or more; made when it is first asked for. */
function nounsOfEvents(): ReadonlyMap<string, ObjectNoun> {
  if (ofEvents) return ofEvents;
  const made = new Map<string, ObjectNoun>();
  for (const source of UNNAMED_SERVICES.map(service => `${service}.amazonaws.com`)) {
    for (const event of eventsOf(source).filter(name => !READING.test(name))) {
      const run = wordsOf(event)
        .slice(1)
        .map(word => singular(word.toLowerCase()));
      const name = run.join(' ');
      if (run.length < 2 || AMBIGUOUS.test(name) || VERBS.test(name)) continue;
      const sources = [...new Set([...(made.get(name)?.sources ?? []), source])];
      made.set(name, { name, sources, words: [run], isGuess: true });
    }
  }
  ofEvents = made;
  return made;
}

function nounOfEvents(name: string): ObjectNoun | undefined {
  const words = name.split(' ');
  return nounsOfEvents().get([...words.slice(0, -1), singular(words.at(-1) ?? '')].join(' '));
}

/** Words for what any service has: they say what of it, or nothing. */
const OF_ANY =
  /^(event|change|activity|action|resource|tag|account|record|call|request|operation|log|history|data|setting|item|information|permission|role|user|group|policy|service|status|region)$/;

/** What the events of a service are about, whole, lower case and singular: `job run` of StartJobRun. */
const nounsOf = remembering(
  (source): ReadonlySet<string> =>
    new Set(
      eventsOf(source).map(event =>
        wordsOf(event)
          .slice(1)
          .map(word => singular(word.toLowerCase()))
          .join(' '),
      ),
    ),
);

let beginnings: ReadonlySet<string> | undefined;

/** Whether a noun that is made may begin with a word. */
export function beginsMade(word: string): boolean {
  beginnings ??= new Set([...SERVICES.keys(), ...nounsOfEvents().keys()].map(firstWord));
  return beginnings.has(word);
}

function firstWord(name: string): string {
  return name.split(' ', 1)[0] ?? '';
}
