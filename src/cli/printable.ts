/** A text for a terminal: values of records may hold what moves its cursor or turns its writing around. Line ends stay. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, char => (char === '\n' ? char : ' '));
}
