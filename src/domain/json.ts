/** Anything that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object whose fields nobody has checked yet. */
export interface JsonObject {
  readonly [field: string]: Json | undefined;
}

/** The value as an object, or undefined: arrays, null and scalars are no objects. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/**
 * The value as text that says something: trimmed, without the back-ticks and `**` that samples in documentation carry around it.
 * Undefined for blanks, for other types and for the placeholders `-`, `--`, `null` and `XXXX…` that masked records hold.
 * For names that somebody chose see `asName`.
 */
export function asText(value: unknown): string | undefined {
  // Nearly every text that AWS writes is plain from end to end, and this is asked of millions.
  if (typeof value === 'string' && isPlain(value)) return value;
  const text = asName(value);
  return text === undefined || text === 'null' || isPlaceholder(text) ? undefined : text;
}

/** The value as a name that somebody chose, trimmed as `asText` does. Whoever calls a thing `null`, `--` or `XXXXX` does not hide it. */
export function asName(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value
    .trim()
    .replace(/^(\*\*|`)(.*)\1$/s, '$2')
    .trim();
  return text === '' ? undefined : text;
}

/** Begins and ends with a letter or digit, and is surely no placeholder. */
function isPlain(text: string): boolean {
  return (
    text.length > 4 &&
    isAlphanumeric(text.charCodeAt(0)) &&
    isAlphanumeric(text.charCodeAt(text.length - 1)) &&
    !text.includes('XXXXX') &&
    !text.startsWith('xxxxx')
  );
}

function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** The value as a boolean; real records write `"true"` and `"false"` as strings too. */
export function asBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  if (value === 'false') return false;
  return undefined;
}

/**
 * Whether a text as a whole stands for "masked or not known": `-`, `--`, `XXXX…`, an id that is masked in parts (`XXXXX-0c20-XXXXX`), an ARN
 * of a masked account. A text that only holds such letters is none: names are chosen by those whom the records are about.
 */
function isPlaceholder(text: string): boolean {
  if (/^(?:[-*]+|X{5,}|x{5,})$/.test(text) || /^arn:[^:]*:[^:]*:[^:]*:X{5,}(?::|$)/.test(text)) return true;
  return text.includes('XXXXX') && text.split('-').every(part => /^(?:X+|[\da-f]+)$/.test(part));
}

/** Calls `visit` for every string inside a JSON value, depth first, with the name of the nearest field. */
export function eachText(
  value: Json | undefined,
  visit: (text: string, field: string) => void,
  field = '',
): void {
  if (typeof value === 'string') visit(value, field);
  else if (Array.isArray(value)) for (const item of value) eachText(item as Json, visit, field);
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) eachText(inner, visit, name);
}

/** The value that a JSON text holds; undefined where it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
