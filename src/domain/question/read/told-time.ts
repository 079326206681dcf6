import { type Cut, isFrame } from './frame.ts';
import { openingOf } from './openings.ts';
import { tellsStory } from './remarks.ts';
import { Sentence } from './sentence.ts';
import { withoutTrailing } from './stories.ts';
import { type Token, textOf } from './tokens.ts';

/** "we had an outage on tuesday. who changed the dns records that day?": the day is the one that was told of. */
export function thatDayIn(parts: readonly (readonly Token[])[], sentence: Sentence): Cut | undefined {
  const { asked, beside } = withoutTrailing(parts, sentence);
  const ended = asked.findLastIndex((part, at) => at < asked.length - 1 && part.at(-1)?.stops !== undefined);
  const whole = asked.slice(ended + 1).flat();
  const asking = whole.slice(openingOf(whole).at(-1) ?? 0);
  const at = asking.findIndex((_, place) => wordsForIt(asking, place) > 0);
  if (ended < 0 || at < 0) return undefined;
  const told = asked.slice(0, ended + 1).filter(part => !isFrame(part, sentence, true));
  const times = timesIn(told.flat(), sentence);
  const [time, ...others] = times;
  if (!time || others.length > 0 || !tellsStory(told.flat())) return undefined;
  // "that week" is more than the day that was told of.
  const unit = /\b(week|weekend|month)\b/.exec(textOf(asking.slice(at, at + wordsForIt(asking, at))))?.[1];
  if (unit !== undefined && !time.some(({ word }) => word.startsWith(unit))) return undefined;
  return {
    asking: [...asking.slice(0, at), ...time, ...asking.slice(at + wordsForIt(asking, at))],
    setAside: [...asked.slice(0, ended + 1).map(textOf), ...beside],
  };
}

/** How many words at a place stand for a time that was told of: `that day`, `around that time`, `on the same day`. */
function wordsForIt(tokens: readonly Token[], at: number): number {
  const lead = /^(on|at|in|around|during)$/.test(tokens[at]?.word ?? '') ? 1 : 0;
  const words = tokens.slice(at + lead, at + lead + 3).map(({ word }) => word);
  const text = words.join(' ');
  // "who deleted roles then".
  if (lead === 0 && words[0] === 'then' && at === tokens.length - 1) return 1;
  const length = /^the same (day|night|week|time|morning|evening|afternoon)\b/.test(text)
    ? 3
    : /^that (day|night|week|time|morning|evening|afternoon|weekend)\b/.test(text)
      ? 2
      : 0;
  return length === 0 ? 0 : lead + length;
}

/** The words of each time phrase. */
function timesIn(tokens: readonly Token[], { context }: Sentence): readonly (readonly Token[])[] {
  const own = new Sentence(tokens, context);
  const found: (readonly Token[])[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const time = own.times.at(at);
    if (!time) continue;
    found.push(
      tokens.slice(at, at + time.words).map(({ breaks: _breaks, stops: _stops, ...token }) => token),
    );
    at += time.words - 1;
  }
  return found;
}
