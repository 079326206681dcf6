import { past } from '../../phrase.ts';
import type { VerbName } from '../question.ts';

/** Verbs that a question can hold, each with the verbs that AWS's event names begin with for it. */
const VERBS: Readonly<Record<VerbName, readonly string[]>> = {
  // Any event at all, reads too.
  access: [],
  accept: ['accept'],
  activate: ['activate', 'enable', 'update'],
  assume: ['assume'],
  associate: ['associate', 'attach', 'add', 'batchassociate'],
  authorize: ['authorize', 'put'],
  cancel: ['cancel'],
  change: [],
  create: ['create', 'run', 'allocate', 'register', 'request', 'import'],
  // Deactivating an access key is an update of its status.
  deactivate: ['deactivate', 'disable', 'update'],
  delete: ['delete', 'terminate', 'deregister', 'remove', 'release', 'purge'],
  disable: ['disable', 'deactivate'],
  disassociate: ['disassociate', 'detach', 'remove', 'batchdisassociate'],
  enable: ['enable', 'activate'],
  invoke: ['invoke'],
  reboot: ['reboot'],
  reject: ['reject'],
  remove: ['delete', 'remove', 'disassociate', 'detach', 'deregister', 'terminate', 'batchdisassociate'],
  restore: ['restore'],
  revoke: ['revoke'],
  rotate: ['rotate'],
  schedule: ['schedule'],
  send: ['send'],
  sign: ['console'],
  start: ['start', 'run', 'resume'],
  stop: ['stop', 'suspend'],
  synchronize: ['synchronize', 'sync'],
  tag: ['tag'],
  untag: ['untag'],
  update: ['update', 'put', 'modify', 'set', 'change'],
  view: ['get', 'list', 'describe', 'head', 'read'],
};

/** The verbs that AWS's event names begin with for a verb of the lexicon; empty for `change`, which takes any change. */
export function awsVerbsOf(verb: VerbName): readonly string[] {
  return VERBS[verb];
}

/** Verbs that mean the noun at the end of an event name: who deleted a role did not delete a role's policy. */
export const HEAD_NOUN_VERBS: ReadonlySet<VerbName> = new Set<VerbName>([
  'accept',
  'assume',
  'create',
  'delete',
  'reboot',
  'reject',
  'restore',
  'start',
  'stop',
  'view',
]);

/** Other words for the verbs, in their base form. */
const SYNONYMS: Readonly<Record<string, VerbName>> = {
  add: 'associate',
  alter: 'change',
  approve: 'accept',
  attach: 'associate',
  authorise: 'authorize',
  axe: 'delete',
  call: 'invoke',
  connect: 'associate',
  decline: 'reject',
  destroy: 'delete',
  detach: 'disassociate',
  disconnect: 'remove',
  drop: 'delete',
  edit: 'update',
  erase: 'delete',
  halt: 'stop',
  kill: 'delete',
  launch: 'start',
  link: 'associate',
  log: 'sign',
  make: 'create',
  modify: 'update',
  nuke: 'delete',
  provision: 'create',
  read: 'view',
  refuse: 'reject',
  rename: 'update',
  resize: 'update',
  restart: 'reboot',
  resume: 'start',
  run: 'start',
  scrap: 'delete',
  see: 'view',
  set: 'update',
  spawn: 'create',
  sync: 'synchronize',
  terminate: 'delete',
  touch: 'change',
  trash: 'delete',
  unlink: 'disassociate',
  wipe: 'delete',
  withdraw: 'remove',
};

/** Verbs that take a particle to mean what they do. */
export const PHRASAL_VERBS: readonly {
  readonly forms: RegExp;
  readonly particle: string;
  readonly verbs: readonly VerbName[];
}[] = [
  { forms: /^(spin|spins|spun|spinning)$/, particle: 'up', verbs: ['create', 'start'] },
  { forms: /^(spin|spins|spun|spinning)$/, particle: 'down', verbs: ['delete', 'stop'] },
  { forms: /^(set|sets|setting)$/, particle: 'up', verbs: ['create'] },
  { forms: /^(bring|brings|brought|bringing)$/, particle: 'up', verbs: ['create', 'start'] },
  {
    forms: /^(mess|messes|messed|messing|fiddle|fiddled|fiddling|tinker|tinkered|tinkering)$/,
    particle: 'with',
    verbs: ['change'],
  },
  { forms: /^(open|opens|opened|opening)$/, particle: 'up', verbs: ['authorize'] },
  { forms: /^(shut|shuts|shutting)$/, particle: 'down', verbs: ['stop'] },
  {
    forms: /^(tear|tears|tore|torn|tearing|take|takes|took|taken|taking)$/,
    particle: 'down',
    verbs: ['delete'],
  },
  { forms: /^(clean|cleans|cleaned|cleaning)$/, particle: 'up', verbs: ['delete'] },
  {
    forms: /^(switch|switches|switched|switching|turn|turns|turned|turning)$/,
    particle: 'off',
    verbs: ['stop', 'disable'],
  },
  {
    forms: /^(switch|switches|switched|switching|turn|turns|turned|turning)$/,
    particle: 'on',
    verbs: ['start', 'enable'],
  },
];

/** Nouns that stand for verbs. */
const DEEDS: Readonly<Record<string, VerbName>> = {
  creation: 'create',
  deletion: 'delete',
  modification: 'update',
  rejection: 'reject',
  removal: 'remove',
  rotation: 'rotate',
  termination: 'delete',
};

const IRREGULAR_FORMS: Readonly<Record<string, readonly string[]>> = {
  see: ['seen'],
  run: ['ran'],
  withdraw: ['withdrew', 'withdrawn'],
};

/** Every verb in every form people type: base, third person, past, progressive. */
export const VERB_FORMS: ReadonlyMap<string, VerbName> = new Map(
  [...Object.keys(VERBS).map(verb => [verb, verb as VerbName] as const), ...Object.entries(SYNONYMS)]
    .flatMap(([word, verb]) => formsOf(word).map(form => [form, verb] as const))
    .concat(
      Object.entries(DEEDS).flatMap(([noun, verb]) => [[noun, verb] as const, [`${noun}s`, verb] as const]),
    )
    // As a question word "list" asks; these forms tell what was done.
    .concat([
      ['listed', 'view'],
      ['listing', 'view'],
      ['described', 'view'],
    ])
    // "denied calls" are calls, not somebody who calls; who has access did not access anything.
    .filter(([form]) => form !== 'calls' && form !== 'access'),
);

/** The past form in which a verb is printed. */
export function pastOf(verb: VerbName): string {
  return verb === 'sign' ? 'signed in' : pastForm(verb);
}

function formsOf(verb: string): string[] {
  const stem = verb.replace(/e$/, '');
  const doubled = /^(stop|drop|tag|untag|log|run|set|scrap)$/.test(verb) ? `${verb}${verb.at(-1)}` : stem;
  const third = /(ch|s|x)$/.test(verb)
    ? `${verb}es`
    : /[^aeiou]y$/.test(verb)
      ? `${verb.slice(0, -1)}ies`
      : `${verb}s`;
  return [...new Set([verb, third, pastForm(verb), `${doubled}ing`, ...(IRREGULAR_FORMS[verb] ?? [])])];
}

function pastForm(verb: string): string {
  return { make: 'made', see: 'saw', drop: 'dropped', log: 'logged', read: 'read' }[verb] ?? past(verb);
}
