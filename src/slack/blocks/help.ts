import type { EphemeralMessage } from '../respond.ts';
import { context, section } from './elements.ts';

/** Questions that show what can be asked; the README and the tests use the same ones. */
export const EXAMPLES = [
  'who deleted connection',
  'who associated a role since monday',
  'what did alice do yesterday',
  'who deleted stack storefront-old in the last 7 days',
  'show denied attempts this week',
  'what did workflows do today',
  'how many connections were deleted this week',
  'event:StopLogging region:us-east-1 -user:root',
] as const;

/** Renders the help: what the bot answers, with examples. */
export function renderHelp(): EphemeralMessage {
  const list = EXAMPLES.map(question => `• \`/cctrail ${question}\``).join('\n');
  const text = `*Ask who did what in your AWS accounts.* I read CloudTrail and say what I searched.\n${list}`;
  const keys =
    'Say *who / what / when / where / how many*, a verb, a thing, its name, `by` somebody, `in` an account or Region, a time. Names with odd words go in quotes. Filters: `id event source user role key ip account region resource outcome readonly category`, as `key:value`, `-key:value` to leave out. Without a time I search the last 90 days; reads (List, Get, Describe) only when asked for.';
  return {
    text: 'Ask who did what in your AWS accounts, for example: /cctrail who deleted connection',
    blocks: [section(text), context(keys)],
  };
}
