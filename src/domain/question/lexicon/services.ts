import { OBJECTS } from './nouns.ts';

/** Further services that questions name, of which no noun is known. */
const MORE_SERVICES =
  'acm apigateway athena autoscaling codebuild codecommit codepipeline ecr elasticache elasticloadbalancing firehose guardduty kinesis organizations redshift securityhub states wafv2';

/** Services by the names that questions have for them, with what their `eventSource` begins with. */
export const SERVICES: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...[...OBJECTS.values()]
    .flatMap(noun => noun.sources.map(source => source.split('.')[0] ?? ''))
    .concat(MORE_SERVICES.split(' '), 'signin')
    // Everyday words: "events by alice" asks for no service.
    .filter(service => !/^(events|logs|monitoring)$/.test(service))
    .map(service => [service, [service]] as const),
  // Its log groups are a service of their own.
  ['cloudwatch', ['monitoring', 'logs']],
  ['eventbridge', ['events']],
  ['codestar', ['codestar-connections', 'codestar-notifications']],
]);
