import { VERB_FORMS } from '../lexicon/verbs.ts';
import type { Filter } from '../question.ts';
import { type Draft, moved, withFilter } from './draft.ts';
import { nounsAt } from './phrases/things.ts';
import { filterOn, type PieceOf } from './pieces.ts';
import type { Sentence } from './sentence.ts';

/** Who acts by kind or by form; where it can't be who acted, what it was done to. */
export function placeActor(
  draft: Draft,
  piece: PieceOf<'actor'>,
  sentence: Sentence,
  at: number,
): readonly Draft[] {
  const { deed, asks, isPassive, preposition, auxiliary } = draft;
  const next = sentence.word(at + piece.words);
  if (preposition === 'by' || /^(as|via|through|using|with)$/.test(preposition)) return [];
  const isObject = deed === 'verb' && !isPassive && auxiliary === '';
  const asThing = { ...draft, deed: deed === 'verb' ? ('object' as const) : deed };
  const value = piece.filter.values[0] ?? '';
  // "show me" says only to whom.
  const isTold = /^(show|give|tell|send|get|find|list|let|help|bring)$/.test(sentence.word(at - 1));
  if (value === 'me' && ((draft.last?.is === 'asks' && asks === 'list') || isTold)) return [];
  if (isIamUserDoneTo(draft, piece, sentence, at)) return [];
  const said = asSaid(draft, piece);
  if (said) return said;
  // "when was the role x associated": what it was done to.
  if (piece.isSubject && isPassive) return [];
  const isRelative =
    draft.objects.length > 0 && VERB_FORMS.get(next)?.form === 'past' && draft.verbs.length === 0;
  if (
    piece.isSubject &&
    auxiliary === '' &&
    !isRelative &&
    !/^(did|has|have|had|activity|activities|actions?)$/.test(next)
  )
    return [];
  if (isObject || isOfNoun(draft, piece) || /^(to|on|for|about)$/.test(preposition)) {
    if (!piece.isThing || (asks === undefined && deed === 'none' && preposition === '')) return [];
    const key = /^(user|role)$/.test(piece.filter.key) ? ('resource' as const) : piece.filter.key;
    return piece.filter.key === 'kind' ? [] : [moved(withFilter(asThing, filterOn(key, value)), piece)];
  }
  // "who workflows deleted": whoever acted is asked for already.
  if (
    draft.hasSubject &&
    asks === 'who' &&
    !/^(did|has|have)$/.test(next) &&
    draft.last?.is !== 'joint' &&
    deed === 'none'
  )
    return [];
  const acting = moved(withFilter(draft, piece.filter), piece);
  // "iam user created, by whom": more likely what was created.
  const isMade =
    piece.isThing &&
    asks === 'list' &&
    VERB_FORMS.get(next)?.form === 'past' &&
    nounsAt(sentence, at + piece.words + 1).length === 0;
  if (isMade && [at, at + 1, at + 2].some(place => nounsAt(sentence, place).length > 0)) return [];
  const isUnsaid = piece.isThing && asks === undefined ? 0.2 : 0;
  return [{ ...acting, cost: acting.cost + isUnsaid, hasSubject: true, lastKey: piece.filter.key }];
}

/** Whether IAM users are what something was done to: "which iam users were deleted", "the MFA device of an IAM user". */
function isIamUserDoneTo(
  { isPassive, objects, preposition }: Draft,
  piece: PieceOf<'actor'>,
  sentence: Sentence,
  at: number,
): boolean {
  if (!piece.isThing || piece.filter.key !== 'kind') return false;
  const isMade = isPassive && VERB_FORMS.get(sentence.word(at + piece.words))?.form === 'past';
  const isOwner = objects.length > 0 && /^(of|for|to|from)$/.test(preposition);
  return isMade || isOwner || isDoneTo(sentence, at + piece.words);
}

/** Whether somebody is whose something is, "the role of member erin@example.com", as who acted is asked. */
function isOfNoun({ asks, deed, last }: Draft, { isThing, filter }: PieceOf<'actor'>): boolean {
  return isThing && asks === 'who' && deed === 'object' && last?.is === 'noun' && filter.key === 'user';
}

/** Whether what stands before a place is what something was done to: "were created", "did omar create". */
function isDoneTo(sentence: Sentence, at: number): boolean {
  const next = VERB_FORMS.get(sentence.word(at + 1));
  const isDone = /^(did|have|has|had)$/.test(sentence.word(at)) && !next && sentence.word(at + 1) !== 'been';
  const isFollowed = [2, 3, 4].some(more => VERB_FORMS.has(sentence.word(at + more)));
  // "iam users been doing".
  const isDoing =
    sentence.word(at) === 'been' && (/^(doing|up|busy)$/.test(sentence.word(at + 1)) || next?.form === 'ing');
  return (/^(was|were|got|been|be)$/.test(sentence.word(at)) && !isDoing) || (isDone && isFollowed);
}

/** Things that have ids and no names: a word behind them is where they are. */
const WITHOUT_NAMES: ReadonlySet<string> = new Set([
  'access key',
  'billing',
  'connection',
  'instance',
  'login profile',
  'mfa device',
  'security group rule',
  'session manager session',
  'snapshot',
  'volume',
]);

/** A filter that says by itself what it is about. */
export function placeFilter(draft: Draft, piece: PieceOf<'filter'>): readonly Draft[] {
  const { preposition, deed, verbs } = draft;
  if (preposition !== '' && piece.about === 'who' && !/^(of|from|for|in)$/.test(preposition)) return [];
  if (/^(by|via|through|using)$/.test(preposition)) return [];
  const [only] = piece.filters;
  if (isEitherSort(draft, only?.key)) return [];
  // Of other calls than sign-ins CloudTrail does not say so.
  if (only?.key === 'mfa' && !piece.isPair && !verbs.includes('sign')) return [];
  const joined = piece.isCompared || piece.isEither ? 'or' : draft.joint;
  // "more roles than alice": of whom, is not said.
  const hasOther = draft.filters.some(({ key, negated }) => key === 'user' && !negated);
  if (piece.isCompared && (draft.per === undefined || !hasOther)) return [];
  const isSecond = draft.filters.some(({ key, negated }) => key === 'user' && !negated);
  // Nobody acts as two people.
  if (
    joined === '' &&
    isSecond &&
    piece.filters.some(({ key, negated }) => key === 'user' && !negated) &&
    only?.values.join() !== 'me' &&
    !piece.isPair
  )
    return [];
  const isBeside = draft.last?.is === 'noun' || deed === 'verb';
  // A policy of an organization is attached to an account, by a call in another one.
  const isOfOrganization =
    (piece.isMember === true && verbs.length > 0) || draft.objects.includes('service control policy');
  if (piece.isTarget && isOfOrganization && only)
    return [{ ...moved(withFilter(draft, { ...only, key: 'resource' }), piece), deed: 'object' }];
  // "stack storefront" is a stack, even where an account is called so.
  if (piece.isBare && draft.last?.is === 'noun' && !WITHOUT_NAMES.has(draft.last.noun)) return [];
  // "from dev … in prod": one call is of one account.
  const isFar = joined === '' && !piece.isPair && !(piece.isBare && draft.last?.is === 'filter');
  const hasAccount = draft.filters.some(({ key, negated }) => key === 'account' && !negated);
  if (only?.key === 'account' && !only.negated && hasAccount && isFar) return [];
  const aboutThing = only && asDoneTo(draft, piece, only, isBeside);
  if (aboutThing) return aboutThing;
  let now = draft;
  for (const filter of piece.filters) now = withFilter({ ...now, joint: joined }, filter);
  if (now.problem) return [now];
  const isThing = piece.about === 'what' && deed === 'verb' && verbs.length > 0;
  return [
    {
      ...moved(now, piece),
      lastKey: only?.key,
      ...(isThing && { deed: 'object' as const }),
      ...(piece.about === 'who' && { hasSubject: true }),
    },
  ];
}

/** "by bob or in dev": either of two sorts of filters, which all must hold. */
export function isEitherSort({ joint, lastKey, filters }: Draft, key: Filter['key'] | undefined): boolean {
  const isName = (one: string | undefined) => one === 'resource' || one === 'named';
  // "not in dev or eu-west-1" leaves out both.
  if (filters.at(-1)?.negated === true) return false;
  return joint === 'or' && lastKey !== undefined && lastKey !== key && !(isName(lastKey) && isName(key));
}

/** A filter that by its form says who acted, where it says what it was done to; undefined where it doesn't. */
function asDoneTo(
  draft: Draft,
  piece: PieceOf<'filter'>,
  only: Filter,
  isBeside: boolean,
): readonly Draft[] | undefined {
  const { deed, preposition, verbs } = draft;
  // "associated the role arn:…": what it was done to.
  if (
    only.key === 'role' &&
    !piece.isPair &&
    draft.last?.is === 'noun' &&
    deed !== 'none' &&
    /^(the )?role$/.test(draft.objects.at(-1) ?? '')
  )
    return [{ ...moved(withFilter(draft, { ...only, key: 'resource' }), piece), deed: 'object' }];
  // "invited the account 111122223333": what it was done to.
  const isMoved = deed === 'verb' && verbs.every(verb => /^(invite|move|register)$/.test(verb));
  if (only.key === 'account' && piece.isPlain && isMoved && preposition === '' && draft.objects.length === 0)
    return [
      {
        ...moved(withFilter(draft, { ...only, key: 'resource' }), piece),
        objects: ['aws account'],
        deed: 'object',
      },
    ];
  // Whom a snapshot was shared with, records don't tell in a way that can be looked for.
  if (only.key === 'account' && (piece.isTarget || preposition === 'with') && verbs.includes('share'))
    return [];
  // "what happened to access key AKIA…".
  if (
    only.key === 'key' &&
    !piece.isPair &&
    draft.isSaid &&
    verbs.length === 0 &&
    (preposition === 'to' || draft.before?.is === 'noun')
  )
    return [{ ...moved(withFilter(draft, { ...only, key: 'resource' }), piece), deed: 'object' }];
  // Who created access key AKIA… did not necessarily use it.
  if (only.key === 'key' && !piece.isPair && verbs.length > 0 && isBeside) {
    if (piece.words > 1) return [];
    return [{ ...moved(withFilter(draft, { ...only, key: 'resource' }), piece), deed: 'object' }];
  }
  if (
    only.key === 'key' &&
    !piece.isPair &&
    draft.last?.is === 'noun' &&
    draft.objects.at(-1) === 'access key'
  )
    return [moved(withFilter({ ...draft, objects: draft.objects.slice(0, -1) }, only), piece)];
  return undefined;
}

/** Whoever acts by kind or form where the words before say what that is: denied for them, or tied to something. */
function asSaid(draft: Draft, piece: PieceOf<'actor'>): readonly Draft[] | undefined {
  const { preposition } = draft;
  // "the last console login root".
  const isSignIn = draft.verbs.join() === 'sign' && draft.deed === 'verb' && !draft.hasSubject;
  if (isSignIn && piece.filter.key === 'user' && /^(of|for|)$/.test(preposition))
    return [{ ...moved(withFilter(draft, piece.filter), piece), hasSubject: true }];
  // "denied for the workflow role": by it.
  const isFailed = draft.filters.some(({ key, negated }) => key === 'outcome' && !negated);
  if (preposition === 'for' && isFailed && draft.verbs.length === 0)
    return [{ ...moved(withFilter(draft, piece.filter), piece), hasSubject: true }];
  // "associated the role arn:…": what it was done to.
  if (
    piece.filter.key === 'role' &&
    draft.last?.is === 'noun' &&
    draft.objects.at(-1) === 'role' &&
    draft.verbs.length > 0
  )
    return [
      { ...moved(withFilter(draft, filterOn('resource', ...piece.filter.values)), piece), deed: 'object' },
    ];
  return undefined;
}
