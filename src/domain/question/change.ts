import type { Filter, FilterKey, Question, QuestionContext, QuestionReading } from './question.ts';
import { readQuestion } from './read/read.ts';

/** What a question was made of: what was typed first, and what changed it then. */
export interface Said {
  /** The question that all texts change, where a button asked it; null: the first text asks. */
  readonly base: Question | null;
  readonly texts: readonly string[];
}

/** Reads a text that may change what was said before it, which is read anew: a time such as `today` is today's. */
export function readOn(
  text: string,
  before: Said | undefined,
  context: QuestionContext,
): { readonly reading: QuestionReading; readonly said: Said } {
  const own = readQuestion(text, context);
  const alone = { reading: own, said: { base: null, texts: [text] } };
  const last = before && readSaid(before, context);
  if (!before || !last || own.kind === 'help') return alone;
  const change = changeOf(text, last, own.kind === 'question', context);
  if (!change) return alone;
  return {
    reading: { kind: 'question', ...change, setAside: [] },
    said: { ...before, texts: [...before.texts, text] },
  };
}

function readSaid({ base, texts }: Said, context: QuestionContext): Question | undefined {
  const [first = '', ...others] = texts;
  const typed = base ? undefined : readQuestion(first, context);
  const start = base ?? (typed?.kind === 'question' ? typed.question : undefined);
  return (base ? texts : others).reduce<Question | undefined>(
    (last, text) => last && (changeOf(text, last, false, context)?.question ?? last),
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
const ASKING = /^(?:who|whose|when|where|which|why|did|has|have|was|were|how many|list|show|find)\b/i;

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
  const trimmed = text.trim();
  const rest = trimmed
    .replace(LEAD, '')
    .replace(TAIL, '')
    .replace(ONES, '')
    .replace(/[?!.\s]+$/, '')
    .replace(/^how many$/i, 'count them')
    .trim();
  const isGoingOn = rest !== trimmed.replace(/[?!.\s]+$/, '');
  if (rest === '' || ASKING.test(rest) || (isReadable && !isGoingOn)) return undefined;
  for (const asked of [`list ${rest}`, `list events ${rest}`]) {
    const reading = readQuestion(asked, context);
    if (reading.kind !== 'question' || reading.setAside.length > 0) continue;
    const { question, guesses } = reading;
    if (saysNothing(question)) continue;
    // A name alone may be a mistyped command: it counts only where it is said to go on.
    if (!isGoingOn && (guesses.length > 0 || question.filters.some(({ key }) => THINGS.includes(key))))
      continue;
    // No deletion is a read: that would find nothing, whatever was meant.
    if (last.verbs.length > 0 && question.filters.some(({ key }) => key === 'readonly')) return undefined;
    // What names a deed and a thing asks for itself.
    if (isReadable && question.verbs.length > 0 && question.objects.length > 0) return undefined;
    return { question: changed(last, question), guesses };
  }
  return undefined;
}

function saysNothing({ verbs, objects, filters, time, pick, asks, per, or, without }: Question): boolean {
  const said = [...verbs, ...objects, ...filters, ...(or ?? []), ...(without ?? [])];
  return said.length === 0 && time === null && pick === 'all' && asks !== 'count' && per === undefined;
}

function changed(last: Question, by: Question): Question {
  // An event by its name is another deed, to whatever it is done.
  const isOtherEvent = by.filters.some(({ key, negated }) => OWN_DEED.has(key) && !negated);
  const isOtherThing = by.objects.length > 0 || isOtherEvent;
  const { or, without, indirect, per, top, atLeast, ...kept } = last;
  const gone = [...(isOtherThing ? THINGS : []), ...(isOtherThing || by.verbs.length > 0 ? DEEDS : [])];
  const filters = replaced(
    last.filters.filter(({ key }) => !gone.includes(key)),
    by.filters,
  );
  const isSameDeed = by.verbs.length === 0 && !isOtherThing;
  const counts = by.per ?? per;
  return {
    ...kept,
    verbs: by.verbs.length > 0 || isOtherEvent ? by.verbs : last.verbs,
    objects: isOtherThing ? by.objects : last.objects,
    filters,
    time: by.time ?? last.time,
    asks: by.asks === 'count' ? 'count' : last.asks,
    ...(by.pick !== 'all' && { pick: by.pick, limit: by.limit }),
    ...(isSameDeed && indirect && { indirect }),
    ...(isSameDeed && or && { or }),
    ...((by.without ?? without) && { without: [...(without ?? []), ...(by.without ?? [])] }),
    ...(counts && { per: counts }),
    ...((by.top ?? top) !== undefined && { top: (by.top ?? top) as number }),
    ...((by.atLeast ?? atLeast) !== undefined && { atLeast: (by.atLeast ?? atLeast) as number }),
  };
}

/** Keys that say a deed by themselves, those that say what sort of deed, and those that name its thing. */
const OWN_DEED: ReadonlySet<FilterKey> = new Set<FilterKey>(['event', 'id', 'rule']);
const DEEDS: readonly FilterKey[] = [...OWN_DEED, 'readonly'];
const THINGS: readonly FilterKey[] = ['resource', 'named'];
/** Keys that say the same sort of thing: a value of one takes the place of a value of another. */
const ALIKE: readonly (readonly FilterKey[])[] = [THINGS, ['user', 'kind', 'session']];

/** The filters of before, but for those in whose place others are said; what is left out is left out as well. */
function replaced(before: readonly Filter[], more: readonly Filter[]): readonly Filter[] {
  const said = more.map(filter => asBefore(filter, before));
  const isReplaced = ({ key, negated }: Filter) =>
    said.some(
      other =>
        !other.negated &&
        !negated &&
        (other.key === key || ALIKE.some(keys => keys.includes(key) && keys.includes(other.key))),
    );
  return [...before.filter(filter => !isReplaced(filter)), ...said];
}

/** "what about bob", after a question about somebody, is about whoever is called so. */
function asBefore(filter: Filter, before: readonly Filter[]): Filter {
  const isWho = filter.key === 'named' && before.some(({ key }) => key === 'user');
  return isWho ? { ...filter, key: 'user' } : filter;
}
