import { OUTCOMES } from './filter-values.ts';
import { OBJECTS, VERB_FORMS } from './lexicon.ts';
import type { Asks } from './question.ts';
import { TIME_WORDS } from './time/words.ts';

/** Words that say what sort of answer is wanted. */
export const ASKS: ReadonlyMap<string, Asks> = new Map<string, Asks>([
  ['who', 'who'],
  ['whom', 'who'],
  ['what', 'what'],
  ['which', 'list'],
  ['when', 'when'],
  ['where', 'where'],
  ['did', 'whether'],
  ['has', 'whether'],
  ['have', 'whether'],
  ['was', 'whether'],
  ['were', 'whether'],
  ['count', 'count'],
  ['show', 'list'],
  ['list', 'list'],
  ['find', 'list'],
  ['get', 'list'],
  ['search', 'list'],
]);

/** Slips in words too short to be compared with others. */
export const TYPOS: ReadonlyMap<string, string> = new Map([
  ['teh', 'the'],
  ['hte', 'the'],
  ['whoo', 'who'],
  ['whos', 'who'],
  ['waht', 'what'],
  ['whta', 'what'],
  ['wich', 'which'],
  ['wehn', 'when'],
]);

/** Further services that questions name, of which no noun is known. */
const MORE_SERVICES =
  'acm apigateway athena autoscaling codebuild codecommit codepipeline ecr elasticache elasticloadbalancing firehose guardduty kinesis organizations redshift securityhub states wafv2';

/** Services by the names that questions have for them, with what their `eventSource` begins with. */
export const SERVICES: ReadonlyMap<string, string> = new Map([
  ...[...OBJECTS.values()]
    .flatMap(noun => noun.sources.map(source => source.split('.')[0] ?? ''))
    .concat(MORE_SERVICES.split(' '), 'signin')
    // Everyday words: "events by alice" asks for no service.
    .filter(service => !/^(events|logs|monitoring)$/.test(service))
    .map(service => [service, service] as const),
  ['cloudwatch', 'monitoring'],
  ['eventbridge', 'events'],
]);

/** Words that can't be the name of anybody or anything: with one of them unread, the question would mean something else. */
export const CONTENTLESS: ReadonlySet<string> = new Set(
  `not no never nobody none nothing why how if because but than while anyone anybody other others when where without outside inside
  unless instead only still yet already again twice once maybe probably except before after during until since near under over between
  afterwards earlier later soon currently pending active existing exist exists missing unused old safe allowed able supposed need needs
  should would could can will must may might shall cost costs more less most least many much few several both either neither each same
  different manually automatically accidentally successfully correctly morning afternoon evening night noon weekend today tomorrow
  week month year hour minute day days weeks months years hours minutes there here this that these those they them their his her its
  owner owners mistake accident purpose hand chance error behalf reason real sure permission permissions access tonight midnight mfa`.split(
    /\s+/,
  ),
);

/** Every word that is known, for telling slips. */
export const VOCABULARY: readonly string[] = [
  ...new Set([...TIME_WORDS, ...OUTCOMES.keys(), ...VERB_FORMS.keys(), ...OBJECTS.keys(), ...ASKS.keys()]),
];
