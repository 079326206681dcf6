import { OUTCOMES } from '../../filters.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { FUNCTION_WORDS, type FunctionKind } from '../../lexicon/words.ts';
import type { Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { nounsAt } from './things.ts';
import { isDoing } from './times.ts';
import { isBase, MAX_WORDS, particleAfter } from './verbs.ts';

/** A word of the closed list, as each of the kinds that it may be. */
export function functionsAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  if (word === '') return [];
  const special = saysNothing(sentence, at) ?? saysDid(sentence, at);
  if (special) return [special];
  return [
    ...particlesAt(sentence, at),
    ...pointingAt(sentence, at),
    ...FUNCTION_PIECES.filter(([kind]) => FUNCTION_WORDS[kind].has(word)).map(([, is]) => ({
      is,
      word,
      words: 1,
    })),
  ];
}

/** A word that narrows elsewhere, and nothing where it stands; undefined where it is none. */
function saysNothing(sentence: Sentence, at: number): Piece | undefined {
  const word = sentence.word(at);
  const next = sentence.word(at + 1);
  switch (word) {
    case 'new':
    case 'brand': {
      // Who created a new one created it.
      const isMade = [1, 2, 3, -2, -3].some(back =>
        /^(create|start|deploy|associate|register|publish|invite|push|authorize)$/.test(
          VERB_FORMS.get(sentence.word(at - back))?.verb ?? '',
        ),
      );
      return isMade ? { is: 'article', word, words: 1 } : undefined;
    }
    case 'which':
    case 'what': {
      // "to which group".
      const isOf = FUNCTION_WORDS.prepositions.has(sentence.word(at - 1));
      return isOf && nounsAt(sentence, at + 1).length > 0 ? { is: 'article', word, words: 1 } : undefined;
    }
    case 'afterwards':
    case 'subsequently': {
      // "who accepted and who deleted it afterwards": both are told with their times.
      const isLast = at + 1 >= sentence.length || sentence.tokens[at]?.breaks === true;
      return isLast && sentence.tokens.some(token => token.word === 'and')
        ? { is: 'filler', word, words: 1 }
        : undefined;
    }
    case 'only': {
      // "by alice only", "deletions only, please": nothing else was asked for.
      const isPolite = /^(please|pls|plz|thanks)$/.test(next) && at + 2 >= sentence.length;
      const isEnd = at + 1 >= sentence.length || sentence.tokens[at]?.breaks === true || isPolite;
      const isStart = at === 0 && (/^(the|a|an)$/.test(next) || OUTCOMES.has(next));
      return (isEnd && at > 1) || isStart ? { is: 'filler', word, words: 1 } : undefined;
    }
    default: {
      const isSort =
        /^(administration|administrative|administrator|management|control-plane|security-relevant)$/.test(
          word,
        );
      if (isSort && FUNCTION_WORDS.things.has(next)) return { is: 'article', word, words: 1 };
      // "associated with or disassociated from connections".
      const isShared =
        FUNCTION_WORDS.prepositions.has(word) &&
        /^(or|and)$/.test(next) &&
        VERB_FORMS.get(sentence.word(at + 2))?.form === 'past' &&
        VERB_FORMS.has(sentence.word(at - 1));
      return isShared ? { is: 'filler', word, words: 1 } : undefined;
    }
  }
}

/** Words that only say that something was done: "what was alice up to", "managed to delete", "changed its configuration". */
function saysDid(sentence: Sentence, at: number): Piece | undefined {
  const word = sentence.word(at);
  if (/^(was|were|is|are)$/.test(word) && sentence.run(at + 2, 2) === 'up to' && isDoing(sentence, at + 2))
    return { is: 'auxiliary', word: 'did', words: 1 };
  const isTo = sentence.word(at + 1) === 'to';
  if (word === 'up' && isTo && isDoing(sentence, at)) return { is: 'happening', word: 'do', words: 2 };
  if (/^(managed|happened|got|dared)$/.test(word) && isTo && isBase(sentence, at + 2))
    return { is: 'auxiliary', word: 'did', words: 2 };
  const isSetting =
    /^(config|configuration|configurations|settings?|setup)$/.test(word) &&
    /^(its|their|the|his|her)$/.test(sentence.word(at - 1)) &&
    nounsAt(sentence, at).length === 0;
  return isSetting ? { is: 'thing', word, words: 1 } : undefined;
}

/** A particle whose verb stands before its object; the last word of `out of` waits for what follows. */
function particlesAt(sentence: Sentence, at: number): readonly Piece[] {
  for (let back = 2; back <= MAX_WORDS; back++) {
    const phrasal = particleAfter(sentence, at - back);
    if (!phrasal || !sentence.has(at, phrasal.particle)) continue;
    const { particle } = phrasal;
    const last = particle.at(-1) ?? '';
    const words = particle.length;
    // "took it off the connection": from it.
    const article = /^(the|our|my|a|an)$/.test(sentence.word(at + 1)) ? 1 : 0;
    if (words === 1 && last === 'off' && nounsAt(sentence, at + 1 + article).length > 0)
      return [{ is: 'preposition', word: 'from', words }];
    if (words === 1) return [{ is: 'filler', word: last, words }];
    return [{ is: 'preposition', word: last === 'of' ? 'from' : last, words }];
  }
  return [];
}

/** "did somebody cancel that": what was told before. */
function pointingAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  if (!/^(that|this|those|these)$/.test(word)) return [];
  const ends =
    at + 1 >= sentence.length ||
    sentence.tokens[at]?.breaks === true ||
    sentence.times.at(at + 1) !== undefined;
  return ends ? [{ is: 'pronoun', word, words: 1 }] : [];
}

const FUNCTION_PIECES: readonly (readonly [
  kind: FunctionKind,
  is:
    | 'article'
    | 'pronoun'
    | 'auxiliary'
    | 'people'
    | 'thing'
    | 'happening'
    | 'filler'
    | 'preposition'
    | 'joint',
])[] = [
  ['articles', 'article'],
  ['pronouns', 'pronoun'],
  ['auxiliaries', 'auxiliary'],
  ['people', 'people'],
  ['things', 'thing'],
  ['happening', 'happening'],
  ['adverbs', 'filler'],
  ['prepositions', 'preposition'],
  ['joints', 'joint'],
  ['places', 'article'],
];
