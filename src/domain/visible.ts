/** Letters that nobody sees, and that move a cursor or turn writing around: control and format characters. */
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;

/** A text without letters that nobody sees, for where somebody reads it. Line ends stay. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, char => (char === '\n' ? char : ' '));
}

/** The same in one line, without blanks around it. */
export function oneLine(text: string): string {
  return visible(text).replace(/\s+/g, ' ').trim();
}

/** JSON text of the same value in which such letters are written by their number; those of JSON's own layout stay. */
export function visibleJson(json: string): string {
  return json.replace(INVISIBLE, char => (char === '\n' ? char : escapes(char)));
}

function escapes(char: string): string {
  return Array.from(
    { length: char.length },
    (_, index) => `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}
