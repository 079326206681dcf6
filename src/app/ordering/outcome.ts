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
      readonly preview: Preview;
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
