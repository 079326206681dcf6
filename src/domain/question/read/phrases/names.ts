import { OUTCOMES } from '../../filters.ts';
import { isPartOfNoun, OBJECTS } from '../../lexicon/nouns.ts';
import { SERVICES } from '../../lexicon/services.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { englishKindOf, FUNCTION_WORDS, OPENING_WORDS, RESTRICTORS } from '../../lexicon/words.ts';
import { filterOn, type NameSort, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { dayIndex, monthIndex } from '../time/words.ts';
import { isKnown } from '../words.ts';
import { isCalledSo, isOneDoneTo, OF_THINGS } from './called.ts';
import { isEnvironmentAlone } from './environments.ts';
import { eventIn, keyOfForm, UUID } from './forms.ts';
import { isNarrowing, isParticiple, isSuspected } from './no-names.ts';

/** What sort of name the word at a place may be; undefined where it can be none. */
export function nameSort(sentence: Sentence, at: number): NameSort | undefined {
  return sentence.once(sortAt, at);
}

function sortAt(sentence: Sentence, at: number): NameSort | undefined {
  const token = sentence.tokens[at];
  if (!token || token.filter) return undefined;
  if (token.quoted) return /[^"\s]/.test(token.text) ? 'quoted' : undefined;
  const { text, word } = token;
  // "ec2 roles": whose roles, and no name of one.
  if (SERVICES.has(word) && OBJECTS.has(sentence.word(at + 1)) && !sentence.tokens[at]?.breaks)
    return undefined;
  if (UUID.test(text)) return 'identifier';
  if (isEnvironmentAlone(sentence, at) || isNarrowing(sentence, at) || isSuspected(sentence, at - 2))
    return undefined;
  if (!/^(?!,)[\w./:@+=,*\\#-]+$/.test(text) || /^[\d./:-]+(st|nd|rd|th)?$/.test(text)) return undefined;
  if (isCalledSo(sentence, at)) return 'proper';
  if (isNameLikeTime(sentence, at)) return 'plain';
  if (MEANT.has(word) || sentence.times.at(at) !== undefined) return undefined;
  const isWord = !/\d/.test(word) && isKnown(word);
  if (/[a-z][A-Z]/.test(text) || (/[a-z0-9][-_./:@+=*\\#]|\d/i.test(text) && !isWord)) return 'identifier';
  const before = sentence.tokens[at - 1];
  const isProper =
    /^[A-Z][a-z]+$/.test(text) && before !== undefined && !before.breaks && /^[a-z]/.test(before.text);
  if (isProper && (!isWord || !OBJECTS.has(word))) return 'proper';
  if (!isWord) return isParticiple(sentence, at) ? undefined : 'plain';
  // "permission set assignments": of those, and none that is called so.
  if (OF_THINGS.test(word) && OBJECTS.has(sentence.word(at - 1)) && word.endsWith('s')) return undefined;
  const kind = englishKindOf(word);
  // "function resizer": who does something is what something may be called.
  const isDoer = VERB_FORMS.get(word)?.form === 'doer' && OBJECTS.has(sentence.word(at - 1));
  if (isDoer) return 'common';
  // "who deleted stack main".
  const isOnly = kind !== undefined && !OUTCOMES.has(word) && isOneDoneTo(sentence, at);
  // "who did write parameter x": a verb there, whatever it means.
  if (
    kind === 'verb' &&
    /^(did|does|do|to)$/.test(sentence.word(at - 1)) &&
    !isOnly &&
    OBJECTS.has(sentence.word(at + 1))
  )
    return undefined;
  const isThing =
    isOnly ||
    kind === 'noun' ||
    (kind === undefined && isPartOfNoun(word)) ||
    (kind === 'verb' && !/(ed|ing)$/.test(word));
  return isThing && !OBJECTS.has(word) && !VERB_FORMS.has(word) ? 'common' : undefined;
}

/** "did jun try", "changes by april", "deleted user june", "june's role", "the march bucket": where a person or a thing is named, a month or a day is none. */
export function isNameLikeTime(sentence: Sentence, at: number): boolean {
  const word = sentence.word(at);
  const isTimeWord =
    monthIndex(word) !== undefined ||
    dayIndex(word) !== undefined ||
    /^(weekend|midnight|noon|q[1-4])$/.test(word);
  if (!isTimeWord || (sentence.times.at(at)?.words ?? 1) !== 1) return false;
  const [before, next] = [sentence.word(at - 1), sentence.word(at + 1)];
  const acts =
    VERB_FORMS.has(next) ||
    FUNCTION_WORDS.happening.has(next) ||
    /^(been|last|try|and|or|log|sign)$/.test(next);
  if (monthIndex(word) !== undefined && before === 'by') return true;
  if (/^(did|has|have|had|does)$/.test(before) && acts) return true;
  // "alice or june".
  const isJoined = /^(or|and)$/.test(before) && at > 1 && isNameLikeTime(sentence, at - 2);
  // "was it june who deleted it", "added june to group admins".
  const isWho = /^(who|that)$/.test(next) && /^(was|is|it)$/.test(before);
  const isAdded =
    /^(add|added|adding|invite|invited|remove|removed|gave|give)$/.test(before) &&
    /^(to|from|access)$/.test(next);
  // "user june", "bucket friday": beside the one thing that it names.
  const isTitled =
    OBJECTS.has(before) &&
    !before.endsWith('s') &&
    !/^(billing|logging)$/.test(before) &&
    !/^(the|a|an|our|my)$/.test(sentence.word(at - 2));
  const isOwner = sentence.tokens[at]?.possessive === true;
  const isBeforeThing = [3, 2, 1].some(words => OBJECTS.has(sentence.run(at + 1, words)));
  const isBeforeDeed = isOwner && VERB_FORMS.get(next)?.form === 'deed';
  const isOfThing =
    (/^(the|our|my)$/.test(before) || isOwner) && isBeforeThing && !sentence.tokens[at]?.breaks;
  if (isBeforeDeed) return monthIndex(word) !== undefined;
  return isJoined || isWho || isAdded || isTitled || isOfThing;
}

/** Words that mean something in any question, whatever stands around them. */
const MEANT: ReadonlySet<string> = new Set([
  ...RESTRICTORS,
  ...OPENING_WORDS,
  ...Object.values(FUNCTION_WORDS).flatMap(words => [...words]),
  ...'who whom whose what which when where whether how'.split(' '),
]);

/** Sorts of names that may stand in a place. */
const ALLOWED = {
  identifier: ['quoted', 'identifier'],
  person: ['quoted', 'identifier', 'proper', 'plain'],
  titled: ['quoted', 'identifier', 'proper', 'plain', 'common'],
} as const satisfies Record<string, readonly NameSort[]>;

/** Whether the word at a place may be a name there. */
export function isName(sentence: Sentence, at: number, where: keyof typeof ALLOWED): boolean {
  const sort = nameSort(sentence, at);
  if (sort !== undefined) return (ALLOWED[where] as readonly NameSort[]).includes(sort);
  return where === 'titled' && keyOfForm(sentence.text(at)) !== undefined;
}

/** `Chen Wei`: a first and a last name, where neither is a word of ours. */
export function wholeNameAt(sentence: Sentence, at: number): string | undefined {
  const [first, last] = [sentence.tokens[at], sentence.tokens[at + 1]];
  const isPart = (token: typeof first, place: number) =>
    token !== undefined &&
    /^[A-Z][a-z]+$/.test(token.text) &&
    nameSort(sentence, place) !== undefined &&
    !isKnown(token.word) &&
    !/^(mr|mrs|ms|dr)$/.test(token.word);
  return first && last && !first.breaks && isPart(first, at) && isPart(last, at + 1)
    ? `${first.text} ${last.text}`
    : undefined;
}

/** A word that may be a name, and is nothing else. */
export function namesAt(sentence: Sentence, at: number): readonly Piece[] {
  const token = sentence.tokens[at];
  const sort = nameSort(sentence, at);
  // What is said of something beside the question asks for nothing.
  if (!token || sort === undefined || at < sentence.told) return [];
  // "who called me": nobody is called so.
  if (/^(me|you|us|him|her|them)$/.test(token.word) && !token.quoted) return [];
  const lead = /^(named|called)$/.test(sentence.word(at - 1));
  const whole = wholeNameAt(sentence, at);
  if (whole !== undefined)
    return [
      {
        is: 'name',
        words: 2,
        text: whole,
        sort: 'proper',
        possessive: sentence.tokens[at + 1]?.possessive ?? false,
      },
    ];
  if (!lead && !token.quoted && eventIn(token.text) !== undefined && !/[a-z][A-Z]/.test(token.text))
    return [];
  return [
    {
      is: 'name',
      words: 1,
      text: token.text
        .replaceAll('"', '')
        .trim()
        .replace(/^@+(?=[^@])/, ''),
      sort,
      possessive: token.possessive ?? false,
    },
  ];
}

/** `connection named shop`, `connection with id abc`: whatever follows is the name. */
export function namedAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  const lead = /^(named|called|titled)$/.test(word)
    ? 1
    : /^(with|whose)$/.test(word) && /^(id|name|arn|ids|names)$/.test(sentence.word(at + 1))
      ? 2
      : /^(id|arn)$/.test(word)
        ? 1
        : 0;
  // "events matching DeployRole": with whoever or whatever is so called.
  if (/^(matching|mentioning|containing|referencing)$/.test(word) && isName(sentence, at + 1, 'titled')) {
    const text = sentence.text(at + 1);
    // A part of a name will do.
    const value = word === 'containing' && !text.includes('*') ? `*${text}*` : text;
    return [{ is: 'filter', words: 2, filters: [filterOn('named', value)], about: 'what' }];
  }
  const token = sentence.tokens[at + lead];
  // "called kms Decrypt": a call, and no name.
  const isCall =
    word === 'called' && [1, 2].some(more => eventIn(sentence.text(at + more), true) !== undefined);
  if (
    lead === 0 ||
    isCall ||
    !token ||
    token.filter ||
    (lead !== 1 || word === 'id' || word === 'arn' ? !isName(sentence, at + lead, 'titled') : false)
  )
    return [];
  return [{ is: 'filter', words: lead + 1, filters: [filterOn('resource', token.text)], about: 'what' }];
}
