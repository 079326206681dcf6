import { quotedEnd, until } from './letters.ts';
import { isSecretName } from './secret-names.ts';
import type { Span } from './spans.ts';

/** Credentials after the word for how they are sent (RFC 6750, "Bearer Token Usage"; RFC 7617, "The 'Basic' HTTP Authentication Scheme"). */
const SENT = /\b(?:bearer|basic)[ \t]{1,8}([\w.~+/=-]{16,})/gi;
/** Passwords as people tell them, `the password is: v`, and as a netrc file has them; a word of a sentence is none. */
const TOLD =
  /\b(?:password|passwd|passphrase|passcode)[ \t]{1,8}(?:(?:is|was|to)[ \t]{0,8}:?[ \t]{0,8})?["']?((?=[^\s"',;]{0,80}\d)(?=[^\s"',;]{0,80}[A-Za-z])[^\s"',;]{6,})/gi;
/** A name beside its value where neither is a field of its own: `ParameterKey=DbPass,ParameterValue=v`, `"name":"DB_PASS","value":"v"`. */
const NAMED =
  /\b(?:(?:parameter|option|header)?(?:key|name))["'\\]{0,8}\s{0,4}[:=]\s{0,4}["'\\]{0,8}([\w./-]{1,80})["'\\]{0,8}\s{0,4},\s{0,4}["'\\]{0,8}\w{0,12}value["'\\]{0,8}\s{0,4}[:=]\s{0,4}/gi;
/** Marks of which each of these has one. */
const MARK = /pass(?:w|phrase|code)|bearer|basic|value/i;
const ENDS_VALUE = /[\s,;&"'`)}\]]/g;

/** Secrets that a text tells in passing. Linear: of each pattern the part before the value is bounded, and the value is passed over once. */
export function toldSecrets(text: string): Span[] {
  if (!MARK.test(text)) return [];
  const told = [SENT, TOLD].flatMap(pattern =>
    [...text.matchAll(pattern)].map(({ 0: { length }, 1: value = '', index }) => ({
      from: index + length - value.length,
      to: index + length,
    })),
  );
  const named = [...text.matchAll(NAMED)].flatMap(({ 0: { length }, 1: name = '', index }) => {
    const from = index + length;
    if (!isSecretName(name)) return [];
    return [quotedEnd(text, from) ?? { from, to: until(text, from, ENDS_VALUE) }];
  });
  return [...told, ...named];
}
