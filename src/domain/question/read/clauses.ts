import { OUTCOMES } from '../filters.ts';
import { OBJECTS } from '../lexicon/nouns.ts';
import { VERB_FORMS } from '../lexicon/verbs.ts';
import {
  CLOSINGS,
  FUNCTION_WORDS,
  INTERJECTIONS,
  OPENING_WORDS,
  QUESTION_WORDS,
  RESTRICTORS,
} from '../lexicon/words.ts';
import { nounsAt } from './phrases/things.ts';
import { Sentence } from './sentence.ts';
import { type Token, textOf } from './tokens.ts';

/** The words that ask, with what stands around them and means nothing for it. */
export interface Cut {
  readonly asking: readonly Token[];
  readonly setAside: readonly string[];
  /** The noun before it that a pronoun in it stands for. */
  readonly antecedent?: string;
}

/** Most ways in which a text is cut. */
const MAX_CUTS = 24;

/** The ways to part what asks from what people say around it, the one that sets least aside first. What narrows or turns a meaning is never set aside. */
export function cutsOf(tokens: readonly Token[], sentence: Sentence): readonly Cut[] {
  const parts = partsOf(tokens);
  const cuts: Cut[] = [{ asking: tokens, setAside: [] }];
  for (let first = 0; first < parts.length; first++) {
    if (!parts.slice(0, first).every(part => isFrame(part, sentence, true))) break;
    for (let end = parts.length; end > first; end--) {
      if (!parts.slice(end).every(part => isFrame(part, sentence, false))) break;
      const asking = parts.slice(first, end).flat();
      const aside = [...parts.slice(0, first), ...parts.slice(end)].map(textOf);
      if (first > 0 || end < parts.length) cuts.push({ asking, setAside: aside });
      const opening = openingOf(asking);
      for (const length of opening) {
        cuts.push({
          asking: asking.slice(length),
          setAside: [
            ...parts.slice(0, first).map(textOf),
            textOf(asking.slice(0, length)),
            ...parts.slice(end).map(textOf),
          ],
        });
      }
    }
  }
  const inBetween = parts.filter(
    (part, at) => at > 0 && at < parts.length - 1 && isFrame(part, sentence, false),
  );
  if (inBetween.length > 0) {
    const left = parts.filter(part => !inBetween.includes(part));
    const leading = left.findIndex(part => !isFrame(part, sentence, true));
    const aside = [...left.slice(0, leading), ...inBetween].map(textOf);
    cuts.push({ asking: left.slice(Math.max(0, leading)).flat(), setAside: aside });
  }
  const told = antecedentIn(parts, sentence);
  if (told) cuts.push(told);
  return cuts
    .filter(({ asking }) => asking.length > 0)
    .toSorted((a, b) => b.asking.length - a.asking.length)
    .slice(0, MAX_CUTS);
}

/** "my connection vanished! who removed it": what is told first says what "it" is. */
function antecedentIn(parts: readonly (readonly Token[])[], sentence: Sentence): Cut | undefined {
  const asking = parts.at(-1);
  if (parts.length < 2 || !asking?.some(({ word }) => /^(it|them|that|this)$/.test(word))) return undefined;
  const before = new Sentence(parts.slice(0, -1).flat(), sentence.context);
  const nouns: string[] = [];
  for (let at = 0; at < before.length; at++) {
    const [noun] = nounsAt(before, at);
    const { word = '', quoted, filter, text = '' } = before.tokens[at] ?? {};
    if (noun?.is === 'noun') {
      nouns.push(noun.noun);
      at += noun.words - 1;
    } else if (quoted || filter || /\d|[a-z][A-Z]/.test(text) || RESTRICTORS.has(word) || before.times.at(at))
      return undefined;
  }
  const [antecedent, ...others] = nouns;
  if (antecedent === undefined || others.length > 0) return undefined;
  return { asking, setAside: parts.slice(0, -1).map(textOf), antecedent };
}

/** The parts of a text between its punctuation. */
function partsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1]?.word ?? '';
    // "… and now deploys are broken" is a part of its own.
    if (/^(and|but|so)$/.test(token.word) && /^(now|then)$/.test(next)) parts.push([]);
    parts.at(-1)?.push(token);
    if (token.breaks) parts.push([]);
  }
  return parts.filter(part => part.length > 0);
}

/** Whether a part asks for nothing: it names no deed, thing, person, place or time of ours, and narrows nothing. */
function isFrame(part: readonly Token[], sentence: Sentence, isLeading: boolean): boolean {
  if (part.some(({ text, quoted, filter }) => quoted || filter || /\d|[a-z][A-Z]|[@/_]/.test(text)))
    return false;
  const words = part.map(({ word }) => word);
  if (CLOSINGS.some(phrase => phrase.join(' ') === words.join(' '))) return true;
  // A greeting may hold what would turn a question: "sorry to bother you again".
  if (isLeading && words.some(word => GREETING.test(word)) && words.every(word => OPENING_WORDS.has(word)))
    return true;
  if (ADJUNCT.test(words[0] ?? '')) return false;
  const own = new Sentence(part, sentence.context);
  const isIdle = words.every((word, at) => {
    if (RESTRICTORS.has(word) || (word !== 'now' && own.times.at(at) !== undefined)) return false;
    if (OPENING_WORDS.has(word)) return true;
    // "deploys are broken": what goes on beside it.
    const isThing = VERB_FORMS.has(word) && /^(is|are)$/.test(words[at + 1] ?? '');
    if (OUTCOMES.has(word) || OBJECTS.has(word) || (VERB_FORMS.has(word) && !isThing)) return false;
    return !sentence.context.accounts.some(({ name }) => name.toLowerCase() === word);
  });
  return isIdle && (isLeading || isStatement(words));
}

const GREETING = /^(i|you|me|we|us|sorry|hi|hey|hello|thanks|hmm|ok|okay)$/;

/** Beginnings of a part that narrows what stands before it. */
const ADJUNCT =
  /^(by|with|without|in|on|at|from|via|through|using|under|outside|inside|during|after|before|until|since|near|to|as|of|because|that|which|if)$/;

/** Whether words say something of their own, as "it is urgent" does. */
function isStatement(words: readonly string[]): boolean {
  const [first = ''] = words;
  if (words.every(word => OPENING_WORDS.has(word))) return true;
  return (
    /^(i|we|it|this|they|my|our|and|now|so)$/.test(first) &&
    words.some(word => /^(am|is|are|was|were|have|has|need|want)$/.test(word))
  );
}

/** Beginnings of a part that only say that somebody asks: how many words each has, the shortest first. What follows begins with a word that asks. */
function openingOf(tokens: readonly Token[]): readonly number[] {
  const lengths: number[] = [];
  let isInterjection = true;
  for (let length = 1; length < tokens.length; length++) {
    const token = tokens[length - 1];
    if (!token || token.quoted || token.filter || !OPENING_WORDS.has(token.word)) break;
    // "did the …" asks; "I was wondering" does not.
    if (
      /^(did|has|have|had|was|were)$/.test(token.word) &&
      !/^(i|we|it|could)$/.test(tokens[length - 2]?.word ?? '')
    )
      break;
    isInterjection &&= INTERJECTIONS.has(token.word);
    const next = tokens[length]?.word ?? '';
    const isSaid = length > 1 && /^(that|whether|if)$/.test(token.word);
    if (next === 'if' || next === 'about' || next === 'whether') lengths.push(length + 1);
    else if (isInterjection || isSaid || BEGINS.has(next) || FUNCTION_WORDS.people.has(next))
      lengths.push(length);
  }
  return lengths;
}

/** Words with which a question begins. */
const BEGINS: ReadonlySet<string> = new Set([
  ...QUESTION_WORDS.map(({ words }) => words[0] ?? ''),
  ...'did has have had was were all every everything anything how the recent latest first last my a an'.split(
    ' ',
  ),
]);
