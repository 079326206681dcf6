import { bothOutcomes } from '../filters.ts';
import type { Deed, Filter, OtherDeed, Question, QuestionWord, VerbName } from '../question.ts';
import type { Piece } from './pieces.ts';

/** A question while it is put together from pieces, one after the other. Never changed: each piece makes another. */
export interface Draft {
  readonly cost: number;
  readonly guesses: readonly string[];
  readonly asks?: QuestionWord | undefined;
  readonly verbs: readonly VerbName[];
  readonly objects: readonly string[];
  /** The preposition before what it was done to, if one was. */
  readonly objectBy: string;
  readonly indirect: readonly string[];
  /** The preposition before it. */
  readonly indirectBy: string;
  /** That something was done was said already, without saying what: "what did alice do". */
  readonly isSaid: boolean;
  readonly filters: readonly Filter[];
  readonly without: readonly Deed[];
  /** Deeds that are complete: another began behind them. */
  readonly done: readonly OtherDeed[];
  readonly time: Question['time'];
  readonly pick: Question['pick'];
  readonly limit: number | null;
  readonly atLeast?: number;
  readonly per?: Question['per'];
  readonly top?: number;
  readonly reads?: readonly string[];

  /** The last piece, and the last but for articles. */
  readonly last: Piece | undefined;
  readonly before: Piece | undefined;
  /** A preposition that waits for its noun. */
  readonly preposition: string;
  /** `or` or `and` that waits for what it joins. */
  readonly joint: string;
  /** Who acted was named, or is asked for. */
  readonly hasSubject: boolean;
  /** An auxiliary was read, after which whoever acted is named; empty once something else was. */
  readonly auxiliary: string;
  /** "was", "got": what is named is what it was done to. */
  readonly isPassive: boolean;
  /** "did", "has": verbs may stand in their base form. */
  readonly saysDid: boolean;
  /** How far the deed is: its verb alone, or what it was done to as well. */
  readonly deed: 'none' | 'verb' | 'object';
  /** A pronoun stands for the thing of the deed before. */
  readonly hasPronoun: boolean;
  /** "its": what follows is of the thing of the deed before. */
  readonly hasOwn?: boolean;
  /** "someone": what it was done to is somebody, whoever that is. */
  readonly hasSomebody?: boolean;
  /** "how many people": whoever is meant, acting or not. */
  readonly saysPeople?: boolean;
  /** "and" joined a deed with another: both must be of one thing. */
  readonly needsSameThing: boolean;
  /** What the last filter or name was about, as long as nothing but a joint follows. */
  readonly lastKey?: Filter['key'] | 'time' | undefined;
  /** "anything", "changes": something was asked for, if not what. */
  readonly hasThing: boolean;
  /** The word for it. */
  readonly thing: string;
  /** The noun that follows only says what a name is of. */
  readonly nounIsTitle: boolean;
  /** What can't be, and where it was found. */
  readonly problem?: { readonly code: string; readonly message: string };
}

/** A question of which nothing was read yet. */
export const EMPTY_DRAFT: Draft = {
  cost: 0,
  guesses: [],
  verbs: [],
  objects: [],
  objectBy: '',
  indirect: [],
  indirectBy: '',
  isSaid: false,
  filters: [],
  without: [],
  done: [],
  time: null,
  pick: 'all',
  limit: null,
  last: undefined,
  before: undefined,
  preposition: '',
  joint: '',
  hasSubject: false,
  auxiliary: '',
  isPassive: false,
  saysDid: false,
  deed: 'none',
  hasPronoun: false,
  needsSameThing: false,
  hasThing: false,
  thing: '',
  nounIsTitle: false,
};

/** Whether what it was done to is somebody, whoever that is: "removed someone", "who was removed". */
export function isOfSomebody({ hasSomebody, saysPeople, isPassive, asks, hasPronoun }: Draft): boolean {
  const isWho = asks === 'who' || saysPeople === true;
  return hasSomebody === true || (isPassive && isWho && !hasPronoun);
}

/** Whether somebody may be called so. */
export function mayBeSomebody(name: string): boolean {
  return name.includes('@') || !/[_\d]|[A-Z]{2}/.test(name);
}

/** Whether anything was said that narrows the answer. */
export function hasContent({ verbs, objects, filters, done, without }: Draft): boolean {
  return verbs.length + objects.length + filters.length + done.length + without.length > 0;
}

/** A draft with a further filter. A record has one Region and one account: two of them can only mean either; two people are either only with "or". */
export function withFilter(draft: Draft, added: Filter): Draft {
  const { filters, joint } = draft;
  if (added.values.length === 0) return draft;
  const isEither = joint !== '' || !/^(user|resource|role|named)$/.test(added.key);
  const at =
    isEither && !added.negated ? filters.findIndex(one => one.key === added.key && !one.negated) : -1;
  const known = filters[at];
  if (!known) {
    // Several that are left out are each left out.
    return { ...draft, filters: [...filters, added], joint: '' };
  }
  const outcomes =
    added.key === 'outcome' && joint === '' ? bothOutcomes(known.values, added.values) : undefined;
  if (outcomes?.length === 0)
    return { ...draft, problem: { code: 'contradiction', message: 'No call both succeeded and failed.' } };
  const values = outcomes ?? [...new Set([...known.values, ...added.values])];
  return { ...draft, filters: filters.with(at, { ...known, values }), joint: '' };
}

/** A draft behind a piece that filled a slot: what the words before it announced is over. */
export function moved(draft: Draft, piece: Piece): Draft {
  return {
    ...draft,
    cost: draft.cost + (piece.cost ?? 0),
    guesses: piece.guess === undefined ? draft.guesses : [...draft.guesses, piece.guess],
    last: piece,
    before: piece,
    preposition: '',
    joint: '',
    auxiliary: '',
    lastKey: undefined,
  };
}
