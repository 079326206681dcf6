import type { Filter, FilterKey, Question, QuestionContext, QuestionReading } from './question.ts';
import { readQuestion } from './read/read.ts';

/** What a question was made of: what was typed first, and what changed it then. */
export interface Said {
  /** The question that all texts change, where a button asked it; null: the first text asks. */
  readonly base: Question | null;
  readonly texts: readonly string[];
}

/** Most texts that are read anew to change the question that they make; what they make stands for them then. */
const MAX_TEXTS = 20;

/** Reads a text that may change what was said before it, which is read anew: a time such as `today` is today's. */
export function readOn(
  text: string,
  before: Said | undefined,
  context: QuestionContext,
): { readonly reading: QuestionReading; readonly said: Said } {
  const own = readQuestion(text, context);
  const alone = { reading: own, said: { base: null, texts: [text] } };
  const isReadable = own.kind === 'question';
  // What was said before is read anew only for a text that may change it.
  if (!before || own.kind === 'help' || !restOf(text, isReadable)) return alone;
  const last = readSaid(before, context);
  if (!last) return alone;
  const change = changeOf(text, last, isReadable, context);
  if (!change) return alone;
  return {
    reading: { kind: 'question', ...change, setAside: [] },
    said:
      before.texts.length < MAX_TEXTS
        ? { ...before, texts: [...before.texts, text] }
        : { base: last, texts: [text] },
  };
}

function readSaid({ base, texts }: Said, context: QuestionContext): Question | undefined {
  const [first = '', ...others] = texts;
  const typed = base ? undefined : readQuestion(first, context);
  const start = base ?? (typed?.kind === 'question' ? typed.question : undefined);
  return (base ? texts : others).reduce<Question | undefined>(
    (last, text) => last && changeOf(text, last, false, context)?.question,
    start,
  );
}

/** What a text changes about the question before it. */
interface Change {
  readonly question: Question;
  readonly guesses: readonly string[];
}

/** Words with which people go on from what they asked: `and in dev?`, `only failed ones`, `since monday instead`. */
const LEAD =
  /^(?:(?:ok|okay|so|then|now)[, ]+)*(?:and(?: what about| how about)?|but|what about|how about|same(?: thing)?(?: but| for| with)?|the same(?: but| for| with)?|only|just|also)\b[, ]*/i;
const TAIL = /[, ]*\b(?:instead|too|as well)\b[?!. ]*$/i;
const ONES = /\b(?:the )?ones\b/gi;
/** Words by which a text asks for itself. */
const ASKING =
  /^(?:who|whose|when|where|which|why|did|has|have|was|were|how many|list|show|find)\b|\b(?:everything|anything|all (?:the )?(?:events|changes|activity|calls))\b/i;
/** Words by which something is wanted beside what was asked before. */
const ADDING = /^(?:(?:ok|okay|so|then|now|and)[, ]+)*also\b|\b(?:too|as well)\b[?!. ]*$/i;
/** Longest day, when clocks are put back. */
const MAX_DAY_MS = 25 * 3_600_000;
/** A time of the day, without the day. */
const CLOCK_ALONE =
  /^(?:(?:between|from|to|until|till|after|before|since|at|and|around|the|in|only|noon|midnight|morning|afternoon|evening|\d{1,2}(?::\d{2})?(?: ?[ap]m)?|[-–])[ ,]*)+$/i;

/** Whether a text goes on from a question, whichever it is: no name may, or it would have two meanings. */
export function goesOn(text: string, context: QuestionContext): boolean {
  const all = readQuestion('list events', context);
  return LEAD.test(text) || (all.kind === 'question' && !!changeOf(text, all.question, false, context));
}

/**
 * What a text changes about the last question; undefined where it asks for itself: only what begins or ends as people go on does change anything, or what says nothing alone.
 * `isReadable`: the text can be read by itself.
 */
function changeOf(
  text: string,
  last: Question,
  isReadable: boolean,
  context: QuestionContext,
): Change | undefined {
  const found = restOf(text, isReadable);
  if (!found) return undefined;
  const { rest, isGoingOn } = found;
  const isClock = CLOCK_ALONE.test(rest);
  const around = isClock ? onDayOf(last, context) : context;
  for (const asked of [`list ${rest}`, `list events ${rest}`]) {
    const reading = readQuestion(asked, around);
    if (reading.kind !== 'question' || reading.setAside.length > 0) continue;
    const { question, guesses } = reading;
    if (saysNothing(question)) continue;
    // A name or a verb alone may be a mistyped command: it counts only where it is said to go on.
    const isNamed = question.verbs.length > 0 || question.filters.some(({ key }) => THINGS.includes(key));
    if (!isGoingOn && (guesses.length > 0 || isNamed)) continue;
    // No deletion is a read: that would find nothing, whatever was meant.
    if (last.verbs.length > 0 && question.filters.some(({ key }) => key === 'readonly')) return undefined;
    // What names a deed and a thing asks for itself.
    if (isReadable && question.verbs.length > 0 && question.objects.length > 0) return undefined;
    const time = isClock ? withinDay(last.time, question.time) : question.time;
    const next = changed(last, { ...question, time }, ADDING.test(text.trim()));
    return next && { question: next, guesses };
  }
  return undefined;
}

/** A text without the words with which people go on, and whether it had any; undefined where it asks for itself. */
function restOf(text: string, isReadable: boolean): { rest: string; isGoingOn: boolean } | undefined {
  const trimmed = text.trim();
  const rest = trimmed
    .replace(LEAD, '')
    .replace(TAIL, '')
    .replace(ONES, '')
    .replace(/[?!.\s]+$/, '')
    .replace(/^how many$/i, 'count them')
    .trim();
  const isGoingOn = rest !== trimmed.replace(/[?!.\s]+$/, '');
  return rest === '' || ASKING.test(rest) || (isReadable && !isGoingOn) ? undefined : { rest, isGoingOn };
}

/** The same, as if it was the end of the one day that a question asks about: `between 14:00 and 16:00` is on that day. */
function onDayOf({ time }: Question, context: QuestionContext): QuestionContext {
  const isDay = time !== null && time.to - time.from <= MAX_DAY_MS && time.to <= context.now;
  return isDay ? { ...context, now: time.to - 1 } : context;
}

function saysNothing({ verbs, objects, filters, time, pick, asks, per, or, without }: Question): boolean {
  const said = [...verbs, ...objects, ...filters, ...(or ?? []), ...(without ?? [])];
  return said.length === 0 && time === null && pick === 'all' && asks !== 'count' && per === undefined;
}

/** Undefined where nothing could fit both. */
function changed(last: Question, by: Question, isMore: boolean): Question | undefined {
  // An event by its name is another deed, to whatever it is done.
  const isOtherEvent = by.filters.some(({ key, negated }) => OWN_DEED.has(key) && !negated);
  const isOtherThing = by.objects.length > 0 || isOtherEvent;
  const { or, without = [], indirect, per, top, atLeast, ...kept } = last;
  const gone = [
    ...(isOtherThing ? [...THINGS, ...OWN_DEED] : []),
    ...(by.verbs.length > 0 || isOtherEvent ? DEEDS : []),
  ];
  const before = last.filters.filter(({ key }) => !gone.includes(key));
  const isSameDeed = by.verbs.length === 0 && !isOtherThing;
  const counts = by.per ?? per;
  const verbs = by.verbs.length > 0 || isOtherEvent ? by.verbs : last.verbs;
  const objects = isOtherThing ? by.objects : last.objects;
  // What is asked for now is left out no more.
  const leftOut = [...(isOtherThing ? [] : without), ...(by.without ?? [])];
  if (leftOut.some(deed => deed.objects.some(object => objects.includes(object)))) return undefined;
  return {
    ...kept,
    verbs: isMore && by.verbs.length > 0 ? union(last.verbs, verbs) : verbs,
    objects: isMore && by.objects.length > 0 ? union(last.objects, objects) : objects,
    filters: replaced(before, by.filters, isMore),
    time: by.time ?? last.time,
    asks: by.asks === 'count' ? 'count' : last.asks,
    ...(by.pick !== 'all' && { pick: by.pick, limit: by.limit }),
    ...(isSameDeed && indirect && { indirect }),
    ...(isSameDeed && or && { or }),
    ...(leftOut.length > 0 && { without: leftOut }),
    ...(counts && { per: counts }),
    ...((by.top ?? top) !== undefined && { top: (by.top ?? top) as number }),
    ...((by.atLeast ?? atLeast) !== undefined && { atLeast: (by.atLeast ?? atLeast) as number }),
  };
}

function union<T>(some: readonly T[], more: readonly T[]): readonly T[] {
  return [...new Set([...some, ...more])];
}

/** A time of the day, no longer than the day that was asked about. */
function withinDay(day: Question['time'], clock: Question['time']): Question['time'] {
  if (!day || !clock || clock.to > day.to || clock.to <= day.from || day.to - day.from > MAX_DAY_MS)
    return clock;
  return { from: Math.max(clock.from, day.from), to: clock.to };
}

/** Keys that say a deed by themselves, those that say what sort of deed, and those that name its thing. */
const OWN_DEED: ReadonlySet<FilterKey> = new Set<FilterKey>(['event', 'id', 'rule']);
const DEEDS: readonly FilterKey[] = [...OWN_DEED, 'readonly'];
const THINGS: readonly FilterKey[] = ['resource', 'named'];
/** Keys that say the same sort of thing: a value of one takes the place of a value of another. */
const ALIKE: readonly (readonly FilterKey[])[] = [THINGS, ['user', 'kind', 'session']];

/** The filters of before, but for those in whose place others are said. What was left out and is wanted now is left out no more, and the other way round. */
function replaced(before: readonly Filter[], more: readonly Filter[], isMore: boolean): readonly Filter[] {
  const said = more.map(filter => asBefore(filter, before));
  const added = said.map(filter => {
    const same = before.find(({ key, negated }) => key === filter.key && negated === filter.negated);
    return isMore && same ? { ...filter, values: union(same.values, filter.values) } : filter;
  });
  const isReplaced = (filter: Filter) =>
    said.some(
      other =>
        isAlike(filter.key, other.key) &&
        (!other.negated || (!filter.negated && filter.values.some(value => other.values.includes(value)))),
    );
  return [...before.filter(filter => !isReplaced(filter)), ...added];
}

function isAlike(one: FilterKey, other: FilterKey): boolean {
  return one === other || ALIKE.some(keys => keys.includes(one) && keys.includes(other));
}

/** "what about bob", after a question about somebody, is about whoever is called so. */
function asBefore(filter: Filter, before: readonly Filter[]): Filter {
  const isWho = filter.key === 'named' && before.some(({ key }) => key === 'user' || key === 'kind');
  return isWho ? { ...filter, key: 'user' } : filter;
}
