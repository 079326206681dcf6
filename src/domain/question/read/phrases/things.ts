import { LONGEST_NOUN, OBJECTS } from '../../lexicon/nouns.ts';
import { PHRASAL_VERBS, type PhrasalVerb, VERB_FORMS } from '../../lexicon/verbs.ts';
import { FUNCTION_WORDS, type FunctionKind } from '../../lexicon/words.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { eventIn } from './forms.ts';
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
  // "created an account": one of an organization.
  const isMember = [at - 1, at - 2, at - 3].some(place =>
    /^(create|invite|move|close)(s|d|ed|ing)?$|^clos(ed|ing)$|^creat(ed|ing)$|^invit(ed|ing)$|^mov(ed|ing)$/.test(
      sentence.word(place),
    ),
  );
  const isMadeLater = VERB_FORMS.get(sentence.word(at + 1))?.verb === 'create';
  const isOfOrganization = [2, 3].some(more => /^organi[sz]ation$/.test(sentence.word(at + more)));
  if (/^accounts?$/.test(sentence.word(at)) && (isMember || isOfOrganization || isMadeLater))
    pieces.push({ is: 'noun', noun: 'aws account', words: 1 });
  for (let length = LONGEST_NOUN; length >= 1; length--) {
    const run = sentence.run(at, length).replace(/-/g, ' ');
    const noun = run === '' ? undefined : OBJECTS.get(run);
    if (!noun) continue;
    const next = sentence.word(at + length);
    if (noun.name === 'user' && /^(activity|activities|actions?|operations?)$/.test(next)) {
      pieces.push({ is: 'people', word: run, words: length });
      continue;
    }
    // "all users other than alice who deleted …": whoever did.
    const isActing = [2, 3, 4, 5, 6].some(
      more =>
        /^(who|that)$/.test(sentence.word(at + length + more - 2)) &&
        actsAt(sentence, at + length + more - 1),
    );
    if (noun.name === 'user' && isActing) pieces.push({ is: 'people', word: run, words: length });
    pieces.push({ is: 'noun', noun: noun.name, words: length, ...(pieces.length > 0 && { cost: 0.3 }) });
  }
  return pieces;
}

function isBase(sentence: Sentence, at: number): boolean {
  const word = sentence.word(at);
  const isPhrasal = PHRASAL_VERBS.some(
    ({ forms, particle }) => forms.has(word) && sentence.has(at + 1, particle),
  );
  return VERB_FORMS.get(word)?.form === 'base' || (isPhrasal && !/(ed|ing|s)$/.test(word));
}

function actsAt(sentence: Sentence, at: number): boolean {
  return VERB_FORMS.get(sentence.word(at))?.form === 'past' || /^(did|have|has|had)$/.test(sentence.word(at));
}

/** A verb of the lexicon in any form; `log in` takes its preposition along. */
export function verbsAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  if (word === '') return [];
  const pieces: Piece[] = [];
  if (isTaken(sentence, at)) return [{ is: 'verb', verbs: ['create'], form: 'past', words: 1 }];
  if (MAKING.test(word) && saysWhatWasMade(sentence, at)) return [];
  const phrasal = PHRASAL_VERBS.find(
    ({ forms, particle }) => forms.has(word) && sentence.has(at + 1, particle),
  );
  if (phrasal) {
    const { base, particle, verbs } = phrasal;
    const form = word.endsWith('ing') ? 'ing' : word === base ? 'base' : 'past';
    pieces.push({ is: 'verb', verbs, form, words: 1 + particle.length });
  }
  const apart = phrasal ? undefined : particleAfter(sentence, at);
  if (apart) {
    const form = word.endsWith('ing') ? 'ing' : word === apart.base ? 'base' : 'past';
    pieces.push({ is: 'verb', verbs: apart.verbs, form, words: 1 });
  }
  const again = /^re-(.+)$/.exec(word)?.[1];
  const written = VERB_FORMS.get(word) ?? (again === undefined ? undefined : VERB_FORMS.get(again));
  if (written) {
    const { verb } = written;
    // "who make the access keys".
    const isMade =
      MAKING.test(word) && nounsAt(sentence, at + 2).length > 0 && sentence.word(at - 1) === 'who';
    const form = isMade ? 'past' : written.form;
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

/** Most words between a verb and its particle: "turned the old trail back on". */
const MAX_WORDS = 5;

/** The verb whose particle stands apart from it: `took tomasz out of`, `turned org-trail on`. */
function particleAfter(sentence: Sentence, at: number): PhrasalVerb | undefined {
  const candidates = PHRASAL_VERBS.filter(({ forms }) => forms.has(sentence.word(at)));
  for (let to = at + 2; candidates.length > 0 && to <= at + MAX_WORDS; to++) {
    const before = sentence.tokens[to - 1];
    if (before?.breaks || (to > at + 2 && FUNCTION_WORDS.prepositions.has(before?.word ?? '')))
      return undefined;
    const found = candidates.find(({ particle }) => sentence.has(to, particle));
    // "turned it on monday": a time.
    if (found && sentence.times.at(to) === undefined) return found;
  }
  return undefined;
}

/** "did somebody cancel that": what was told before. */
function pointingAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  const ends =
    at + 1 >= sentence.length ||
    sentence.tokens[at]?.breaks === true ||
    sentence.times.at(at + 1) !== undefined;
  return /^(that|this|those|these)$/.test(word) && ends ? [{ is: 'pronoun', word, words: 1 }] : [];
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

/** "took a snapshot". */
function isTaken(sentence: Sentence, at: number): boolean {
  const article = /^(an?|the)$/.test(sentence.word(at + 1)) ? 1 : 0;
  const what = sentence.word(at + 1 + article);
  return (
    /^(take|takes|took|taken|taking)$/.test(sentence.word(at)) &&
    /^(db|database|rds|ebs|manual)?$/.test(/^(snapshots?|backups?)$/.test(what) ? '' : what) &&
    [0, 1].some(more => /^(snapshots?|backups?)$/.test(sentence.word(at + 1 + article + more)))
  );
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
  // "called kms Decrypt": a call, and no name.
  const isCall =
    word === 'called' && [1, 2].some(more => eventIn(sentence.text(at + more), true) !== undefined);
  if (
    lead === 0 ||
    isCall ||
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
  const isSort =
    /^(administration|administrative|administrator|management|control-plane|security-relevant)$/.test(word);
  if (isMade || (isSort && FUNCTION_WORDS.things.has(sentence.word(at + 1))))
    return [{ is: 'article', word, words: 1 }];
  // "managed to delete": it was done.
  if (
    /^(managed|happened|got|dared)$/.test(word) &&
    sentence.word(at + 1) === 'to' &&
    isBase(sentence, at + 2)
  )
    return [{ is: 'auxiliary', word: 'did', words: 2 }];
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
