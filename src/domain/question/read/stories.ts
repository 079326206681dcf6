import { OBJECTS } from '../lexicon/nouns.ts';
import { SERVICES } from '../lexicon/services.ts';
import { RESTRICTORS } from '../lexicon/words.ts';
import { type Cut, isAccount, isFrame, openingOf } from './frame.ts';
import { nameSort } from './phrases/names.ts';
import { nounsAt } from './phrases/things.ts';
import type { Piece } from './pieces.ts';
import { Sentence } from './sentence.ts';
import { type Token, textOf, wordToken } from './tokens.ts';

/** "my connection vanished! who removed it": what is told first says what "it" is. */
export function antecedentIn(parts: readonly (readonly Token[])[], sentence: Sentence): Cut | undefined {
  // What is said behind the question is set aside, too.
  const end = parts.findLastIndex(part => !isFrame(part, sentence, false)) + 1;
  if (end > 1 && end < parts.length) {
    const cut = antecedentIn(parts.slice(0, end), sentence);
    return cut && { ...cut, setAside: [...cut.setAside, ...parts.slice(end).map(textOf)] };
  }
  const last = parts.at(-1) ?? [];
  const asking = last.slice(openingOf(last).at(-1) ?? 0);
  if (parts.length < 2 || !asking.some(({ word }) => POINTING.test(word))) return undefined;
  const before = new Sentence(parts.slice(0, -1).flat(), sentence.context);
  const nouns: string[] = [];
  const names: string[] = [];
  for (let at = 0; at < before.length; at++) {
    const [noun] = wholeAt(before, at) ?? nounsAt(before, at);
    const { word = '', quoted, filter, text = '' } = before.tokens[at] ?? {};
    const sort = nameSort(before, at);
    const isNamed =
      /^(named|called)$/.test(before.word(at - 1)) ||
      (sort === 'plain' && nounsAt(before, at - 1).length > 0);
    const service = [2, 1].find(length => SERVICES.has(before.run(at, length)));
    const isDns = /^records?$/.test(word) && names.some(name => /[a-z]\.[a-z]/i.test(name));
    if (isDns) nouns.push('dns record');
    else if (service !== undefined && (noun?.is !== 'noun' || service > noun.words)) {
      at += service - 1;
    } else if (noun?.is === 'noun') {
      nouns.push(noun.noun);
      at += noun.words - 1;
    } else if (sort !== undefined && (isNamed || /^(quoted|identifier|proper)$/.test(sort))) {
      names.push(text);
    } else if (
      quoted ||
      filter ||
      isAccount(word, sentence) ||
      (/\d|[a-z][A-Z]/.test(text) && before.word(at - 1) !== 'port') ||
      (RESTRICTORS.has(word) && !HARMLESS.test(word) && !isMissing(before, at)) ||
      before.times.at(at)
    )
      return undefined;
  }
  const [noun, ...others] = nouns;
  if (others.length > 0 || names.length > 1 || nouns.length + names.length === 0) return undefined;
  const antecedent = { names, ...(noun !== undefined && { noun }) };
  return { asking, setAside: parts.slice(0, -1).map(textOf), antecedent };
}

/** "carol tried to delete a connection. what else did she change": whoever was told of is meant. */
export function personIn(parts: readonly (readonly Token[])[], sentence: Sentence): Cut | undefined {
  const asking = parts.at(-1) ?? [];
  const at = asking.findIndex(({ word }) => /^(he|she)$/.test(word));
  const before = parts.slice(0, -1);
  if (at < 1 || at === asking.length - 1 || !/^(did|has|had|was)$/.test(asking[at - 1]?.word ?? ''))
    return undefined;
  const people = before.flatMap(part => {
    const own = new Sentence(part, sentence.context);
    const isPerson = /^(plain|proper|identifier)$/.test(nameSort(own, 0) ?? '') || isAddress(part[0]);
    return isPerson && /^(tried|says?|said|swears?|claims?)$|ed$/.test(own.word(1)) ? part.slice(0, 1) : [];
  });
  const [person, ...others] = people;
  const isPlaced = before.some(part => {
    const own = new Sentence(part, sentence.context);
    return part.some(({ word }, place) => isAccount(word, sentence) || own.times.at(place) !== undefined);
  });
  if (!person || others.length > 0 || isPlaced) return undefined;
  return { asking: asking.with(at, plain(person)), setAside: before.map(textOf) };
}

function isAddress(token: Token | undefined): boolean {
  return token !== undefined && /^[^\s@]+@[^\s@]+$|^<@/.test(token.text);
}

/** "when did he do it": of what was told. */
const WHEN_WAS_IT =
  /^(and |but )?when (did (he|she|they|it) (do (it|that|this|so)|happen)|was (it|that|this)( done)?|exactly)( and)?( (from )?(where|which ip|what ip|which address|what address))?$/;

/** Words that point at what was told before. */
const POINTING = /^(it|its|them|their|that|this|those|these|the)$/;

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
const HARMLESS = /^(new|old|own|still|other|but|again|alone|more|first|last)$/;

/** "does not exist", "is no longer there": that it is gone. */
function isMissing(sentence: Sentence, at: number): boolean {
  return (
    /^(not|no)$/.test(sentence.word(at)) &&
    /^(exists?|found|there|here|work|works|working|available|responding|longer|more)$/.test(
      sentence.word(at + 1),
    )
  );
}

/** "somebody took tomasz out of the group, who did that": the story is what is asked about. */
export function storyIn(parts: readonly (readonly Token[])[], sentence: Sentence): Cut | undefined {
  const textAt = (at: number) => (parts[at] ?? []).map(({ word }) => word).join(' ');
  const asking = parts.findIndex((_, at) => WHO_DID_IT.test(textAt(at)) || WHEN_WAS_IT.test(textAt(at)));
  const asked = textAt(asking);
  const told = parts.slice(0, Math.max(0, asking));
  const [beside, story] = [
    told.filter(part => isFrame(part, sentence, false)),
    told.filter(part => !isFrame(part, sentence, false)).flat(),
  ];
  if (story.length < 3 || story.some(({ word }) => /^(who|what|when|which|where)$/.test(word)))
    return undefined;
  const somebody = story.findIndex(({ word }) => /^some(one|body)$/.test(word));
  const after = parts.slice(asking + 1).map(textOf);
  if (somebody >= 0)
    return {
      asking: [wordToken('who'), ...story.slice(somebody + 1).map(plain)],
      setAside: [
        ...beside.map(textOf),
        ...(somebody > 0 ? [textOf(story.slice(0, somebody))] : []),
        ...after,
      ],
    };
  const when = WHEN_WAS_IT.test(asked);
  if (when)
    return { asking: [wordToken('when'), ...story.map(plain)], setAside: [...beside.map(textOf), ...after] };
  if (!story.some(({ word }) => /^(was|were|got|been)$/.test(word))) return undefined;
  return {
    asking: [...story, wordToken('by'), wordToken('whom')],
    setAside: [...beside.map(textOf), ...after],
  };
}

/** A token that ends no part. */
function plain(token: Token): Token {
  return { ...token, breaks: false };
}

const WHO_DID_IT =
  /^(?:(?:and|so|but|anyone|any idea|do you know|can you tell me|can anyone tell me|please tell me|tell me|i wonder|i need to know) ?)*(?:who (?:was it|was that|was this|did it|did that|did this|did so|it was|that was|has done it|has done this|has done that)|by whom|who by|who|who and when|when and who|who and when was it|who and why|who was behind it|who is behind it|who was behind that|who is responsible)$/;
