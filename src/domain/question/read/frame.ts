import { OUTCOMES } from '../filters.ts';
import { OBJECTS } from '../lexicon/nouns.ts';
import { SERVICES } from '../lexicon/services.ts';
import { VERB_FORMS } from '../lexicon/verbs.ts';
import { CLOSINGS, IDIOMS, OPENING_WORDS, RESTRICTORS } from '../lexicon/words.ts';
import { isAccount, isEnvironment } from './phrases/environments.ts';
import { nameSort } from './phrases/names.ts';
import { nounsAt } from './phrases/things.ts';
import { Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';
import { isKnown } from './words.ts';

/** The words that ask, with what stands around them and means nothing for it. */
export interface Cut {
  readonly asking: readonly Token[];
  readonly setAside: readonly string[];
  /** It goes by what was told before. */
  readonly isTold?: boolean;
  /** The noun before it that a pronoun in it stands for, and what it is called where that was said. */
  readonly antecedent?: { readonly noun?: string; readonly names: readonly string[] };
}

/** Whether a part asks for nothing: it names no deed, thing, person, place or time of ours, and narrows nothing. */
export function isFrame(part: readonly Token[], sentence: Sentence, isLeading: boolean): boolean {
  const known = isLeading ? leading : trailing;
  let is = known.get(part);
  if (is === undefined) known.set(part, (is = asksForNothing(part, sentence, isLeading)));
  return is;
}

/** What was found out of parts: each is asked about many times. */
const leading = new WeakMap<readonly Token[], boolean>();
const trailing = new WeakMap<readonly Token[], boolean>();

function asksForNothing(part: readonly Token[], sentence: Sentence, isLeading: boolean): boolean {
  if (isLeading && isLabel(part, sentence)) return true;
  if (isGreeting(part) || (!isLeading && isOfOneself(part))) return true;
  if (!isLeading && sentence.word(0) === 'who' && isSuspicion(part)) return true;
  if (part.some(isWritten)) return false;
  const words = part.map(({ word }) => word);
  // "who, alice or bob, deleted it": of them.
  const isJoined = words.some(word => /^(or|and)$/.test(word)) && words.length > 1;
  if (isJoined && words.every(word => /^(or|and)$/.test(word) || !isKnown(word))) return false;
  // "staging: who deleted connection": where, though no account is called so.
  if (words.every(word => isEnvironment(word) || /^(the|our|in|accounts?|env|environment)$/.test(word)))
    return false;
  // "and is the coffee machine fixed?": another question.
  const isAsked =
    /^((and|but|so) )?(is|are|was|were|did|does|do|has|have|will|should) (the|our|my|a|an|any|there|some|all) /.test(
      words.join(' '),
    );
  if (!isLeading && isAsked && part.at(-1)?.stops === '?') return false;
  if (!isLeading && AFTERTHOUGHT.test(words.join(' '))) return true;
  if (CLOSINGS.get(words[0] ?? '')?.some(phrase => phrase.join(' ') === words.join(' '))) return true;
  // A greeting may hold what would turn a question: "sorry to bother you again".
  if (isLeading && words.some(word => GREETING.test(word)) && words.every(word => OPENING_WORDS.has(word)))
    return true;
  if (isIdiom(words) || READS_LEFT_OUT.test(words.join(' '))) return true;
  if (isLeading && TROUBLE.test(words.join(' ')))
    return !words.some(word => isEnvironment(word) && !isAccount(word, sentence));
  // "before we rotate it: …": what somebody is about to do.
  const isPlan = isLeading && /^(before|so) (we|i)$/.test(words.slice(0, 2).join(' '));
  if (isPlan && VERB_FORMS.get(words[2] ?? '')?.form === 'base' && words.length <= MAX_PLAN_WORDS)
    return true;
  if (ADJUNCT.test(words[0] ?? '') || (words[0] !== 'but' && words.some(word => NARROWING.test(word))))
    return false;
  const own = new Sentence(part, sentence.context);
  // "everything bob did".
  if (/\b(everything|anything|all|whatever) \S+ (did|does|has done|changed)\b/.test(words.join(' ')))
    return false;
  // "what did bob do": it asks, whatever narrows it behind.
  const isAsking = /^((who|whom|what|which|when|where|how) )?(did|has|have|had|was|were|does) /.test(
    words.join(' '),
  );
  if (isAsking && part.some((_, at) => /^(plain|proper)$/.test(nameSort(own, at) ?? ''))) return false;
  const isIdle = words.every((word, at) => {
    if (RESTRICTORS.has(word) || (word !== 'now' && own.times.at(at) !== undefined)) return false;
    if (OPENING_WORDS.has(word)) return true;
    // "deploys are broken": what goes on beside it.
    const isThing = VERB_FORMS.has(word) && /^(is|are)$/.test(words[at + 1] ?? '');
    if (OUTCOMES.has(word) || OBJECTS.has(word) || (VERB_FORMS.has(word) && !isThing)) return false;
    // "kenji's dev environments".
    if (part[at]?.possessive === true && nounsAt(own, at + 1).length > 0) return false;
    return !isAccount(word, sentence);
  });
  return isIdle && (isLeading || isStatement(words));
}

/** "was it bob?", "was it the deploy role again?" behind a question for who did something: the answer tells it. */
function isSuspicion(part: readonly Token[]): boolean {
  const text = part.map(({ word, filter }) => (filter ? ':' : word)).join(' ');
  return /^(or )?(was|is) (it|that|this) (by )?((the|a|an|our) )?[\w.@-]+( (role|user|workflow|pipeline|bot|service))?( again)?$/.test(
    text,
  );
}

/** "read-only calls may be omitted": as they are anyway. */
const READS_LEFT_OUT =
  /^(the )?(read-only|readonly|reads?)( (calls|events|actions|operations|access))? (may|can|could|should) be (omitted|excluded|ignored|skipped|left out)$/;

/** "pipeline broken", "prod is down": how it goes to what somebody looks after. */
const TROUBLE =
  /^(our |the |my )?[a-z-]+ (is |are )?(broken|down|failing|stuck|red|dead|on fire)( again| now)?$/;

/** Words added to a question that asks whether something was done. */
const AFTERTHOUGHT =
  /^(too|also|as well|either|or not|or (did|has|was|is) (he|she|it|they|that|this) (fail|failed|not|denied|refused|blocked|rejected)|or did that not work|or was that denied)$/;

/** "ok last one, I promise": nothing but what people say around a question. */
function isIdiom(words: readonly string[]): boolean {
  let at = 0;
  let idioms = 0;
  while (at < words.length) {
    const idiom = IDIOMS.get(words[at] ?? '')?.find(phrase =>
      phrase.every((word, index) => words[at + index] === word),
    );
    if (!idiom && !OPENING_WORDS.has(words[at] ?? '')) return false;
    at += idiom?.length ?? 1;
    idioms += idiom ? 1 : 0;
  }
  return idioms > 0;
}

/** Standards that evidence is collected for: they narrow nothing. */
const AUDITS = /^(soc-?[123]?|pci|pci-dss|iso-?27001|hipaa|gdpr|sox|fedramp|nist|cis|c5|dora|nis2|evidence)$/;

/** Whether a word is written as names and numbers are, and so may narrow what is asked. */
export function isWritten({ text, quoted, filter, word }: Token): boolean {
  if (!quoted && !filter && AUDITS.test(word)) return false;
  if (quoted || filter || /\d|[a-z][A-Z]|[@/_]/.test(text)) return true;
  return word.includes('-') && !word.split('-').every(part => isKnown(part) || OPENING_WORDS.has(part));
}

/** "I am searching since an hour", "I do not find it anymore": what somebody says of themselves behind their question. */
function isOfOneself(part: readonly Token[]): boolean {
  const text = part.map(({ word }) => word).join(' ');
  const isSaid = /^(i|we) (am|are|was|were|have been|can not|do not|could not|did not|need|want)\b/.test(
    text,
  );
  return (
    isSaid &&
    !part.some(
      token =>
        isWritten(token) ||
        OBJECTS.has(token.word) ||
        /^(who|what|when|which|where|only|except)$/.test(token.word),
    )
  );
}

/** "hope you had a nice weekend", "quick one before standup": said whatever it says. */
function isGreeting(part: readonly Token[]): boolean {
  const text = part.map(({ word }) => word).join(' ');
  return (
    (/^((hey|hi|hello|so|ok) )?(sorry|apologies|excuse me|forgive me|pardon) (if|for) (this|it|that|i|my|the)\b|^(this|it) (is|may be|might be) (probably |maybe )?an? (dumb|silly|stupid|basic|naive|noob|weird|odd) (question|one)$|^((i|we) )?hope (you|everyone|everybody|all)\b|^(happy|have a|had a) /.test(
      text,
    ) ||
      /^((hey|hi|hello|folks|team|all|morning|sorry|ok|so|oh|guys|everyone) )*(a )?(quick|small|short|silly|dumb|stupid|random) (one|question|thing|q)\b/.test(
        text,
      )) &&
    !part.some(
      token =>
        isWritten(token) || (VERB_FORMS.get(token.word)?.form === 'past' && !/^(had)$/.test(token.word)),
    )
  );
}

/** "For control AC-6:", "INC-1234:": what the question is for. */
function isLabel(part: readonly Token[], sentence: Sentence): boolean {
  const [only] = part;
  if (part.length === 1 && only?.breaks && /^(sev|inc|p|cve|sec|ir|ops)-?\d+$/i.test(only.text)) return true;
  if (part.at(-1)?.labels !== true || part.length > MAX_LABEL_WORDS) return false;
  // "For the restore test evidence:".
  const isPurpose = part[0]?.word === 'for' && LABELS.test(part.at(-1)?.word ?? '');
  return part.every(({ word, text, quoted, filter }) => {
    if (quoted || filter || isAccount(word, sentence)) return false;
    if (OBJECTS.has(word) || VERB_FORMS.has(word)) return isPurpose;
    return (
      /^[a-z]{1,8}-?\d[\d.]*$|^#\d+$/i.test(text) ||
      LABELS.test(word) ||
      (isKnown(word) && !/^(by|not|no|only|except)$/.test(word) && !SERVICES.has(word))
    );
  });
}

/** Words for what questions are asked for. */
export const LABELS =
  /^(audit|ticket|incident|case|control|evidence|subject|fw|fwd|re|alert|siem|notification|notice|pagerduty|opsgenie|guardduty|jira|servicenow|slack|mail|email|review|compliance|request|finding|postmortem|sev|report|reporting|quarterly|annual)$/;

const GREETING = /^(i|you|me|we|us|sorry|hi|hey|hello|thanks|hmm|ok|okay)$/;

/** Words that leave something out, or keep to something: what has one of them is part of the question. */
export const NARROWING =
  /^(only|except|excluding|exclude|besides|unless|without|limit|limited|ignore|ignoring|skip|focus|solely|merely|but|unlike|aside|forget|hide|together|alone)$/;

/** Beginnings of a part that narrows what stands before it. */
export const ADJUNCT =
  /^(by|for|about|regarding|concerning|with|without|in|on|at|from|via|through|using|under|outside|inside|during|after|before|until|since|near|to|as|of|because|that|which|if)$/;

/** Whether words say something of their own, as "it is urgent" does. */
function isStatement(words: readonly string[]): boolean {
  const [first = ''] = words;
  if (words.some(word => /^(who|whom|what|which|when|where|why|how)$/.test(word))) return false;
  if (words.every(word => OPENING_WORDS.has(word))) return true;
  return (
    /^(i|we|it|this|they|my|our|and|now|so)$/.test(first) &&
    words.some(word => /^(am|is|are|was|were|have|has|need|want)$/.test(word))
  );
}

/** Most words of what somebody is about to do. */
const MAX_PLAN_WORDS = 6;
/** Most words of what a question is announced with. */
export const MAX_LABEL_WORDS = 5;
