import { type Cut, isFrame } from './frame.ts';
import { openingOf } from './openings.ts';
import type { Sentence } from './sentence.ts';
import { type Token, textOf, wordToken } from './tokens.ts';
import { placed, thingsIn } from './told-things.ts';

/** "my connection vanished! who removed it": what is told first says what "it" is. */
export function antecedentIn(parts: readonly (readonly Token[])[], sentence: Sentence): Cut | undefined {
  const { asked, beside } = withoutTrailing(parts, sentence);
  const [told, asking] = questionsIn(asked);
  if (told.length === 0 || !asking.some(({ word }) => POINTING.test(word))) return undefined;
  const saying = told.filter(part => !isFrame(part, sentence, true));
  // "orders-db is slow": no more than what it is about.
  const things = thingsIn(saying.length > 0 ? saying : told, sentence, asking);
  if (!things) return undefined;
  const { places, ...antecedent } = things;
  return {
    asking: [...asking, ...placed(places, asking, sentence)],
    setAside: [...told.map(textOf), ...beside],
    antecedent,
  };
}

/** The parts without what is said behind the question, which is set aside, too. */
export function withoutTrailing(
  parts: readonly (readonly Token[])[],
  sentence: Sentence,
): { readonly asked: readonly (readonly Token[])[]; readonly beside: readonly string[] } {
  const end = parts.findLastIndex(part => !isFrame(part, sentence, false)) + 1;
  return { asked: parts.slice(0, Math.max(1, end)), beside: parts.slice(Math.max(1, end)).map(textOf) };
}

/** What is told, and what asks behind it: "role x: who made it, who deleted it" asks twice. */
function questionsIn(
  parts: readonly (readonly Token[])[],
): readonly [told: readonly (readonly Token[])[], asking: readonly Token[]] {
  const without = parts.map(part => part.slice(openingOf(part).at(-1) ?? 0));
  const isAsking = (at: number) => ASKING.test(textFrom(without[at]));
  let first = without.findLastIndex((_, at) => at > 0 && isAsking(at));
  if (first < 1) first = parts.length - 1;
  while (first > 1 && isAsking(first - 1)) first -= 1;
  const asking = without
    .slice(first)
    .flatMap((part, at) =>
      at === 0 || !isAsking(first + at) || /^(and|or)$/.test(part[0]?.word ?? '')
        ? part
        : [wordToken('and'), ...part],
    )
    .map((token, at, all) => (at === all.length - 1 ? token : { ...token, breaks: false }));
  return [parts.slice(0, first), asking];
}

/** Beginnings of what asks who did something. */
const ASKING = /^(and |or )?(who|when|by whom|did (some|any)(one|body)|has (some|any)(one|body)) ./;

function textFrom(part: readonly Token[] = []): string {
  return part.map(({ word }) => word).join(' ');
}

/** "when did he do it": of what was told. */
const WHEN_WAS_IT =
  /^(and |but )?when (did (he|she|they|it) (do (it|that|this|so)|happen)|was (it|that|this)( done)?|exactly)( and)?( (from )?(where|which ip|what ip|which address|what address))?$/;

/** Words that point at what was told before. */
const POINTING = /^(it|its|them|their|that|this|those|these|the)$/;

/** "somebody took tomasz out of the group, who did that": the story is what is asked about. */
export function storyIn(parts: readonly (readonly Token[])[], sentence: Sentence): Cut | undefined {
  const textAt = (at: number) => (parts[at] ?? []).map(({ word }) => word).join(' ');
  const hasChange = parts.some(part =>
    part.some(({ word }) => /^(changes?|edits?|modifications?)$/.test(word)),
  );
  const asking = parts.findIndex(
    (_, at) =>
      WHO_DID_IT.test(textAt(at)) ||
      WHEN_WAS_IT.test(textAt(at)) ||
      (hasChange && /^(and )?who made (it|that|this|them|those)$/.test(textAt(at))),
  );
  const asked = textAt(asking);
  const told = parts.slice(0, Math.max(0, asking));
  const [beside, story] = [
    told.filter(part => isFrame(part, sentence, false)),
    told.filter(part => !isFrame(part, sentence, false)).flat(),
  ];
  const isPairs = story.length > 0 && story.every(({ filter }) => filter !== undefined);
  if (isPairs && asking >= 0)
    return {
      asking: [wordToken(WHEN_WAS_IT.test(asked) ? 'when' : 'who'), ...story.map(plain)],
      setAside: [...beside.map(textOf), ...parts.slice(asking + 1).map(textOf)],
    };
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
    asking: [...story.map(plain), wordToken('by'), wordToken('whom')],
    setAside: [...beside.map(textOf), ...after],
  };
}

/** A token that ends nothing. */
function plain({ breaks: _breaks, stops: _stops, ...token }: Token): Token {
  return token;
}

const WHO_DID_IT =
  /^(?:(?:and|so|but|anyone|any idea|do you know|can you tell me|can anyone tell me|can you see|can you check|can you tell|could you tell me|could you check|please tell me|tell me|do we know|anybody know|anyone know|i wonder|i need to know) ?)*(?:who (?:was it|was that|was this|did it|did that|did this|did so|it was|that was|this was|has done it|has done this|has done that)|by whom|who by|who|who and when|when and who|who and when was it|who and why|who was behind it|who is behind it|who was behind that|who is responsible)$/;
