import { isRegion } from '../../region.ts';
import { type Cut, isFrame } from './frame.ts';
import { openingOf } from './openings.ts';
import { isAccount } from './phrases/environments.ts';
import { nameSort } from './phrases/names.ts';
import { isRemarkAfter, isRemarkBefore } from './remarks.ts';
import { Sentence } from './sentence.ts';
import { antecedentIn, storyIn } from './stories.ts';
import { type Token, textOf } from './tokens.ts';
import { toldOf } from './told-of.ts';
import { placed } from './told-things.ts';
import { thatDayIn } from './told-time.ts';

/** Most parts that are set aside at either end. */
const MAX_FRAMES = 8;
/** Most ways in which a text is cut. */
const MAX_CUTS = 24;

/**
 * The ways to part what asks from what people say around it: all of it first, then those that set least aside. What narrows or turns a meaning is never set aside. The rest is worked
 * out only where somebody wants more than the first.
 */
export function* cutsOf(tokens: readonly Token[], sentence: Sentence): Generator<Cut> {
  const parts = partsOf(tokens);
  if (!tellsFirst(parts)) yield { asking: tokens, setAside: [] };
  if (parts.length === 1 && openingOf(tokens).length === 0) return;
  const others = [...framed(parts, sentence), ...inBetween(parts, sentence)];
  const told = antecedentIn(parts, sentence);
  const stories = [told, storyIn(parts, sentence), toldOf(parts, sentence), thatDayIn(parts, sentence)];
  // What goes by the story comes first of those that set as much aside: "the service" is the one that was told of.
  const cuts = [...stories.flatMap(cut => (cut ? [{ ...cut, isTold: true }] : [])), ...others]
    .filter(({ asking }) => asking.length > 0)
    .toSorted((a, b) => b.asking.length - a.asking.length)
    .slice(0, MAX_CUTS);
  for (const cut of cuts) if (!cut.setAside.some(text => leavesOut(text, sentence))) yield cut;
}

/** Whether somebody tells something before they ask: "I am in dev. who deleted buckets" is no question for what they did. */
function tellsFirst(parts: readonly (readonly Token[])[]): boolean {
  const asking = parts.findLastIndex(([first]) => ASKING.test(first?.word ?? ''));
  const told = parts.slice(0, Math.max(0, asking)).filter(part => part.at(-1)?.stops === '.');
  return told.some(part => STATEMENT.test(part.map(({ word }) => word).join(' ')));
}

const STATEMENT =
  /^(i|we) (am|are|was|were|got|get|have|had|use|need|see|saw|can|could|did)\b|^[a-z-]+ (has|have|had|is getting|are getting|got|gets) /;

/** Whether words beside a question leave something out of it: "I don't need the attempts that were denied". */
function leavesOut(text: string, sentence: Sentence): boolean {
  const isOfPlace = () =>
    text
      .toLowerCase()
      .split(/\W+/)
      .some(word => isAccount(word, sentence));
  return LEAVING_OUT.test(text) && (OF_EVENTS.test(text) || isOfPlace());
}

const LEAVING_OUT =
  /\b(do not|does not|don't|dont|no need|not interested|never mind|ignore|skip|forget|leave out|without)\b.*\b(need|care|want|count|about|the|any|in|for)\b/i;
const OF_EVENTS =
  /\b(denied|denials?|refused|failed|failures?|failing|errors?|attempts?|reads?|lookups?|views?|successful|succeeded)\b/i;

/** Without some of its first and last parts that ask for nothing, and without what only opens it. */
function framed(parts: readonly (readonly Token[])[], sentence: Sentence): readonly Cut[] {
  const cuts: Cut[] = [];
  const leads = parts.map(part => isFrame(part, sentence, true));
  const trails = parts.map(
    (part, at) => isFrame(part, sentence, false) || isRemarkAfter(parts, at, sentence),
  );
  for (let first = 0; first < Math.min(parts.length, MAX_FRAMES); first++) {
    const isLed = (_: readonly Token[], at: number) =>
      leads[at] === true || isRemarkBefore(parts, at, first, sentence);
    if (!parts.slice(0, first).every(isLed) || tellsFirst(parts.slice(first))) continue;
    // "alice, last week, everything": who is spoken to is asked something.
    const isSpokenTo = parts.slice(0, first).some(part => part.length === 1 && isSomebody(part, sentence));
    if (
      isSpokenTo &&
      !parts
        .slice(first)
        .flat()
        .some(({ word }) => ASKING.test(word))
    )
      continue;
    const least = Math.max(first, parts.length - MAX_FRAMES);
    for (let end = parts.length; end > least && trails.slice(end).every(Boolean); end--) {
      const asking = parts.slice(first, end).flat();
      const [before, after] = [parts.slice(0, first).map(textOf), parts.slice(end).map(textOf)];
      // An account that was told of is that of the question.
      const accounts = parts
        .slice(0, first)
        .flatMap(part => part.filter(({ word }) => isAccount(word, sentence) || isRegion(word)));
      const place = [
        ...placed(accounts, asking, sentence),
        ...toldTime(parts.slice(0, first), asking, sentence),
      ];
      if (first > 0 || end < parts.length)
        cuts.push({ asking: [...asking, ...place], setAside: [...before, ...after] });
      for (const length of openingOf(asking)) {
        const opening = textOf(asking.slice(0, length));
        cuts.push({ asking: [...asking.slice(length), ...place], setAside: [...before, opening, ...after] });
      }
    }
  }
  return cuts;
}

function isSomebody(part: readonly Token[], { context }: Sentence): boolean {
  return /^(plain|proper|identifier)$/.test(nameSort(new Sentence(part, context), 0) ?? '');
}

/** Words with which somebody asks something of somebody. */
const ASKING =
  /^(who|whom|whose|what|which|when|where|how|did|has|have|was|were|is|are|any|show|list|find|give|tell|check|get|can|could|please|pls|do|does|need|want)$/;

/** The time in a label, "incident 2 days ago: what changed": that of the question, where it has none of its own. */
function toldTime(
  led: readonly (readonly Token[])[],
  asking: readonly Token[],
  { context }: Sentence,
): readonly Token[] {
  const labels = led.filter(tokens => tokens.at(-1)?.labels === true);
  if (labels.length === 0) return [];
  const own = new Sentence(asking, context);
  if (asking.some((_, at) => own.times.at(at) !== undefined)) return [];
  for (const part of labels) {
    const label = new Sentence(part, context);
    const from = part.findIndex((_, at) => label.times.at(at) !== undefined);
    const words = label.times.at(from)?.words ?? 0;
    if (from >= 0)
      return part
        .slice(from, from + words)
        .map(({ breaks: _breaks, stops: _stops, labels: _labels, ...token }) => token);
  }
  return [];
}

/** Without what is put in between: "who deleted, sorry to ask, the connection". */
function inBetween(parts: readonly (readonly Token[])[], sentence: Sentence): readonly Cut[] {
  const between = parts.filter(
    (part, at) => at > 0 && at < parts.length - 1 && isFrame(part, sentence, false),
  );
  if (between.length === 0) return [];
  const left = parts.filter(part => !between.includes(part));
  const leading = left.findIndex(part => !isFrame(part, sentence, true));
  const aside = [...left.slice(0, leading), ...between].map(textOf);
  return [{ asking: left.slice(Math.max(0, leading)).flat(), setAside: aside }];
}

/** Verbs of what people say of themselves. */
const STATING = /^(am|is|are|want|wants|need|needs|owe|would|can|could|must|should|think|feel|feels)$/;

/** The parts of a text between its punctuation. */
function partsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1]?.word ?? '';
    // "… and now deploys are broken" is a part of its own.
    const third = tokens[at + 2]?.word ?? '';
    const isSaid = /^(i|we|he|she|they|it|everything|nothing)$/.test(next) && STATING.test(third);
    if (/^(and|but|so)$/.test(token.word) && (isSaid || /^(now|then)$/.test(next))) parts.push([]);
    parts.at(-1)?.push(token);
    if (token.breaks) parts.push([]);
  }
  return parts.filter(part => part.length > 0);
}
