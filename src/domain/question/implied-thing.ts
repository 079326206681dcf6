import type { Deed, Filter, Question, VerbName } from './question.ts';

/** Nouns by the prefix of the ids that AWS gives such things (Amazon EC2 User Guide, "Resource IDs"). */
const NOUN_OF_PREFIX: ReadonlyMap<string, string> = new Map([
  ['i', 'instance'],
  ['sg', 'security group'],
  ['vol', 'volume'],
  ['snap', 'snapshot'],
  ['ami', 'image'],
  ['vpc', 'vpc'],
  ['subnet', 'subnet'],
]);

/** Verbs of a thing's own life: who started an instance started no session on it, and who created a volume made no snapshot of it. */
const OF_ITS_LIFE: ReadonlySet<VerbName> = new Set<VerbName>([
  'authorize',
  'close',
  'create',
  'delete',
  'reboot',
  'share',
  'start',
  'stop',
]);

/** A deed with the noun that an id of its filters says, where none was named; the same deed where an id says nothing. */
export function withImpliedThing<D extends Deed>(deed: D, filters: readonly Filter[]): D {
  const { verbs, objects } = deed;
  if (objects.length > 0 || verbs.length === 0 || !verbs.every(verb => OF_ITS_LIFE.has(verb))) return deed;
  const nouns = namesIn(filters).map(value =>
    NOUN_OF_PREFIX.get(/^([a-z]+)-[0-9a-f]{8,}$/i.exec(value)?.[1]?.toLowerCase() ?? ''),
  );
  return nouns.length > 0 && nouns.every(noun => noun !== undefined)
    ? { ...deed, objects: [...new Set(nouns)] as string[] }
    : deed;
}

/** Things that have ids and no names, with those of another service that are called the same and have names. */
const NAMESAKES: Readonly<Record<string, { readonly noun: string; readonly service: string }>> = {
  connection: { noun: 'codeconnections connection', service: 'CodeConnections' },
  instance: { noun: 'database', service: 'RDS' },
};

/** A name that is no id, nor the beginning of one. */
const NAME = /^(?!i-[0-9a-f]+$)[\w.-]*[g-z][\w.-]*$/i;

/** A deed with the things of another service that may be meant by a name: connections of CodeCatalyst have none, those of CodeConnections do. */
export function withNamesakes<D extends Deed>(deed: D, filters: readonly Filter[]): D {
  const names = namesIn(filters);
  if (names.length === 0 || !names.every(name => NAME.test(name))) return deed;
  const more = deed.objects.flatMap(name => NAMESAKES[name]?.noun ?? []);
  return more.length === 0 ? deed : { ...deed, objects: [...new Set([...deed.objects, ...more])] };
}

/** What is said beside a reading that looks for namesakes, too; undefined where it does not. */
export function saysNamesakes({ objects, filters }: Question): string | undefined {
  const noun = objects.find(name => NAMESAKES[name] !== undefined);
  const isWider = withNamesakes({ verbs: [], objects }, filters).objects.length > objects.length;
  const namesake = noun === undefined || !isWider ? undefined : NAMESAKES[noun];
  return namesake && `a name may be that of a ${noun} in ${namesake.service} as well`;
}

function namesIn(filters: readonly Filter[]): readonly string[] {
  return filters
    .filter(({ key, negated }) => /^(resource|named)$/.test(key) && !negated)
    .flatMap(({ values }) => values);
}
