/** Verbs that a question can hold, by their name in the lexicon. */
export const VERB_NAMES = [
  'access',
  'accept',
  'activate',
  'assume',
  'associate',
  'authorize',
  'cancel',
  'change',
  'create',
  'deactivate',
  'delete',
  'disable',
  'disassociate',
  'enable',
  'invoke',
  'reboot',
  'reject',
  'remove',
  'restore',
  'revoke',
  'rotate',
  'schedule',
  'send',
  'sign',
  'start',
  'stop',
  'synchronize',
  'tag',
  'untag',
  'update',
  'view',
] as const;
export type VerbName = (typeof VERB_NAMES)[number];

/** Fields of a record that a question can filter by. */
export const FILTER_KEYS = [
  'id',
  'event',
  'source',
  'user',
  'role',
  'key',
  'ip',
  'account',
  'region',
  'resource',
  'outcome',
  'readonly',
  'category',
] as const;
export type FilterKey = (typeof FILTER_KEYS)[number];

/** `key:value`, or `-key:value`; several values mean any of them. */
export interface Filter {
  readonly key: FilterKey;
  readonly values: readonly string[];
  readonly negated: boolean;
}

/** What sort of answer is wanted. */
export type QuestionWord = 'who' | 'what' | 'when' | 'where' | 'whether' | 'count' | 'list';

/** A stretch of time, `from` inclusive, `to` exclusive, in milliseconds since 1970. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** A question as it was understood: slots that say nothing are empty. Everything downstream works from this. */
export interface Question {
  readonly asks: QuestionWord;
  /** Verbs, any of which fits. */
  readonly verbs: readonly VerbName[];
  /** Object nouns by their name in the lexicon, any of which fits. */
  readonly objects: readonly string[];
  /** All must hold. */
  readonly filters: readonly Filter[];
  /** Null: the last 90 days, which is as far as Event history reaches. */
  readonly time: TimeRange | null;
  readonly pick: 'all' | 'first' | 'latest';
  /** How many events are wanted, or null for as many as there are. */
  readonly limit: number | null;
}

/** What surrounds a question and its meaning depends on. */
export interface QuestionContext {
  /** Now, in milliseconds since 1970. */
  readonly now: number;
  /** The asker's IANA time zone. */
  readonly timeZone: string;
  /** Configured accounts, so that their names can be used. */
  readonly accounts: readonly { readonly id: string | null; readonly name: string }[];
}

/** What became of a text that should be a question. */
export type QuestionReading =
  | { readonly kind: 'question'; readonly question: Question; readonly guesses: readonly string[] }
  /** It has several readings: what is in doubt, and the texts that say each of them plainly. */
  | {
      readonly kind: 'ambiguous';
      readonly message: string;
      readonly choices: readonly { readonly label: string; readonly text: string }[];
    }
  | { readonly kind: 'help' }
  | {
      readonly kind: 'unreadable';
      readonly code: string;
      readonly message: string;
      readonly suggestion: string;
    };
