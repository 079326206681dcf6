import { OBJECTS } from '../lexicon/nouns.ts';
import type { VerbName } from '../question.ts';
import { type Draft, moved } from './draft.ts';
import type { PieceOf } from './pieces.ts';
import { HOLDING_RULES } from './place-filter.ts';
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
  const isBare = form === 'base' && preposition !== 'to' && !draft.saysDid && joint === '';
  const cost = isBare ? 0.3 : 0;
  const asks = draft.asks ?? (form === 'doer' ? 'who' : undefined);
  const now = { ...moved(draft, piece), asks, cost: draft.cost + (piece.cost ?? 0) + cost };
  // "events created by bob" are not creations.
  if (
    verbs.length === 0 &&
    form === 'past' &&
    piece.verbs.join() === 'tag' &&
    draft.last?.is === 'thing' &&
    !draft.isPassive
  )
    return [];
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
  const isLate = draft.hasSubject || draft.last?.is === 'time' || draft.last?.is === 'filter';
  if (
    draft.isSaid &&
    isLate &&
    joint === '' &&
    verbs.length === 0 &&
    preposition === '' &&
    draft.objects.length === 0
  )
    return [];
  if (verbs.length === 0) return [{ ...now, verbs: piece.verbs, deed: 'verb' }];
  return placeAnotherVerb(draft, now, piece, sentence, at);
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
  // "key deletions that were scheduled": what became of them.
  if (
    deed === 'verb' &&
    joint === '' &&
    (draft.isPassive || (draft.last?.is === 'verb' && draft.last.form === 'deed')) &&
    piece.verbs.every(verb => verb === 'schedule' || verb === 'cancel')
  )
    return [{ ...now, verbs: piece.verbs, deed: draft.objects.length > 0 ? 'object' : 'verb' }];
  const isJoined = joint !== '';
  if (deed === 'verb' && isJoined) return [{ ...now, verbs: [...new Set([...verbs, ...piece.verbs])] }];
  // "cancelled a key deletion": what was cancelled.
  const isOfDeed =
    /^(deed|base)$/.test(form) &&
    draft.last?.is === 'noun' &&
    verbs.some(verb => /^(cancel|schedule|enable|disable|stop|start)$/.test(verb));
  if (deed === 'object' && joint === '' && isOfDeed) return [{ ...now, verbs, deed: 'object' }];
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
  // Who cancels a deletion deletes nothing.
  if (deed === 'verb' && form === 'deed')
    return [{ ...now, verbs: verbs.includes('cancel') ? verbs : sameDeed(verbs, piece.verbs) }];
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
  return [anotherDeed(draft, now, piece)];
}

/** A draft with a deed behind it that is complete: what the joint joined is another one. */
function anotherDeed(draft: Draft, now: Draft, piece: PieceOf<'verb'>): Draft {
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
    verbs: piece.verbs,
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

/** A noun beside the port of a rule: what holds it, or nothing that has rules; undefined where no rule was named. */
function besideRule(draft: Draft, piece: PieceOf<'noun'>): readonly Draft[] | undefined {
  if (!draft.filters.some(({ key }) => key === 'rule')) return undefined;
  // "port 22 on an instance": its rules stand in a group.
  if (!HOLDING_RULES.has(piece.noun)) return [];
  if (draft.objects.join() !== 'security group rule' || draft.indirect.length > 0) return undefined;
  const objects = piece.noun === 'network acl' ? [piece.noun] : draft.objects;
  return [{ ...moved(draft, piece), objects, deed: draft.deed === 'verb' ? 'object' : draft.deed }];
}

/** A noun: what it was done to, or the second thing to, from or with which it was done. */
export function placeNoun(draft: Draft, piece: PieceOf<'noun'>): readonly Draft[] {
  const { objects, indirect, verbs, preposition, joint, last, nounIsTitle, deed } = draft;
  const ofRule = besideRule(draft, piece);
  if (ofRule) return ofRule;
  if (nounIsTitle) return [{ ...moved(draft, piece), nounIsTitle: false }];
  if (/^(by|via|through|using|as|under|within|into)$/.test(preposition) && preposition !== 'into') return [];
  // "did the role Deploy …": more likely it is who acted.
  const isActor = /^(did|has|have|had)$/.test(draft.auxiliary) ? 0.4 : 0;
  const placed = moved(draft, piece);
  const now: Draft = { ...placed, cost: placed.cost + isActor, deed: deed === 'verb' ? 'object' : deed };
  if (joint !== '' && (last?.is === 'joint' || last?.is === 'article')) {
    const more =
      indirect.length > 0
        ? { indirect: [...indirect, piece.noun] }
        : { objects: [...new Set([...objects, piece.noun])] };
    // "stack a and stack b": what follows is joined, too.
    const isSame = objects.includes(piece.noun);
    return objects.length === 0 && verbs.length === 0 ? [] : [{ ...now, ...(isSame ? { joint } : more) }];
  }
  // "the policy of a bucket" is a bucket policy.
  const compound = compoundOf(piece.noun, objects.at(-1) ?? '', preposition);
  if (compound) return [{ ...now, objects: [...objects.slice(0, -1), compound.name] }];
  if (objects.length === 0) {
    const held = heldBy(draft, piece.noun);
    if (held) return [{ ...now, ...held, indirect: [piece.noun], indirectBy: preposition }];
    if (
      preposition === 'with' &&
      !verbs.includes('associate') &&
      !(draft.isSaid && (draft.hasSubject || !draft.saysDid))
    )
      return [];
    return [{ ...now, objects: [piece.noun], objectBy: preposition }];
  }
  // "a role policy": of either.
  if (preposition === '')
    return last?.is === 'noun' && indirect.length === 0 && !objects.includes(piece.noun)
      ? [{ ...now, objects: [...objects, piece.noun], cost: now.cost + 0.4 }]
      : [];
  // "restored a database from a snapshot".
  if (
    preposition === 'from' &&
    /snapshot|backup/.test(piece.noun) &&
    verbs.every(verb => /^(restore|create)$/.test(verb))
  )
    return [{ ...now, indirect: ['snapshot'], indirectBy: 'of' }];
  if (/^(to|from|with|into)$/.test(preposition) && !isTying(draft) && verbs.length > 0) return [];
  return indirect.length > 0
    ? []
    : [{ ...now, indirect: objects.includes(piece.noun) ? [] : [piece.noun], indirectBy: preposition }];
}

/** What was put into a thing or taken out of it, of which only the name was said, or that it is somebody; undefined where the thing itself was changed. */
function heldBy(draft: Draft, noun: string): Pick<Draft, 'verbs' | 'objects'> | undefined {
  const { verbs, preposition } = draft;
  const held = OBJECTS.get(noun)?.holds;
  const isOfPeople = draft.hasSomebody || (draft.isPassive && draft.asks === 'who');
  if (held === undefined || !/^(to|into|from|with)$/.test(preposition)) return undefined;
  // "who got access to the space": as one of its members.
  const isGaining = verbs.includes('access') && verbs.every(verb => /^(access|authorize)$/.test(verb));
  if (held === 'member' && isOfPeople && preposition === 'to' && isGaining)
    return { verbs: ['associate'], objects: [held] };
  // Who associates something with a connection may associate anything.
  const isOpen = noun === 'connection' && verbs.includes('associate');
  const isSaid = isOfPeople || draft.filters.some(({ key }) => key === 'resource');
  return isSaid && isTying(draft) && !isOpen ? { verbs, objects: [held] } : undefined;
}

/** The noun that two make: `rule` and `security group` a rule of one, whatever it is taken from. */
function compoundOf(whole: string, part: string, preposition: string) {
  const compound = OBJECTS.get(`${whole} ${part}`);
  if (!compound || preposition === 'of') return compound;
  const apart = OBJECTS.get(part)?.sources.some(source => OBJECTS.get(whole)?.sources.includes(source));
  return /^(from|to|in|on|into)$/.test(preposition) && apart === false ? compound : undefined;
}
