/** Words for a text that is no channel id. */
export const NO_CHANNEL_ID = 'not a channel id; Slack shows it at the end of "About" (C0123456789)';

/** Whether a text has the form of a Slack channel id. */
export function isChannelId(text: string): boolean {
  return /^[CGD][A-Z0-9]{2,}$/.test(text);
}
