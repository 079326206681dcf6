import { isPartOfNoun, OBJECTS } from '../../lexicon/nouns.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { englishKindOf, FUNCTION_WORDS, OPENING_WORDS, RESTRICTORS } from '../../lexicon/words.ts';
import type { NameSort, Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { monthIndex } from '../time/words.ts';
import { isKnown } from '../words.ts';
import { eventIn, keyOfForm, UUID } from './forms.ts';

/** What sort of name the word at a place may be; undefined where it can be none. */
export function nameSort(sentence: Sentence, at: number): NameSort | undefined {
  const token = sentence.tokens[at];
  if (!token || token.filter) return undefined;
  if (token.quoted) return /[^"\s]/.test(token.text) ? 'quoted' : undefined;
  const { text, word } = token;
  if (UUID.test(text)) return 'identifier';
  if (!/^(?!,)[\w./:@+=,*\\#-]+$/.test(text) || /^[\d./:-]+(st|nd|rd|th)?$/.test(text)) return undefined;
  if (isCalledSo(sentence, at)) return 'proper';
  if (isPersonCalledLikeMonth(sentence, at)) return 'plain';
  if (isMeant(word) || sentence.times.at(at) !== undefined) return undefined;
  const isWord = !/\d/.test(word) && isKnown(word);
  if (/[a-z][A-Z]/.test(text) || (/[a-z0-9][-_./:@+=*\\#]|\d/i.test(text) && !isWord)) return 'identifier';
  const before = sentence.tokens[at - 1];
  const isProper =
    /^[A-Z][a-z]+$/.test(text) && before !== undefined && !before.breaks && /^[a-z]/.test(before.text);
  if (isProper && (!isWord || !OBJECTS.has(word))) return 'proper';
  if (!isWord) return 'plain';
  const kind = englishKindOf(word);
  // "function resizer": who does something is what something may be called.
  const isDoer = VERB_FORMS.get(word)?.form === 'doer' && OBJECTS.has(sentence.word(at - 1));
  if (isDoer) return 'common';
  const isThing =
    kind === 'noun' ||
    (kind === undefined && isPartOfNoun(word)) ||
    (kind === 'verb' && !/(ed|ing)$/.test(word));
  return isThing && !OBJECTS.has(word) && !VERB_FORMS.has(word) ? 'common' : undefined;
}

/** `secret API`, "changes to role Deploy": with a capital behind the thing that it names, a word that says nothing or what was done is a name. */
export function isCalledSo(sentence: Sentence, at: number): boolean {
  const [before, token] = [sentence.tokens[at - 1], sentence.tokens[at]];
  if (!before || !token || before.breaks) return false;
  if (isWorkflowCalled(sentence, at)) return true;
  if (!/^[A-Z]/.test(token.text)) return false;
  const { things } = FUNCTION_WORDS;
  const saysNothing = things.has(token.word) && !things.has(sentence.word(at + 1));
  const isOfOne = OBJECTS.has(before.word) && /^[a-z]+[a-rt-z]$/.test(before.text);
  return isOfOne && (saysNothing || VERB_FORMS.get(token.word)?.form === 'base');
}

/** "started workflow deploy", "deleted the deploy workflow": most are named for what they do, and something was done to this one. */
function isWorkflowCalled(sentence: Sentence, at: number): boolean {
  if (VERB_FORMS.get(sentence.word(at))?.form !== 'base') return false;
  if (sentence.word(at + 1) === 'workflow' && isCalledByVerb(sentence, at))
    return (
      ARTICLE.test(sentence.word(at - 1)) &&
      VERB_FORMS.has(sentence.word(at - 2)) &&
      !sentence.tokens[at + 1]?.possessive &&
      !/^(roles?|users?|sessions?)$/.test(sentence.word(at + 2))
    );
  const article = ARTICLE.test(sentence.word(at - 2)) ? 1 : 0;
  const verb = at - 2 - article;
  return (
    sentence.word(at - 1) === 'workflow' &&
    VERB_FORMS.has(sentence.word(verb)) &&
    (article === 1 || !isCalledByVerb(sentence, verb))
  );
}

const ARTICLE = /^(an?|the|our|any|another|some)$/;

/** "the deploy workflow", "did deploy workflow": a verb that is what a workflow is called. */
export function isCalledByVerb(sentence: Sentence, at: number): boolean {
  const before = sentence.word(at - 1);
  const isLed = ARTICLE.test(before) || /^(did|does|do|has|have|had|by|via|through)$/.test(before);
  return VERB_FORMS.get(sentence.word(at))?.form === 'base' && isLed;
}

/** "did jun try", "changes by april": before what somebody does, or behind `by`, a month is somebody's name. */
export function isPersonCalledLikeMonth(sentence: Sentence, at: number): boolean {
  const word = sentence.word(at);
  if (monthIndex(word) === undefined || sentence.times.at(at)?.words !== 1) return false;
  const before = sentence.word(at - 1);
  const next = sentence.word(at + 1);
  const acts = VERB_FORMS.has(next) || FUNCTION_WORDS.happening.has(next) || next === 'been';
  return before === 'by' || (/^(did|has|have|had|does)$/.test(before) && acts);
}

/** Words that mean something in any question, whatever stands around them. */
function isMeant(word: string): boolean {
  return (
    RESTRICTORS.has(word) ||
    /^(who|whom|whose|what|which|when|where|whether|how)$/.test(word) ||
    OPENING_WORDS.has(word) ||
    Object.values(FUNCTION_WORDS).some(words => words.has(word))
  );
}

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
        .replace(/^@+(?=.)/, ''),
      sort,
      possessive: token.possessive ?? false,
    },
  ];
}
