import { OBJECTS, servicesOf } from '../lexicon/nouns.ts';
import { SERVICES } from '../lexicon/services.ts';
import { VERB_FORMS } from '../lexicon/verbs.ts';
import { namesBoth } from '../match-deed.ts';
import type { VerbName } from '../question.ts';
import { type Draft, isOfSomebody, mayBeSomebody, moved } from './draft.ts';
import { IAM } from './finish-deeds.ts';
import { isName } from './phrases/names.ts';
import type { PieceOf } from './pieces.ts';
import { isTying, withAnotherDeed } from './place-deed.ts';
import { USING } from './place-function.ts';
import { HOLDING_RULES } from './place-rule.ts';
import type { Sentence } from './sentence.ts';

/** A noun beside the port of a rule: what holds it, or nothing that has rules; undefined where no rule was named. */
function besideRule(draft: Draft, piece: PieceOf<'noun'>): readonly Draft[] | undefined {
  if (!draft.filters.some(({ key }) => key === 'rule')) return undefined;
  // "port 22 on an instance": its rules stand in a group.
  if (!HOLDING_RULES.has(piece.noun)) return [];
  if (draft.objects.join() !== 'security group rule' || draft.indirect.length > 0) return undefined;
  const objects = piece.noun === 'network acl' ? [piece.noun] : draft.objects;
  return [{ ...moved(draft, piece), objects, deed: draft.deed === 'verb' ? 'object' : draft.deed }];
}

/** Whether a noun is who acts, and no thing that something was done to: "what did instances delete", "did lambda delete it", "what did group developers delete". */
function isActing(draft: Draft, piece: PieceOf<'noun'>, sentence: Sentence, at: number): boolean {
  // "what did the cleanup lambda delete": it is named before.
  const isCalled =
    draft.last?.is === 'name' &&
    [2, 3].some(back => sentence.word(at - back) === 'did') &&
    !draft.hasSubject &&
    draft.deed === 'none';
  if (draft.auxiliary !== 'did' && !isCalled) return false;
  const [next, afterName] = [sentence.word(at + piece.words), sentence.word(at + piece.words + 1)];
  const acts = (word: string) => VERB_FORMS.get(word)?.form === 'base' || /^(do|done|doing)$/.test(word);
  if (draft.asks === 'what') {
    const isNamed = isName(sentence, at + piece.words, 'titled');
    return acts(next) || (draft.verbs.length === 0 && isNamed && acts(afterName));
  }
  return draft.verbs.length === 0 && acts(next) && !HAPPENS.test(next);
}

/** Verbs for what things do themselves: "did any instances start". */
const HAPPENS = /^(start|stop|run|fail|restart|terminate|change|scale|expire|end|launch|deploy|login|sign)$/;

/** A noun: what it was done to, or the second thing to, from or with which it was done. */
export function placeNoun(
  draft: Draft,
  piece: PieceOf<'noun'>,
  sentence: Sentence,
  at: number,
): readonly Draft[] {
  const { objects, indirect, verbs, preposition, joint, last, nounIsTitle, deed } = draft;
  const ofRule = besideRule(draft, piece);
  if (ofRule) return ofRule;
  if (nounIsTitle) return [{ ...moved(draft, piece), nounIsTitle: false }];
  // "UpdateService cluster web": the event says what was done, the noun only what is called so.
  const isEvent = draft.filters.some(({ key, negated }) => key === 'event' && !negated);
  if (isEvent && verbs.length + objects.length === 0 && isName(sentence, at + piece.words, 'titled'))
    return [{ ...draft, last: piece, before: piece, preposition: '', nounIsTitle: false }];
  if (/^(by|via|through|using|as|under|within|per)$/.test(preposition)) return [];
  // "ec2 roles", "lambda roles": whose roles, and neither of both.
  if (last?.is === 'noun' && SERVICES.has(sentence.word(at - 1)) && preposition === '' && joint === '')
    return [];
  // "who used bucket x", "who got admin rights": nothing that was changed.
  const isUsed = USING.test(draft.thing) && !piece.noun.startsWith('codeconnections');
  if (verbs.length === 0 && (isUsed || /^(got|get|gets)$/.test(draft.auxiliary))) return [];
  // "who logged in to the database": no record tells.
  if (verbs.join() === 'sign' && /^(in|to|into|on)$/.test(preposition)) return [];
  // "deleted yesterday's snapshot": which one, and not when.
  if (draft.last?.is === 'time' && verbs.length > 0 && objects.length === 0) return [];
  // "someone has the key" tells of something that nobody did.
  if (/^(has|have|had)$/.test(draft.auxiliary) && draft.asks === undefined && verbs.length === 0) return [];
  if (isActing(draft, piece, sentence, at)) return [];
  // "did the role Deploy …": more likely it is who acted.
  const isActor = /^(did|has|have|had)$/.test(draft.auxiliary) ? 0.4 : 0;
  const placed = moved(draft, piece);
  const another = anotherBy(draft, piece, sentence, at);
  if (another) return [another];
  const now: Draft = { ...placed, cost: placed.cost + isActor, deed: deed === 'verb' ? 'object' : deed };
  const apart = ofAnotherName(draft, piece);
  if (apart) return [apart];
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
  const part = objects.at(-1);
  const compound = part === undefined ? undefined : compoundOf(piece.noun, part, preposition);
  if (compound) return [{ ...now, objects: [...objects.slice(0, -1), compound.name] }];
  // "a connection, a log group or a trail".
  const isListed =
    last?.is === 'article' && draft.before?.is === 'noun' && sentence.tokens[at - 2]?.breaks === true;
  if (isListed && preposition === '' && objects.length > 0 && indirect.length === 0)
    return [{ ...now, objects: [...new Set([...objects, piece.noun])], cost: now.cost + 0.2 }];
  return objects.length === 0 ? placeFirst(draft, now, piece, sentence, at) : placeSecond(draft, now, piece);
}

/** What something was done to, as the first of such words. */
function placeFirst(
  draft: Draft,
  now: Draft,
  piece: PieceOf<'noun'>,
  sentence: Sentence,
  at: number,
): readonly Draft[] {
  const { preposition, verbs } = draft;
  const isPlace = /^(space|project)$/.test(piece.noun) && /^(to|from|into)$/.test(preposition);
  const isOfAnother =
    isPlace && draft.filters.some(({ key, values }) => key === 'resource' && !values.every(mayBeSomebody));
  if (isOfAnother) return [{ ...now, indirect: [piece.noun], indirectBy: preposition }];
  if (isRoleOfAnother(draft, piece, sentence, at))
    return [{ ...now, indirect: [piece.noun], indirectBy: preposition }];
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

/** A thing beside one that there is: to, from or with which it was done, or another of the same. */
function placeSecond(draft: Draft, now: Draft, piece: PieceOf<'noun'>): readonly Draft[] {
  const { objects, indirect, verbs, preposition, last } = draft;
  // "images in a repository": of containers, and no machine's.
  if (objects.join() === 'image' && piece.noun.endsWith('repository') && preposition !== '')
    return placeSecond(
      { ...draft, objects: [OF_REPOSITORIES] },
      { ...now, objects: [OF_REPOSITORIES] },
      piece,
    );
  // "a role policy": of either, but for things that have nothing to do with each other, "table users".
  const sources = servicesOf(objects);
  const isNear = (OBJECTS.get(piece.noun)?.sources ?? []).some(source => sources.includes(source));
  if (preposition === '')
    return last?.is === 'noun' && isNear && indirect.length === 0 && !objects.includes(piece.noun)
      ? [{ ...now, objects: [...objects, piece.noun], cost: now.cost + 0.4 }]
      : [];
  // "restored a database from a snapshot".
  if (
    preposition === 'from' &&
    /snapshot|backup/.test(piece.noun) &&
    verbs.every(verb => /^(restore|create)$/.test(verb))
  )
    return [{ ...now, indirect: ['snapshot'], indirectBy: 'of' }];
  // "deleted objects from a bucket": what is in it.
  const deed = { verbs, objects, indirect: [piece.noun] };
  const isOut =
    preposition === 'from' &&
    verbs.join() === 'delete' &&
    ((isNear && !sources.includes(IAM)) || namesBoth(deed, []));
  if (/^(to|from|with|into)$/.test(preposition) && !isTying(draft) && verbs.length > 0 && !isOut) return [];
  return indirect.length > 0
    ? []
    : [{ ...now, indirect: objects.includes(piece.noun) ? [] : [piece.noun], indirectBy: preposition }];
}

const OF_REPOSITORIES = 'container image';

/** "role Deployer and bucket logs-a": what has a name of its own is another thing, and either is wanted. */
function ofAnotherName(draft: Draft, piece: PieceOf<'noun'>): Draft | undefined {
  const { joint, objects, indirect, filters, verbs, preposition } = draft;
  const isNamed = filters.some(({ key, negated }) => (key === 'resource' || key === 'named') && !negated);
  const isApart = joint !== '' && objects.length > 0 && !objects.includes(piece.noun);
  // "bucket logs and its policy".
  const isIts = draft.last?.is === 'article' && /^(its|their)$/.test(draft.last.word);
  if (!isNamed || !isApart || isIts || indirect.length > 0 || preposition !== '') return undefined;
  const another = withAnotherDeed({ ...draft, joint: 'or' }, moved(draft, piece));
  return { ...another, verbs, objects: [piece.noun], deed: verbs.length > 0 ? 'object' : 'none' };
}

/** "policy attachments and role creations": a noun that is joined, and that a deed follows, is of a deed of its own. */
function anotherBy(draft: Draft, piece: PieceOf<'noun'>, sentence: Sentence, at: number): Draft | undefined {
  const isJoined = draft.joint !== '' || sentence.tokens[at - 1]?.breaks === true;
  const next = sentence.word(at + piece.words);
  const isOfDeed = VERB_FORMS.get(next)?.form === 'deed' || next === 'changes';
  const isWhole = draft.verbs.length > 0 && draft.objects.length > 0 && draft.indirect.length === 0;
  if (!isJoined || !isOfDeed || !isWhole || draft.isPassive || draft.preposition !== '') return undefined;
  const another = withAnotherDeed({ ...draft, joint: 'or' }, moved(draft, piece));
  const verbs: readonly VerbName[] = next === 'changes' ? ['change'] : [];
  return { ...another, verbs, objects: [piece.noun], deed: verbs.length > 0 ? 'object' : 'none' };
}

/** "attached AdministratorAccess to a role": what is named was attached, and to that. Printed, the role stands behind "of", before any name. */
function isRoleOfAnother(draft: Draft, { noun }: PieceOf<'noun'>, sentence: Sentence, at: number): boolean {
  if (!isTying(draft)) return false;
  const isNamed = draft.filters.some(({ key }) => key === 'resource');
  const isPrinted = draft.preposition === 'of' && VERB_FORMS.get(sentence.word(at - 2))?.form === 'past';
  return isPrinted || (noun === 'role' && isNamed && /^(to|from|on)$/.test(draft.preposition));
}

/** What was put into a thing or taken out of it, of which only the name was said, or that it is somebody; undefined where the thing itself was changed. */
function heldBy(draft: Draft, noun: string): Pick<Draft, 'verbs' | 'objects'> | undefined {
  const { verbs, preposition } = draft;
  const held = OBJECTS.get(noun)?.holds;
  const isOfPeople = isOfSomebody(draft);
  if (held === undefined || !/^(to|into|from|with)$/.test(preposition)) return undefined;
  // "who got access to the space": as one of its members.
  const isGaining = verbs.includes('access') && verbs.every(verb => /^(access|authorize)$/.test(verb));
  if (held === 'member' && isOfPeople && preposition === 'to' && isGaining)
    return { verbs: ['associate'], objects: [held] };
  // Who associates something with a connection may associate anything.
  const isOpen = noun === 'connection' && verbs.includes('associate');
  // "removed OLD_TOKEN from project ops": nobody is called so.
  const named = draft.filters.filter(({ key }) => key === 'resource').flatMap(({ values }) => values);
  const isSaid = isOfPeople || (named.length > 0 && (held !== 'member' || named.every(mayBeSomebody)));
  return isSaid && isTying(draft) && !isOpen ? { verbs, objects: [held] } : undefined;
}

/** The noun that two make: `rule` and `security group` a rule of one, whatever it is taken from. */
function compoundOf(whole: string, part: string, preposition: string) {
  const compound = OBJECTS.get(`${whole} ${part}`);
  if (!compound || preposition === 'of') return compound;
  const apart = OBJECTS.get(part)?.sources.some(source => OBJECTS.get(whole)?.sources.includes(source));
  return /^(from|to|in|on|into)$/.test(preposition) && apart === false ? compound : undefined;
}
