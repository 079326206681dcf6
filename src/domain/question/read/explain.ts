import { OBJECTS } from '../lexicon/nouns.ts';
import { VERB_FORMS } from '../lexicon/verbs.ts';
import { FUNCTION_WORDS, RESTRICTORS } from '../lexicon/words.ts';
import type { Proposal, QuestionContext, QuestionReading } from '../question.ts';
import { assemble } from './assemble.ts';
import { cheapest } from './cheapest.ts';
import { cutsOf } from './clauses.ts';
import type { Draft } from './draft.ts';
import { finish } from './finish.ts';
import { isAccount } from './phrases/environments.ts';
import { nameSort } from './phrases/names.ts';
import { Sentence } from './sentence.ts';
import { nearest } from './spelling.ts';
import { type Token, textOf, typedText } from './tokens.ts';
import { clip, unreadable } from './unreadable.ts';
import type { Wording } from './words.ts';

/** A question for those of whose words nothing can be made: none that their own would be if a part of it were cut away. */
const EXAMPLE = 'what happened today';
/** Most ways to part what asks from the rest that are looked at for what stands in the way. */
const MAX_ATTEMPTS = 6;
/** Most questions that are offered for one that can't be read. */
const MAX_PROPOSALS = 3;
/** Most words of a part that a question may be asked without. */
const MAX_PART_WORDS = 6;

interface Attempt {
  readonly sentence: Sentence;
  readonly reached: number;
  readonly problem?:
    | { readonly code: string; readonly message: string; readonly suggestion?: string }
    | undefined;
}

/** Why nothing could be read, from the way to take the words that came farthest: what was understood, the part that was not, and what may be meant. */
export function explain(wordings: readonly Wording[], context: QuestionContext): QuestionReading {
  const farthest = farthestOf(wordings, context);
  if (!farthest) return unreadable('not_a_question', 'That is not a question.', 'who deleted connection');
  const { problem, sentence, reached } = farthest;
  const isQuestion = (tokens: readonly Token[]) =>
    cheapest([{ tokens, cost: 0, guesses: [] }], context)?.kind === 'question';
  if (problem) {
    const suggestion = problem.suggestion ?? '';
    return unreadable(problem.code, problem.message, suggestion === '' ? EXAMPLE : suggestion);
  }
  return unplaced(sentence, reached, isQuestion);
}

function farthestOf(wordings: readonly Wording[], context: QuestionContext): Attempt | undefined {
  let farthest: (Attempt & { readonly came: number }) | undefined;
  for (const { tokens } of wordings) {
    let left = MAX_ATTEMPTS;
    const cuts = [...cutsOf(tokens, new Sentence(tokens, context))];
    for (const { asking } of cuts.length > 0 ? cuts : [{ asking: tokens }]) {
      if (left === 0) break;
      left -= 1;
      const sentence = new Sentence(asking, context);
      const { drafts, reached, problem } = assemble(sentence);
      const found = problemOf(drafts, asking) ?? problem;
      const came = reached + tokens.length - asking.length;
      const isBetter =
        !farthest || came > farthest.came || (came === farthest.came && !farthest.problem && found);
      if (isBetter) farthest = { sentence, reached, came, problem: found };
    }
  }
  return farthest;
}

function problemOf([draft]: readonly Draft[], tokens: readonly Token[]): Attempt['problem'] {
  const finished = draft && finish(draft, tokens);
  return finished?.kind === 'problem' ? finished : undefined;
}

/** What is said where a part of a question can't be placed. `isQuestion` tells whether words can be read: nothing else is proposed. */
function unplaced(
  sentence: Sentence,
  reached: number,
  isQuestion: (tokens: readonly Token[]) => boolean,
): QuestionReading {
  const { tokens, context } = sentence;
  const at = Math.min(reached, tokens.length - 1);
  const part = partAt(sentence, at, isQuestion);
  const words = typedText(tokens.slice(part.from, part.to));
  const isPlace =
    /^(in|from)$/.test(sentence.word(at - 1)) &&
    !/^(sign|log)/.test(sentence.word(at - 2)) &&
    !isAccount(sentence.word(at), sentence) &&
    sentence.word(at) !== '';
  const understood = typedText(tokens.slice(0, isPlace ? at : part.from));
  const start = understood === '' ? 'I' : `I understood "${clip(understood)}", but I`;
  const meant = candidates(sentence, at).find(isQuestion);
  const suggestion = meant === undefined ? EXAMPLE : textOf(meant);
  const proposals = [
    ...candidates(sentence, at)
      .filter(isQuestion)
      .map(textOf)
      .map(text => ({ label: text, text })),
    ...(part.rest ? [proposalWithout(words, part.rest)] : []),
  ].slice(0, MAX_PROPOSALS);
  // "in prod": an account or a service is meant, and quotes would make a resource of it.
  if (isPlace) {
    const accounts = context.accounts.map(account => account.name);
    const known = accounts.length === 0 ? 'none is configured' : `I know ${accounts.join(', ')}`;
    const message = `${start} know no account, Region or service called "${clip(tokens[at]?.text ?? '')}". Of accounts ${known}.`;
    return unreadable('unplaced_part', message, suggestion, proposals);
  }
  const hint =
    nameSort(sentence, at) === undefined ? '' : ' If it is the name of something, put it in quotes.';
  const message = part.rest
    ? `${start} can't tell that from CloudTrail: "${clip(words)}".${hint}`
    : `${start} can't place "${clip(words)}".${hint === '' ? ' Help has examples of what can be asked.' : hint}`;
  return unreadable('unplaced_part', message, suggestion, proposals);
}

function proposalWithout(words: string, rest: readonly Token[]): Proposal {
  return { label: `Ask without "${clip(words)}"`, text: textOf(rest) };
}

interface Part {
  readonly from: number;
  readonly to: number;
  /** The question without it, where that is one. */
  readonly rest?: readonly Token[];
}

/** The part that stands in the way: the shortest around a word without which the rest can be asked, else the word itself. */
function partAt(sentence: Sentence, at: number, isQuestion: (tokens: readonly Token[]) => boolean): Part {
  const { tokens } = sentence;
  // A preposition before it belongs to it.
  const begins = [at, at - 1, at - 2].filter(from => from > 0 && narrows(sentence.word(from)));
  for (const from of begins) {
    for (let to = endOf(sentence, from); to > at; to--) {
      const rest = [...tokens.slice(0, from), ...tokens.slice(to)];
      if (isQuestion(rest)) return { from, to, rest };
    }
  }
  return { from: at, to: at + 1 };
}

/** Where a part ends that begins with a preposition or the like: before the next one, and before a time. */
function endOf(sentence: Sentence, from: number): number {
  let to = from + 1;
  for (; to < Math.min(sentence.length, from + MAX_PART_WORDS); to++) {
    const isNext = to > from + 1 && FUNCTION_WORDS.prepositions.has(sentence.word(to));
    if (isNext || sentence.times.at(to) || sentence.tokens[to]?.filter) break;
  }
  return to;
}

/** Whether a word begins a part that narrows a question. */
function narrows(word: string): boolean {
  return (
    word !== '' &&
    (RESTRICTORS.has(word) ||
      FUNCTION_WORDS.prepositions.has(word) ||
      word.endsWith('ly') ||
      /^(that|which|after|before|because)$/.test(word))
  );
}

/** Words that may have been meant, the likeliest first; each has all that were typed, or near ones. */
function candidates(sentence: Sentence, at: number): (readonly Token[])[] {
  const { tokens, context } = sentence;
  const token = tokens[at];
  if (!token) return [];
  const near = nearest(
    token.word,
    context.accounts.map(account => account.name.toLowerCase()),
  );
  const [before, beforeThat] = [sentence.word(at - 1), sentence.word(at - 2)];
  const isBehindThing = OBJECTS.has(before) || VERB_FORMS.has(before) || VERB_FORMS.has(beforeThat);
  const mayBeName = isBehindThing && nameSort(sentence, at) !== undefined;
  return [
    ...(near === undefined ? [] : [tokens.with(at, { ...token, text: near, word: near })]),
    ...(mayBeName ? [tokens.with(at, { ...token, quoted: true })] : []),
  ];
}
