import type { Draft } from './draft.ts';
import type { Piece, PieceOf } from './pieces.ts';

/** A word of the closed list: it fills no slot, but says what the words around it may be. `isApart`: a comma or the like stands before it. */
export function placeFunction(draft: Draft, piece: Piece, isApart: boolean): readonly Draft[] {
  switch (piece.is) {
    case 'preposition':
      return placePreposition(draft, piece);
    case 'joint':
      return placeJoint(draft, piece);
    case 'article':
      return [
        {
          ...draft,
          last: piece,
          ...(/^(its|their)$/.test(piece.word) && draft.done.length > 0 && { hasOwn: true }),
        },
      ];
    case 'pronoun':
      return placePronoun(draft, piece);
    case 'people':
      return placePeople(draft, piece, isApart);
    case 'thing':
      return placeThing(draft, piece);
    case 'happening':
      return placeHappening(draft, piece);
    default: {
      const last = draft.last?.is === 'auxiliary' ? draft.last : piece;
      return [{ ...draft, last, cost: draft.cost + (piece.cost ?? 0) }];
    }
  }
}

function placePreposition(draft: Draft, piece: PieceOf<'preposition'>): readonly Draft[] {
  const { preposition } = draft;
  if (preposition !== '' && !/^(up|from)$/.test(preposition)) return [];
  if (awaitsNoun(draft)) return [];
  return [{ ...draft, last: piece, before: piece, preposition: piece.word, auxiliary: '' }];
}

function placeJoint(draft: Draft, piece: PieceOf<'joint'>): readonly Draft[] {
  if (draft.preposition !== '' || draft.joint !== '' || awaitsNoun(draft)) return [];
  const joint = piece.word === 'or' || piece.word === '/' ? 'or' : 'and';
  return [{ ...draft, last: piece, before: piece, joint, auxiliary: '' }];
}

/** Whether an article was read that belongs to what follows: "bucket a or b" names one that is called so. */
export function awaitsNoun({ last }: Draft): boolean {
  return last?.is === 'article' && /^(an?|the|my|our|your|their)$/.test(last.word);
}

function placePronoun(draft: Draft, piece: PieceOf<'pronoun'>): readonly Draft[] {
  const { preposition, auxiliary, deed } = draft;
  // "did she": somebody is meant, and not named. "did we" is whoever it was.
  // "when did tomas create it and when did he delete it": he.
  const people = draft.filters.filter(({ key, negated }) => key === 'user' && !negated);
  const isHim = /^(he|she)$/.test(piece.word) && people.length === 1 && people[0]?.values.length === 1;
  if (isHim && (auxiliary !== '' || draft.last?.is === 'actor' || draft.last?.is === 'filter'))
    return [{ ...draft, last: piece, before: piece, hasSubject: true, auxiliary: '' }];
  if (/^(he|she)$/.test(piece.word) || (auxiliary !== '' && /^(you|they|us)$/.test(piece.word))) return [];
  // "who removed him": somebody is meant, and not named.
  if (/^(him|her)$/.test(piece.word) && deed === 'verb') return [];
  // "…, I am searching since an hour": no more of the question.
  if (piece.word === 'i' && draft.verbs.length + draft.objects.length > 0) return [];
  if (/^(by|via|through|using|with)$/.test(preposition)) return [];
  const stands = /^(it|them|that|this|those|these|one|ones)$/.test(piece.word);
  const isObject = stands && (deed === 'verb' || preposition !== '' || draft.isSaid);
  return [
    {
      ...draft,
      last: piece,
      before: piece,
      preposition: '',
      hasPronoun: draft.hasPronoun || isObject,
      deed: isObject && deed === 'verb' ? 'object' : deed,
    },
  ];
}

function placePeople(draft: Draft, piece: PieceOf<'people'>, isApart: boolean): readonly Draft[] {
  const { preposition, auxiliary, hasSubject } = draft;
  if (/^(with|via|through|using|as)$/.test(preposition)) return [];
  // "opened the bucket to everyone": to whom, which narrows it.
  const isGiven = draft.verbs.some(verb => /^(authorize|share|enable)$/.test(verb));
  if (preposition === 'to' && isGiven) return [];
  // "team, who …": they are spoken to.
  const cost = piece.word === 'team' && draft.last === undefined ? 0.4 : 0;
  const now = idle(draft, piece);
  return [
    {
      ...now,
      // "… and did somebody cancel it": what is joined still follows.
      joint: draft.last?.is === 'auxiliary' ? draft.joint : '',
      isPassive: false,
      hasSubject: hasSubject || auxiliary !== '',
      ...(draft.before?.is === 'verb' && !draft.isPassive && !isApart && { hasSomebody: true }),
      ...(draft.verbs.length === 0 && auxiliary === '' && { saysPeople: true }),
      cost: now.cost + cost,
    },
  ];
}

function placeThing(draft: Draft, piece: PieceOf<'thing'>): readonly Draft[] {
  if (/^(by|via|through|using|with|as|at)$/.test(draft.preposition)) return [];
  // "changed that record": something is meant, and not named.
  const isPointed = draft.last?.is === 'article' && /^(that|this|those|these)$/.test(draft.last.word);
  if (isPointed && /^(records?|entry|entries|resources?|things?|items?)$/.test(piece.word)) return [];
  // "when was role x last used": to use is not to change.
  if (USING.test(piece.word) && draft.objects.length > 0) return [];
  // "did anyone change": more likely what was done.
  const cost = piece.word === 'change' && draft.saysDid ? 0.2 : 0;
  const now = idle(draft, piece);
  return [{ ...now, joint: '', hasThing: true, thing: piece.word, isPassive: false, cost: now.cost + cost }];
}

function placeHappening(draft: Draft, piece: PieceOf<'happening'>): readonly Draft[] {
  if (draft.preposition !== '' && !/^(to|for|of|by)$/.test(draft.preposition)) return [];
  const isSaid = draft.isSaid || /^(do|done|doing|happen(s|ed|ing)?)$/.test(piece.word);
  // "did that happen".
  const isOfIt =
    (draft.last?.is === 'pronoun' || draft.last?.is === 'article') &&
    /^(it|that|this|those|these|they)$/.test(draft.last.word);
  return [{ ...idle(draft, piece), hasThing: true, isSaid, hasPronoun: draft.hasPronoun || isOfIt }];
}

/** Words for making use of something. */
export const USING = /^(use|uses|used|using)$/;

/** A draft behind a word for what a preposition waited for. */
function idle(draft: Draft, piece: Piece): Draft {
  return {
    ...draft,
    last: piece,
    before: piece,
    preposition: '',
    auxiliary: '',
    cost: draft.cost + (piece.cost ?? 0),
  };
}
