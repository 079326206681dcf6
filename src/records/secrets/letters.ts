import type { Span } from './spans.ts';

/** Where a run of letters begins that ends before an offset. */
export function back(text: string, end: number, isWanted: (char: string) => boolean): number {
  let at = end;
  while (at > 0 && isWanted(text.charAt(at - 1))) at -= 1;
  return at;
}

/** Where a run of letters ends that begins at an offset. */
export function forth(
  text: string,
  start: number,
  isWanted: (char: string, index: number) => boolean,
): number {
  let at = start;
  while (at < text.length && isWanted(text.charAt(at), at)) at += 1;
  return at;
}

/** Where the next match of a pattern (with the flag `g`) is from an offset on; the end of the text where there is none. */
export function until(text: string, start: number, pattern: RegExp): number {
  pattern.lastIndex = start;
  return pattern.exec(text)?.index ?? text.length;
}

/** Whether a letter is a blank, a tab or a line end. */
export function isBlank(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r';
}

/** Whether a letter opens or closes a quotation. */
export function isQuote(char: string): boolean {
  return char === '"' || char === "'" || char === '`';
}

/**
 * What stands in quotes at an offset, however often these are escaped (`"v"`, `\"v\"`); up to the end of the text where they are never closed.
 * Undefined where there is no quote. Linear.
 */
export function quotedEnd(text: string, start: number): Span | undefined {
  const open = forth(text, start, char => char === '\\');
  const quote = text.charAt(open);
  if (!isQuote(quote)) return undefined;
  const level = open - start;
  const from = open + 1;
  let slashes = 0;
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\') {
      slashes += 1;
      continue;
    }
    // Of quotes that are themselves escaped, the next with as many slashes closes; one with fewer ends what they stand in.
    if (char === quote && (level === 0 ? slashes % 2 === 0 : slashes <= level))
      return { from, to: Math.max(from, at - (level === 0 ? 0 : slashes)) };
    slashes = 0;
  }
  return { from, to: text.length };
}
