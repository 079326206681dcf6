import { SERVICES } from '../../lexicon/services.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import type { Filter } from '../../question.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { actingServiceAt, actsHere } from './acting-services.ts';
import { eventIn, keyOfForm, REGION_PLACES } from './forms.ts';
import { kindAt } from './kinds.ts';
import { isName, nameSort } from './names.ts';
import type { NegationSort } from './places-left-out.ts';
import { nounsAt } from './things.ts';
import { toolNamedAt } from './tools.ts';

/** Words for whoever it may be, of whom one is left out: "anybody but alice". */
export const SOMEBODY = /^(any|every|some)(one|body|thing)$|^people$|^all$/;

/** How what is left out is joined to what leaves it out: `not BY alice`. */
interface Joined {
  readonly sort: NegationSort;
  readonly joint: string;
  readonly hasJoint: boolean;
}

/** `not by alice`, `except root`, `other than the user bob`, `besides workflows`: who is left out. `start`: where they are named. */
export function peopleLeftOut(
  sentence: Sentence,
  at: number,
  start: number,
  { sort, joint, hasJoint }: Joined,
): Piece[] {
  const isOnes = /^(ones|those|activity|calls|actions|log-?ins|sign-?ins)$/.test(sentence.word(start - 2));
  if (hasJoint && /^(in|of|for)$/.test(joint) && !(joint === 'of' && isOnes)) return [];
  const kind = wholeKindAt(sentence, start);
  if (sort === 'no' && !kind) return [];
  const isAlone =
    kind?.filter.filter.key === 'kind' || !/^(or|and|nor)$/.test(sentence.word(start + (kind?.words ?? 0)));
  if (kind && sort !== 'outside' && isAlone) {
    const ones = /^(ones?|activity|actions|events|changes)$/.test(sentence.word(start + kind.words)) ? 1 : 0;
    const words = start + kind.words + ones - at;
    return [leftOut(kind.filter.filter, words)];
  }
  // "except what ingrid did".
  const isDone =
    /^(what|whatever|anything|everything|those)$/.test(sentence.word(start)) &&
    /^(did|made|changed|caused)$/.test(sentence.word(start + 2)) &&
    sentence.ends(start + 3);
  if (sort === 'except' && isDone && isName(sentence, start + 1, 'person'))
    return [leftOut(filterOn('user', sentence.text(start + 1)), start + 3 - at)];
  // "not" alone turns a verb round, which CloudTrail can't tell; "except" needs no joint.
  if (sort === 'not' && !hasJoint && !isSentenceEnd(sentence, start + 1)) return [];
  if (sort === 'outside') return [];
  // "buckets except logs-a", "roles but not Deployer": a thing of those before.
  const thing = hasJoint ? undefined : thingLeftOut(sentence, at, start);
  if (thing !== undefined) return thing;
  const titled = titledLeftOut(sentence, at, start);
  if (titled) return [titled];
  // "connections other than abc" leaves out a connection, "anybody other than abc" a person.
  const before = sentence.word(at - 1);
  // "who touched charge-card other than DeployRole": there is one of that name.
  const isOfOne =
    sentence.tokens.some(({ word }) => word === 'who') &&
    isName(sentence, at - 1, 'titled') &&
    !VERB_FORMS.has(before);
  const isExact =
    sort === 'except' &&
    !isOfOne &&
    /^(other|apart|aside)$/.test(sentence.word(at)) &&
    sentence.tokens[at - 1]?.breaks !== true &&
    !SOMEBODY.test(before) &&
    before !== 'who' &&
    !/^(who|that)$/.test(sentence.word(start + 1)) &&
    before !== 'by';
  if (isExact && !hasJoint) return [];
  // "instances terminated except autoscaling": what is left out has no instances, and so acts.
  const service =
    joint === 'by' || (sort === 'except' && (!hasJoint || joint === 'from') && actsHere(sentence, at, start))
      ? actingServiceAt(sentence, start)
      : undefined;
  if (service) return [leftOut(service.filter, start + service.words - at)];
  return peopleAt(sentence, at, start);
}

/** One name or several, joined by `or`, `and` or `nor`. */
function peopleAt(sentence: Sentence, at: number, start: number): Piece[] {
  const values: string[] = [];
  let used = 0;
  while (isPerson(sentence, start + used)) {
    const more = kindAt(sentence, start + used);
    values.push(more ? (more.filter.filter.values[0] ?? '') : nameOf(sentence, start + used));
    used += more?.words ?? 1;
    const isJoined = /^(or|and|nor)$/.test(sentence.word(start + used));
    if (!isJoined || !isPerson(sentence, start + used + 1)) break;
    used += 1;
  }
  if (values.length === 0) return [];
  return [leftOut(filterOn('user', ...values), start + used - at)];
}

function leftOut(filter: Filter, words: number): Piece {
  return { is: 'filter', filters: [{ ...filter, negated: true }], about: 'who', words };
}

/** A kind of who acts; "the IAM user fleet-scaler" is one of them. */
function wholeKindAt(sentence: Sentence, at: number): ReturnType<typeof kindAt> {
  const kind = kindAt(sentence, at);
  const isOne = kind?.filter.filter.key === 'kind' && isName(sentence, at + kind.words, 'person');
  return isOne ? undefined : kind;
}

/** `the role Deploy`, `the IAM user bob`. */
function titledLeftOut(sentence: Sentence, at: number, start: number): Piece | undefined {
  const determiner = /^(the|an?)$/.test(sentence.word(start)) ? 1 : 0;
  const article = determiner + (/^(iam|sso|aws)$/.test(sentence.word(start + determiner)) ? 1 : 0);
  const title = /^(role|user|session)$/.exec(sentence.word(start + article))?.[0];
  if (title === undefined || !isName(sentence, start + article + 1, 'titled')) return undefined;
  const key = title as 'role' | 'user' | 'session';
  return leftOut(filterOn(key, sentence.text(start + article + 1)), start + article + 2 - at);
}

/** A thing that is left out of those named before, by its name or its title; none where it may as well be whoever did it; undefined where no thing stands before. */
function thingLeftOut(sentence: Sentence, at: number, start: number): Piece[] | undefined {
  const back = /^(but|and|or)$/.test(sentence.word(at - 1)) ? 2 : 1;
  const noun = [3, 2, 1].flatMap(words =>
    nounsAt(sentence, at - back + 1 - words).filter(one => one.is === 'noun' && one.words === words),
  )[0];
  const deed = VERB_FORMS.get(sentence.word(at - back))?.form === 'deed';
  const before = deed
    ? [3, 2, 1].flatMap(words =>
        nounsAt(sentence, at - back - words).filter(one => one.is === 'noun' && one.words === words),
      )[0]
    : noun;
  if (before?.is !== 'noun') return undefined;
  const article = /^(the|a|an)$/.test(sentence.word(start)) ? 1 : 0;
  const title = nounsAt(sentence, start + article).find(one => one.is === 'noun' && one.noun === before.noun);
  const place = start + article + (title?.words ?? 0);
  const sort = nameSort(sentence, place);
  if (sort === undefined || keyOfForm(sentence.text(place)) === 'user') return undefined;
  const isPeople =
    /^(user|member|access key|password|login profile|mfa device|access token|group member)$/.test(
      before.noun,
    );
  // "who deleted users except alice": whom, or by whom?
  if (isPeople && title === undefined) return [];
  if (title === undefined && !/^(identifier|quoted)$/.test(sort)) return undefined;
  const filters = [{ ...filterOn('resource', sentence.text(place)), negated: true }];
  return [{ is: 'filter', filters, about: 'what', words: place + 1 - at }];
}

function isAccountName(sentence: Sentence, at: number): boolean {
  const { accounts } = sentence.context;
  return accounts.some(({ name }) => name.toLowerCase() === sentence.word(at));
}

function isSentenceEnd(sentence: Sentence, at: number): boolean {
  return sentence.ends(at) || sentence.word(at) === 'please';
}

function isPerson(sentence: Sentence, at: number): boolean {
  const word = sentence.word(at);
  // "in ireland but not frankfurt", "via the console but not the cli".
  if (isAccountName(sentence, at) || REGION_PLACES.has(word) || toolNamedAt(sentence, at)) return false;
  if (SERVICES.has(word) || eventIn(sentence.text(at)) !== undefined) return false;
  if (keyOfForm(sentence.text(at)) === 'user') return true;
  if (/^(me|i|myself|root)$/.test(word) || kindAt(sentence, at)?.filter.filter.key === 'user') return true;
  return isName(sentence, at, 'person') && /^(user|undefined)$/.test(String(keyOfForm(sentence.text(at))));
}

function nameOf(sentence: Sentence, at: number): string {
  return /^(me|i|myself)$/.test(sentence.word(at)) ? 'me' : sentence.text(at).replace(/^@+(?=[^@])/, '');
}
