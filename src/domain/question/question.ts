/** Verbs that a question can hold, by their name in the lexicon. */
export const VERB_NAMES = [
  'accept',
  'access',
  'activate',
  'archive',
  'associate',
  'assume',
  'authorize',
  'cancel',
  'change',
  'close',
  'create',
  'deactivate',
  'delete',
  'deploy',
  'deregister',
  'disable',
  'disassociate',
  'enable',
  'export',
  'expose',
  'failover',
  'import',
  'invite',
  'invoke',
  'lock',
  'move',
  'promote',
  'publish',
  'purge',
  'push',
  'reboot',
  'register',
  'reject',
  'remove',
  'renew',
  'replicate',
  'restore',
  'retry',
  'revoke',
  'rotate',
  'scale',
  'schedule',
  'send',
  'share',
  'sign',
  'start',
  'stop',
  'subscribe',
  'synchronize',
  'tag',
  'transfer',
  'unarchive',
  'unlock',
  'unsubscribe',
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
  'kind',
  'session',
  'named',
  'workflow',
  'project',
  'space',
  'mfa',
  'rule',
  'error',
  'tool',
] as const;
export type FilterKey = (typeof FILTER_KEYS)[number];
/** Keys that stand for what is asked in words: nobody is told to type them. */
export const WORDED_KEYS: readonly FilterKey[] = [
  'named',
  'workflow',
  'project',
  'space',
  'mfa',
  'rule',
  'error',
  'tool',
];

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

/** What was done, and to what: any of the verbs, any of the nouns. */
export interface Deed {
  /** Verbs, any of which fits. */
  readonly verbs: readonly VerbName[];
  /** Object nouns by their name in the lexicon, any of which fits. */
  readonly objects: readonly string[];
  /** Nouns of the second thing, to or from which it was done. */
  readonly indirect?: readonly string[];
}

/** A deed with what names its thing: one of several that a question asks for. */
export interface OtherDeed extends Deed {
  readonly filters: readonly Filter[];
}

/** Things that a count is told apart by. */
export const GROUPINGS = [
  'person',
  'account',
  'region',
  'day',
  'week',
  'event',
  'service',
  'address',
] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Which events are meant: what asks for them also watches for them, and silences them. Slots that say nothing are empty. */
export interface Pattern extends Deed {
  /** All must hold. */
  readonly filters: readonly Filter[];
  /** Deeds that are meant as well; `filters` that name no thing hold for them too. */
  readonly or?: readonly OtherDeed[];
  /** Deeds that are left out. */
  readonly without?: readonly Deed[];
}

/** A question as it was understood: a pattern with its time, and what is wanted of the events. Everything downstream works from this. */
export interface Question extends Pattern {
  readonly asks: QuestionWord;
  /** Null: the last 90 days, which is as far as Event history reaches. */
  readonly time: TimeRange | null;
  readonly pick: 'all' | 'first' | 'latest';
  /** How many events are wanted, or null for as many as there are. */
  readonly limit: number | null;
  /** Only whoever did it so many times at least. */
  readonly atLeast?: number;
  /** What a count is told apart by. */
  readonly per?: Grouping;
  /** So many of what it is told apart by, those with most first. */
  readonly top?: number;
}

/** Question for every event, reads left out. */
export const EVERYTHING: Question = {
  asks: 'list',
  verbs: [],
  objects: [],
  filters: [],
  time: null,
  pick: 'all',
  limit: null,
};

/** What surrounds a question and its meaning depends on. */
export interface QuestionContext {
  /** Now, in milliseconds since 1970. */
  readonly now: number;
  /** The asker's IANA time zone. */
  readonly timeZone: string;
  /** Configured accounts, so that their names can be used. */
  readonly accounts: readonly { readonly id: string | null; readonly name: string }[];
  /** Names of the CodeCatalyst space that is configured and of its projects, as far as they are known. Absent: there is none. */
  readonly space?: KnownSpace | undefined;
}

/** A CodeCatalyst space by its name, and its projects by theirs. */
export interface KnownSpace {
  readonly name: string;
  readonly projects: readonly string[];
}

/** A text that can be asked, with the words of the button for it. */
export interface Proposal {
  readonly label: string;
  readonly text: string;
}

/** What became of a text that should be a question. */
export type QuestionReading =
  | {
      readonly kind: 'question';
      readonly question: Question;
      /** What was put right or taken for a name. */
      readonly guesses: readonly string[];
      /** Parts around the question that mean nothing for it. */
      readonly setAside: readonly string[];
    }
  /** It has several readings: what is in doubt, and the texts that say each of them plainly. */
  | {
      readonly kind: 'ambiguous';
      readonly message: string;
      readonly choices: readonly Proposal[];
    }
  | { readonly kind: 'help' }
  | {
      readonly kind: 'unreadable';
      /** What sort of text it is, or what about it can't be read. */
      readonly code: string;
      readonly message: string;
      /** A question that keeps the meaning, or an example. */
      readonly suggestion: string;
      /** Further questions that may be meant. */
      readonly proposals?: readonly Proposal[];
    };
