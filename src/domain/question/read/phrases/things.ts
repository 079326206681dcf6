import { LONGEST_NOUN, mayBeginNoun, OBJECTS } from '../../lexicon/nouns.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { FUNCTION_WORDS } from '../../lexicon/words.ts';
import type { Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { ARTICLE, isCalledByVerb } from './called.ts';
import { accountsAsThings } from './member-accounts.ts';
import { isName } from './names.ts';
import { wordedThingAt } from './worded-things.ts';

/** The noun for a workflow as a thing: one that acts is a workflow. */
const WORKFLOW = 'workflow definition';

/** A noun of the lexicon, the longest there and shorter ones, in case the rest is read otherwise. */
export function nounsAt(sentence: Sentence, at: number): readonly Piece[] {
  return sentence.once(nounsFrom, at);
}

function nounsFrom(sentence: Sentence, at: number): readonly Piece[] {
  const worded = wordedThingAt(sentence, at);
  if (worded) return [worded];
  const pieces: Piece[] = [...accountsAsThings(sentence, at)];
  const [first = ''] = sentence.word(at).split('-', 1);
  if (!mayBeginNoun(first)) return pieces;
  // "the MFA device of an IAM user": whose it is.
  if (/^iam users?$/.test(sentence.run(at, 2)) && isOfThing(sentence, at))
    pieces.push({ is: 'noun', noun: 'user', words: 2 });
  for (let length = LONGEST_NOUN; length >= 1; length--) {
    const run = sentence.run(at, length).replace(/-/g, ' ');
    const noun = run === '' ? undefined : OBJECTS.get(run);
    // "group by user": told apart.
    if (run === 'group' && sentence.word(at + 1) === 'by') continue;
    const isRun = noun?.name === WORKFLOW && hasRun(sentence, at + length);
    if (!noun || (!isRun && isNoThing(sentence, at, length, { run, name: noun.name }))) continue;
    if (isRun) {
      pieces.push({ is: 'noun', noun: 'workflow run', words: length });
      continue;
    }
    const people: Piece = { is: 'people', word: run, words: length };
    if (noun.name === 'user') {
      const next = sentence.word(at + length);
      const isSubject =
        /^(activity|activities|actions?|operations?)$/.test(next) || signsAt(sentence, at + length);
      if (isSubject || isRelativeLater(sentence, at + length)) pieces.push(people);
      if (isSubject) continue;
    }
    const name = nounByName(noun.name, sentence.text(at + length));
    pieces.push({
      is: 'noun',
      noun: name,
      words: length,
      ...(pieces.length > 0 ? { cost: 0.3 } : noun.isGuess && { cost: 0.1 }),
    });
  }
  return pieces;
}

/** Whether what stands at a place is whose a thing before it is: "access key of an …". */
function isOfThing(sentence: Sentence, at: number): boolean {
  const article = /^(an?|the|any|some|our)$/.test(sentence.word(at - 1)) ? 1 : 0;
  return (
    /^(of|for|to|from)$/.test(sentence.word(at - 1 - article)) &&
    [2, 3].some(
      back =>
        OBJECTS.has(sentence.word(at - back - article)) ||
        OBJECTS.has(sentence.run(at - back - 1 - article, 2)),
    )
  );
}

/** Whether workflows before a place ran themselves, and nothing was run by them: "which workflows ran yesterday". */
export function hasRun(sentence: Sentence, at: number): boolean {
  return (
    /^(ran|run|started)$/.test(sentence.word(at)) &&
    !/^(did|has|have|had)$/.test(sentence.word(at - 2)) &&
    sentence.ends(at + 1)
  );
}

/** Whether a noun at a place is no thing there: it acts, or something else is meant with its words. */
function isNoThing(
  sentence: Sentence,
  at: number,
  length: number,
  { run, name }: { readonly run: string; readonly name: string },
): boolean {
  const next = sentence.word(at + length);
  if (name === 'team') return !isTeamAsThing(sentence, at);
  if (name === WORKFLOW) return /workflows?$/.test(run) && !isWorkflowAsThing(sentence, at + length - 1);
  // "granted public access": the block of it was taken away.
  if (run === 'public access')
    return next !== 'block' && sentence.tokens.some(({ word }) => OPENING.test(word));
  // "which service did alice use".
  if (/^services?$/.test(run))
    return /^(which|what)$/.test(sentence.word(at - 1)) && /^(did|has|have)$/.test(next);
  // "everything that user did": somebody who was told of.
  const isPointed = /^(that|this|said|same)$/.test(sentence.word(at - 1));
  if (isPointed && /^(user|role)$/.test(name) && /^(did|does|made|performed|tried)$/.test(next)) return true;
  if (name !== 'user') return false;
  // "actions of IAM users": theirs.
  const lead = sentence.word(at - 1) === 'iam' ? 2 : 1;
  if (
    run.endsWith('s') &&
    /^(of|by)$/.test(sentence.word(at - lead)) &&
    FUNCTION_WORDS.things.has(sentence.word(at - lead - 1))
  )
    return true;
  // "by human users": a restriction that no record tells.
  if (sentence.word(at - 1) === 'human') return true;
  if (!run.startsWith('iam') && sentence.word(at - 1) !== 'iam') return false;
  // "which iam users made changes", "iam users that deleted it": whoever acts.
  const isOthers = isSomebodyElse(sentence, at + length);
  const has = /^(have|has|had)$/.test(next) && sentence.word(at + length + 1) !== 'been';
  const isActing = (has || /^(made|did|performed|executed|caused)$/.test(next)) && !isOthers;
  const isRelative = /^(who|that)$/.test(next) && actsAt(sentence, at + length + 1);
  return isActing || isRelative || signsAt(sentence, at + length);
}

/** "all users other than alice who deleted …": whoever did. */
function isRelativeLater(sentence: Sentence, at: number): boolean {
  return [0, 1, 2, 3, 4].some(
    more =>
      /^(who|that)$/.test(sentence.word(at + more)) &&
      !/^(and|or)$/.test(sentence.word(at + more - 1)) &&
      actsAt(sentence, at + more + 1),
  );
}

/** `(who have) logged in`, `signed in` from a place on. */
function signsAt(sentence: Sentence, at: number): boolean {
  const relative = /^(who|that|which)$/.test(sentence.word(at)) ? 1 : 0;
  const have = /^(has|have|had|did)$/.test(sentence.word(at + relative)) ? 1 : 0;
  return /^(log|logs|logged|logging|sign|signs|signed|signing)$/.test(sentence.word(at + relative + have));
}

/** Words for giving something or taking it away. */
const OPENING =
  /^(grant|grants|granted|granting|allow|allows|allowed|allowing|gave|give|given|open|opens|opened|enable|enabled|remove|removed|revoke|revoked|disable|disabled|turned|switched)$/;

/** What a noun means before a name that only one sort of it has: `key AKIA…` is an access key, `policy p-12345678` one of an organization. */
function nounByName(noun: string, name: string): string {
  if (noun === 'key' && /^A[KS]IA[A-Z0-9]{8,}$/.test(name)) return 'access key';
  return noun === 'policy' && /^p-[0-9a-z]{8,128}$/.test(name) ? 'service control policy' : noun;
}

/** Whether a team is what was changed, "created a team", and not who acts or is spoken to. */
export function isTeamAsThing(sentence: Sentence, at: number): boolean {
  if (!/^teams?$/.test(sentence.word(at)) || sentence.tokens[at]?.possessive) return false;
  if (isDoneTo(sentence, at)) return true;
  // "removed people from team ops", "created the platform team".
  if (/^(to|from)$/.test(sentence.word(at - 1)) && isName(sentence, at + 1, 'titled')) return true;
  let from = at - 1;
  if (
    isName(sentence, from, 'person') ||
    (isName(sentence, from, 'titled') && ARTICLE.test(sentence.word(from - 1)))
  )
    from -= 1;
  if (/^(a|an|the|any|another|some|our)$/.test(sentence.word(from))) from -= 1;
  const [before, said] = [sentence.word(from), sentence.word(from - 1)];
  if (/^(to|from|onto|of)$/.test(before)) return from < at - 1 || FUNCTION_WORDS.things.has(said);
  if (before === 'new' || isJoined(sentence, from)) return true;
  return VERB_FORMS.has(before) && !/^(did|do|does|has|have|had)$/.test(before);
}

/** Whether what stands at a place is what something was done to, as what follows says: "were created", "created this week", "is gone". */
function isDoneTo(sentence: Sentence, thing: number, words = 1): boolean {
  const at = thing + words;
  if (
    /^(gone|missing|lost|vanished|disappeared)$/.test(
      sentence.word(/^(is|was|has|went)$/.test(sentence.word(at)) ? at + 1 : at),
    )
  )
    return true;
  const isPassive = /^(was|were|got|get|been|being)$/.test(sentence.word(at));
  const isPerfect = /^(has|have|had)$/.test(sentence.word(at)) && sentence.word(at + 1) === 'been';
  const verb = at + (isPerfect ? 2 : isPassive ? 1 : 0);
  if (VERB_FORMS.get(sentence.word(verb))?.form !== 'past') return false;
  // "the changes that workflows made".
  if (verb === at && FUNCTION_WORDS.happening.has(sentence.word(verb))) return false;
  // "what have our CodeCatalyst workflows deleted".
  const owner = sentence.word(thing - 1) === 'codecatalyst' ? 1 : 0;
  const article = owner + (ARTICLE.test(sentence.word(thing - 1 - owner)) ? 1 : 0);
  if (verb === at && /^(did|do|does|has|have|had)$/.test(sentence.word(thing - 1 - article))) return false;
  const next = sentence.word(verb + 1);
  // "which workflows ran in prod": they did so themselves.
  const isTheirs = /^(ran|run|started|began|stopped|ended)$/.test(sentence.word(verb)) && next !== 'by';
  if (isTheirs && !isPassive && !isPerfect) return false;
  return (
    isPassive ||
    isPerfect ||
    next === '' ||
    sentence.tokens[verb]?.breaks === true ||
    sentence.times.at(verb + 1) !== undefined ||
    FUNCTION_WORDS.prepositions.has(next)
  );
}

/** Whether a joint joins what follows to a thing: "secrets or", "projects, repos and". */
function isJoined(sentence: Sentence, at: number): boolean {
  // "AWS services and workflows" act.
  const before = sentence.word(at - 1);
  return /^(and|or)$/.test(sentence.word(at)) && OBJECTS.has(before) && !/^services?$/.test(before);
}

/** Whether a workflow is what was changed, "created workflow nightly", and not who acts: behind the verb, with no more between them than an article and what it is called. */
export function isWorkflowAsThing(sentence: Sentence, at: number): boolean {
  // "the workflow role", "a workflow user": whoever acts.
  const next = sentence.word(at + 1);
  // Nor is what is theirs: "the workflow's access key".
  if (/^(roles?|users?|sessions?)$/.test(next) || sentence.tokens[at]?.possessive) return false;
  // "which workflows were deleted", "workflow deletions"; with a name behind it, "workflow release was deleted".
  const isCalled = isName(sentence, at + 1, 'titled') || VERB_FORMS.get(next)?.form === 'base';
  const isNamed = sentence.word(at) === 'workflow' && isCalled ? 1 : 0;
  if (isDoneTo(sentence, at, 1 + isNamed) || VERB_FORMS.get(next)?.form === 'deed') return true;
  if (actsAt(sentence, at + 1) || actsAt(sentence, at + 2)) return false;
  let from = at - 1;
  if (
    sentence.word(from) === 'codecatalyst' ||
    isName(sentence, from, 'person') ||
    isCalledByVerb(sentence, from)
  )
    from -= 1;
  if (ARTICLE.test(sentence.word(from))) from -= 1;
  const [before, said] = [sentence.word(from), sentence.word(from - 1)];
  const isDeed =
    VERB_FORMS.get(said)?.form === 'deed' || (before === 'to' && FUNCTION_WORDS.things.has(said));
  return (
    VERB_FORMS.has(before) ||
    isJoined(sentence, from) ||
    before === 'new' ||
    (/^(to|of|with)$/.test(before) && isDeed) ||
    (before === 'with' && /^(do|done|did|doing|happened)$/.test(said))
  );
}

/** Whether somebody else acts behind an auxiliary: "did omar delete", "have we created". */
function isSomebodyElse(sentence: Sentence, at: number): boolean {
  return (
    /^(did|have|has|had)$/.test(sentence.word(at)) &&
    !VERB_FORMS.has(sentence.word(at + 1)) &&
    VERB_FORMS.has(sentence.word(at + 2))
  );
}

function actsAt(sentence: Sentence, at: number): boolean {
  return VERB_FORMS.get(sentence.word(at))?.form === 'past' || /^(did|have|has|had)$/.test(sentence.word(at));
}
