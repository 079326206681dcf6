import type { QuestionContext, QuestionReading } from '../question.ts';
import { askBack } from './ask-back.ts';
import { cheapest } from './cheapest.ts';
import { readDialect } from './dialect.ts';
import { readErrorMessage } from './error-message.ts';
import { explain } from './explain.ts';
import { gateOf } from './gates.ts';
import { titledPolicies } from './given-policies.ts';
import { insteadOf } from './instead.ts';
import { MAX_QUESTION_LENGTH, normalise } from './normalise.ts';
import { readQueryLanguage } from './query-language.ts';
import { readSlashDates } from './slash-dates.ts';
import { withoutStranded } from './stranded.ts';
import { type Token, tokenise } from './tokens.ts';
import { unreadable } from './unreadable.ts';
import { type Wording, wordingsOf } from './words.ts';

/**
 * Reads a question. The clause that asks is read strictly: each of its words fills a slot or is one of a closed list, or the text is refused, and the part named with
 * what may be meant. What people say around it is set aside and given back. Never throws.
 */
export function readQuestion(text: string, context: QuestionContext): QuestionReading {
  if (text.length > MAX_QUESTION_LENGTH) {
    const length = text.length.toLocaleString('en');
    return unreadable(
      'question_too_long',
      `That is ${length} characters; a question has at most ${MAX_QUESTION_LENGTH}.`,
      'who deleted connection',
    );
  }
  const typed = withoutQuotes(tokenise(normalise(readErrorMessage(readQueryLanguage(text)))));
  const [only] = typed;
  if (!only || (typed.length === 1 && /^(help|\?|hi|hello)$/.test(only.word))) return { kind: 'help' };
  const dates = readSlashDates(typed, context);
  if (dates.kind === 'ambiguous') return dates;
  const written = readDialect(dates.tokens, context);
  if ('kind' in written) return written;
  const tokens = titledPolicies(written);
  const wordings = wordingsOf(tokens, context);
  const [{ tokens: first } = { tokens }] = wordings;
  const isAsTyped = first.length === tokens.length && first.every((token, at) => token === tokens[at]);
  const gate = gateOf(first) ?? (isAsTyped ? undefined : gateOf(tokens));
  if (gate) {
    const proposals = insteadOf(gate, first, context);
    return besideGate(wordings, context) ?? { ...gate, ...(proposals.length > 0 && { proposals }) };
  }
  // "to which group": the thing is said before what was done.
  const isLed = /^(which|what)$/.test(tokens[1]?.word ?? '');
  const reading =
    (isLed ? strandedIn(tokens, context) : undefined) ??
    cheapest(wordings, context) ??
    strandedIn(tokens, context) ??
    explain(wordings, context);
  return reading.kind === 'question'
    ? (askBack(reading.question, tokens, context, other => isPlain(other, context)) ?? reading)
    : reading;
}

/** "which group was bob added to": which one it was, every event tells. */
function strandedIn(tokens: readonly Token[], context: QuestionContext): ReturnType<typeof cheapest> {
  const asked = withoutStranded(tokens);
  const reading = asked && cheapest(wordingsOf(asked, context), context);
  return reading?.kind === 'question'
    ? { ...reading, question: { ...reading.question, asks: 'list' } }
    : reading;
}

/** Whether a text is a question that needs no asking back. */
function isPlain(text: string, context: QuestionContext): boolean {
  return readQuestion(text, context).kind === 'question';
}

/** A question beside words that would be none by themselves: "should we worry? who deleted connection". */
function besideGate(wordings: readonly Wording[], context: QuestionContext): QuestionReading | undefined {
  const tokens = wordings[0]?.tokens ?? [];
  return cheapest(
    wordings.slice(0, 1),
    context,
    ({ asking, setAside }) => setAside.length > 0 && !gateOf(asking) && !gateOf(withOpening(asking, tokens)),
  );
}

/** Some of the words with what stands before them in their part: "will the …" is no opening. */
function withOpening(asking: readonly Token[], tokens: readonly Token[]): readonly Token[] {
  const [first] = asking;
  let from = first === undefined ? -1 : tokens.indexOf(first);
  if (from < 0) return asking;
  const to = from;
  while (from > 0 && tokens[from - 1]?.breaks !== true) from -= 1;
  return [...tokens.slice(from, to), ...asking];
}

/** Fewest words in quotes that are somebody's words, and no name. */
const MIN_SENTENCE_WORDS = 5;

/** Somebody may put the whole of it in quotes, with a greeting before them. */
function withoutQuotes(tokens: readonly Token[]): readonly Token[] {
  const [whole, ...others] = tokens.filter(({ quoted }) => quoted);
  if (!whole || others.length > 0) return tokens;
  // Nothing is called so: somebody's words.
  if (tokens.length > 1 && whole.text.split(' ').length >= MIN_SENTENCE_WORDS)
    return tokens.flatMap(token =>
      token === whole ? unquoted({ ...whole, breaks: true, stops: whole.stops ?? '.' }) : [token],
    );
  const asks =
    /^(who|what|when|which|where|did|has|was|were|how many|show|list)\b/i.test(whole.text) &&
    whole.text.split(' ').length > 2;
  return tokens.length === 1 || asks
    ? tokens.flatMap(token => (token === whole ? unquoted(whole) : [token]))
    : tokens;
}

function unquoted({ text, breaks, stops }: Token): readonly Token[] {
  const inner = tokenise(normalise(text));
  return inner.map((token, at) =>
    breaks && at === inner.length - 1 ? { ...token, breaks, ...(stops && { stops }) } : token,
  );
}
