import { SERVICES } from '../../lexicon/services.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { FUNCTION_WORDS, type FunctionKind } from '../../lexicon/words.ts';
import type { Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { ARTICLE, isCalledSo, isOneDoneTo } from './called.ts';
import { numberOf } from './counts.ts';
import { isAccount } from './environments.ts';
import { eventIn } from './forms.ts';
import { nameSort } from './names.ts';
import { isTeamAsThing, nounsAt } from './things.ts';
import { isDoing } from './times.ts';
import { isBase, MAX_WORDS, particleAfter } from './verbs.ts';
import { saysNothing } from './words-of-no-weight.ts';

/** A word of the closed list, as each of the kinds that it may be. */
export function functionsAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  if (word === '') return [];
  const special = saysNothing(sentence, at) ?? saysDid(sentence, at);
  if (special) return [special];
  return [
    ...particlesAt(sentence, at),
    ...pointingAt(sentence, at),
    ...ownAt(sentence, at),
    ...(PIECES_OF.get(word) ?? [])
      .filter(
        ([kind]) =>
          !(kind === 'things' && (isCalledSo(sentence, at) || isUntold(sentence, at))) &&
          !(
            kind === 'people' &&
            (isTeamAsThing(sentence, at) || isCountedEach(sentence, at) || isOneDoneTo(sentence, at))
          ) &&
          !(word === 'coming' && /^(week|month|mon|tue|wed|thu|fri|sat|sun)/.test(sentence.word(at + 1))) &&
          // "did aws delete it": AWS itself, which nothing here stands for.
          !(
            kind === 'places' &&
            /^(did|has|have|by)$/.test(sentence.word(at - 1)) &&
            (VERB_FORMS.has(sentence.word(at + 1)) || /^(do|done|doing)$/.test(sentence.word(at + 1)))
          ) &&
          // "failed to make a bucket public".
          !(kind === 'happening' && particleAfter(sentence, at)?.verbs.includes('expose') === true) &&
          // "from the us".
          !(word === 'us' && sentence.word(at - 1) === 'the') &&
          // "exactly one role".
          !(word === 'exactly' && numberOf(sentence.word(at + 1)) !== undefined) &&
          // "who else": without somebody who is not named.
          !(word === 'else' && /^(who|whoever|(any|some|every)(one|body))$/.test(sentence.word(at - 1))) &&
          // "just before 3pm" is not all that was before.
          !(word === 'just' && /^(before|after|now)$/.test(sentence.word(at + 1))) &&
          !(word === 'logged' && /^(in|on|into|onto|out|off)$/.test(sentence.word(at + 1))),
      )
      .map(([, is]) => ({ is, word, words: 1 })),
  ];
}

/** "who deleted bucket events", "who deleted the api": something more than the thing that is known, of which nothing is. */
function isUntold(sentence: Sentence, at: number): boolean {
  const word = sentence.word(at);
  if (/^(changes?|anything|something|everything|things?|stuff)$/.test(word)) return false;
  const verb = VERB_FORMS.get(sentence.word(at - 2));
  const isWhole = word === 'api' && /^(the|our|an?)$/.test(sentence.word(at - 1)) && verb?.form === 'past';
  // "the payments api secret": more of what it is called, wherever it is.
  const isPart =
    word === 'api' && isAccount(sentence.word(at - 1), sentence) && nounsAt(sentence, at + 1).length > 0;
  return isWhole || isPart || isOneDoneTo(sentence, at);
}

/** "how many roles did each person delete", "the last login of each user": each is told apart, and not whoever it was. */
function isCountedEach(sentence: Sentence, at: number): boolean {
  return (
    /^(each|every)$/.test(sentence.word(at - 1)) &&
    sentence.tokens.some(({ word }) =>
      /^(many|number|count|often|last|latest|first|newest|oldest)$/.test(word),
    )
  );
}

/** Words that only say that something was done: "what was alice up to", "managed to delete", "changed its configuration". */
function saysDid(sentence: Sentence, at: number): Piece | undefined {
  const word = sentence.word(at);
  if (/^(was|were|is|are)$/.test(word) && sentence.run(at + 2, 2) === 'up to' && isDoing(sentence, at + 2))
    return { is: 'auxiliary', word: 'did', words: 1 };
  // "when was alice last seen".
  if (/^(seen|active)$/.test(word) && sentence.word(at - 1) === 'last')
    return { is: 'happening', word: 'done', words: 1 };
  // "who did the stack update": its noun says what was done.
  if (
    word === 'did' &&
    sentence.word(at - 1) === 'who' &&
    ARTICLE.test(sentence.word(at + 1)) &&
    endsInDeed(sentence, at + 2)
  )
    return { is: 'happening', word: 'did', words: 1 };
  // "who did that UpdateTrail thing".
  if (word === 'thing' && eventIn(sentence.text(at - 1)) !== undefined)
    return { is: 'filler', word, words: 1 };
  // "who keeps updating it".
  if (/^(keeps|keep|kept)$/.test(word) && VERB_FORMS.get(sentence.word(at + 1))?.form === 'ing')
    return { is: 'filler', word, words: 1 };
  // "that concern the role x".
  const about =
    /^(?:that|which) (?:concern(?:s|ed)?|involved?|involves|regard(?:s|ed)?|pertain(?:s|ed)? to|relate[sd]? to)/.exec(
      sentence.run(at, 3) || sentence.run(at, 2),
    )?.[0];
  if (about !== undefined) return { is: 'preposition', word: 'concerning', words: about.split(' ').length };
  const isTo = sentence.word(at + 1) === 'to';
  // "events related to x".
  if (/^(related|relating|pertaining)$/.test(word) && isTo)
    return { is: 'preposition', word: 'concerning', words: 2 };
  // "who was active yesterday".
  if (
    word === 'active' &&
    /^(was|were|been)$/.test(sentence.word(at - 1)) &&
    sentence.times.at(at + 1) !== undefined
  )
    return { is: 'happening', word: 'done', words: 1 };
  if (word === 'up' && isTo && isDoing(sentence, at)) return { is: 'happening', word: 'do', words: 2 };
  if (/^(managed|happened|got|dared|wanted)$/.test(word) && isTo && isBase(sentence, at + 2))
    return { is: 'auxiliary', word: 'did', words: 2 };
  // "recent changes": the newest are told first.
  if (word === 'recent' && sentence.word(at - 1) !== 'most')
    return at === 0 ? { is: 'asks', asks: 'list', words: 1 } : { is: 'filler', word, words: 1 };
  return saysSetting(sentence, at);
}

/** Whether a thing and the deed on it stand at a place, and nothing behind them: `stack update`. */
function endsInDeed(sentence: Sentence, at: number): boolean {
  return nounsAt(sentence, at).some(({ is, words }) => {
    const form = VERB_FORMS.get(sentence.word(at + words))?.form;
    const end = at + words + 1;
    return (
      is === 'noun' &&
      (form === 'deed' || form === 'base') &&
      (sentence.ends(end) || sentence.times.at(end) !== undefined)
    );
  });
}

/** What is changed of a thing, where that says no more than that it was: "the config of function x", "public access block settings". */
function saysSetting(sentence: Sentence, at: number): Piece | undefined {
  const word = sentence.word(at);
  // "changed the config of function x".
  if (word === 'config' && /^(of|for|on)$/.test(sentence.word(at + 1)))
    return { is: 'filler', word, words: 1 };
  // "CloudTrail settings": whatever is changed there.
  if (
    /^(settings?|configurations?|config)$/.test(word) &&
    SERVICES.has(sentence.word(at - 1)) &&
    nounsAt(sentence, at).length === 0
  )
    return { is: 'filler', word, words: 1 };
  // "public access block settings".
  const isOfThing =
    /^(settings?|configurations?|config|attributes|properties)$/.test(word) &&
    nounsAt(sentence, at).length === 0 &&
    [1, 2, 3].some(back =>
      nounsAt(sentence, at - back).some(({ is, words }) => is === 'noun' && words === back),
    );
  if (isOfThing) return { is: 'filler', word, words: 1 };
  const isSetting =
    /^(config|configuration|configurations|settings?|setup)$/.test(word) &&
    /^(its|their|the|his|her)$/.test(sentence.word(at - 1)) &&
    // "the config role": one that is called so.
    [at, at + 1].every(place => nounsAt(sentence, place).length === 0);
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
    const service = SERVICES.has(sentence.word(at + 1 + article)) ? 1 : 0;
    if (words === 1 && last === 'off' && nounsAt(sentence, at + 1 + article + service).length > 0)
      return [{ is: 'preposition', word: 'from', words }];
    if (words === 1) return [{ is: 'filler', word: last, words }];
    return [{ is: 'preposition', word: last === 'of' ? 'from' : last, words }];
  }
  return [];
}

/** "did alice change her password": hers, where somebody was named; else somebody is meant whom nobody knows. */
function ownAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  // "did bob have his policy removed": by somebody else.
  if (!/^(his|her)$/.test(word) || /^(have|has|had|get|got)$/.test(sentence.word(at - 1))) return [];
  const isNamed = sentence.tokens
    .slice(0, at)
    .some((_, place) => /^(plain|proper|identifier)$/.test(nameSort(sentence, place) ?? ''));
  return isNamed ? [{ is: 'article', word: 'its', words: 1 }] : [];
}

/** "did somebody cancel that": what was told before. */
function pointingAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  if (!/^(that|this|those|these)$/.test(word)) return [];
  // "changed that record": something that is not named.
  if (/^(records?|entry|entries|resources?|things?|items?)$/.test(sentence.word(at + 1)))
    return [{ is: 'pronoun', word, words: 2 }];
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

/** Pieces that a word of the closed lists may be, by the word. */
const PIECES_OF: ReadonlyMap<string, typeof FUNCTION_PIECES> = new Map(
  FUNCTION_PIECES.flatMap(([kind]) => [...FUNCTION_WORDS[kind]]).map(
    word => [word, FUNCTION_PIECES.filter(([kind]) => FUNCTION_WORDS[kind].has(word))] as const,
  ),
);
