import { VERB_FORMS } from '../lexicon/verbs.ts';
import type { VerbName } from '../question.ts';
import { type Draft, hasContent, moved } from './draft.ts';
import type { Piece, PieceOf } from './pieces.ts';
import { placeVerb } from './place-deed.ts';
import { isEitherSort, placeActor, placeFilter } from './place-filter.ts';
import { awaitsNoun, placeFunction } from './place-function.ts';
import { placeName } from './place-name.ts';
import { placeNoun } from './place-noun.ts';
import { placeRule } from './place-rule.ts';
import type { Sentence } from './sentence.ts';

/** The ways in which a piece goes on with a draft; none where it has no place there. */
export function place(draft: Draft, piece: Piece, sentence: Sentence, at: number): readonly Draft[] {
  switch (piece.is) {
    case 'asks':
      return placeAsks(draft, piece, sentence, at);
    case 'auxiliary':
      return placeAuxiliary(draft, piece);
    case 'verb':
      return placeVerb(draft, piece, sentence, at);
    case 'noun':
      return placeNoun(draft, piece, sentence, at);
    case 'name':
      return placeName(draft, piece, sentence, at);
    case 'actor':
      return placeActor(draft, piece, sentence, at);
    case 'filter':
      return placeFilter(draft, piece);
    case 'time':
      return placeTime(draft, piece, sentence);
    case 'rule':
      return placeRule(draft, piece);
    case 'without':
      return [moved({ ...draft, without: [...draft.without, ...piece.deeds] }, piece)];
    case 'pick':
      return draft.pick === 'all' && draft.per === undefined
        ? [moved({ ...draft, pick: piece.pick, limit: piece.limit }, piece)]
        : [];
    case 'atLeast':
      return draft.atLeast === undefined ? [moved({ ...draft, atLeast: piece.count }, piece)] : [];
    case 'per':
      // "the last login of each user" would be one of each.
      return draft.per === undefined && draft.pick === 'all'
        ? [moved({ ...draft, per: piece.per, ...(piece.top !== undefined && { top: piece.top }) }, piece)]
        : [];
    case 'reads':
      return draft.preposition === '' || /^(of|for|in)$/.test(draft.preposition)
        ? [moved({ ...draft, reads: piece.values, hasThing: true }, piece)]
        : [];
    case 'wrong':
      return [{ ...draft, problem: { code: piece.code, message: piece.message } }];
    default:
      return placeFunction(draft, piece, sentence.tokens[at - 1]?.breaks === true);
  }
}

function placeAsks(draft: Draft, piece: PieceOf<'asks'>, sentence: Sentence, at: number): readonly Draft[] {
  const { asks, last, joint } = draft;
  const word = sentence.word(at);
  const isOrder = piece.asks === 'list' && !/^(which|in|from|what)$/.test(word);
  const isAtStart =
    last === undefined ||
    sentence.tokens[at - 1]?.breaks === true ||
    last.is === 'filler' ||
    last.is === 'pronoun';
  if (isOrder && !isAtStart && !(asks === undefined && last?.is === 'auxiliary')) return [];
  // "alice deleted a bucket. what else did she do?": what is told is no part of what is asked.
  const isTold = sentence.tokens[at - 1]?.stops === '.' && asks === undefined && draft.verbs.length > 0;
  if (isTold && draft.hasSubject) return [];
  // "to whom" and the like: what a preposition waits for is asked.
  const now = moved({ ...draft, asks: piece.asks }, piece);
  if (asks === undefined) return [{ ...now, hasSubject: piece.asks === 'who' }];
  if (/^(list|whether)$/.test(asks) && !hasContent(draft) && draft.time === null)
    return [{ ...now, hasSubject: piece.asks === 'who', cost: now.cost + 0.1 }];
  // "…, count per person".
  if (piece.asks === 'count' && /^(per|by)$/.test(sentence.word(at + piece.words)))
    return [{ ...draft, last: piece }];
  if (piece.asks === 'count') {
    const message = `"how many" begins a second question. Ask one at a time.`;
    return joint === '' && last?.is !== 'filter' && last?.is !== 'time'
      ? []
      : [{ ...draft, problem: { code: 'two_questions', message } }];
  }
  // "did carol delete a stack? what did she change": two questions, unless the second asks of the same deed.
  const another = verbBehind(sentence, at + piece.words);
  if (sentence.tokens[at - 1]?.breaks && another && !draft.verbs.includes(another)) return [];
  const isBetter = /^(whether|list)$/.test(asks) && /^(who|when|where)$/.test(piece.asks);
  // "who accepted and who rejected": the same once more.
  return [
    {
      ...now,
      asks: isBetter ? piece.asks : asks,
      // "who stopped it and when was it started": a deed is still to come.
      joint: hasContent(draft) && (piece.asks === asks || another !== undefined) ? joint : '',
      cost: now.cost + 0.1,
    },
  ];
}

function verbBehind(sentence: Sentence, at: number): VerbName | undefined {
  const token = sentence.tokens.slice(at).find(({ word }) => VERB_FORMS.has(word));
  return token && VERB_FORMS.get(token.word)?.verb;
}

function placeAuxiliary(draft: Draft, piece: PieceOf<'auxiliary'>): readonly Draft[] {
  const { word } = piece;
  if (draft.preposition !== '') return [];
  // "someone has the key" tells something, and asks nothing.
  const isTold =
    draft.last?.is === 'people' ||
    ((draft.last?.is === 'pronoun' || draft.last?.is === 'article') &&
      /^(that|this|it|there)$/.test(draft.last.word));
  // "there was a deletion": nothing was done to anybody.
  const isThere = draft.last?.is === 'pronoun' && draft.last.word === 'there';
  const begins =
    draft.asks === undefined && !hasContent(draft) && !isTold && /^(did|has|have|had|was|were)$/.test(word);
  return [
    {
      ...draft,
      asks: begins ? 'whether' : draft.asks,
      last: piece,
      before: piece,
      auxiliary: word,
      saysDid: draft.saysDid || /^(did|do|does|has|have|had)$/.test(word),
      isPassive:
        (!isThere && /^(was|were|is|are|been|being|be|get|gets|got|getting|gotten)$/.test(word)) ||
        (draft.isPassive && draft.deed !== 'object'),
    },
  ];
}

function placeTime(draft: Draft, piece: PieceOf<'time'>, sentence: Sentence): readonly Draft[] {
  if (
    draft.preposition !== '' &&
    !/^(in|on|at|of|for|from|within|during|over|about|around)$/.test(draft.preposition)
  )
    return [];
  if (draft.lastKey !== 'time' && isEitherSort(draft, undefined)) return [];
  // "changed that yesterday": something is meant, and not named.
  if (draft.last?.is === 'article' && /^(that|those)$/.test(draft.last.word)) return [];
  if (piece.wrong !== undefined) {
    const [code = '', ...message] = piece.wrong.split(':');
    return [{ ...draft, problem: { code, message: message.join(':') } }];
  }
  const range = {
    from: piece.range.from,
    to: Math.max(piece.range.from + 1, Math.min(piece.range.to, sentence.context.now)),
  };
  const now = moved(draft, piece);
  if (draft.time === null) return [{ ...now, time: range, lastKey: 'time' }];
  const [from, to] = [Math.max(range.from, draft.time.from), Math.min(range.to, draft.time.to)];
  if (from < to) return [{ ...now, time: { from, to } }];
  const message = `"${piece.text}" doesn't fit the other time in the question.`;
  return [{ ...draft, problem: { code: 'two_times', message } }];
}

/** "which groups was kwame removed from": what is asked is what it was taken from. */
export function isAskedFrom({ preposition, objects, indirect, verbs, asks }: Draft): boolean {
  return (
    preposition === 'from' &&
    /^(list|what)$/.test(asks ?? '') &&
    objects.length > 0 &&
    indirect.length === 0 &&
    verbs.some(verb => verb === 'remove' || verb === 'disassociate')
  );
}

/** Whether a question may end here: nothing waits for another word. */
export function canEnd(draft: Draft): boolean {
  const isStranded = draft.preposition === 'from' && (draft.asks === 'where' || isAskedFrom(draft));
  return draft.joint === '' && (draft.preposition === '' || isStranded) && !awaitsNoun(draft);
}
