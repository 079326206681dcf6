/** A word of a question, or a quoted text. */
export interface Token {
  /** As typed, without quotes and closing punctuation. */
  readonly text: string;
  /** Lower case, for comparison. */
  readonly word: string;
  readonly quoted: boolean;
  /** Written with `'s` at its end. */
  readonly possessive?: boolean;
}

/** Longest question that is read; Slack itself lets people type more. */
export const MAX_QUESTION_LENGTH = 500;

/**
 * Cuts a text into words. Smart quotes count as quotes, Slack's link mark-up (`<mailto:a@b|a@b>`, `<http://x|x>`) as its label,
 * and punctuation at the end of a word is dropped. Linear in the text.
 */
export function tokenise(text: string): Token[] {
  const plain = text
    .replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u2013\u2014]/g, '-')
    .replace(/<(?:mailto:|tel:|https?:\/\/)[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<mailto:([^>]*)>/g, '$1')
    .replace(/&amp;/g, '&')
    .replace(/\s/g, ' ');
  const tokens: Token[] = [];
  const pattern =
    /(-?[A-Za-z]+:)?"([^"]*)"|(-?[A-Za-z]+:)?(?<![A-Za-z])'([^']*)'(?![A-Za-z])|`([^`]*)`|[^\s"`]+/g;
  for (const match of plain.matchAll(pattern)) {
    const inner = match[2] ?? match[4] ?? match[5];
    const prefix = match[1] ?? match[3] ?? '';
    const quoted = inner !== undefined;
    const raw = quoted ? `${prefix}${inner}` : match[0].replace(/[?!,;.]+$/, '').replace(/'s$/, '');
    // An emoji by its name says nothing.
    const isEmoji = !quoted && /^:[a-z0-9_+-]+:$/.test(raw);
    if (raw.trim() !== '' && !isEmoji)
      tokens.push({
        text: raw,
        word: raw.toLowerCase(),
        quoted: quoted && prefix === '',
        ...(!quoted && /'s[?!,;.]*$/.test(match[0]) && { possessive: true }),
      });
  }
  return tokens;
}

/** Words as text that is cut into the same words again. */
export function textOf(tokens: readonly Token[]): string {
  return tokens.map(token => (token.quoted ? `"${token.text}"` : token.text)).join(' ');
}
