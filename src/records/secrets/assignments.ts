import { back, forth, isBlank, isQuote, quotedEnd, until } from './letters.ts';
import { isHeaderName, isSecretName, isSecretThroughout } from './secret-names.ts';
import type { Span } from './spans.ts';

/** A name in a text, and where what it is given begins. */
interface Assignment {
  readonly name: string;
  readonly separator: string;
  /** What the name is quoted with, backslashes included; empty where it is not. */
  readonly quote: string;
  /** Offset of the value. */
  readonly at: number;
}

/**
 * Values that a text gives to secret names, whichever way: `password=v`, `"token": "v"` in JSON and in JSON inside of JSON, `API key: v`,
 * `Authorization: Bearer v`, `?sig=v`, `<password>v</password>`. Linear: what stands before a separator is looked at no further than to the
 * separator before it, and a value is passed over once.
 */
export function assignedSecrets(text: string): Span[] {
  const spans: Span[] = [];
  let headerEnd = 0;
  for (let at = 0; at < text.length; at++) {
    const length = separatorLength(text, at);
    const assignment = length === 0 ? undefined : assignmentAt(text, at, length);
    if (!assignment || !isSecret(assignment)) continue;
    const isHeader = isHeaderValue(assignment);
    // The header around it goes on to the same end.
    if (isHeader && at < headerEnd) continue;
    const span = valueOf(text, assignment);
    if (!span) continue;
    spans.push(span);
    // Within the line of a header something may be given a value in quotes, which ends behind it.
    if (isHeader) headerEnd = span.to;
    else at = span.to - 1;
  }
  return spans;
}

const [PERCENT, COLON, EQUALS, GREATER] = [37, 58, 61, 62];

/** Letters that separate a name from its value at an offset: `:`, `=`, the end of a tag, and `=` as URLs write it. */
function separatorLength(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === COLON || code === EQUALS || code === GREATER) return 1;
  return code === PERCENT && /^%3d$/i.test(text.slice(at, at + 3)) ? 3 : 0;
}

/** Most letters that are looked at for the words before `key`, as in `secret access key`. */
const MAX_PHRASE_LENGTH = 40;
/** Longest name in quotes, which may hold blanks. */
const MAX_QUOTED_LENGTH = 80;
/** Names that are secret together with the words before them. */
const LAST_WORDS = /^(?:keys?|codes?|strings?|seed|data)$/i;

function assignmentAt(text: string, at: number, length: number): Assignment | undefined {
  const separator = length > 1 ? '=' : text.charAt(at);
  const end = back(text, at, isBlank);
  const isQuoted = isQuote(text.charAt(end - 1));
  const [start, stop] = isQuoted ? quotedName(text, end) : [bareName(text, end), end];
  if (start === stop) return undefined;
  const before = text.charAt(start - 1);
  const after = text.charAt(at + length);
  // What follows a tag is given to its name only where it is one.
  if (separator === '>' && before !== '<') return undefined;
  // Parts of an ARN, of a type or of a URL are no names of values.
  if (separator === ':' && (before === ':' || after === ':' || text.startsWith('//', at + 1)))
    return undefined;
  // `==`, `=>` and `:=` are one sign.
  const sign = /[=>]/.test(after) && separator !== '>' ? 1 : 0;
  return { name: text.slice(start, stop), separator, quote: text.slice(stop, end), at: at + length + sign };
}

/** A name in quotes, however often these are escaped. */
function quotedName(text: string, end: number): [from: number, to: number] {
  const quote = text.charAt(end - 1);
  const to = back(text, end - 1, char => char === '\\');
  const least = Math.max(0, to - MAX_QUOTED_LENGTH);
  let from = to;
  while (from > least && text.charAt(from - 1) !== quote) from -= 1;
  return [from, to];
}

function bareName(text: string, end: number): number {
  const start = back(text, end, char => /[\w.$@[\]-]/.test(char));
  if (!LAST_WORDS.test(text.slice(start, end))) return start;
  const words = /(?:[A-Za-z]+[ \t]){1,2}$/.exec(text.slice(Math.max(0, start - MAX_PHRASE_LENGTH), start));
  return start - (words?.[0].length ?? 0);
}

/** Names that are secret where a value is given to them with `=`, as in the query of a signed URL. */
const SECRET_PARAMETER =
  /^(?:sig|code|_?auth|(?:.*-)?signature|(?:.*_)?(?:encryption|master|session|deploy|ssh)_key)$/i;

function isSecret({ name: written, separator }: Assignment): boolean {
  // JSON may write any letter of a name by its number.
  const name = written.includes('\\u') ? written.replace(/\\+u([\da-f]{4})/gi, fromCode) : written;
  return isSecretName(name) || (separator === '=' && SECRET_PARAMETER.test(name));
}

function fromCode(_: string, code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16));
}

/** Values by which nothing secret is said; an access key id is a name. */
const HARMLESS_VALUE =
  /^(?:true|false|null|none|undefined|required|optional|arn:[\w-]*:.*|A[KS]IA[A-Z0-9]{12,}(?:[/%][\w/%-]*)?)$/i;
/** Schemes of HTTP's authorization, before what is secret (IANA, "HTTP Authentication Schemes"). */
const SCHEME = /^(?:bearer|basic|token|digest|negotiate)[ \t]{1,4}/i;
/** Ends of values without quotes; an escaped quote is one, for it ends what they stand in. */
const [ENDS_BARE, ENDS_HEADER, ENDS_ELEMENT] = [
  /[\s,;&"'`)}\]<>|]|\\(?=["'`])|%26/g,
  /[\r\n"'`]|\\(?=["'`])/g,
  /</g,
];

/** Whether what is given is the value of a header, which goes on to the end of its line. */
function isHeaderValue({ name, separator }: Assignment): boolean {
  return isHeaderName(name) && separator === ':';
}

function valueOf(text: string, assignment: Assignment): Span | undefined {
  const { name, separator, at } = assignment;
  let from = forth(text, at, isBlank);
  const quoted = quotedEnd(text, from);
  if (quoted) return quoted.to > quoted.from ? quoted : undefined;
  if (text.charAt(from) === '[' || text.charAt(from) === '{')
    return isSecretThroughout(name) ? { from, to: closing(text, from), quote: assignment.quote } : undefined;
  from = forth(text, at, char => char === ' ' || char === '\t');
  // A signature of AWS names its key, and is found by its own name.
  if (isHeaderName(name) && text.startsWith('AWS4-', from)) return undefined;
  const isHeader = isHeaderValue(assignment);
  // `authorization=Bearer v`: the scheme is not yet the value.
  const hasScheme = !isHeader && isHeaderName(name);
  const scheme = hasScheme ? (SCHEME.exec(text.slice(from, from + 20))?.[0].length ?? 0) : 0;
  const to = until(
    text,
    from + scheme,
    isHeader ? ENDS_HEADER : separator === '>' ? ENDS_ELEMENT : ENDS_BARE,
  );
  if (to === from || HARMLESS_VALUE.test(text.slice(from, to)) || isProse(text, assignment, from, to))
    return undefined;
  return { from, to, quote: separator === ':' ? assignment.quote : '' };
}

/** Where what a bracket opens is closed, or the end. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '[' || char === '{') depth += 1;
    if (char === ']' || char === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

/** Names of errors, which are followed by what went wrong. */
const FAILURE = /invalid|expired|missing|unknown|malformed|unrecogni[sz]ed|unsupported|\bno\b|\bbad\b/i;

/** Whether what follows a colon is a sentence about the name: `ExpiredToken: The security token …`. A password may be any word. */
function isProse(text: string, { name, separator, quote }: Assignment, from: number, to: number): boolean {
  if (separator !== ':' || quote !== '' || !isBlank(text.charAt(from - 1))) return false;
  if (FAILURE.test(name)) return true;
  return (
    !/pass|pwd/i.test(name) &&
    /^[A-Z]?[a-z]+$/.test(text.slice(from, to)) &&
    /^[ \t][A-Za-z]/.test(text.slice(to, to + 2))
  );
}
