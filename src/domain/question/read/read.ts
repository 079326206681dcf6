import type { QuestionContext, QuestionReading } from '../question.ts';
import { cheapest } from './cheapest.ts';
import { cutsOf } from './clauses.ts';
import { readDialect } from './dialect.ts';
import { explain } from './explain.ts';
import { gateOf } from './gates.ts';
import { MAX_QUESTION_LENGTH, normalise } from './normalise.ts';
import { Sentence } from './sentence.ts';
import { readSlashDates } from './slash-dates.ts';
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
  const typed = withoutQuotes(tokenise(normalise(text)));
  const [only] = typed;
  if (!only || (typed.length === 1 && /^(help|\?|hi|hello)$/.test(only.word))) return { kind: 'help' };
  const dates = readSlashDates(typed, context);
  if (dates.kind === 'ambiguous') return dates;
  const tokens = readDialect(dates.tokens, context);
  if ('kind' in tokens) return tokens;
  const wordings = wordingsOf(tokens, context);
  const gate = gateOf(wordings[0]?.tokens ?? tokens) ?? gateOf(tokens);
  if (gate) return besideGate(wordings, context) ?? gate;
  return cheapest(wordings, context) ?? explain(wordings, context);
}

/** A question beside words that would be none by themselves: "should we worry? who deleted connection". */
function besideGate([likeliest]: readonly Wording[], context: QuestionContext): QuestionReading | undefined {
  const tokens = likeliest?.tokens ?? [];
  for (const { asking, setAside, antecedent } of cutsOf(tokens, new Sentence(tokens, context))) {
    if (setAside.length === 0 || antecedent || gateOf(asking)) continue;
    const reading = cheapest([{ tokens: asking, cost: 0, guesses: [] }], context);
    if (reading?.kind === 'question' && reading.setAside.length === 0)
      return { ...reading, guesses: likeliest?.guesses ?? [], setAside };
  }
  return undefined;
}

/** Somebody may put the whole of it in quotes, with a greeting before them. */
function withoutQuotes(tokens: readonly Token[]): readonly Token[] {
  const [whole, ...others] = tokens.filter(({ quoted }) => quoted);
  if (!whole || others.length > 0) return tokens;
  const asks =
    /^(who|what|when|which|where|did|has|was|were|how many|show|list)\b/i.test(whole.text) &&
    whole.text.split(' ').length > 2;
  return tokens.length === 1 || asks
    ? tokens.flatMap(token => (token === whole ? unquoted(whole) : [token]))
    : tokens;
}

function unquoted({ text, breaks }: Token): readonly Token[] {
  const inner = tokenise(normalise(text));
  return inner.map((token, at) => (breaks && at === inner.length - 1 ? { ...token, breaks } : token));
}
