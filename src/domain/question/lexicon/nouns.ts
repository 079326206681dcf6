import { singular, wordsOf } from '../../phrase.ts';
import { remembering } from '../../remember.ts';
import { eventsOf } from './event-names.ts';
import rows from './nouns.json' with { type: 'json' };
import { SERVICES } from './services.ts';

/** A noun that a question can be about. */
export interface ObjectNoun {
  /** How it is printed, singular. */
  readonly name: string;
  /** How people are told of it, where that is not how it reads back. */
  readonly said?: string;
  /** Services whose events count, as `eventSource`. */
  readonly sources: readonly string[];
  /** Words of an event name that mean it, lower case and singular; any of these runs. */
  readonly words: readonly (readonly string[])[];
  /** It is none that is listed, and its words may be meant otherwise. */
  readonly isGuess?: true;
  /** What is done to it AWS counts among the reads. */
  readonly isRead?: true;
  /** What is put into it or taken from it, where that is named without saying what it is. */
  readonly holds?: string;
}

/** A row of the data file. */
interface Row {
  readonly names: string;
  readonly said?: string;
  readonly sources: string;
  readonly words: string;
  readonly holds?: string;
  readonly reads?: boolean;
}

/**
 * Nouns by their names. Beside those that are listed, what AWS's events of a service are about is one behind the name of the service, `glue job`, `kinesis stream`: it is made
 * when it is asked for, and not among the keys.
 */
class Nouns extends Map<string, ObjectNoun> {
  override get(name: string): ObjectNoun | undefined {
    return super.get(name) ?? madeNoun(name);
  }

  override has(name: string): boolean {
    return super.has(name) || madeNoun(name) !== undefined;
  }
}

function madeNoun(name: string): ObjectNoun | undefined {
  const end = name.indexOf(' ');
  if (end < 0 || !beginsMade(name.slice(0, end))) return undefined;
  return nounOfService(name) ?? nounOfEvents(name);
}

/** Every noun by each of its names, singular and plural, lower case. */
export const OBJECTS: ReadonlyMap<string, ObjectNoun> = new Nouns(
  (rows as readonly Row[]).flatMap(({ names, said, sources, words, holds, reads }) => {
    const all = names.split(', ');
    const noun: ObjectNoun = {
      name: all[0] ?? '',
      sources: sources.split(' ').map(service => `${service}.amazonaws.com`),
      words: words.split(', ').map(run => run.split(' ')),
      ...(said !== undefined && { said }),
      ...(holds !== undefined && { holds }),
      ...(reads === true && { isRead: true }),
    };
    return all.flatMap(name => [name, plural(name)].map(spelling => [spelling, noun] as const));
  }),
);

/** What CreateJob and its like are about, by the service and in its own words: a job of Glue, which StartJobRun is about as well. */
const nounOfService = remembering((name): ObjectNoun | undefined => {
  const words = name.split(' ');
  for (const length of [2, 1]) {
    const service = words.slice(0, length).join(' ');
    const sources = SERVICES.get(service);
    const rest = words.slice(length);
    if (!sources || rest.length === 0) continue;
    const run = [...rest.slice(0, -1), singular(rest.at(-1) ?? '')];
    if (run.length === 1 && OF_ANY.test(run[0] ?? '')) return undefined;
    const listed = OBJECTS.get(rest.join(' '))?.sources ?? [];
    if (listed.some(source => sources.includes(source))) return undefined;
    if (!sources.some(source => nounsOf(source).has(run.join(' ')))) return undefined;
    return {
      name: `${service} ${run.join(' ')}`,
      sources,
      words: [run, ...['run', 'execution'].map(word => [...run, word])],
    };
  }
  return undefined;
});

/** Services whose things people call by their whole names, without the service: a transit gateway, a launch configuration. */
const UNNAMED_SERVICES =
  'ec2 elasticloadbalancing autoscaling route53 cloudfront acm wafv2 apigateway monitoring rds elasticache backup'.split(
    ' ',
  );

/** Verbs of events that change nothing. */
const READING = /^(Get|List|Describe|Search|Lookup|Batch|Test|Validate|Preview|Export|View|Estimate|Check)/;

/** Names that mean something else as often. */
const AMBIGUOUS =
  /^(public key|domain name|global setting|region setting|instance status|alarm (state|action))$/;

let found: ReadonlyMap<string, ObjectNoun> | undefined;

/** What the events of such services are about, in two words or more; made when it is first asked for. */
function nounsOfEvents(): ReadonlyMap<string, ObjectNoun> {
  if (found) return found;
  const made = new Map<string, ObjectNoun>();
  for (const source of UNNAMED_SERVICES.map(service => `${service}.amazonaws.com`)) {
    for (const event of eventsOf(source).filter(name => !READING.test(name))) {
      const run = wordsOf(event)
        .slice(1)
        .map(word => singular(word.toLowerCase()));
      const name = run.join(' ');
      if (run.length < 2 || AMBIGUOUS.test(name)) continue;
      const sources = [...new Set([...(made.get(name)?.sources ?? []), source])];
      made.set(name, { name, sources, words: [run], isGuess: true });
    }
  }
  found = made;
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

const PARTS: ReadonlySet<string> = new Set(
  [...OBJECTS.keys()].flatMap(name => name.split(' ')).filter(word => !SERVICES.has(word)),
);

/** Whether a word is one of those that the names of nouns are made of. */
export function isPartOfNoun(word: string): boolean {
  return PARTS.has(word);
}

const LISTED_BEGINNINGS: ReadonlySet<string> = new Set([...OBJECTS.keys()].map(firstWord));

/** Whether a noun may begin with a word. */
export function mayBeginNoun(word: string): boolean {
  return LISTED_BEGINNINGS.has(word) || beginsMade(word);
}

let beginnings: ReadonlySet<string> | undefined;

/** Whether a noun that is made may begin with a word. */
function beginsMade(word: string): boolean {
  beginnings ??= new Set([...SERVICES.keys(), ...nounsOfEvents().keys()].map(firstWord));
  return beginnings.has(word);
}

function firstWord(name: string): string {
  return name.split(' ', 1)[0] ?? '';
}

/** Most words in the name of a noun. */
export const LONGEST_NOUN = Math.max(...[...OBJECTS.keys()].map(name => name.split(' ').length));

/** The plural of a noun, which may be several words. */
export function plural(noun: string): string {
  if (/(ing|concurrency|capacity)$/.test(noun)) return noun;
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|ch)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
