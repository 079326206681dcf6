import { LONGEST_NOUN, OBJECTS } from '../../lexicon/nouns.ts';
import { PHRASAL_VERBS, VERB_FORMS } from '../../lexicon/verbs.ts';
import { FUNCTION_WORDS, type FunctionKind } from '../../lexicon/words.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { isName } from './names.ts';

/** A noun of the lexicon, the longest there and shorter ones, in case the rest is read otherwise. */
export function nounsAt(sentence: Sentence, at: number): readonly Piece[] {
  const pieces: Piece[] = [];
  // Who disconnects an account takes its connection away.
  if (
    /^accounts?$/.test(sentence.word(at)) &&
    [at - 1, at - 2].some(place => /^(dis|re)?connect(s|ed|ing)?$/.test(sentence.word(place)))
  )
    pieces.push({ is: 'noun', noun: 'connection', words: 1 });
  for (let length = LONGEST_NOUN; length >= 1; length--) {
    const run = sentence.run(at, length).replace(/-/g, ' ');
    const noun = run === '' ? undefined : OBJECTS.get(run);
    if (!noun) continue;
    const next = sentence.word(at + length);
    if (noun.name === 'user' && /^(activity|activities|actions?|operations?)$/.test(next)) {
      pieces.push({ is: 'people', word: run, words: length });
      continue;
    }
    pieces.push({ is: 'noun', noun: noun.name, words: length, ...(pieces.length > 0 && { cost: 0.3 }) });
  }
  return pieces;
}

/** A verb of the lexicon in any form; `log in` takes its preposition along. */
export function verbsAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  if (word === '') return [];
  const pieces: Piece[] = [];
  if (MAKING.test(word) && saysWhatWasMade(sentence, at)) return [];
  const phrasal = PHRASAL_VERBS.find(
    ({ forms, particle }) => forms.has(word) && sentence.has(at + 1, particle),
  );
  if (phrasal) {
    const { base, particle, verbs } = phrasal;
    const form = word.endsWith('ing') ? 'ing' : word === base ? 'base' : 'past';
    pieces.push({ is: 'verb', verbs, form, words: 1 + particle.length });
  }
  const again = /^re-(.+)$/.exec(word)?.[1];
  const written = VERB_FORMS.get(word) ?? (again === undefined ? undefined : VERB_FORMS.get(again));
  if (written) {
    const { verb, form } = written;
    const isGuess = again !== undefined && !VERB_FORMS.has(word);
    pieces.push({
      is: 'verb',
      verbs: [verb],
      form,
      words: 1,
      ...(phrasal && { cost: 0.5 }),
      ...(isGuess && { guess: `"${sentence.text(at)}" read as "${again}"`, cost: 0.2 }),
    });
  }
  // "was denied access to secret x": to reading it as much as to changing it.
  if (word === 'access' || word === 'accessed' || word === 'accesses' || word === 'accessing')
    pieces.push({
      is: 'verb',
      verbs: ['access'],
      form: word === 'access' ? 'deed' : 'past',
      words: 1,
      cost: 0.1,
    });
  return pieces;
}

const MAKING = /^(make|makes|made|making)$/;

/** "made changes", "making the association": what was done is said by what was made. */
function saysWhatWasMade(sentence: Sentence, at: number): boolean {
  const isDeed = (word: string) => FUNCTION_WORDS.things.has(word) || VERB_FORMS.get(word)?.form === 'deed';
  for (let place = Math.max(0, at - 5); place < Math.min(sentence.length, at + 6); place++) {
    if (place !== at && isDeed(sentence.word(place)) && !(place < at && sentence.tokens[place]?.breaks))
      return true;
  }
  return false;
}

/** `connection named shop`, `connection with id abc`: whatever follows is the name. */
export function namedAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  const lead = /^(named|called|titled)$/.test(word)
    ? 1
    : /^(with|whose)$/.test(word) && /^(id|name|arn|ids|names)$/.test(sentence.word(at + 1))
      ? 2
      : /^(id|arn)$/.test(word)
        ? 1
        : 0;
  const token = sentence.tokens[at + lead];
  if (
    lead === 0 ||
    !token ||
    token.filter ||
    (lead !== 1 || word === 'id' || word === 'arn' ? !isName(sentence, at + lead, 'titled') : false)
  )
    return [];
  return [{ is: 'filter', words: lead + 1, filters: [filterOn('resource', token.text)], about: 'what' }];
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

/** A word of the closed list, as each of the kinds that it may be. */
export function functionsAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  if (word === '') return [];
  // Who created a new one created it.
  const isMade =
    /^(new|brand)$/.test(word) &&
    [1, 2, 3].some(back =>
      /^(create|start|deploy)$/.test(VERB_FORMS.get(sentence.word(at - back))?.verb ?? ''),
    );
  if (isMade) return [{ is: 'article', word, words: 1 }];
  return FUNCTION_PIECES.filter(([kind]) => FUNCTION_WORDS[kind].has(word)).map(([, is]) => ({
    is,
    word,
    words: 1,
  }));
}
