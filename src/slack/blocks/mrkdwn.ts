import { oneLine, visible } from '../../domain/visible.ts';

/** A text without what Slack reads as control sequences (Slack, "Formatting text for app surfaces", "Escaping text"). */
export function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/**
 * A value from a record as inline code, cut to `most` characters: nothing inside is read as formatting, link or mention.
 * A back-tick, which would end the code, becomes its look-alike; Details shows the value as it was.
 */
export function code(text: string, most = 200): string {
  const line = oneLine(text).replace(/`/g, 'ˋ');
  return line === '' ? '`(empty)`' : `\`${escapeWithin(line, most)}\``;
}

/** Our own words with something of a record in them: escaped, and without what would open code, bold, slanted or struck text, or an emoji. */
export function words(text: string, most = 400): string {
  return escapeWithin(withoutMarkUp(visible(text)), most);
}

/** Signs that Slack reads as mark-up, as others that look like them; an underscore only where it could open something. */
function withoutMarkUp(text: string): string {
  return text
    .replace(/[`~]/g, "'")
    .replaceAll('*', '∗')
    .replace(/(?<!\w)_(?=\w)/g, '＿')
    .replace(/(?<![\w:]):(?=[a-z][\w+'-]*:)/g, '∶');
}

/** A text escaped and cut so that the outcome, with its entities, has at most so many characters. */
export function escapeWithin(text: string, most: number): string {
  if (text.length * 5 <= most) return escape(text);
  let escaped = '';
  for (const char of text) {
    const next = escape(char);
    if (escaped.length + next.length >= most) return `${escaped}…`;
    escaped += next;
  }
  return escaped;
}

/** A text of at most so many characters; what was cut is marked. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  // Never between the halves of a surrogate pair.
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** An instant that Slack shows in each reader's own time zone; `fallback` is for clients that can't. ISO 8601 in. */
export function localTime(iso: string, fallback: string, precision?: 'to the minute'): string {
  const seconds = Math.floor(Date.parse(iso) / 1000);
  const time = precision === undefined ? '{time_secs}' : '{time}';
  return `<!date^${seconds}^{date_short_pretty} ${time}|${escape(fallback)}>`;
}

/** An identifier as inline code; a UUID by what tells it from others: Details has it whole. */
export function identifier(text: string, most = 120): string {
  const [first] = /^[0-9a-f]{8}(?=-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$)/i.exec(text) ?? [];
  return first === undefined ? code(text, most) : code(`${first}…`);
}

/** A mention of a Slack user by id. */
export function mention(userId: string): string {
  return `<@${userId}>`;
}

/** A number with its noun: `1 event`, `2 events`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

/** A text that begins with a capital letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
