import { type Cut, isFrame, openingOf } from './frame.ts';
import { isRemarkAfter, isRemarkBefore } from './remarks.ts';
import type { Sentence } from './sentence.ts';
import { antecedentIn, storyIn } from './stories.ts';
import { type Token, textOf } from './tokens.ts';

/** Most ways in which a text is cut. */
const MAX_CUTS = 24;

/** The ways to part what asks from what people say around it, the one that sets least aside first. What narrows or turns a meaning is never set aside. */
export function cutsOf(tokens: readonly Token[], sentence: Sentence): readonly Cut[] {
  const parts = partsOf(tokens);
  const cuts: Cut[] = [{ asking: tokens, setAside: [] }];
  for (let first = 0; first < parts.length; first++) {
    if (
      !parts
        .slice(0, first)
        .every((part, at) => isFrame(part, sentence, true) || isRemarkBefore(parts, at, first, sentence))
    )
      continue;
    for (let end = parts.length; end > first; end--) {
      if (
        !parts
          .slice(end)
          .every((part, at) => isFrame(part, sentence, false) || isRemarkAfter(parts, end + at, sentence))
      )
        break;
      const asking = parts.slice(first, end).flat();
      const aside = [...parts.slice(0, first), ...parts.slice(end)].map(textOf);
      if (first > 0 || end < parts.length) cuts.push({ asking, setAside: aside });
      const opening = openingOf(asking);
      for (const length of opening) {
        cuts.push({
          asking: asking.slice(length),
          setAside: [
            ...parts.slice(0, first).map(textOf),
            textOf(asking.slice(0, length)),
            ...parts.slice(end).map(textOf),
          ],
        });
      }
    }
  }
  const inBetween = parts.filter(
    (part, at) => at > 0 && at < parts.length - 1 && isFrame(part, sentence, false),
  );
  if (inBetween.length > 0) {
    const left = parts.filter(part => !inBetween.includes(part));
    const leading = left.findIndex(part => !isFrame(part, sentence, true));
    const aside = [...left.slice(0, leading), ...inBetween].map(textOf);
    cuts.push({ asking: left.slice(Math.max(0, leading)).flat(), setAside: aside });
  }
  const told = antecedentIn(parts, sentence);
  if (told) cuts.push(told);
  const happened = storyIn(parts, sentence);
  if (happened) cuts.push(happened);
  return cuts
    .filter(({ asking }) => asking.length > 0)
    .toSorted((a, b) => b.asking.length - a.asking.length)
    .slice(0, MAX_CUTS);
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
