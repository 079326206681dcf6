import { SERVICES } from '../../lexicon/services.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { FUNCTION_WORDS } from '../../lexicon/words.ts';
import type { Filter } from '../../question.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { actingServiceAt, servicesActingAt } from './acting-services.ts';
import { afterService } from './called-after.ts';
import { isInstanceId } from './forms.ts';
import { kindAt } from './kinds.ts';
import { isName } from './names.ts';
import { isSuspected } from './no-names.ts';

/** `somebody named alice`, `an IAM user called bob`, `the role named deploy`: whoever acts by what they are called; undefined where nobody is. */
export function calledAt(
  sentence: Sentence,
  at: number,
): { readonly filters: readonly Filter[]; readonly words: number } | undefined {
  const article = /^(an?|the|some|our)$/.test(sentence.word(at)) ? 1 : 0;
  const iam = sentence.word(at + article) === 'iam' ? 1 : 0;
  const title = sentence.word(at + article + iam);
  const called = at + article + iam + 1;
  const isTitle = FUNCTION_WORDS.people.has(title) || /^(users?|role)$/.test(title);
  if (!isTitle || !/^(named|called)$/.test(sentence.word(called))) return undefined;
  const name = sentence.tokens[called + 1];
  if (!name || name.filter) return undefined;
  const named = filterOn(title === 'role' ? 'role' : 'user', name.text);
  const filters = iam === 1 ? [filterOn('kind', 'user'), named] : [named];
  return { filters, words: called + 2 - at };
}

/** `me`, `my`, `workflows`, `the role Deploy`: whoever acts, without a word before it that says so. */
export function peopleAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  const pieces: Piece[] = [];
  const kind = kindAt(sentence, at);
  if (kind) pieces.push(kind.filter);
  // "who used the root account".
  const isUsed = /^(used?|uses|using)$/.test(sentence.word(at - 1));
  if (kind && isUsed && kind.filter.filter.values.includes('root'))
    pieces.push({ is: 'filter', words: kind.words, filters: [kind.filter.filter], about: 'who' });
  const called = calledAt(sentence, at);
  // "did somebody called alice sign in", "somebody named alice deleted a bucket".
  const acts = called && VERB_FORMS.get(sentence.word(at + called.words))?.form;
  const isActing = /^(did|has|have|had)$/.test(sentence.word(at - 1)) || (at === 0 && acts === 'past');
  if (called && isActing && called.filters.length > 1)
    pieces.push({ is: 'filter', words: called.words, filters: called.filters, about: 'who' });
  else if (called && isActing)
    pieces.push({
      is: 'actor',
      words: called.words,
      filter: called.filters.at(-1) ?? filterOn('user'),
      isThing: false,
      isSubject: true,
    });
  if (/^(i|me|myself)$/.test(word))
    pieces.push({ is: 'actor', words: 1, filter: filterOn('user', 'me'), isThing: false });
  const ownWords = mineAt(sentence, at);
  if (ownWords > 0)
    pieces.push({ is: 'filter', words: ownWords, filters: [filterOn('user', 'me')], about: 'who' });
  // "more connections than bob".
  if (word === 'than' && isName(sentence, at + 1, 'person'))
    pieces.push({
      is: 'filter',
      words: 2,
      filters: [filterOn('user', sentence.text(at + 1))],
      about: 'who',
      isCompared: true,
    });
  return [
    ...pieces,
    ...servicesActingAt(sentence, at),
    ...wasItAt(sentence, at),
    ...orDidAt(sentence, at),
    ...onlyAt(sentence, at),
    ...titledAt(sentence, at),
  ];
}

/** `…, was it alice?`, `… or was it by a workflow`: who may have done it, said behind what was done. */
function wasItAt(sentence: Sentence, at: number): readonly Piece[] {
  if (at === 0 || !/^(was|is) (it|that|this)$/.test(sentence.run(at, 2))) return [];
  // "who deleted it, was it bob?": whoever did is told, and not only whether it was bob.
  if (isSuspected(sentence, at)) return [];
  const by = sentence.word(at + 2) === 'by' ? 1 : 0;
  return actorsUpTo(sentence, at + 2 + by, at);
}

/** `… or did bob?`: either of them. */
function orDidAt(sentence: Sentence, at: number): readonly Piece[] {
  if (sentence.word(at) !== 'or' || !/^(did|has|was)$/.test(sentence.word(at + 1))) return [];
  const [piece] = actorsUpTo(sentence, at + 2, at);
  return piece?.is === 'filter' ? [{ ...piece, isEither: true }] : [];
}

/** `…, alice only`, `…, workflows only`. */
function onlyAt(sentence: Sentence, at: number): readonly Piece[] {
  if (sentence.tokens[at - 1]?.breaks !== true) return [];
  const [piece] = actorsUpTo(sentence, at, at, 'only');
  return piece ? [piece] : [];
}

/** A filter for whoever is named from a place to the end of a part, before a word if one is given. */
function actorsUpTo(sentence: Sentence, from: number, at: number, before = ''): readonly Piece[] {
  const filters: Filter[] = [];
  let to = from;
  for (;;) {
    const kind = kindAt(sentence, to);
    const service = actingServiceAt(sentence, to);
    if (kind) filters.push(kind.filter.filter);
    else if (isName(sentence, to, 'person')) filters.push(filterOn('user', sentence.text(to)));
    else if (service) filters.push(service.filter);
    else return [];
    to += kind?.words ?? (isName(sentence, to, 'person') ? 1 : (service?.words ?? 1));
    if (!/^(or|and)$/.test(sentence.word(to))) break;
    to += 1;
  }
  if (before !== '' && sentence.word(to) !== before) return [];
  // "was it hiro again".
  const again = before === '' && sentence.word(to) === 'again' ? 1 : 0;
  const end = to + (before === '' ? again : 1);
  if (end < sentence.length && sentence.tokens[end - 1]?.breaks !== true) return [];
  const [first] = filters;
  if (!first || filters.some(({ key }) => key !== first.key)) return [];
  const all = filterOn(first.key, ...filters.flatMap(({ values }) => values));
  return [{ is: 'filter', words: end - at, filters: [all], about: 'who' }];
}

/** How many words say that it is the asker's own: `my own changes`, `of mine`. */
function mineAt(sentence: Sentence, at: number): number {
  const of = sentence.word(at) === 'of' && FUNCTION_WORDS.things.has(sentence.word(at - 1)) ? 1 : 0;
  // "who deleted mine": a thing is meant.
  if (sentence.word(at + of) === 'mine' && !/^(who|whose|did|when|has)$/.test(sentence.word(0)))
    return 1 + of;
  if (sentence.word(at) !== 'my') return 0;
  const own = sentence.word(at + 1) === 'own' ? 1 : 0;
  const next = sentence.word(at + 1 + own);
  if (FUNCTION_WORDS.things.has(next)) return 2 + own;
  // "my deletions", "my denied calls": what they say stays to be read.
  const isDeed = VERB_FORMS.get(next)?.form === 'deed';
  const isAttempt =
    /^(denied|failed|recent|last|latest)$/.test(next) &&
    FUNCTION_WORDS.things.has(sentence.word(at + 2 + own));
  return isDeed || isAttempt ? 1 + own : 0;
}

/** `the role Deploy`, `user alice`: whoever acts, with a title. */
function titledAt(sentence: Sentence, at: number): readonly Piece[] {
  // "who used the Deploy role": with it.
  const isUsed = [at - 1, at - 2].some(place => /^(used|uses?|using)$/.test(sentence.word(place)));
  const used = isUsed ? usedRoleAt(sentence, at) : undefined;
  if (used !== undefined)
    return [{ is: 'filter', words: 2, filters: [filterOn('role', used)], about: 'who' }];
  const behind = /^(role|user|session)$/.exec(sentence.word(at + 1))?.[0];
  // "what did the admin role do": whatever it is called.
  const isActing =
    /^(did|has|have)$/.test(sentence.word(/^(the|our)$/.test(sentence.word(at - 1)) ? at - 2 : at - 1)) &&
    (VERB_FORMS.has(sentence.word(at + 2)) || FUNCTION_WORDS.happening.has(sentence.word(at + 2))) &&
    /^[a-z][\w-]+$/i.test(sentence.text(at)) &&
    !/^(the|our|an?|any|some|which|what|iam|aws|sso|this|that|root|service|linked)$/.test(sentence.word(at));
  if (behind !== undefined && (isName(sentence, at, 'person') || isActing)) {
    const after =
      behind === 'role' && SERVICES.has(sentence.word(at)) ? afterService(sentence.word(at)) : undefined;
    const named = filterOn(behind as 'role' | 'user' | 'session', after?.pattern ?? sentence.text(at));
    const piece: Piece = { is: 'actor', words: 2, filter: named, isThing: false, isSubject: true };
    return [after ? { ...piece, guess: after.guess } : piece];
  }
  const article = /^(the|our)$/.test(sentence.word(at)) ? 1 : 0;
  const lead = article + (/^(iam|sso|aws)$/.test(sentence.word(at + article)) ? 1 : 0);
  // "what did instance i-0abc… do".
  const isInstance = sentence.word(at + lead) === 'instance' && isInstanceId(sentence.text(at + lead + 1));
  if (isInstance)
    return [
      {
        is: 'actor',
        words: lead + 2,
        filter: filterOn('user', sentence.text(at + lead + 1)),
        isThing: false,
        isSubject: true,
      },
    ];
  const title = /^(role|user)$/.exec(sentence.word(at + lead))?.[0];
  if (title === undefined || !isName(sentence, at + lead + 1, 'titled')) return [];
  const filter = filterOn(title === 'role' ? 'role' : 'user', sentence.text(at + lead + 1));
  return [{ is: 'actor', words: lead + 2, filter, isThing: false, isSubject: true }];
}

/** The name in `Deploy role` or `role Deploy`; undefined where neither stands there. */
function usedRoleAt(sentence: Sentence, at: number): string | undefined {
  if (sentence.word(at) === 'role')
    return isName(sentence, at + 1, 'titled') ? sentence.text(at + 1) : undefined;
  return sentence.word(at + 1) === 'role' && isName(sentence, at, 'titled') ? sentence.text(at) : undefined;
}
