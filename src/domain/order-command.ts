import { slips } from './question/read/spelling.ts';
import { isKnown } from './question/read/words.ts';
import { readUntil } from './until.ts';

/** A command about what the bot is to do from now on, taken apart; its pattern is not read yet. */
export type OrderCommand =
  | { readonly kind: 'preview'; readonly pattern: string }
  | {
      readonly kind: 'subscribe';
      readonly pattern: string;
      /** A Slack channel id; null: where it was typed. */
      readonly channel: string | null;
    }
  | {
      readonly kind: 'mute';
      readonly pattern: string;
      /** Milliseconds since 1970. */
      readonly until: number;
      readonly reason: string | null;
      readonly everywhere: boolean;
    }
  | { readonly kind: 'subscriptions' | 'mutes'; readonly everywhere: boolean }
  | { readonly kind: 'unsubscribe' | 'unmute'; readonly number: number }
  /** What waits for a decision. */
  | { readonly kind: 'open' }
  /** It is one of these commands, and can't be done so: why, and commands that can. */
  | { readonly kind: 'usage'; readonly message: string; readonly examples: readonly string[] };

/** The commands, by their first word. */
export const ORDER_WORDS = [
  'preview',
  'subscribe',
  'subscriptions',
  'unsubscribe',
  'mute',
  'mutes',
  'unmute',
  'open',
] as const;
type OrderWord = (typeof ORDER_WORDS)[number];

/** Whether a text is one of the commands: a first word that may as well begin a question counts only if the rest fits it. */
export function isOrderCommand(text: string): boolean {
  return wordOf(text) !== undefined;
}

/** "show open", "list my subscriptions": the lists, as people also ask for them. */
const LISTED =
  /^\s*(?:show|list)\s+(?:me\s+)?(?:the\s+|my\s+|all\s+)?(open|subscriptions|mutes)(?:\s+reviews)?\s*$/i;

function wordOf(text: string): { word: OrderWord; rest: string } | undefined {
  const listed = LISTED.exec(text)?.[1]?.toLowerCase();
  const [, first = '', rest = ''] = /^\s*(\S+)\s*([\s\S]*?)\s*$/.exec(listed ?? text) ?? [];
  const word = ORDER_WORDS.find(one => one === first.toLowerCase());
  if (word === undefined) return undefined;
  const isList = /^(subscriptions|mutes)$/.test(word);
  if (isList && !/^(all)?$/i.test(rest)) return undefined;
  return word === 'open' && rest !== '' ? undefined : { word, rest };
}

/** First words of other commands, also of those that are to come. */
export const OTHER_WORDS = ['save', 'saved', 'forget', 'help', 'expect', 'reviews', 'status'] as const;
/** Fewest letters of a command that may be mistyped. */
const MIN_MISTYPED_LENGTH = 4;

/** A text with its first word as the command that it is one slip away from; undefined where it is none, or a word of its own. */
export function nearCommand(text: string): string | undefined {
  const [, first = '', rest = ''] = /^\s*(\S+)([\s\S]*)$/.exec(text) ?? [];
  const word = first.toLowerCase();
  if (word.length < MIN_MISTYPED_LENGTH || isKnown(word)) return undefined;
  const [meant] = [...ORDER_WORDS, ...OTHER_WORDS]
    .filter(command => command.length >= MIN_MISTYPED_LENGTH && slips(word, command, 1) === 1)
    // Letters are swapped more often than left out.
    .toSorted((a, b) => Math.abs(a.length - word.length) - Math.abs(b.length - word.length));
  return meant === undefined ? undefined : `${meant}${rest}`;
}

/**
 * Takes a command apart: `mute PATTERN for DURATION because REASON everywhere` and the like. Undefined where it is none. `now` in milliseconds, `timeZone` of whoever types it.
 */
export function readOrderCommand(
  text: string,
  here: { readonly now: number; readonly timeZone: string },
): OrderCommand | undefined {
  const found = wordOf(text);
  if (!found) return undefined;
  const { word, rest } = found;
  switch (word) {
    case 'preview':
      return rest === ''
        ? usage('Say which events', ['preview deleted connection'])
        : { kind: word, pattern: rest };
    case 'subscribe':
      return subscribe(rest);
    case 'mute':
      return mute(rest, here);
    case 'subscriptions':
    case 'mutes':
      return { kind: word, everywhere: rest !== '' };
    case 'unsubscribe':
    case 'unmute': {
      const number = Number(/^#?(\d{1,9})$/.exec(rest)?.[1]);
      const list = word === 'unmute' ? 'mutes' : 'subscriptions';
      return Number.isNaN(number)
        ? usage(`Say which one, by its number in \`${list}\``, [list, `${list} all`])
        : { kind: word, number };
    }
    case 'open':
      return { kind: word };
  }
}

function usage(message: string, examples: readonly string[]): OrderCommand {
  return { kind: 'usage', message: `${message}.`, examples };
}

/** `PATTERN to #channel`, as Slack writes the channel. */
function subscribe(rest: string): OrderCommand {
  const [, before, channel] = /^([\s\S]*?)\s*\b(?:to|in)\s+<#([A-Z0-9]{2,})(?:\|[^>]*)?>$/.exec(rest) ?? [];
  const pattern = (before ?? rest)
    .replace(/^to\s+/i, '')
    .replace(/\s+(here|to this channel)$/i, '')
    .trim();
  if (pattern === '') return usage('Say which events', ['subscribe deleted connection']);
  if (/\sto\s+#[\w.-]+$/.test(pattern))
    return usage(
      'Pick the channel from the list that Slack offers behind `#`, so that I learn which one it is',
      [`preview ${pattern.replace(/\s+to\s+#\S+$/, '')}`],
    );
  return { kind: 'subscribe', pattern, channel: channel ?? null };
}

const BEFORE_UNTIL = /\s(?=(?:for|until)\s)/gi;
const AFTER_UNTIL =
  /^(?<first>\s+everywhere)?(?:,?\s+(?:because|since|reason:)\s+(?<reason>[\s\S]+?))?(?<last>\s+everywhere)?\s*[.!]?$/i;

/** With the time behind the pattern, where it was said first: `for 2h deleted buckets`. What has no end has none. */
function inOrder(said: string, here: { readonly now: number; readonly timeZone: string }): string {
  const rest = said.replace(/\s+(?:forever|for ever|permanently|always|indefinitely|for good)\s*$/i, '');
  const until = readUntil(rest, here);
  if (!until) return rest;
  const [pattern = '', because = ''] = rest.slice(until.length).split(/\s+(?=because\s)/i);
  return `${pattern.trim()} ${rest.slice(0, until.length)} ${because}`.trim();
}

/** `PATTERN for DURATION because REASON everywhere`. */
function mute(said: string, here: { readonly now: number; readonly timeZone: string }): OrderCommand {
  const rest = inOrder(said, here);
  for (const { index } of rest.matchAll(BEFORE_UNTIL)) {
    const ending = rest.slice(index + 1);
    const until = readUntil(ending, here);
    const groups = until && AFTER_UNTIL.exec(ending.slice(until.length))?.groups;
    const pattern = rest.slice(0, index).trim();
    if (!until || !groups || pattern === '') continue;
    const everywhere = groups['first'] !== undefined || groups['last'] !== undefined;
    return { kind: 'mute', pattern, until: until.at, reason: groups['reason']?.trim() ?? null, everywhere };
  }
  const pattern = rest.replace(BEFORE_UNTIL, '\n').split('\n')[0]?.trim() ?? '';
  return pattern === ''
    ? usage('Say which events, and for how long', ['mute reads by alice for 2h'])
    : usage('Say for how long: `for 30m`, `for 2h`, `for 3d`, or `until friday`', [
        `mute ${pattern} for 1h`,
        `mute ${pattern} for 1d`,
        `mute ${pattern} for 7d`,
      ]);
}
