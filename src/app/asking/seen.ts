import type { Coverage } from '../../domain/coverage.ts';
import type { Filter, Question } from '../../domain/question/question.ts';

/** Most names that are looked for after an answer without events, and the time that each may take. */
const MAX_NAMES = 2;
const NAME_WITHIN_MS = 2_500;
/** Least time that has to be left for it. */
const WORTHWHILE_MS = 500;

/** Looks for events within some time, in milliseconds. */
export type FindEvents = (
  question: Question,
  budgetMs: number,
) => Promise<{ readonly events: ReadonlyMap<string, unknown>; readonly coverage: Coverage }>;

/**
 * What is said beside "no match" where the question rests on a name or an id: whether that was seen at all, in anything and by anybody. Empty where it
 * rests on none. `leftMs`: the time that is left for the answer.
 */
export async function seenSentence(question: Question, find: FindEvents, leftMs: number): Promise<string> {
  const wanted = [...question.filters, ...(question.or ?? []).flatMap(({ filters }) => filters)];
  const named = wanted.filter(isName).slice(0, MAX_NAMES);
  // Of a question that asks for nothing else the answer says it already.
  if (question.verbs.length + question.objects.length === 0 && named.length === 1 && question.time === null)
    return '';
  const sentences: string[] = [];
  let left = leftMs;
  for (const filter of named) {
    if (left < WORTHWHILE_MS) break;
    const budgetMs = Math.min(NAME_WITHIN_MS, left);
    left -= budgetMs;
    sentences.push(sentenceOf(filter, await find(anyOf(question, filter), budgetMs)));
  }
  return sentences.join(' ');
}

/** Whether a filter wants one name or id that somebody may have mistyped. */
function isName({ key, values, negated }: Filter): boolean {
  const [value = '', ...others] = values;
  const isOne = others.length === 0 && !value.includes('*') && !/^=?(me|root|workflows?)$|^<@/i.test(value);
  return !negated && isOne && /^(user|role|resource|named|session|id|key|ip|event|project|space)$/.test(key);
}

/** Anything at all that has to do with a name, in the accounts and Regions of a question. */
function anyOf(question: Question, filter: Filter): Question {
  const places = question.filters.filter(({ key }) => key === 'account' || key === 'region');
  const reads = { key: 'readonly', values: ['true', 'false'], negated: false } as const;
  return {
    asks: 'whether',
    verbs: [],
    objects: [],
    filters: [filter, ...places, reads],
    time: null,
    pick: 'latest',
    limit: 1,
  };
}

function sentenceOf(
  { key, values: [value = ''] }: Filter,
  { events, coverage }: Awaited<ReturnType<FindEvents>>,
): string {
  const name = value.replace(/^=/, '');
  if (events.size > 0) return `"${name}" was seen in 90 days, but not in this.`;
  const what = WHAT[key] ?? 'No such thing as';
  const called = WHAT[key] === undefined ? ` ${key} "${name}"` : ` called "${name}"`;
  return coverage.complete
    ? `${what}${called} was seen in 90 days.`
    : `${what}${called} was seen in what I could look through for the name alone, which was not all.`;
}

/** Beginnings of what is said of a name that was not seen, by what it is of. */
const WHAT: Partial<Record<Filter['key'], string>> = {
  user: 'Nobody',
  resource: 'Nothing',
  named: 'Nobody and nothing',
  project: 'No project',
  space: 'No space',
};
