import { VERB_FORMS } from '../lexicon/verbs.ts';
import { FUNCTION_WORDS } from '../lexicon/words.ts';
import { type Draft, isOfSomebody } from './draft.ts';
import { afterAuxiliary, afterPreposition, OF_A_PERSON } from './name-behind.ts';
import { behindNames, isListed } from './name-lists.ts';
import { COSTS, isWritten, type Name, type Role } from './name-role.ts';
import { isOneDoneTo } from './phrases/called.ts';
import { nounsAt } from './phrases/things.ts';
import { isTying } from './place-deed.ts';
import type { Sentence } from './sentence.ts';

/** Words of whole sentences: without one it is a line of key words. */
const ASKING =
  /^(who|what|which|when|where|how|did|has|have|was|were|is|are|show|list|by|of|for|to|from|in|on)$/;

/** What a name may be the name of, by what stands around it. */
export function rolesOf(draft: Draft, piece: Name, sentence: Sentence, at: number): readonly Role[] {
  const { sort } = piece;
  const cost = COSTS[sort];
  const next = sentence.word(at + 1);
  const isPerson = sort !== 'common';
  const subject = (more = 0): Role => ({ key: 'user', cost: cost * 0.4 + more, isSubject: true });
  if (piece.possessive) return rolesOfOwner(draft, piece, sentence, at, subject);
  const isBeforeNoun = next !== '' && nounsAt(sentence, at + 1).some(({ is }) => is === 'noun');
  const { auxiliary, preposition, last, before, lastKey } = draft;
  // "alice or bob", "a, b and c": the second is what the first is.
  const isJoined = draft.joint !== '' || isListed(draft, sentence, at);
  // "by bob or in storefront": where, and nobody.
  const isElsewhere = lastKey === 'user' && preposition !== '';
  if (
    isJoined &&
    !isElsewhere &&
    lastKey &&
    lastKey !== 'time' &&
    /^(user|role|resource|named)$/.test(lastKey)
  )
    return sort === 'common'
      ? []
      : [{ key: lastKey, cost: lastKey === 'user' ? cost * 0.4 : cost, isSubject: lastKey === 'user' }];
  // "which contractors changed policies": some people, and nobody's name.
  const isSome = sentence.word(at - 1) === 'which' && sentence.word(at).endsWith('s');
  if (isSome && /^(plain|common)$/.test(sort) && acts(sentence, at + 1)) return [];
  const isAlien =
    /^(plain|common)$/.test(sort) && (last?.is === 'people' || (last?.is === 'asks' && last.asks === 'who'));
  // "who frobnicated the bucket": a verb that is not known is no name.
  if (isAlien && !acts(sentence, at + 1)) return [];
  // "was it carol who deleted it".
  if (
    isPerson &&
    !draft.hasSubject &&
    /^(who|that)$/.test(behindNames(sentence, at + 1)) &&
    (before?.is === 'pronoun' || auxiliary !== '')
  )
    return [subject()];
  if (isBusyThere(sentence, at)) return [{ key: 'user', cost: isPerson ? cost * 0.4 : 0.8, isSubject: true }];
  if (auxiliary !== '' && !isBeforeNoun) return afterAuxiliary(draft, piece, sentence, at, subject);
  const roles: Role[] = [];
  if (isBeforeNoun && last?.is !== 'noun' && !/^(by|via|as|using|through)$/.test(preposition)) {
    // "in our acme space" is anything that is in it.
    const isIn = /^(in|within|inside)$/.test(preposition);
    // "the web service": more likely what it is called than without an article.
    const isTitled = last?.is === 'article' && /^(the|our|my)$/.test(last.word);
    // "lucas role association": in key words it may be whoever did it.
    const isKeyword =
      last === undefined &&
      /^(plain|proper)$/.test(sort) &&
      !sentence.tokens.some(({ word }) => ASKING.test(word));
    roles.push({
      key: isIn || isKeyword ? 'named' : (holderAt(draft, next) ?? 'resource'),
      cost: (isTitled ? cost * 0.6 : cost) + 0.2,
      nounIsTitle: isIn,
    });
  }
  if (preposition !== '') return [...roles, ...afterPreposition(draft, piece, subject)];
  return [...roles, ...bareRoles(draft, piece, sentence, at, subject)];
}

/** "has dave been creating", "was dave doing", "was dave last seen": he did something there, whatever it was. */
function isBusyThere(sentence: Sentence, at: number): boolean {
  const [before, next, after] = [at - 1, at + 1, at + 2].map(place => sentence.word(place));
  const isSeen = next === 'last' && /^(seen|active)$/.test(after ?? '');
  if (/^(was|were|is)$/.test(before ?? '')) return next === 'doing' || isSeen;
  const isDoing = VERB_FORMS.get(after ?? '')?.form === 'ing' || /^(doing|up)$/.test(after ?? '');
  return /^(has|had)$/.test(before ?? '') && next === 'been' && isDoing;
}

/** Roles of a name with no preposition or auxiliary before it. */
function bareRoles(
  draft: Draft,
  { sort }: Name,
  sentence: Sentence,
  at: number,
  subject: (more?: number) => Role,
): readonly Role[] {
  const { last, before } = draft;
  const cost = COSTS[sort];
  // Who signed in is whose sign-in it is.
  if (draft.verbs.join() === 'sign' && before?.is === 'verb' && !draft.hasSubject && sort !== 'common')
    return [subject()];
  const next = sentence.word(at + 1);
  const isPerson = sort !== 'common';
  const roles: Role[] = [];
  // "who StopLogging org-trail".
  if (draft.lastKey === 'event' && sort === 'identifier') roles.push({ key: 'resource', cost });
  // "eks cluster playground created when".
  const isBeforeDeed = VERB_FORMS.get(next)?.form === 'past';
  const isKnownWord = sort === 'common' && !endsPhrase(sentence, at + 1);
  // "to project storefront": where it was done.
  const key =
    last?.is === 'noun' && draft.indirect.includes(last.noun) ? holderAt(draft, last.noun) : undefined;
  if (
    last?.is === 'noun' &&
    sort !== 'quoted' &&
    !(isKnownWord && !isBeforeDeed) &&
    !(sort === 'common' && draft.verbs.length === 0 && !isBeforeDeed && !isOneDoneTo(sentence, at))
  )
    roles.push({ key: key ?? 'resource', cost: sort === 'plain' ? cost * 0.6 : cost });
  if (last?.is === 'noun' && sort === 'quoted') roles.push({ key: key ?? 'resource', cost: 0 });
  // "gave someone AdministratorAccess".
  if (last?.is === 'people' && draft.hasSomebody === true && isWritten(sort))
    roles.push({ key: 'resource', cost: cost + 0.1 });
  roles.push(...rolesBeforeDeed(draft, sort, sentence, at, subject));
  if (isPerson && !draft.hasSubject && FUNCTION_WORDS.things.has(next) && before?.is !== 'verb')
    roles.push(subject(0.4));
  const isObject = before?.is === 'verb' && (last === before || isWritten(sort));
  // "added priya to the group": what stands between a verb and its preposition is what it was done to.
  const isTied =
    before?.is === 'verb' &&
    last === before &&
    ((/^(to|into|from|out|off)$/.test(next) && isTying(draft)) ||
      (/^(invite|remove)$/.test(draft.verbs.join()) && endsPhrase(sentence, at + 1)));
  if (isObject && (isWritten(sort) || isTied))
    roles.push({ key: 'resource', cost: cost * (isTied ? 0.5 : 1) + 0.1 });
  if (!(/^(plain|proper)$/.test(sort) && acts(sentence, at + 1)))
    roles.push(...rolesAlone(draft, sort, endsPhrase(sentence, at + 1)));
  if (sort === 'quoted' && roles.length === 0) roles.push({ key: 'resource', cost: 0.2 });
  // "left-handed engineers": no name stands before people.
  return FUNCTION_WORDS.people.has(next) && !sentence.tokens[at]?.breaks ? [] : roles;
}

/** Roles of a name that nothing ties to the rest: whoever or whatever is so called. */
function rolesAlone(draft: Draft, sort: Name['sort'], isAtEnd: boolean): readonly Role[] {
  const { last, verbs, objects, filters, hasSubject, asks } = draft;
  const cost = COSTS[sort];
  // "access key deleted oleg": by whom, or what is so called.
  const isBehindDeed = last?.is === 'verb' && last.form === 'past' && objects.length > 0;
  if (isBehindDeed && !hasSubject && asks === undefined && /^(plain|proper)$/.test(sort) && isAtEnd)
    return [{ key: 'named', cost: cost + 0.2 }];
  // With nothing but a time or an outcome beside it, it is whoever or whatever is so called.
  const isFirst = !filters.some(({ key }) => key === 'named' || key === 'user');
  const isAlone = verbs.length + objects.length === 0 && isFirst && !hasSubject && last?.is !== 'people';
  return isAlone && sort !== 'common'
    ? [{ key: sort === 'quoted' ? 'resource' : 'named', cost: cost + 0.3 }]
    : [];
}

/** The key of the space or project to, from or of which something was changed, as against one that was changed itself. */
function holderAt(draft: Draft, noun: string): 'space' | 'project' | undefined {
  const { preposition, objects, filters } = draft;
  const isThere =
    objects.length > 0 ||
    isOfSomebody(draft) ||
    (isTying(draft) && filters.some(({ key }) => key === 'resource'));
  const isHolding = draft.indirect.length > 0 || /^(to|from|into|of)$/.test(preposition);
  return (noun === 'space' || noun === 'project') && isThere && isHolding ? noun : undefined;
}

/** Roles of a name whose something is. */
function rolesOfOwner(
  { deed, auxiliary }: Draft,
  { sort }: Name,
  sentence: Sentence,
  at: number,
  subject: () => Role,
): readonly Role[] {
  if (sort === 'common') return [];
  // "changed erin's role": of hers.
  const [its] = nounsAt(sentence, at + 1);
  const after = sentence.word(at + 1 + (its?.words ?? 0));
  // "erin's role was changed", "when was erin's role changed".
  const isAsked = /^(was|were)$/.test(auxiliary) && VERB_FORMS.get(after)?.form === 'past';
  const isDone = its !== undefined && (isAsked || /^(was|were|got|has|is)$/.test(after));
  if (its?.is === 'noun' && OF_A_PERSON.has(its.noun) && (deed === 'verb' || isDone))
    return [{ key: 'resource', cost: COSTS[sort] * 0.6 }];
  const own = sentence.word(at + 1) === 'own' ? 1 : 0;
  // "approved alice's request": something of hers, which is not named.
  return deed !== 'verb' && FUNCTION_WORDS.things.has(sentence.word(at + 1 + own)) ? [subject()] : [];
}

/** Roles of a name before what was done: whoever did it, or, where that is still to be asked, to what it was done. */
function rolesBeforeDeed(
  draft: Draft,
  sort: Name['sort'],
  sentence: Sentence,
  at: number,
  subject: (more?: number) => Role,
): readonly Role[] {
  const { asks, hasSubject, isPassive, last } = draft;
  if (hasSubject) return [];
  // "checkout scaled, who?"
  const isDone = VERB_FORMS.get(sentence.word(at + 1))?.form === 'past' && asksWhoLater(sentence, at + 2);
  if (isDone && asks === undefined) return [{ key: 'resource', cost: COSTS[sort] * 0.5 }];
  // "what was the last bucket bob deleted".
  const isOfOne = last?.is === 'noun' && draft.pick !== 'all' && endsPhrase(sentence, at + 2);
  if (sort === 'common' || (isPassive && !isOfOne) || !acts(sentence, at + 1)) return [];
  if (isPassive) return [subject()];
  // "which role alice linked".
  const isBehindMany = last?.is === 'noun' && (sentence.word(at - 1).endsWith('s') || draft.pick !== 'all');
  const isAsked = (asks === 'list' || isBehindMany) && last?.is === 'noun' && sentence.word(at + 2) !== 'by';
  // "everything svc-backup did": nobody else acts there.
  const isAll = sentence.word(at + 1) === 'did' && FUNCTION_WORDS.things.has(sentence.word(at - 1));
  return [subject(isAsked || isAll ? 0 : 0.4)];
}

/** Whether all that is left asks who did it: "who", "by whom", "and who was it". */
function asksWhoLater(sentence: Sentence, from: number): boolean {
  const rest = sentence.tokens.slice(from).map(({ word }) => word);
  return (
    rest.some(word => /^(who|whom)$/.test(word)) &&
    rest.every(
      word =>
        /^(who|whom|by|and|was|it|did|that|this|when|why|the)$/.test(word) ||
        sentence.times.at(from + rest.indexOf(word)) !== undefined,
    )
  );
}

/** Whether nothing follows that a name would belong to. */
function endsPhrase(sentence: Sentence, at: number): boolean {
  const word = sentence.word(at);
  return sentence.ends(at) || FUNCTION_WORDS.prepositions.has(word) || FUNCTION_WORDS.joints.has(word);
}

/** Whether what follows is what somebody did: `alice linked`, `bob has deleted`. */
function acts(sentence: Sentence, at: number): boolean {
  const word = sentence.word(at);
  if (/^(did|does|do)$/.test(word)) return true;
  const after = /^(has|have|had)$/.test(word) ? at + 1 : at;
  const form = VERB_FORMS.get(sentence.word(after))?.form;
  return form === 'past' || FUNCTION_WORDS.happening.has(sentence.word(after));
}
