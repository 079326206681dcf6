/** What was said to the bot: its own mention names nobody, wherever it stands. */
export function withoutOwnMention(text: string, botUserId: string): string {
  return text
    .replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g, (mention, id: string) => (id === botUserId ? ' ' : mention))
    .trim();
}

/** Whose mention a text begins with. */
export function firstMentioned(text: string): string | undefined {
  return /^\s*<@([UW][A-Z0-9]+)/.exec(text)?.[1];
}
