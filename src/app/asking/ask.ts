import type { Answer } from '../../domain/answer.ts';
import { readOn, type Said } from '../../domain/question/change.ts';
import { wantedOf, withinAccounts, withUsers } from '../../domain/question/filters.ts';
import { saysNamesakes } from '../../domain/question/implied-thing.ts';
import type { Question, QuestionReading } from '../../domain/question/question.ts';
import { MAX_QUESTION_LENGTH } from '../../domain/question/read/normalise.ts';
import { redactText } from '../../records/redact.ts';
import type { Answering, AnswerOptions } from './answering.ts';
import type { NamesReading } from './names.ts';

/** Who asks, as far as answering needs to know. */
export interface Asker {
  permission(): Promise<
    | { readonly kind: 'allowed'; readonly timeZone: string }
    | { readonly kind: 'refused'; readonly message: string }
  >;
  /** What `me` and mentions in their question stand for. @throws when somebody can't be looked up */
  namesIn(question: Question): Promise<NamesReading>;
}

/** Why a text that was asked got no answer. */
export type Unanswered =
  | Exclude<QuestionReading, { kind: 'question' }>
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unknownPerson'; readonly word: string };

/** How a text is answered. */
export interface AskOptions extends Omit<AnswerOptions, 'timeZone'> {
  /** Told how the text was read, whatever becomes of it then. */
  readonly onRead?: (reading: QuestionReading) => void;
  /** Ids of the accounts that may be asked about; empty or absent: all. */
  readonly accounts?: readonly string[];
  /** What the same person asked last in the same place: what is typed may change it. */
  readonly before?: Said | undefined;
  /** It was saved so: it is asked as a whole, or not at all. */
  readonly isSaved?: boolean;
}

/** What became of a text that was asked. */
export type AskOutcome =
  | Unanswered
  | {
      readonly kind: 'answered';
      readonly answer: Answer;
      readonly guesses: readonly string[];
      /** Parts of the text that mean nothing for the question. */
      readonly setAside: readonly string[];
      readonly timeZone: string;
      /** What was typed, without secrets. */
      readonly typed: string;
      /** What the question was made of. */
      readonly said: Said;
    };

/**
 * Answers a text, whoever asks and wherever: whether they may, what they mean, whom they name, and the answer.
 * @throws when Slack can't be asked whom a question names
 */
export async function ask(
  typed: string,
  asker: Asker,
  options: AskOptions,
  answering: Answering,
): Promise<AskOutcome> {
  const permission = await asker.permission();
  if (permission.kind === 'refused') return permission;
  const { timeZone } = permission;
  // What was pasted by mistake must be neither kept nor shown. What is too long is not looked at: no more than its length is said.
  const cleaned = typed.length > MAX_QUESTION_LENGTH ? typed : redactText(typed);
  await answering.learnNames();
  const { reading, said } = readOn(cleaned, options.before, answering.context(timeZone));
  options.onRead?.(reading);
  const isLost = options.isSaved === true && said.texts.length <= (options.before?.texts.length ?? 0);
  if (isLost) return { kind: 'refused', message: notAsSaved([...(options.before?.texts ?? []), cleaned]) };
  if (reading.kind !== 'question') return reading;
  const { question, setAside } = reading;
  const namesakes = saysNamesakes(question);
  const guesses = namesakes === undefined ? reading.guesses : [...reading.guesses, namesakes];
  const named = await asker.namesIn(question);
  if (named.kind === 'unknown') return { kind: 'unknownPerson', word: named.word };
  const within = withinAccounts(withUsers(question, named.names), options.accounts ?? []);
  if (!within) return { kind: 'refused', message: notAbout(question) };
  const answer = await answering.answer(within, { ...options, timeZone }, question);
  return { kind: 'answered', answer, guesses, setAside, timeZone, typed: cleaned, said };
}

function notAsSaved(texts: readonly string[]): string {
  const asked = texts.map(text => `"${text}"`).join(', then ');
  return `I can't read this saved question any more: ${asked}. Something that it names may be called otherwise now. Ask it anew, and save it again.`;
}

function notAbout(question: Question): string {
  return `You may not ask about ${(wantedOf(question, 'account') ?? []).join(' or ')}. An administrator can allow it under askers.accounts in cctrail.yml.`;
}
