import type { QuestionWord } from '../question.ts';
import abbreviations from './abbreviations.json' with { type: 'json' };
import english from './english.json' with { type: 'json' };
import frames from './frames.json' with { type: 'json' };
import functionWords from './function-words.json' with { type: 'json' };
import asking from './question-words.json' with { type: 'json' };
import restrictors from './restrictors.json' with { type: 'json' };
import slips from './slips.json' with { type: 'json' };

/** Kinds of words that carry no meaning of their own in a question. */
export type FunctionKind = keyof typeof functionWords;

/** The words of a kind. */
export const FUNCTION_WORDS = Object.fromEntries(
  Object.entries(functionWords).map(([kind, { words }]) => [kind, setOf(words)]),
) as unknown as Readonly<Record<FunctionKind, ReadonlySet<string>>>;

/** Words that narrow or turn what is asked. */
export const RESTRICTORS: ReadonlySet<string> = setOf(restrictors.words);

/** Words, and runs of words, that say what sort of answer is wanted; the longest first. */
export const QUESTION_WORDS: readonly { readonly words: readonly string[]; readonly asks: QuestionWord }[] =
  asking.asks
    .map(({ words, asks }) => ({ words: words.split(' '), asks: asks as QuestionWord }))
    .toSorted((a, b) => b.words.length - a.words.length);

/** Longer words, perhaps several, by what people type for them. */
export const ABBREVIATIONS: ReadonlyMap<string, readonly string[]> = new Map(
  abbreviations.map(({ short, words }) => [short, words.split(' ')] as const),
);

/** Slips in words too short to be compared with others. */
export const SLIPS: ReadonlyMap<string, string> = new Map(
  slips.map(({ typed, meant }) => [typed, meant] as const),
);

/** Words of which what people say before they ask consists. */
export const OPENING_WORDS: ReadonlySet<string> = setOf(frames.opening.words);

/** Words that people say before anything else. */
export const INTERJECTIONS: ReadonlySet<string> = setOf(frames.interjections.words);

/** Courtesies after a question, as runs of words by the first of them; the longest first. */
export const CLOSINGS: ReadonlyMap<string, readonly (readonly string[])[]> = byFirst(
  frames.closing.phrases.split('; ').map(phrase => phrase.split(' ')),
);

/** Words said around a question with words that would narrow one, as runs of words by the first of them; the longest first. */
export const IDIOMS: ReadonlyMap<string, readonly (readonly string[])[]> = byFirst(
  frames.idioms.phrases.split('; ').map(phrase => phrase.split(' ')),
);

/** Runs of words that say nothing wherever they stand, by the first of them. */
export const IDLE: ReadonlyMap<string, readonly (readonly string[])[]> = byFirst(
  frames.idle.phrases.split('; ').map(phrase => phrase.split(' ')),
);

/** What a common English word mostly is. */
export type EnglishKind = keyof typeof english;

const ENGLISH: ReadonlyMap<string, EnglishKind> = new Map(
  (Object.entries(english) as [EnglishKind, string][]).flatMap(([kind, words]) =>
    words.split(' ').map(word => [word, kind] as const),
  ),
);

/** What a word mostly is in English; undefined where it is not among the commonest. */
export function englishKindOf(word: string): EnglishKind | undefined {
  return ENGLISH.get(word);
}

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

/** Runs of words by the first of them, the longest first. */
export function byFirst(
  phrases: readonly (readonly string[])[],
): ReadonlyMap<string, readonly (readonly string[])[]> {
  const map = new Map<string, (readonly string[])[]>();
  for (const phrase of phrases.toSorted((a, b) => b.length - a.length))
    map.set(phrase[0] ?? '', [...(map.get(phrase[0] ?? '') ?? []), phrase]);
  return map;
}
