import { pastOf, VERB_FORMS } from '../lexicon/verbs.ts';
import type { Proposal, QuestionContext } from '../question.ts';
import { cheapest } from './cheapest.ts';
import { agentsAt } from './phrases/agents.ts';
import { isName } from './phrases/names.ts';
import { peopleAt } from './phrases/people.ts';
import { scopesAt } from './phrases/scopes.ts';
import { nounsAt } from './phrases/things.ts';
import { Sentence } from './sentence.ts';
import { type Token, textOf, tokenise } from './tokens.ts';

/** Most questions that are offered in the place of a text that is none. */
const MAX_PROPOSALS = 2;

/** Questions about what a text is about, where it is none itself: of "how do I delete a connection", who deleted one. */
export function insteadOf(
  { code, suggestion }: { readonly code: string; readonly suggestion: string },
  tokens: readonly Token[],
  context: QuestionContext,
): readonly Proposal[] {
  // An order is refused with the question that has all its words.
  if (code === 'not_a_question' && isQuestion(suggestion, context))
    return [{ label: suggestion, text: suggestion }];
  const sentence = new Sentence(tokens, context);
  const verb = tokens
    .flatMap(({ word, quoted, filter }) => (quoted || filter ? [] : (VERB_FORMS.get(word) ?? [])))
    // Who approved a card accepted nothing.
    .find(one => code !== 'ledger' || !/^(accept|reject|authorize)$/.test(one.verb));
  const thing = thingIn(sentence);
  const narrowed = narrowedBy(sentence);
  const texts = [
    ...(verb && thing !== '' ? [`who ${pastOf(verb.verb)} ${thing}`] : []),
    ...(thing === '' ? [] : [`what happened to ${thing}`]),
    ...(verb && thing === '' ? [`who ${pastOf(verb.verb)}`] : []),
  ].map(text => `${text}${narrowed}`);
  return texts
    .filter(text => isQuestion(text, context))
    .slice(0, MAX_PROPOSALS)
    .map(text => ({ label: text, text }));
}

/** The first noun, with the name behind it; empty where there is none. */
function thingIn(sentence: Sentence): string {
  for (let at = 0; at < sentence.length; at++) {
    const [noun] = nounsAt(sentence, at);
    if (noun?.is !== 'noun') continue;
    const after = at + noun.words;
    const name = isName(sentence, after, 'person') ? sentence.tokens.slice(after, after + 1) : [];
    return [noun.noun, textOf(name)].filter(Boolean).join(' ');
  }
  return '';
}

/** Times that are not still to come, places and people, as they were typed. */
function narrowedBy(sentence: Sentence): string {
  const { tokens, times, context } = sentence;
  const parts: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const time = times.at(at);
    const isPast = time !== undefined && time.range.from < context.now;
    const filter = [...scopesAt(sentence, at), ...agentsAt(sentence, at), ...peopleAt(sentence, at)].find(
      ({ is }) => is === 'filter',
    );
    const words = isPast ? time.words : (filter?.words ?? 0);
    if (words === 0) continue;
    parts.push(` ${textOf(tokens.slice(at, at + words))}`);
    at += words - 1;
  }
  return parts.join('');
}

function isQuestion(text: string, context: QuestionContext): boolean {
  return cheapest([{ tokens: tokenise(text), cost: 0, guesses: [] }], context)?.kind === 'question';
}
