import { OUTCOMES } from '../filters.ts';
import { VERB_FORMS } from '../lexicon/verbs.ts';
import type { Draft } from './draft.ts';
import { COSTS, isWritten, type Name, type Role } from './name-role.ts';
import { isTying } from './place-deed.ts';
import type { Sentence } from './sentence.ts';

/** What a name may be behind `did` or `was`. */
export function afterAuxiliary(
  draft: Draft,
  { sort }: Name,
  sentence: Sentence,
  at: number,
  subject: (more?: number) => Role,
): readonly Role[] {
  const cost = COSTS[sort];
  const next = sentence.word(at + 1);
  const isThing =
    /^(was|were|is|are|been|being|be)$/.test(draft.auxiliary) ||
    (/^(been|get|gets|got)$/.test(next) &&
      !sentence.ends(at + 2) &&
      !/^(rid|an?|any|some|access|denied|errors?|a lot)$/.test(sentence.word(at + 2)));
  // "when was bob last denied".
  const isOutcome = OUTCOMES.has(/^(last|first|ever)$/.test(next) ? sentence.word(at + 2) : next);
  // "when did intern last log in".
  const isWord = sort === 'common' && !draft.hasSubject && /^(did|has|had)$/.test(draft.auxiliary);
  if (isWord && !isThing && (/^(last|ever|recently)$/.test(next) || VERB_FORMS.get(next)?.form === 'base'))
    return [{ key: 'user', cost: 0.8, isSubject: true }];
  if (!isThing || isOutcome)
    return sort === 'common' || (draft.hasSubject && draft.asks === 'who') ? [] : [subject()];
  return sort === 'common' ? [] : [{ key: 'resource', cost }];
}

/** Words for what somebody does, and for nothing that anything is called. */
const DONE = /^(calls?|actions?|activity|activities|operations?|requests?|attempts?|usage)$/;

/** What a name may be behind a preposition. */
export function afterPreposition(
  draft: Draft,
  { sort }: Name,
  subject: (more?: number) => Role,
): readonly Role[] {
  const { preposition, before, verbs } = draft;
  const cost = COSTS[sort];
  const isWord = sort === 'common';
  // "console logins of ivan".
  if (/^(of|for)$/.test(preposition) && verbs.join() === 'sign' && !isWord && !draft.hasSubject)
    return [subject()];
  // "errors from lee", "the last login from pat".
  const isOfTheirs =
    verbs.join() === 'sign' || (verbs.length === 0 && draft.filters.some(({ key }) => key === 'outcome'));
  const isDoneFrom = draft.isPassive && draft.isSaid;
  // "who signed in from London": where they sat.
  if (preposition === 'from' && verbs.join() === 'sign' && draft.asks === 'who') return [];
  if (preposition === 'from' && (isOfTheirs || isDoneFrom) && !isWord && !draft.hasSubject)
    return [subject()];
  switch (preposition) {
    case 'of':
    case 'from':
      return rolesOfWhole(draft, sort, subject);
    case 'to':
    case 'into':
    case 'with':
    case 'for':
    case 'on':
    case 'about':
    case 'concerning':
    case 'regarding':
    case 'involving':
      if (
        draft.verbs.length + draft.objects.length === 0 &&
        preposition === 'for' &&
        !isWord &&
        before?.is !== 'time'
      )
        return [{ key: 'named', cost: cost + 0.1 }];
      return isWord || (sort === 'plain' && preposition === 'with') || before?.is === 'time'
        ? []
        : [{ key: 'resource', cost: cost + 0.1 }];
    case 'in':
    case 'within':
    case 'inside':
      // "the dev environment in ledger-api": a project or a repository, whose names only a space's own log tells.
      return isInSomething(draft) && !isWord && before?.is !== 'time'
        ? [{ key: 'named', cost: cost + 0.3 }]
        : [];
    default:
      return [];
  }
}

/** Things that are a person's, and are named by whose they are. */
export const OF_A_PERSON: ReadonlySet<string> = new Set([
  'access key',
  'access token',
  'login profile',
  'member',
  'mfa device',
  'password',
  'policy',
  'role',
]);

/** What a name may be behind `of` or `from`. */
function rolesOfWhole(draft: Draft, sort: Name['sort'], subject: (more?: number) => Role): readonly Role[] {
  const { preposition, verbs, objects, hasThing, hasSubject, thing } = draft;
  const isWord = sort === 'common';
  const cost = COSTS[sort] + 0.1;
  // "calls of svc-reporting" are by it; "events of" may be by it or about it.
  if (preposition === 'of' && hasThing && verbs.length + objects.length === 0 && !hasSubject) {
    if (DONE.test(thing) && !isWord) return [subject()];
    if (isWritten(sort)) return [{ key: 'named', cost }];
  }
  // "detached the policy from bob".
  const isTied =
    preposition === 'from' &&
    verbs.length > 0 &&
    objects.length > 0 &&
    (isTying(draft) || objects.every(noun => OF_A_PERSON.has(noun)));
  const isNamed = isWritten(sort) || ((preposition === 'of' || isTied) && !isWord);
  return [
    ...(isNamed ? [{ key: 'resource', cost } as const] : []),
    ...(hasThing && verbs.length === 0 && !hasSubject && !isWord ? [subject(0.2)] : []),
  ];
}

/** Whether what it was done to is in something that is called so: in a project of CodeCatalyst, in a cluster. */
function isInSomething({ objects }: Draft): boolean {
  return objects.length > 0 && objects.every(noun => IN_SOMETHING.has(noun));
}

const IN_SOMETHING: ReadonlySet<string> = new Set([
  'container image',
  'dns record',
  'ecs service',
  'ecs task',
  'log stream',
  'object',
  'branch',
  'dev environment',
  'dev environment session',
  'repository',
  'source repository',
  'workflow definition',
  'workflow run',
]);
