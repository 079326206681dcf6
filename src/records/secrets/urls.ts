import { forth, until } from './letters.ts';
import type { Span } from './spans.ts';

/** Letters that a URL in a text can't hold. */
const OUTSIDE = /[\s"'`<>\\]/g;

/**
 * Credentials in URLs: what stands between a user's name and the host, or a token in its place. Linear: each URL is passed over once, its end
 * being looked for once for all that begins in it.
 */
export function credentialsInUrls(text: string): Span[] {
  const spans: Span[] = [];
  let [end, lastAt] = [0, -1];
  for (let found = text.indexOf('://'); found !== -1; found = text.indexOf('://', found + 3)) {
    const from = found + 3;
    if (from >= end) {
      end = until(text, from, OUTSIDE);
      lastAt = from + text.slice(from, end).lastIndexOf('@');
    }
    if (lastAt <= from) continue;
    const colon = until(text, from, ENDS_USER);
    const span =
      text.charAt(colon) === ':' ? passwordAt(text, from, colon, end, lastAt) : tokenAt(text, from, colon);
    if (span) spans.push(span);
  }
  return spans;
}

/** `://user:v@host`. What looks like a host and its port is one, unless a password follows the user of so plain a name. */
function passwordAt(
  text: string,
  from: number,
  colon: number,
  end: number,
  lastAt: number,
): Span | undefined {
  const digits = forth(text, colon + 1, char => /\d/.test(char));
  const isPort =
    digits > colon + 1 && digits - colon <= 6 && (digits === end || /[/?#]/.test(text.charAt(digits)));
  const isHost = /[.[\]]|^localhost$/.test(text.slice(from, Math.min(colon, from + 300)));
  if ((isPort && isHost) || lastAt <= colon + 1) return undefined;
  return { from: colon + 1, to: lastAt };
}

/** Letters that end the user's name, or the host. */
const ENDS_USER = /[:/?#@\s]/g;
/** Shortest user in a URL that is taken for a token; `git@` is none. */
const MIN_TOKEN_LENGTH = 12;

function tokenAt(text: string, from: number, at: number): Span | undefined {
  const isToken = text.charAt(at) === '@' && at - from >= MIN_TOKEN_LENGTH;
  return isToken ? { from, to: at } : undefined;
}
