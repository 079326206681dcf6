import { isRegion } from '../../region.ts';
import { OBJECTS } from '../lexicon/nouns.ts';
import { SERVICES } from '../lexicon/services.ts';
import { RESTRICTORS } from '../lexicon/words.ts';
import { filterFor } from './dialect.ts';
import type { Cut } from './frame.ts';
import { isAccount } from './phrases/environments.ts';
import { isUniqueId, keyOfForm } from './phrases/forms.ts';
import { nameSort } from './phrases/names.ts';
import { nounsAt } from './phrases/things.ts';
import type { Piece } from './pieces.ts';
import { tellsStory } from './remarks.ts';
import { Sentence } from './sentence.ts';
import { type Token } from './tokens.ts';

/** What is told of before a question. */
interface Told extends NonNullable<Cut['antecedent']> {
  /** Accounts and Regions that were named with it. */
  readonly places: readonly Token[];
}

/** A noun or a name that is told of, with where it stands. */
interface Mention {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The one thing that is told of, and what it is called; of several the one that the question points at. Undefined where that can't be told, or more is said that would narrow a
 * question.
 */
export function thingsIn(
  told: readonly (readonly Token[])[],
  sentence: Sentence,
  asking: readonly Token[],
): Told | undefined {
  const before = new Sentence(told.flat(), sentence.context);
  const isStory = sentencesOf(told).every(tellsStory);
  const nouns: Mention[] = [];
  const names: Mention[] = [];
  const places: Token[] = [];
  for (let at = 0; at < before.length; at++) {
    const from = at;
    const [noun] = wholeAt(before, at) ?? nounsAt(before, at);
    const { word = '', text = '' } = before.tokens[at] ?? {};
    const service = [2, 1].find(length => SERVICES.has(before.run(at, length)));
    const isDns = /^records?$/.test(word) && names.some(name => DNS_NAME.test(name.text));
    if (isDns) nouns.push({ text: 'dns record', from, to: at });
    else if (service !== undefined && (noun?.is !== 'noun' || service > noun.words)) {
      at += service - 1;
    } else if (noun?.is === 'noun') {
      at += noun.words - 1;
      nouns.push({ text: noun.noun, from, to: at });
    } else if (isPlace(before, at)) {
      const token = before.tokens[at];
      if (token) places.push(token);
    } else if (isNamedAt(before, at)) {
      names.push({ text, from, to: at });
    } else if (narrowsAt(before, at, isStory)) return undefined;
  }
  // "a group lost their box i-0aa…": what has an id of its own is that, whatever else was told of.
  const [only, ...others] = names;
  const isBeside = (noun: Mention) =>
    only !== undefined && (noun.to === only.from - 1 || noun.from === only.to + 1);
  const isAlone =
    only !== undefined &&
    others.length === 0 &&
    isUniqueId(only.text) &&
    nouns.length > 0 &&
    !nouns.some(isBeside);
  return oneOf(before, isAlone ? [] : nouns, names, places, asking);
}

/** A name with points between its parts. */
const DNS_NAME = /[a-z]\.[a-z]/i;

function oneOf(
  before: Sentence,
  nouns: readonly Mention[],
  names: readonly Mention[],
  places: readonly Token[],
  asking: readonly Token[],
): Told | undefined {
  const [noun, ...others] = [...new Set(nouns.map(({ text }) => text))];
  const isOne = others.length === 0 && names.length <= 1;
  if (isOne && nouns.length + names.length > 0) {
    const [name] = names;
    // "who changed that record": of a DNS name.
    const isDns =
      noun === undefined && name && DNS_NAME.test(name.text) && asking.some(({ word }) => word === 'record');
    const what = isDns ? 'dns record' : noun;
    return { names: names.map(({ text }) => text), ...(what !== undefined && { noun: what }), places };
  }
  // "our connection is gone and every pipeline is red": what is gone is what "it" is.
  const gone = nouns.find(({ to }) => isGone(before, to + 1));
  if (gone && names.length <= 1 && asking.some(({ word }) => /^(it|them)$/.test(word)))
    return { names: names.map(({ text }) => text), noun: gone.text, places };
  // "the bucket lost its public access block": that is what "it" is.
  const own = nouns.find(({ from }) => /^(its|their)$/.test(before.word(from - 1)));
  if (own && names.length <= 1) return { names: names.map(({ text }) => text), noun: own.text, places };
  // "logging disabled on trail dev-trail": what has the name.
  const [single, ...otherNames] = names;
  const its = nouns.find(({ from, to }) => single && (single.from === to + 1 || single.to === from - 1));
  if (single && otherNames.length === 0 && its) return { names: [single.text], noun: its.text, places };
  // "ECS service checkout on cluster prod: who updated the service".
  const pointed = nouns.filter(({ text }) => asking.some((_, at) => nounIn(asking, at) === text));
  const [only, ...more] = pointed;
  if (!only || more.length > 0) return undefined;
  const beside = names.filter(({ from, to }) => from === only.to + 1 || to === only.from - 1);
  return beside.length === 1 ? { names: beside.map(({ text }) => text), noun: only.text, places } : undefined;
}

/** Whether what stands before a place is gone or was done away with, perhaps with some words between. */
function isGone(before: Sentence, at: number): boolean {
  const place = [0, 1, 2, 3].find(more =>
    /^(is|was|has|went|are|were|have|got)$/.test(before.word(at + more)),
  );
  return (
    place !== undefined &&
    [1, 2].some(more =>
      /^(gone|missing|vanished|disappeared|deleted|removed|lost|broken|dead)$/.test(
        before.word(at + place + more),
      ),
    )
  );
}

/** The noun that is pointed at from a place: `the service`, `that security group`. */
function nounIn(asking: readonly Token[], at: number): string | undefined {
  if (!/^(the|that|this|its)$/.test(asking[at]?.word ?? '')) return undefined;
  const words = asking.slice(at + 1, at + 4).map(({ word }) => word);
  const length = [3, 2, 1].find(count => OBJECTS.has(words.slice(0, count).join(' ')));
  return length === undefined ? undefined : OBJECTS.get(words.slice(0, length).join(' '))?.name;
}

/** Whether a word is what something is called: written so, or beside the noun that it is of. */
function isNamedAt(before: Sentence, at: number): boolean {
  const sort = nameSort(before, at);
  if (sort === undefined) return false;
  const isBeside = nounsAt(before, at - 1).length > 0 || (at > 0 && nounsAt(before, at + 1).length > 0);
  return (
    /^(quoted|identifier|proper)$/.test(sort) ||
    /^(named|called)$/.test(before.word(at - 1)) ||
    (/^(plain|common)$/.test(sort) && isBeside)
  );
}

function isPlace(before: Sentence, at: number): boolean {
  const token = before.tokens[at];
  if (!token || token.filter) return false;
  return isAccount(token.word, before) || /^(account|region)$/.test(keyOfForm(token.text) ?? '');
}

/** Parts by the sentences that they are of. */
function sentencesOf(parts: readonly (readonly Token[])[]): readonly (readonly Token[])[] {
  const sentences: Token[][] = [[]];
  for (const part of parts) {
    sentences.at(-1)?.push(...part);
    if (part.at(-1)?.stops !== undefined) sentences.push([]);
  }
  return sentences.filter(words => words.length > 0);
}

/** Whether a word says more of what is told than a question would carry on. */
function narrowsAt(before: Sentence, at: number, isStory: boolean): boolean {
  const { word = '', quoted, filter, text = '' } = before.tokens[at] ?? {};
  return (
    quoted === true ||
    filter !== undefined ||
    (/\d|[a-z][A-Z]/.test(text) &&
      before.word(at - 1) !== 'port' &&
      !(isStory && /^[\d.:%]+[a-z%]{0,3}$/.test(word))) ||
    (!isStory && RESTRICTORS.has(word) && !HARMLESS.test(word) && !isMissing(before, at)) ||
    (!isStory && before.times.at(at) !== undefined)
  );
}

/** A place as a pair, which stands anywhere: "turned it back on in prod" would be something else. */
function asPair(token: Token, { context }: Sentence): Token {
  const key = isRegion(token.word) ? 'region' : 'account';
  const filter = filterFor(key, [token.text], false, context);
  return 'kind' in filter ? token : { ...token, text: `${key}:${token.text}`, filter };
}

/** The words for places that were told of, where a question names none itself. */
export function placed(
  places: readonly Token[],
  asking: readonly Token[],
  sentence: Sentence,
): readonly Token[] {
  const own = new Sentence(asking, sentence.context);
  const isAnywhere = asking.some(({ word }) => word === 'else' || /^(all|any|every)where$/.test(word));
  if (isAnywhere || asking.some((_, at) => isPlace(own, at))) return [];
  const once = [...new Map(places.map(token => [token.word, token] as const)).values()];
  return once.map(({ stops: _stops, breaks: _breaks, ...token }) => asPair(token, sentence));
}

/** "new version of policy x": a policy version. */
function wholeAt(sentence: Sentence, at: number): readonly Piece[] | undefined {
  if (sentence.word(at + 1) !== 'of') return undefined;
  const article = /^(the|our|my|a|an)$/.test(sentence.word(at + 2)) ? 1 : 0;
  const [whole] = nounsAt(sentence, at + 2 + article);
  const compound = whole?.is === 'noun' ? OBJECTS.get(`${whole.noun} ${sentence.word(at)}`) : undefined;
  return whole && compound
    ? [{ is: 'noun', noun: compound.name, words: 2 + article + whole.words }]
    : undefined;
}

/** Words that narrow a question, and nothing where somebody tells of a thing. */
const HARMLESS = /^(pending|new|old|own|still|other|but|again|alone|more|first|last)$/;

/** "does not exist", "is no longer there": that it is gone. */
function isMissing(sentence: Sentence, at: number): boolean {
  // "can not find it", "why can not i see it".
  const isLooking = [1, 2].some(more =>
    /^(find|see|reach|access|open|load|locate)$/.test(sentence.word(at + more)),
  );
  if (sentence.word(at) === 'not' && isLooking) return true;
  return (
    /^(not|no)$/.test(sentence.word(at)) &&
    /^(exists?|found|there|here|work|works|working|available|responding|longer|more)$/.test(
      sentence.word(at + 1),
    )
  );
}
