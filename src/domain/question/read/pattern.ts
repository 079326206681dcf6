import { runFilters } from '../match-run.ts';
import { printPattern } from '../print.ts';
import type { Pattern, Question, QuestionContext, QuestionReading } from '../question.ts';
import { readQuestion } from './read.ts';
import { unreadable } from './unreadable.ts';

/** What became of a text that should say which events are meant. */
export type PatternReading =
  | {
      readonly kind: 'pattern';
      readonly pattern: Pattern;
      /** Parts around it that mean nothing for it. */
      readonly setAside: readonly string[];
    }
  | Exclude<QuestionReading, { readonly kind: 'question' }>;

/**
 * Reads a pattern: a question without its time. It holds for what is still to come, so nothing about it may be guessed, and what counts, picks or says when is refused, with
 * the pattern that is left without it.
 */
export function readPattern(text: string, context: QuestionContext): PatternReading {
  const reading = readMeant(text, context);
  if (reading.kind !== 'question') return reading;
  const { question, guesses, setAside } = reading;
  const pattern = patternOf(question);
  const plain = printPattern(pattern);
  const choice = { label: plain, text: plain };
  const odd = whatNoPatternSays(question);
  if (odd !== undefined) return unreadable('no_pattern', odd, plain, [choice]);
  if (guesses.length > 0) {
    const message = `${guesses.join('; ')}: this goes on by itself, so nothing in it may be guessed.`;
    return { kind: 'ambiguous', message, choices: [choice] };
  }
  return { kind: 'pattern', pattern, setAside };
}

/** `everything`, `deletions`, `reads`: behind a word that asks for them they say enough. */
function readMeant(text: string, context: QuestionContext): QuestionReading {
  const reading = readQuestion(text, context);
  if (reading.kind !== 'unreadable' || reading.code !== 'not_a_question') return reading;
  const shown = readQuestion(`show ${text}`, context);
  return shown.kind === 'question' ? shown : reading;
}

/** Which events a question is about, whenever they happen. */
function patternOf({ verbs, objects, indirect, filters, or, without }: Question): Pattern {
  return {
    verbs,
    objects,
    ...(indirect && { indirect }),
    filters,
    ...(or && { or }),
    ...(without && { without }),
  };
}

/** What a question says that is more than which events are meant; undefined: nothing. */
function whatNoPatternSays(question: Question): string | undefined {
  const { time, pick, per, top, atLeast, asks } = question;
  if (time !== null) return 'That says when. This goes by what happens from now on, so leave the time out.';
  if (asks === 'count' || per !== undefined || top !== undefined)
    return 'That counts. Here, say only which events are meant.';
  if (runFilters(question).length > 0)
    return 'In which run a workflow used a role, and of which project it was, is found out afterwards. Say “by workflows”, name the role, or add source:codecatalyst for what happens in CodeCatalyst itself.';
  if (atLeast !== undefined) return 'How often is not told apart here. Say only which events are meant.';
  return pick === 'all'
    ? undefined
    : 'That picks one of several. Here, say which events are meant: all of them.';
}
