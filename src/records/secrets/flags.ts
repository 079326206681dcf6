import { back, forth, quotedEnd, until } from './letters.ts';
import { isSecretName } from './secret-names.ts';
import type { Span } from './spans.ts';

/** Letters between a flag and its value, on a command line or in a list of its words. */
const BETWEEN = /[\s"',\\]/;
/** Letters that end a value without quotes. */
const ENDS_VALUE = /[\s"'`,;|&)\]]/g;

/**
 * Values that a command line gives to secret flags: `--password v`, `"--db-pass", "v"`, `curl -u user:v`, `mysql -pv`, `sshpass -p v`.
 * `--password=v` is an assignment. Linear: a flag and its value are passed over once.
 */
export function flaggedSecrets(text: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf('-'); at !== -1; at = text.indexOf('-', at + 1)) {
    if (at > 0 && !/[\s"'`[(,=]/.test(text.charAt(at - 1))) continue;
    const start = forth(text, at, char => char === '-');
    const end = forth(text, start, char => /[\w-]/.test(char));
    const span = secretAfter(text, text.slice(start, end), end) ?? attached(text, at, start, end);
    if (span) spans.push(span);
    at = Math.max(at, (span?.to ?? end) - 1);
  }
  return spans;
}

function secretAfter(text: string, flag: string, end: number): Span | undefined {
  const from = forth(text, end, char => BETWEEN.test(char));
  if (from === end || from === text.length || text.charAt(from) === '-') return undefined;
  if (isSecretName(flag) || (flag === 'p' && isAfter(text, end - 2, /\bsshpass\s+$/)))
    return valueAt(text, from);
  if (!/^(?:u|user|proxy-user)$/.test(flag)) return undefined;
  const value = valueAt(text, from);
  // `docker run -u 1000:1000` names a user and a group.
  const colon = text.indexOf(':', value.from);
  const isPassword = colon !== -1 && colon < value.to - 1 && !/^\d+$/.test(text.slice(colon + 1, value.to));
  return isPassword ? { from: colon + 1, to: value.to } : undefined;
}

function valueAt(text: string, from: number): Span {
  const opened = back(text, from, char => char !== '"' && char !== "'" && BETWEEN.test(char));
  const quoted = /["']/.test(text.charAt(opened - 1)) ? quotedEnd(text, opened - 1) : undefined;
  return quoted ?? { from, to: until(text, from, ENDS_VALUE) };
}

/** `-pv` of the commands that take a password so. */
function attached(text: string, at: number, start: number, end: number): Span | undefined {
  if (start - at !== 1 || text.charAt(start) !== 'p') return undefined;
  if (!isAfter(text, at, /\b(?:mysql|mariadb|sshpass)/)) return undefined;
  const to = until(text, end, ENDS_VALUE);
  return to > start + 1 ? { from: start + 1, to } : undefined;
}

/** Most letters of a command that are looked at before a flag. */
const MAX_COMMAND_LENGTH = 200;

/** Whether a command stands before an offset. */
function isAfter(text: string, at: number, command: RegExp): boolean {
  return command.test(text.slice(Math.max(0, at - MAX_COMMAND_LENGTH), at));
}
