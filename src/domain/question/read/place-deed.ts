import { VERB_FORMS } from '../lexicon/verbs.ts';
import { isKnownDeed } from '../match-deed.ts';
import type { VerbName } from '../question.ts';
import { type Draft, moved } from './draft.ts';
import type { PieceOf } from './pieces.ts';
import type { Sentence } from './sentence.ts';

/** Verbs that tie two things, so that the second is to, from or with which it was done. */
const TYING: ReadonlySet<VerbName> = new Set<VerbName>([
  'associate',
  'disassociate',
  'remove',
  'move',
  'invite',
  'authorize',
  'revoke',
  'push',
  'publish',
  'send',
]);

/** Whether a verb of a draft ties two things. */
export function isTying({ verbs }: Draft): boolean {
  return verbs.some(verb => TYING.has(verb));
}

/** A verb: the deed that is asked for, one of several, or a second one. */
export function placeVerb(
  draft: Draft,
  piece: PieceOf<'verb'>,
  sentence: Sentence,
  at: number,
): readonly Draft[] {
  const { verbs, joint, preposition } = draft;
  const { form } = piece;
  if (preposition !== '' && !fitsPreposition(preposition, form)) return [];
  if (isNoDeed(draft, piece, sentence, at)) return [];
  const isBare = form === 'base' && preposition !== 'to' && !draft.saysDid && joint === '';
  const cost = isBare ? 0.3 : 0;
  const asks = draft.asks ?? (form === 'doer' ? 'who' : undefined);
  const now = { ...moved(draft, piece), asks, cost: draft.cost + (piece.cost ?? 0) + cost };
  // "events created by bob" are not creations.
  if (verbs.length === 0 && form === 'past' && piece.verbs.join() === 'create' && asksForEvents(draft))
    return [{ ...moved(draft, piece), hasThing: true }];
  // "anything run with key AKIA…": whatever was done.
  const isDone = form === 'past' || piece.verbs.join() === 'start';
  if (
    verbs.length === 0 &&
    draft.last?.is === 'thing' &&
    isDone &&
    /^(start|invoke|create)$/.test(piece.verbs.join()) &&
    /^(with|by|from|through|using|under|via)$/.test(sentence.word(at + piece.words))
  )
    return [{ ...moved(draft, piece), hasThing: true }];
  // "when was it deleted": what it stands for was told before, or nobody knows.
  const isOfIt =
    draft.isPassive &&
    form === 'past' &&
    draft.last?.is === 'pronoun' &&
    /^(it|this|that|they|these|those)$/.test(draft.last.word) &&
    draft.objects.length === 0;
  if (verbs.length === 0)
    return [{ ...now, verbs: piece.verbs, deed: 'verb', hasPronoun: draft.hasPronoun || isOfIt }];
  return placeAnotherVerb(draft, now, piece, sentence, at);
}

/** Whether a verb says nothing there of what was done. */
function isNoDeed(draft: Draft, piece: PieceOf<'verb'>, sentence: Sentence, at: number): boolean {
  const { last, asks, auxiliary, verbs, joint, preposition, objects } = draft;
  const verb = piece.verbs.join();
  // "who got access": the right to it, and no call.
  if (/^(got|get|gets)$/.test(auxiliary) && verb === 'access') return sentence.word(at + 1) !== 'to';
  // "what did deleted users do".
  const isOfDoer = asks === 'what' && auxiliary === 'did' && last?.is === 'auxiliary';
  if (isOfDoer && piece.form === 'past') return sentence.word(at).endsWith('ed');
  if (verbs.length > 0) return false;
  if (piece.form === 'past' && verb === 'tag' && last?.is === 'thing') return !draft.isPassive;
  const isLate = draft.hasSubject || last?.is === 'time' || last?.is === 'filter';
  return draft.isSaid && isLate && joint === '' && preposition === '' && objects.length === 0;
}

/** A verb behind one that there is: of the same deed, or of another. */
function placeAnotherVerb(
  draft: Draft,
  now: Draft,
  piece: PieceOf<'verb'>,
  sentence: Sentence,
  at: number,
): readonly Draft[] {
  const { verbs, deed, joint, preposition } = draft;
  const { form } = piece;
  const kept = ofDeedThatWasPlanned(draft, now, piece, sentence, at);
  if (kept) return [kept];
  const isJoined = joint !== '';
  // "deleted users and deleted roles": the same was done to both.
  if (
    isJoined &&
    deed === 'object' &&
    form === 'past' &&
    piece.verbs.join() === verbs.join() &&
    draft.last?.is === 'joint'
  )
    return [{ ...draft, cost: now.cost }];
  if (deed === 'verb' && isJoined) return [{ ...now, verbs: [...new Set([...verbs, ...piece.verbs])] }];
  const behind = ofThingBefore(draft, now, piece);
  if (behind) return behind;
  // "scheduled the key for deletion".
  if (deed === 'object' && preposition === 'for' && form === 'deed' && verbs.includes('schedule'))
    return [{ ...now, verbs: sameDeed(verbs, piece.verbs), deed: 'object' }];
  // "scheduled for deletion", "enabled rotation on": the first verb says what was done to the second.
  // "launched, stopped or terminated".
  if (
    deed === 'verb' &&
    joint === '' &&
    draft.last?.is === 'verb' &&
    sentence.tokens[at - 1]?.breaks === true &&
    form === draft.last.form
  )
    return [{ ...now, verbs: [...new Set([...verbs, ...piece.verbs])] }];
  if (deed === 'verb' && form === 'deed') return ofTwoWords(draft, now, piece, sentence.word(at - 1));
  if (deed === 'verb' && preposition === 'to' && form === 'base')
    return [{ ...now, verbs: piece.verbs, cost: now.cost + 0.5 }];
  // "how many did we create, and who created them": the same deed once more.
  if (draft.last?.is === 'asks' && joint === '' && piece.verbs.join() === verbs.join())
    return [{ ...now, verbs, deed: 'object', cost: now.cost + 0.2 }];
  const word = sentence.text(at);
  if (!isJoined) {
    const message = `"${word}" is a second thing to look for. Ask one at a time.`;
    return [{ ...draft, problem: { code: 'two_deeds', message } }];
  }
  return [{ ...withAnotherDeed(draft, now), verbs: piece.verbs }];
}

/** A deed behind the thing that it is of, "cancelled a key deletion", "triggered the cluster upgrade"; undefined where it is none. */
function ofThingBefore(
  draft: Draft,
  now: Draft,
  { form, verbs: own }: PieceOf<'verb'>,
): readonly Draft[] | undefined {
  const { verbs, objects, joint, deed, last } = draft;
  if (!/^(deed|base|third)$/.test(form) || last?.is !== 'noun' || deed !== 'object' || joint !== '')
    return undefined;
  // What was begun is the deed: "requested the certificate renewal".
  const isBegun = /^(start|create|invoke)$/.test(verbs.join());
  if (isBegun && isKnownDeed({ verbs: own, objects }, [])) return [{ ...now, verbs: own, deed: 'object' }];
  const isPlanned = verbs.some(verb => /^(cancel|restore|schedule|enable|disable|stop|start)$/.test(verb));
  if (form === 'third' || !isPlanned) return undefined;
  // "cancelled the certificate renewal": nothing is known of that.
  return isKnownDeed({ verbs, objects }, []) ? [{ ...now, verbs, deed: 'object' }] : [];
}

/** A deed that a verb stands before: "scheduled the deletion", "deleted the association". `before`: the word between them. */
function ofTwoWords({ verbs }: Draft, now: Draft, piece: PieceOf<'verb'>, before: string): readonly Draft[] {
  const isTaken = verbs.every(verb => /^(delete|remove)$/.test(verb));
  // No longer associated; "removed the access" says not what was done.
  if (isTaken && piece.verbs.includes('associate')) return [{ ...now, verbs: ['disassociate'] }];
  if (isTaken && /^(the|their|its|an?)$/.test(before)) return [];
  // Who cancels a deletion deletes nothing.
  return [{ ...now, verbs: verbs.includes('cancel') ? verbs : sameDeed(verbs, piece.verbs) }];
}

/** "key deletions that were scheduled", "the deletion of key 1111aaaa was cancelled": what became of a deed; undefined where that is not said. */
function ofDeedThatWasPlanned(
  draft: Draft,
  now: Draft,
  piece: PieceOf<'verb'>,
  sentence: Sentence,
  at: number,
): Draft | undefined {
  const { deed, joint, preposition } = draft;
  const { form } = piece;
  // "key deletions that were scheduled": what became of them.
  if (
    deed === 'verb' &&
    joint === '' &&
    (draft.isPassive || (draft.last?.is === 'verb' && draft.last.form === 'deed')) &&
    piece.verbs.every(verb => verb === 'schedule' || verb === 'cancel')
  )
    return { ...now, verbs: piece.verbs, deed: draft.objects.length > 0 ? 'object' : 'verb' };
  // "the deletion of key 1111aaaa was cancelled".
  const isOfKept =
    deed === 'object' && joint === '' && form === 'past' && preposition === '' && draft.isPassive;
  const isNoun = sentence.tokens.slice(0, at).some(({ word }) => VERB_FORMS.get(word)?.form === 'deed');
  if (isOfKept && isNoun && piece.verbs.every(verb => verb === 'schedule' || verb === 'cancel'))
    return { ...now, verbs: piece.verbs, deed: 'object' };
  return undefined;
}

/** A draft with a deed behind it that is complete: what the joint joined is another one. */
export function withAnotherDeed(draft: Draft, now: Draft): Draft {
  const { verbs, joint } = draft;
  const own = draft.filters.filter(({ key }) => key === 'resource' || key === 'named');
  const done = {
    verbs,
    objects: draft.objects,
    ...(draft.indirect.length > 0 && { indirect: draft.indirect }),
    filters: own,
  };
  return {
    ...now,
    done: [...draft.done, done],
    objects: [],
    indirect: [],
    filters: draft.filters.filter(filter => !own.includes(filter)),
    deed: 'verb',
    hasPronoun: false,
    isPassive: false,
    needsSameThing: draft.needsSameThing || joint !== 'or',
  };
}

/** Whether events are asked for as such: by name, or as calls. */
function asksForEvents({ filters, thing, objects, asks }: Draft): boolean {
  const isNamed = filters.some(({ key, negated }) => key === 'event' && !negated);
  const isEvent =
    /^(events?|calls?|actions?|changes?|operations?|records?|requests?|attempts?|entries)$/.test(thing);
  return isNamed || (isEvent && objects.length === 0 && !/^(what|who|whether)$/.test(asks ?? ''));
}

/** A deed that is said with two verbs, of which AWS's event may be called after either. */
function sameDeed(first: readonly VerbName[], second: readonly VerbName[]): readonly VerbName[] {
  return [...new Set([...first, ...second])];
}

function fitsPreposition(preposition: string, form: PieceOf<'verb'>['form']): boolean {
  if (preposition === 'to') return form === 'base';
  return (
    /^(of|for|in|from|about|on|after|regarding|concerning|involving|during)$/.test(preposition) &&
    /^(ing|deed|past|third)$/.test(form)
  );
}
