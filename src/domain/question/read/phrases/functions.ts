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
  // Who created a new one created it.
  const isMade =
    /^(new|brand)$/.test(word) &&
    [1, 2, 3, -2, -3].some(back =>
      /^(create|start|deploy|associate|register|publish|invite|push|authorize)$/.test(
        VERB_FORMS.get(sentence.word(at - back))?.verb ?? '',
      ),
    );
  // "to which group".
  const isWhich =
    /^(which|what)$/.test(word) &&
    FUNCTION_WORDS.prepositions.has(sentence.word(at - 1)) &&
    nounsAt(sentence, at + 1).length > 0;
  if (isWhich) return [{ is: 'article', word, words: 1 }];
  // "changed its configuration": changed it.
  const isSetting =
    /^(config|configuration|configurations|settings?|setup)$/.test(word) &&
    /^(its|their|the|his|her)$/.test(sentence.word(at - 1)) &&
    nounsAt(sentence, at).length === 0;
  if (isSetting) return [{ is: 'thing', word, words: 1 }];
  // "by alice only", "deletions only, please": nothing else was asked for.
  const isEnd = at + 1 >= sentence.length || sentence.tokens[at]?.breaks === true;
  const isStart = at === 0 && (/^(the|a|an)$/.test(sentence.word(1)) || OUTCOMES.has(sentence.word(1)));
  if (word === 'only' && ((isEnd && at > 1) || isStart)) return [{ is: 'filler', word, words: 1 }];
  const isSort =
    /^(administration|administrative|administrator|management|control-plane|security-relevant)$/.test(word);
  if (isMade || (isSort && FUNCTION_WORDS.things.has(sentence.word(at + 1))))
    return [{ is: 'article', word, words: 1 }];
  // "what was alice up to": did.
  if (/^(was|were|is|are)$/.test(word) && sentence.run(at + 2, 2) === 'up to' && isDoing(sentence, at + 2))
    return [{ is: 'auxiliary', word: 'did', words: 1 }];
  if (word === 'up' && sentence.word(at + 1) === 'to' && isDoing(sentence, at))
    return [{ is: 'happening', word: 'do', words: 2 }];
  // "managed to delete": it was done.
  if (
    /^(managed|happened|got|dared)$/.test(word) &&
    sentence.word(at + 1) === 'to' &&
    isBase(sentence, at + 2)
  )
    return [{ is: 'auxiliary', word: 'did', words: 2 }];
  // "associated with or disassociated from connections".
  const isShared =
    FUNCTION_WORDS.prepositions.has(word) &&
    /^(or|and)$/.test(sentence.word(at + 1)) &&
    VERB_FORMS.get(sentence.word(at + 2))?.form === 'past' &&
    VERB_FORMS.has(sentence.word(at - 1));
  if (isShared) return [{ is: 'filler', word, words: 1 }];
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

/** A particle whose verb stands before its object; the last word of `out of` waits for what follows. */
function particlesAt(sentence: Sentence, at: number): readonly Piece[] {
  for (let back = 2; back <= MAX_WORDS; back++) {
    const phrasal = particleAfter(sentence, at - back);
    if (!phrasal || !sentence.has(at, phrasal.particle)) continue;
    const { particle } = phrasal;
    const last = particle.at(-1) ?? '';
    const words = particle.length;
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
