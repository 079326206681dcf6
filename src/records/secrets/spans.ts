/** A part of a text that is secret: from one offset up to another. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** What the stand-in is to be quoted with, where text around it is JSON and the secret was a number. */
  readonly quote?: string;
}

/** Puts a stand-in for parts of a text, which may overlap and come in any order; it stays where it stands already. The very same text where there are none. */
export function withoutSpans(text: string, spans: readonly Span[], standIn: string): string {
  if (spans.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, quote = '' } of spans.toSorted((a, b) => a.from - b.from)) {
    const isOut = text.startsWith(standIn, from) && to <= from + standIn.length;
    if (to <= at || isOut) continue;
    if (from >= at) parts.push(text.slice(at, from), quote, standIn, quote);
    at = to;
  }
  return [...parts, text.slice(at)].join('');
}
