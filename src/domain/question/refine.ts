import { isAutomation, isDeployingTool } from './lexicon/automations.ts';
import { PRINTED, printDeed, printFilter, printPick, printRest, printTime } from './print.ts';
import type { Filter, FilterKey, Question } from './question.ts';

/** Slots of a question as words that can be changed one by one. */
export const SLOTS = ['verb', 'thing', 'who', 'where', 'when', 'outcome', 'reads', 'more'] as const;
export type Slot = (typeof SLOTS)[number];

/** A question taken apart: its slots as words, empty where they say nothing, and the word that asks. */
export type QuestionForm = Readonly<Record<Slot, string>> & { readonly asks: string };

/** A form in which nothing is filled in. */
export const EMPTY_FORM: QuestionForm = {
  asks: 'list',
  verb: '',
  thing: '',
  who: '',
  where: '',
  when: '',
  outcome: '',
  reads: '',
  more: '',
};

/** Slots by the keys of the filters that they hold. */
const SLOT_OF: Partial<Record<FilterKey, Slot>> = {
  resource: 'thing',
  named: 'thing',
  user: 'who',
  role: 'who',
  key: 'who',
  kind: 'who',
  session: 'who',
  account: 'where',
  region: 'where',
  project: 'where',
  space: 'where',
  outcome: 'outcome',
  readonly: 'reads',
};

/** Takes a question apart. {@link textOfForm} of it reads back to the same question. */
export function formOf(question: Question): QuestionForm {
  const { asks, filters, time, or = [] } = question;
  const of = (slot: Slot) => filters.filter(({ key }) => (SLOT_OF[key] ?? 'more') === slot).map(printed);
  const [verb = '', ...thing] = printDeed(question);
  return {
    asks,
    verb,
    thing: joined([...thing, ...of('thing')]),
    who: joined(of('who')),
    where: joined(of('where')),
    when: time === null ? '' : printTime(time),
    outcome: joined(of('outcome')),
    reads: joined(of('reads')),
    more: joined([
      ...or.flatMap(deed => ['or', ...printDeed(deed), ...deed.filters.map(printFilter)]),
      printPick(question),
      ...printRest(question),
      ...of('more'),
    ]),
  };
}

/** The question that a form says, in words; what people leave out of a slot, such as "by", is put before it. */
export function textOfForm(form: QuestionForm): string {
  const asks = PRINTED[form.asks as Question['asks']] ?? PRINTED.list;
  const isBare = form.verb.trim() === '' && form.thing.trim() === '';
  return joined([
    isBare && /^(list|count)$/.test(form.asks) ? `${asks} events` : asks,
    form.verb,
    form.thing,
    form.more,
    led(form.who, 'by', /^(by|not|through|via|as|using|except|excluding|without|-?[a-z]+:)/i),
    led(form.where, 'in', /^(in|not|from|outside|on|account|region|-?[a-z]+:)/i),
    form.outcome,
    form.reads,
    form.when,
  ]);
}

/** Names that can stand behind "by" as they are. */
const PLAIN_NAME = /^([a-z][a-z0-9]*(-[a-z0-9]+)*|[\w.+-]+@[\w-]+(\.[\w-]+)+)$/;

function printed(filter: Filter): string {
  const { key, values, negated } = filter;
  // "by jenkins" is by whoever is called after it.
  const isPlain = (value: string) =>
    PLAIN_NAME.test(value) && !isAutomation(value) && !isDeployingTool(value);
  if (key !== 'user' || !values.every(isPlain)) return printFilter(filter);
  return `${negated ? 'not ' : ''}by ${values.join(' or ')}`;
}

/** Words with the one that leads them, where they were typed without any. */
function led(words: string, lead: string, leads: RegExp): string {
  const text = words.trim();
  return text === '' || leads.test(text) ? text : `${lead} ${text}`;
}

function joined(parts: readonly string[]): string {
  return parts
    .map(part => part.trim())
    .filter(Boolean)
    .join(' ');
}
