import type { Deed, Filter, Grouping, Question, QuestionWord, TimeRange, VerbName } from '../question.ts';

/** What a run of words may mean, and what reading them so costs: nothing where they say it plainly, more where it is a guess. */
export type Piece = { readonly words: number; readonly cost?: number; readonly guess?: string } & Meaning;

/** A piece of one sort. */
export type PieceOf<Is extends Piece['is']> = Extract<Piece, { readonly is: Is }>;

type Meaning =
  | { readonly is: 'asks'; readonly asks: QuestionWord }
  /** did, was, has …: asks whether where it begins, else it announces who acted. */
  | { readonly is: 'auxiliary'; readonly word: string }
  | {
      readonly is: 'verb';
      readonly verbs: readonly VerbName[];
      readonly form: 'base' | 'third' | 'past' | 'ing' | 'deed' | 'doer';
    }
  | { readonly is: 'noun'; readonly noun: string }
  /** Filters that stand anywhere: who by its form, where, how it went. */
  | {
      readonly is: 'filter';
      readonly filters: readonly Filter[];
      readonly about: 'who' | 'where' | 'what' | 'how';
      /** A lone word that may be a name as well. */
      readonly isBare?: boolean;
      /** It was written as `key:value`. */
      readonly isPair?: boolean;
      /** It has a title, and no preposition: "the account 111122223333". */
      readonly isPlain?: boolean;
      /** "to the account": what it was done to may be meant. */
      readonly isTarget?: boolean;
      /** Of an account: it is one of an organization that the question is about. */
      readonly isMember?: boolean;
      /** Whoever was named before may have done it as well. */
      readonly isEither?: boolean;
      /** It is compared with the one before. */
      readonly isCompared?: boolean;
    }
  | { readonly is: 'time'; readonly range: TimeRange; readonly text: string; readonly wrong?: string }
  /** A word that may be what somebody or something is called. */
  | { readonly is: 'name'; readonly text: string; readonly sort: NameSort; readonly possessive: boolean }
  /** Who did it, though the words alone may stand for a thing: workflows, root, me. */
  | {
      readonly is: 'actor';
      readonly filter: Filter;
      /** It is one only where whoever acts is named. */
      readonly isThing: boolean;
      readonly isSubject?: boolean;
    }
  /** A rule of a security group by its port and whom it lets in, as `wantedRule` reads it. */
  | { readonly is: 'rule'; readonly rule: string }
  | { readonly is: 'without'; readonly deeds: readonly Deed[] }
  | { readonly is: 'pick'; readonly pick: Exclude<Question['pick'], 'all'>; readonly limit: number }
  | { readonly is: 'atLeast'; readonly count: number }
  | { readonly is: 'per'; readonly per: Grouping; readonly top?: number }
  /** Reads are wanted too. */
  | { readonly is: 'reads'; readonly values: readonly string[] }
  | { readonly is: 'preposition'; readonly word: string }
  | { readonly is: 'joint'; readonly word: string }
  | { readonly is: 'pronoun'; readonly word: string }
  | { readonly is: 'article'; readonly word: string }
  /** What somebody did, or that it was done, without saying what. */
  | { readonly is: 'thing'; readonly word: string }
  | { readonly is: 'happening'; readonly word: string }
  | { readonly is: 'people'; readonly word: string }
  | { readonly is: 'filler'; readonly word: string }
  /** It says plainly what it is, and can't be that. */
  | { readonly is: 'wrong'; readonly code: string; readonly message: string };

/**
 * What sort of name a word may be: `quoted`; written as no word is (`DeployRole`, `acme-logs`); in capitals amid a sentence (`Deploy`); no word that is known; a
 * common noun.
 */
export type NameSort = 'quoted' | 'identifier' | 'proper' | 'plain' | 'common';

/** A filter for one value or several. */
export function filterOn(key: Filter['key'], ...values: readonly string[]): Filter {
  return { key, values: namedApart(key, values), negated: false };
}

/** "alice,bob" are two wherever they stand; only the name of a resource may hold a comma. */
export function namedApart(key: Filter['key'], values: readonly string[]): readonly string[] {
  if (/^(resource|named)$/.test(key)) return values;
  return values.flatMap(text => {
    const parts = text.split(',').filter(Boolean);
    return parts.length > 0 ? parts : [text];
  });
}
