import type { Mute, Subscription } from '../../domain/standing-order.ts';
import type { WaitingReview } from './open-reviews.ts';
import type { AskedPattern } from './pattern-asked.ts';
import type { Preview } from './previewing.ts';

/** What became of a command about what the bot is to do from now on; `timeZone` is that of whoever typed it. */
export type OrderOutcome =
  | { readonly kind: 'refused'; readonly message: string }
  /** It can't be done so: why, and commands that can. */
  | { readonly kind: 'usage'; readonly message: string; readonly examples: readonly string[] }
  /** Its pattern can't be taken as it is; `before` and `after` are the words around it. */
  | {
      readonly kind: 'unread';
      readonly pattern: Exclude<AskedPattern, { readonly kind: 'pattern' | 'refused' }>;
      readonly before: string;
      readonly after: string;
    }
  | {
      readonly kind: 'previewed';
      readonly text: string;
      readonly reading: string;
      readonly setAside: readonly string[];
      readonly preview: Preview;
      readonly timeZone: string;
    }
  | {
      readonly kind: 'subscribed';
      readonly order: Subscription;
      readonly setAside: readonly string[];
      readonly preview: Preview;
      readonly timeZone: string;
    }
  | {
      readonly kind: 'muted';
      readonly order: Mute;
      readonly setAside: readonly string[];
      /** What it would have hidden; and where that is nothing, how many events it means that are shown all the same. */
      readonly preview: Preview;
      readonly shown: number;
      readonly timeZone: string;
    }
  | { readonly kind: 'ended'; readonly order: Subscription | Mute }
  /** `channel` null: of all channels. */
  | {
      readonly kind: 'subscriptions';
      readonly orders: readonly Subscription[];
      readonly channel: string | null;
    }
  | { readonly kind: 'mutes'; readonly orders: readonly Mute[]; readonly channel: string | null }
  | { readonly kind: 'open'; readonly reviews: readonly WaitingReview[]; readonly isCut: boolean };

/** A pattern that can't be taken, with the words around it: so that what may be meant can be clicked as a whole command. */
export function unread(
  asked: Exclude<AskedPattern, { kind: 'pattern' | 'refused' }>,
  text: string,
  typed: string,
): OrderOutcome {
  const at = typed.indexOf(text);
  if (at !== -1)
    return {
      kind: 'unread',
      pattern: asked,
      before: typed.slice(0, at),
      after: typed.slice(at + text.length),
    };
  // With a secret taken out of it, what stands around it is not known: the command has to be typed again.
  const why = 'message' in asked ? asked.message : 'I can not read which events you mean.';
  return { kind: 'refused', message: `${why} There was a secret in it: type it again without.` };
}
