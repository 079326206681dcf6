import { OUTCOMES } from '../../filters.ts';
import { OBJECTS } from '../../lexicon/nouns.ts';
import { SERVICES } from '../../lexicon/services.ts';
import { PHRASAL_VERBS, VERB_FORMS } from '../../lexicon/verbs.ts';
import { CLOSINGS, englishKindOf, FUNCTION_WORDS, RESTRICTORS } from '../../lexicon/words.ts';
import type { Sentence } from '../sentence.ts';

/** `secret API`, "changes to role Deploy": with a capital behind the thing that it names, a word that says nothing or what was done is a name. */
export function isCalledSo(sentence: Sentence, at: number): boolean {
  return sentence.once(isCalledAt, at);
}

function isCalledAt(sentence: Sentence, at: number): boolean {
  const [before, token] = [sentence.tokens[at - 1], sentence.tokens[at]];
  if (!before || !token || before.breaks) return false;
  if (isWorkflowCalled(sentence, at)) return true;
  if (isApiCalled(sentence, at)) return true;
  // "deleted stack api", "deleted the api stack".
  if (CALLED.test(token.word) && (isOneDoneTo(sentence, at) || isOneBehind(sentence, at))) return true;
  // "deleted stack backup"; "deleted the role iam" is one of IAM.
  const services = SERVICES.get(token.word);
  const own = OBJECTS.get(before.word)?.sources ?? [];
  if (services && !services.some(source => own.includes(source)) && isOneDoneTo(sentence, at)) return true;
  // "who deleted the deploy role".
  if (
    VERB_FORMS.get(token.word)?.form === 'base' &&
    isOneBehind(sentence, at) &&
    !OBJECTS.has(sentence.run(at, 2))
  )
    return true;
  if (isSomebody(sentence, at) || isTitleOfActor(sentence, at)) return true;
  // "who disabled the function sync", "what happened to the role deploy", "the group engineers".
  const isWord =
    /^(base|third|doer)$/.test(VERB_FORMS.get(token.word)?.form ?? '') ||
    (FUNCTION_WORDS.people.has(token.word) && !CLOSINGS.has(token.word));
  // "cancelled a stack update", "started the database restore": what was cancelled, or was begun.
  const isOfDeed = sentence.tokens
    .slice(0, at)
    .some(({ word }) => BEGINNING.test(VERB_FORMS.get(word)?.verb ?? ''));
  const isRun = before.word === 'run';
  if (isWord && (!isOfDeed || isRun) && isOneDoneTo(sentence, at)) return true;
  if (!/^[A-Z]/.test(token.text)) return false;
  const { things } = FUNCTION_WORDS;
  const saysNothing = things.has(token.word) && !things.has(sentence.word(at + 1));
  const isOfOne = OBJECTS.has(before.word) && /^[a-z]+[a-rt-z]$/.test(before.text);
  return isOfOne && (saysNothing || VERB_FORMS.get(token.word)?.form === 'base');
}

const BEGINNING = /^(cancel|schedule|restore|start|stop)$/;

/** "the repo api", "from the api group": beside one thing, and before no calls, it is what that is called. */
function isApiCalled(sentence: Sentence, at: number): boolean {
  if (sentence.word(at) !== 'api' || OBJECTS.has(sentence.run(at, 2))) return false;
  const isOne = (word: string) => OBJECTS.has(word) && /[^s]$/.test(word);
  const next = sentence.word(at + 1);
  if (isOne(sentence.word(at - 1))) return !FUNCTION_WORDS.things.has(next) && !OUTCOMES.has(next);
  return ARTICLE.test(sentence.word(at - 1)) && isOne(next);
}

/** "what did grant do", "did rob delete it": somebody acts there, whatever their name means. */
function isSomebody(sentence: Sentence, at: number): boolean {
  const word = sentence.word(at);
  const next = sentence.word(at + 1);
  const isAsked = /^(did|has|have|had)$/.test(sentence.word(at - 1));
  const acts =
    /^(do|doing|done)$/.test(next) ||
    (next === 'been' && /^(doing|up)$/.test(sentence.word(at + 2))) ||
    VERB_FORMS.get(next)?.form === 'base';
  const isVerb = VERB_FORMS.get(word)?.form === 'base';
  if (!isAsked || !acts || !/^[a-z]{2,}$/.test(word) || (OBJECTS.has(word) && !isVerb)) return false;
  const isFunction = Object.values(FUNCTION_WORDS).some(words => words.has(word));
  return !isFunction && !RESTRICTORS.has(word) && (isVerb || englishKindOf(word) !== undefined);
}

/** "what did the deploy pipeline change": what is called so acts. */
function isTitleOfActor(sentence: Sentence, at: number): boolean {
  return (
    VERB_FORMS.get(sentence.word(at))?.form === 'base' &&
    /^(did|has|have|had) (the|our)$/.test(sentence.run(at - 2, 2)) &&
    OBJECTS.has(sentence.word(at + 1)) &&
    sentence.word(at + 1) !== 'workflow'
  );
}

/** Words for what was done that things are called after as well. */
const CALLED = /^(api|team|people|aws|history|activity)$/;

/** Whether the word behind one thing that something was done to ends what asks: "who deleted stack api". */
export function isOneDoneTo(sentence: Sentence, at: number): boolean {
  const words = [3, 2, 1].find(length => OBJECTS.has(sentence.run(at - length, length)));
  if (words === undefined || sentence.tokens[at - 1]?.breaks === true || OF_THINGS.test(sentence.word(at)))
    return false;
  const isOne = /[^s]$/.test(sentence.word(at - 1));
  const isCompound = [2, 3].some(length => OBJECTS.has(sentence.run(at + 1 - length, length)));
  const article = ARTICLE.test(sentence.word(at - words - 1)) ? 1 : 0;
  // "was the role backup deleted".
  const isAsked =
    /^(was|were)$/.test(sentence.word(at - words - article - 1)) &&
    VERB_FORMS.get(sentence.word(at + 1))?.form === 'past';
  const isDone = isDoneBefore(sentence, at - words - article) && isEndOfThing(sentence, at + 1);
  return isOne && !isCompound && (isAsked || isDone);
}

/** Words for what things have: "changes to the stack names" are of no stack that is called so. */
export const OF_THINGS =
  /^(names?|types?|sizes?|class(es)?|status|states?|versions?|assignments?|settings?|attributes?|properties|tags?|descriptions?|details|configs?|configurations?|permissions?|members?|membership|rules?|limits?|quotas?|parameters?|metadata|code|contents?|retention|passwords?|capacity|counts?|costs?|access)$/;

/** Whether a word stands before the one thing that something was done to: "who deleted the api stack". */
function isOneBehind(sentence: Sentence, at: number): boolean {
  const isOne = OBJECTS.has(sentence.word(at + 1)) && /[^s]$/.test(sentence.word(at + 1));
  if (!isOne || !ARTICLE.test(sentence.word(at - 1))) return false;
  // "was the deploy role deleted".
  const isAsked =
    /^(was|were|has|is)$/.test(sentence.word(at - 2)) &&
    (sentence.word(at + 2) === 'been' || VERB_FORMS.get(sentence.word(at + 2))?.form === 'past');
  return isAsked || (isDoneBefore(sentence, at - 1) && isEndOfThing(sentence, at + 2));
}

/** Whether what asks says before a place what was done: "who deleted", "what happened to", "all events about". */
function isDoneBefore(sentence: Sentence, at: number): boolean {
  const isAbout = /^(to|with|about|on|of|for)$/.test(sentence.word(at - 1));
  if (isAbout && SAYING_DONE.test(sentence.word(at - 2))) return true;
  // "kicked off the release pipeline".
  if (
    PHRASAL_VERBS.some(
      ({ forms, particle }) => forms.has(sentence.word(at - 2)) && sentence.has(at - 1, particle),
    )
  )
    return sentence.word(at - 3) === 'who';
  const verb = VERB_FORMS.get(sentence.word(at - 1));
  // "did the deploy workflow": what it is called.
  if (verb?.form === 'base' && ARTICLE.test(sentence.word(at - 2))) return false;
  return (
    /^(past|base)$/.test(verb?.form ?? '') &&
    !FUNCTION_WORDS.happening.has(sentence.word(at - 1)) &&
    sentence.tokens.slice(0, at - 1).some(({ word }) => /^(who|did|when|has|whoever|was)$/.test(word))
  );
}

const SAYING_DONE =
  /^(access|denied|denials|errors|happened|happens|happen|events?|changes?|activity|activities|actions?|history|everything|anything|operations?|calls?|done)$/;

function isEndOfThing(sentence: Sentence, at: number): boolean {
  return (
    sentence.ends(at) ||
    /^(in|on|by|from|at|with|and|please|since|before|after|public)$/.test(sentence.word(at))
  );
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

/** Words before a thing. */
export const ARTICLE = /^(an?|the|our|any|another|some)$/;

/** "the deploy workflow", "did deploy workflow": a verb that is what a workflow is called. */
export function isCalledByVerb(sentence: Sentence, at: number): boolean {
  const before = sentence.word(at - 1);
  const isLed = ARTICLE.test(before) || /^(did|does|do|has|have|had|by|via|through)$/.test(before);
  return VERB_FORMS.get(sentence.word(at))?.form === 'base' && isLed;
}
