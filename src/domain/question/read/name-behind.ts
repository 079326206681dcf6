import { OUTCOMES } from '../filters.ts';
import type { Draft } from './draft.ts';
import { COSTS, isWritten, type Name, type Role } from './name-role.ts';
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
    (/^(been|get|gets|got)$/.test(next) && sentence.word(at + 2) !== 'rid');
  if (!isThing || OUTCOMES.has(next))
    return sort === 'common' || (draft.hasSubject && draft.asks === 'who') ? [] : [subject()];
  return sort === 'common' ? [] : [{ key: 'resource', cost }];
}

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
  if (preposition === 'from' && (isOfTheirs || isDoneFrom) && !isWord && !draft.hasSubject)
    return [subject()];
  switch (preposition) {
    case 'of':
    case 'from':
      return [
        ...(isWritten(sort) || (preposition === 'of' && !isWord)
          ? [{ key: 'resource', cost: cost + 0.1 } as const]
          : []),
        ...(draft.hasThing && verbs.length === 0 && !draft.hasSubject && !isWord ? [subject(0.2)] : []),
      ];
    case 'to':
    case 'into':
    case 'with':
    case 'for':
    case 'on':
    case 'about':
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
    default:
      return [];
  }
}
