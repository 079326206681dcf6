import { LONGEST_NOUN, OBJECTS } from '../lexicon/nouns.ts';
import { VERB_FORMS } from '../lexicon/verbs.ts';
import { type Token, wordToken } from './tokens.ts';

/** Prepositions that stand behind, or before, what asks for the thing that they belong to. */
const PREPOSITION = /^(to|from|into|off|with|in|on)$/;
/** Words behind a preposition that belong to no thing. */
const BEHIND = /^(|in|on|at|since|last|this|today|yesterday|during|before|after|please|pls|exactly)$/;

/**
 * `which group was bob added to` and `to which group was bob added`, as what is answered with the same events: when was bob added to a group. Undefined where nothing is stranded.
 */
export function withoutStranded(tokens: readonly Token[]): readonly Token[] | undefined {
  const lead = PREPOSITION.test(tokens[0]?.word ?? '') ? 1 : 0;
  if (!/^(which|what)$/.test(tokens[lead]?.word ?? '')) return undefined;
  const noun = nounAt(tokens, lead + 1);
  const from = lead + 1 + noun.length;
  if (noun.length === 0 || !/^(was|were|did)$/.test(tokens[from]?.word ?? '')) return undefined;
  const at = lead === 1 ? endOf(tokens, from) : strandedAt(tokens, from + 2);
  if (at < 0) return undefined;
  const preposition = tokens[lead === 1 ? 0 : at];
  if (!preposition) return undefined;
  const { breaks: _breaks, stops: _stops, ...plain } = preposition;
  // "what project was bob in": what there was, and nothing that was done.
  if (!tokens.slice(from + 1, at).some(({ word }) => VERB_FORMS.has(word))) return undefined;
  const [before, behind] = [tokens.slice(from, at), tokens.slice(lead === 1 ? at : at + 1)];
  return [wordToken('when'), ...before, plain, wordToken('a'), ...noun, ...behind];
}

function nounAt(tokens: readonly Token[], at: number): readonly Token[] {
  for (let length = LONGEST_NOUN; length > 0; length--) {
    const run = tokens.slice(at, at + length);
    if (run.length === length && OBJECTS.has(run.map(({ word }) => word).join(' '))) return run;
  }
  return [];
}

/** Where a preposition stands that nothing follows on; -1 where none does. */
function strandedAt(tokens: readonly Token[], from: number): number {
  return tokens.findIndex(
    ({ word, quoted }, at) =>
      at >= from &&
      !quoted &&
      PREPOSITION.test(word) &&
      BEHIND.test(tokens[at + 1]?.word ?? '') &&
      !(at + 1 < tokens.length && /^(in|on)$/.test(word)),
  );
}

/** Where what was done ends, before a time or the like. */
function endOf(tokens: readonly Token[], from: number): number {
  const at = tokens.findIndex(({ word }, place) => place > from + 1 && BEHIND.test(word));
  return at < 0 ? tokens.length : at;
}
