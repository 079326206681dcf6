import { servicesOf } from '../lexicon/nouns.ts';
import { pastOf } from '../lexicon/verbs.ts';
import type { Deed, Filter, OtherDeed } from '../question.ts';
import { type Draft, isOfSomebody, mayBeSomebody } from './draft.ts';

/** The deeds of a draft: one, or several that are each wanted; what a pronoun stands for is what came before. */
export function deedsIn(
  draft: Draft,
): { readonly deeds: readonly OtherDeed[] } | { readonly problem: string } {
  const { done, indirect, hasPronoun, needsSameThing } = draft;
  // "who was given access to project web": as one of its members.
  const verbs: Draft['verbs'] = gainsAccess(draft) ? ['associate'] : draft.verbs;
  const objects = draft.objects.length > 0 ? draft.objects : peopleOf({ ...draft, verbs });
  const isOwn = ({ key }: Filter) => key === 'resource' || key === 'named';
  const own = draft.filters.filter(isOwn);
  const event = draft.filters.some(({ key, negated }) => key === 'event' && !negated);
  const spoken = event && verbs.join() === 'invoke' ? [] : verbs;
  // "what was changed on the cluster prod": anything about it.
  const saysChanged = /^(change|update)$/.test(verbs.join());
  const isAbout =
    isForWhom(draft) ||
    (/^(to|with)$/.test(draft.objectBy) &&
      verbs.length === 0 &&
      draft.isSaid &&
      (objects.join() === 'user' || isUnique(draft)) &&
      draft.filters.some(({ key }) => key === 'resource')) ||
    (draft.objectBy === 'on' && saysChanged && draft.filters.some(({ key }) => key === 'resource'));
  // A group's members are users, and a space's are not.
  const named = indirect.includes('group') ? objects.map(one => (one === 'member' ? 'user' : one)) : objects;
  // Every member is one of a space or a project; and where a project is named, that says all.
  const isOfItself = indirect.every(
    one =>
      (one === 'space' || one === 'project') &&
      (named.join() === 'member' || draft.filters.some(({ key, negated }) => key === one && !negated)),
  );
  const last: Deed = {
    verbs: spoken,
    objects: isAbout ? [] : named,
    ...(indirect.length > 0 && !isOfItself && { indirect }),
  };
  if (done.length === 0) return { deeds: [{ ...last, filters: [] }] };
  const [first] = done;
  // Who signed in did so to nothing that was named before.
  const stands = !verbs.includes('sign') && (hasPronoun || (objects.length === 0 && own.length === 0));
  // Nobody signs in to a thing that was named for something else.
  const isApart = verbs.includes('sign') !== first?.verbs.includes('sign');
  // "created the user x, and who created its access key": of the same.
  const isIts = draft.hasOwn && objects.length > 0;
  if (needsSameThing && (isApart || (!stands && !isIts && objects.join() !== first?.objects.join())))
    return {
      problem: `"${[...verbs.map(pastOf), ...objects].join(' ')}" is a second thing to look for. Ask one at a time.`,
    };
  const isTo = hasPronoun && objects.length > 0;
  const completed: OtherDeed = {
    verbs: last.verbs,
    objects: objects.length > 0 ? objects : stands ? (first?.objects ?? []) : [],
    ...(indirect.length > 0
      ? { indirect }
      : isTo && first && first.objects.length > 0
        ? { indirect: first.objects }
        : {}),
    filters: own.length > 0 ? own : stands || isTo || isIts ? (first?.filters ?? []) : [],
  };
  return { deeds: [...done, completed] };
}

function gainsAccess(draft: Draft): boolean {
  const { verbs, objects, filters } = draft;
  const isThere = filters.some(({ key, negated }) => /^(project|space)$/.test(key) && !negated);
  const isGaining = verbs.includes('access') && verbs.every(verb => /^(access|authorize)$/.test(verb));
  return isGaining && isThere && objects.length === 0 && isOfSomebody(draft);
}

/** Whom it was done to, where that is somebody and no more is said: "who was removed from ops", "did dana remove anyone". */
function peopleOf(draft: Draft): readonly string[] {
  const { verbs, filters, done, indirect } = draft;
  if (done.length + indirect.length > 0 || verbs.length === 0) return [];
  const wanted = filters.filter(({ negated }) => !negated);
  const named = wanted.filter(({ key }) => /^(resource|named|event|id)$/.test(key));
  const isThere = wanted.some(({ key }) => key === 'project' || key === 'space');
  // "added carol to ops", "removed frank@example.com from ops".
  const isPerson =
    isThere &&
    named.length > 0 &&
    named.every(({ key, values }) => key === 'resource' && values.every(mayBeSomebody)) &&
    (verbs.every(verb => verb === 'associate' || verb === 'invite') ||
      named.every(({ values }) => values.every(value => value.includes('@'))));
  if (!isPerson && (!isOfSomebody(draft) || named.length > 0)) return [];
  if (verbs.every(verb => /^(associate|disassociate|invite|remove|revoke)$/.test(verb))) return ['member'];
  return verbs.every(verb => /^(create|delete)$/.test(verb)) ? ['user'] : [];
}

/** Whether what it was done to is named by an id that nothing else has. */
function isUnique({ filters }: Draft): boolean {
  return filters.some(
    ({ key, values }) =>
      key === 'resource' && /^arn:|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(values[0] ?? ''),
  );
}

/** "denied for role Deploy": that acted, or that it was done to. */
export function isForWhom({ objectBy, verbs, filters }: Draft): boolean {
  const isOutcome = filters.some(({ key, negated }) => key === 'outcome' && !negated);
  return (
    objectBy === 'for' && verbs.length === 0 && isOutcome && filters.some(({ key }) => key === 'resource')
  );
}

/** Whether the second thing is of the same service as the first, and so may hold it: an access entry is added to a cluster. */
export function isWithin({ objects, indirect, indirectBy }: Draft): boolean {
  const held = servicesOf(objects).filter(source => source !== IAM);
  const holding = servicesOf(indirect);
  return indirectBy !== 'with' && held.some(source => holding.includes(source));
}

/** The service whose events name both things that they tie. */
export const IAM = 'iam.amazonaws.com';

/** Whether what is left out is all that is wanted. */
export function isSameDeed(wanted: Deed, other: Deed): boolean {
  const isIn = (ours: readonly string[], theirs: readonly string[]) =>
    ours.length > 0 && ours.every(one => theirs.includes(one));
  return (
    isIn(wanted.verbs, other.verbs) && (other.objects.length === 0 || isIn(wanted.objects, other.objects))
  );
}
