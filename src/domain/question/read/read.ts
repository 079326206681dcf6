import { FILLERS } from '../lexicon/fillers.ts';
import { OBJECTS } from '../lexicon/nouns.ts';
import { QUESTION_WORDS } from '../lexicon/question-words.ts';
import { pastOf, VERB_FORMS } from '../lexicon/verbs.ts';
import type { Filter, QuestionContext, QuestionReading } from '../question.ts';
import { withoutCourtesies } from './courtesies.ts';
import { Draft, unreadable } from './draft.ts';
import { readSlashDates } from './slash-dates.ts';
import { readMisspelt } from './slots/misspelt.ts';
import {
  readBareResource,
  readEventName,
  readNameBefore,
  readNamed,
  readNameOf,
  readObject,
  readQuoted,
  readService,
  readVerb,
} from './slots/what.ts';
import {
  readAccountName,
  readKeyValue,
  readLiteral,
  readOutcome,
  readPlace,
  readShape,
  readTimePhrase,
} from './slots/where-when-how.ts';
import {
  readNegated,
  readOwn,
  readPerson,
  readSubject,
  readSubjectBefore,
  readTitledSubject,
} from './slots/who.ts';
import { MAX_QUESTION_LENGTH, type Token, textOf, tokenise } from './tokens.ts';
import { clip, unplaced } from './unplaced.ts';

/**
 * Reads a question: slots (question word, verb, object, named resource, person, account, Region, time, outcome, `key:value`), any of
 * them, in any order. Whatever can't be placed makes the whole unreadable, and is named with a suggestion. Never throws.
 */
export function readQuestion(text: string, context: QuestionContext): QuestionReading {
  const isQuestion = (other: string) => read(other, context, () => NOT_READ).kind === 'question';
  return read(text, context, (draft, at) => unplaced(draft, at, isQuestion));
}

const NOT_READ = unreadable('unplaced_part', '', '');

/** Reads a question; `onUnplaced` says what becomes of it where a part can't be placed. */
function read(
  text: string,
  context: QuestionContext,
  onUnplaced: (draft: Draft, at: number) => QuestionReading,
): QuestionReading {
  if (text.length > MAX_QUESTION_LENGTH) {
    return unreadable(
      'question_too_long',
      `That is ${text.length.toLocaleString('en')} characters; a question has at most ${MAX_QUESTION_LENGTH}.`,
      'who deleted connection',
    );
  }
  const typed = tokenise(text);
  if (typed.length === 0 || (typed.length === 1 && /^(help|\?|hi|hello)$/.test(typed[0]?.word ?? '')))
    return { kind: 'help' };
  // Somebody may put the whole of it in quotes.
  const [only] = typed;
  if (typed.length === 1 && only?.quoted && only.text.includes(' ')) {
    const unquoted = read(only.text, context, onUnplaced);
    if (unquoted.kind === 'question') return unquoted;
  }
  const dates = readSlashDates(withoutCourtesies(typed), context);
  if (dates.kind === 'ambiguous') return dates;
  const { tokens } = dates;
  const order = imperative(tokens) ?? definition(tokens);
  if (order) return order;
  const draft = new Draft(tokens, context);
  let at = 0;
  while (at < draft.tokens.length) {
    const used = readSlot(draft, at);
    if (draft.problem) return draft.problem;
    if (used === 0) return onUnplaced(draft, at);
    at += used;
  }
  return finish(draft);
}

/** Reads one slot at a place and gives how many words it took; 0 where nothing fits. */
function readSlot(draft: Draft, at: number): number {
  const { afterObject, expectsSubject } = draft;
  const used =
    readKeyValue(draft, at) ||
    readQuoted(draft, at) ||
    readTimePhrase(draft, at) ||
    readNegated(draft, at) ||
    readOwn(draft, at) ||
    (expectsSubject && readTitledSubject(draft, at)) ||
    readNamed(draft, at, afterObject) ||
    readPerson(draft, at) ||
    readPlace(draft, at) ||
    readLiteral(draft, at, afterObject) ||
    readShape(draft, at) ||
    readOutcome(draft, at) ||
    readObject(draft, at) ||
    readVerb(draft, at) ||
    readService(draft, at) ||
    readEventName(draft, at, afterObject) ||
    readAccountName(draft, at, afterObject) ||
    (afterObject && readNameOf(draft, at)) ||
    readSubjectBefore(draft, at);
  if (used > 0) return used;
  const token = draft.tokens[at];
  if (token && !token.quoted && FILLERS.has(token.word)) {
    // A word between an object and a name makes the name something else: "connection at 9", "role for shop".
    draft.afterObject = false;
    // "did anyone …": whoever acted has been named.
    draft.expectsSubject = expectsSubject && !NOBODY_IN_PARTICULAR.test(token.word);
    if (/^(or|and)$/.test(token.word)) draft.joined = true;
    return 1;
  }
  return (
    (expectsSubject && readSubject(draft, at)) ||
    (afterObject && readBareResource(draft, at)) ||
    readNameBefore(draft, at) ||
    readMisspelt(draft, at)
  );
}

const NOBODY_IN_PARTICULAR =
  /^(any|there|it|that|this|any(one|body|thing)|some(one|body|thing)|every(one|body|thing)|people)$/;

/** "delete the connection" is no question. Said so, lest anybody believes that it was done. */
function imperative(tokens: readonly Token[]): QuestionReading | undefined {
  const polite = /^(please|pls|plz)$/.test(tokens[0]?.word ?? '') ? 1 : 0;
  const [first, ...rest] = tokens.slice(polite);
  const verb = first && !first.quoted ? VERB_FORMS.get(first.word) : undefined;
  if (!first || verb === undefined || rest.length === 0 || first.word !== baseOf(first.word))
    return undefined;
  if (
    /^(view|read|see|sign|log|run|set|change|update)$/.test(first.word) &&
    rest.some(token => QUESTION_WORDS.has(token.word))
  )
    return undefined;
  return unreadable(
    'not_a_question',
    `I answer questions and change nothing: "${clip(first.text)} …" was not done.`,
    `who ${pastOf(verb)} ${textOf(rest)}`,
  );
}

/** "what is a connection" asks what a word means, which no record tells. */
function definition(tokens: readonly Token[]): QuestionReading | undefined {
  const text = tokens.map(({ word, quoted }) => (quoted ? '' : word)).join(' ');
  const asked =
    /^(?:what|whats) (?:is|are|was|were|does)? ?(?:an? |the )?(?<noun>[a-z ]+?)(?: mean| stand for)?$/.exec(
      text,
    )?.groups?.['noun'];
  const noun = asked === undefined ? undefined : OBJECTS.get(asked);
  if (!noun || !/^what(s| (is|are|does))( |$)/.test(text)) return undefined;
  return unreadable(
    'not_history',
    `I know what was done, not what things are ("${clip(text)}").`,
    `who changed ${noun.name}`,
  );
}

/** The word itself where it is a base form: no `-s`, `-ed`, `-ing`. */
function baseOf(word: string): string | undefined {
  return /(s|ed|ing|ran|made|saw|seen)$/.test(word) ? undefined : word;
}

function finish(draft: Draft): QuestionReading {
  const { tokens, asks, verbs, objects, filters, time, pick, limit, guesses } = draft;
  const [only] = tokens;
  const loneWord =
    tokens.length === 1 &&
    filters.every(filter => filter.key === 'resource' || filter.key === 'user') &&
    !/:/.test(only?.text ?? '');
  const nothing = verbs.length + objects.length + filters.length === 0;
  const picksAny = pick !== 'all' && tokens.some(({ word }) => ANYTHING.test(word));
  if (loneWord || (nothing && asks === undefined && !picksAny) || (nothing && tokens.length === 1)) {
    return unreadable(
      'not_a_question',
      `"${clip(tokens.map(token => token.text).join(' '))}" alone is not a question.`,
      'who deleted connection',
    );
  }
  const asksForAll = /^(what|list)$/.test(asks ?? '') && tokens.some(({ word }) => ANYTHING.test(word));
  if (nothing && asks !== 'who' && time === null && pick === 'all' && !asksForAll)
    return unreadable(
      'not_a_question',
      'I understood what sort of answer you want, but not of what.',
      'what happened today',
    );
  if (nothing && asks === 'who' && time === null) {
    return unreadable(
      'not_a_question',
      'I understood "who", but not what was done.',
      'who deleted connection',
    );
  }
  const both = contradiction(filters);
  if (both !== undefined)
    return unreadable(
      'contradiction',
      `The question wants "${clip(both)}" and leaves it out.`,
      'who deleted connection',
    );
  const question = { asks: asks ?? 'list', verbs, objects, filters: withReads(draft), time, pick, limit };
  return { kind: 'question', question, guesses };
}

/** "any activity at all" asks for reads as well. */
function withReads({ tokens, filters }: Draft): readonly Filter[] {
  const text = tokens.map(({ word, quoted }) => (quoted ? '' : word)).join(' ');
  const isAny =
    /\b(any|anything|activity|happened|done) at all\b/.test(text) || /\bany activity\b/.test(text);
  const isSaid = filters.some(({ key }) => key === 'readonly');
  return isAny && !isSaid
    ? [...filters, { key: 'readonly', values: ['true', 'false'], negated: false }]
    : filters;
}

/** Words that ask for events of every kind. */
const ANYTHING = /^(all|anything|everything|something|activity|changes?|events?|happen(s|ed|ing)?)$/;

/** A value that one filter wants and another leaves out. */
function contradiction(filters: readonly Filter[]): string | undefined {
  const negated = filters.filter(filter => filter.negated);
  return filters
    .filter(filter => !filter.negated)
    .flatMap(({ key, values }) =>
      values.filter(value =>
        negated.some(
          other => other.key === key && other.values.some(one => one.toLowerCase() === value.toLowerCase()),
        ),
      ),
    )[0];
}
