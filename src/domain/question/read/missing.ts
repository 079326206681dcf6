import type { Draft } from './draft.ts';
import { isLikeErrorCode } from './phrases/error-codes.ts';
import { isUniqueId } from './phrases/forms.ts';
import type { Token } from './tokens.ts';
import { clip } from './unreadable.ts';

/** Why a draft is no question. */
export interface Problem {
  readonly kind: 'problem';
  readonly code: string;
  readonly message: string;
  readonly suggestion: string;
}

/** Words that ask for events of every kind. */
const ANYTHING =
  /^(all|anything|everything|something|activity|activities|changes?|events?|actions?|happen(s|ed|ing)?|calls?|history|timeline)$/;

/** What a draft lacks to be a question, though every word of it found its place; undefined where it is whole. */
export function missingIn(draft: Draft, tokens: readonly Token[]): Problem | undefined {
  const { asks, verbs, objects, filters, time, pick, done, without, reads } = draft;
  const problem = (message: string, suggestion = 'who deleted connection') =>
    ({ kind: 'problem', code: 'not_a_question', message, suggestion }) as const;
  const [only] = tokens;
  const isFull =
    /[:=]/.test(only?.text ?? '') ||
    (filters.length > 0 && filters.every(({ key }) => /^(event|ip|key|id|error)$/.test(key)));
  // What stands alone and is so called asks what happened to it.
  const isId = filters.some(
    ({ key, values }) => key === 'named' && (isUniqueId(values[0] ?? '') || isIdentifier(values[0] ?? '')),
  );
  const isPerson = filters.some(({ key, values }) => key === 'user' && /@|^arn:/.test(values[0] ?? ''));
  const text = tokens.map(token => token.text).join(' ');
  if (tokens.length === 1 && !isFull && !isId && !isPerson)
    return problem(`"${clip(text)}" alone is not a question.`, askedOf(draft));
  const nothing = verbs.length + objects.length + filters.length + done.length + without.length === 0;
  const any = tokens.some(({ word }) => ANYTHING.test(word)) || reads !== undefined || draft.hasThing;
  // A name and nothing else says too little of what is wanted.
  const isNameAlone =
    filters.every(({ key }) => key === 'named') && filters.length > 0 && verbs.length + objects.length === 0;
  // "you are a lifesaver".
  const isSaidOfSomebody =
    filters.length === 1 &&
    filters.every(({ key }) => /^(named|resource)$/.test(key)) &&
    verbs.length + objects.length === 0 &&
    asks === undefined &&
    !any &&
    tokens.some(({ word }) => /^(am|are|is|was)$/.test(word));
  if (isSaidOfSomebody) return problem(`"${clip(text)}" is not a question that I can read.`);
  if (isNameAlone && !isId && time === null && asks === undefined && !any)
    return problem(`"${clip(text)}" alone is not a question.`, askedOf(draft));
  const unknown = pronounIn(draft, tokens);
  if (unknown) return unknown;
  if (!nothing || draft.per !== undefined) return undefined;
  if (asks === undefined && !(pick !== 'all' && any) && !(any && time !== null))
    return problem(`"${clip(text)}" alone is not a question.`);
  if (asks === 'who' && time === null && draft.atLeast === undefined)
    return problem('I understood "who", but not what was done.');
  const asksForAll = /^(what|list|whether|count)$/.test(asks ?? '') && any;
  if (asks !== 'who' && time === null && pick === 'all' && !asksForAll)
    return problem('I understood what sort of answer you want, but not of what.', 'what happened today');
  return undefined;
}

/** Whether a text is written as only names are: `LegacyDeployRole`, `billing-exports-2024`. Error codes are written so, too. */
function isIdentifier(text: string): boolean {
  if (isLikeErrorCode(text)) return false;
  const isWritten = /[a-z][A-Z]/.test(text) || (/^[a-z]/i.test(text) && /[a-z][-_].*\d|_/i.test(text));
  return isWritten && /^[\w.-]{6,}$/.test(text);
}

/** What may be asked of one thing or name that was said alone. */
function askedOf({ objects, filters }: Draft): string {
  const [noun] = objects;
  const named = filters.find(({ key }) => key === 'named' || key === 'user')?.values[0];
  if (noun !== undefined) return `who changed ${noun}`;
  if (named !== undefined && isLikeErrorCode(named)) return `error:${named}`;
  return named === undefined ? 'who deleted connection' : `what did ${named} do`;
}

/** A pronoun for something that nobody named: "who deleted it", "how many of them". */
function pronounIn(
  { objects, indirect, done, filters, hasPronoun, verbs, isSaid }: Draft,
  tokens: readonly Token[],
): Problem | undefined {
  const isUnnamed =
    objects.length + indirect.length === 0 &&
    done.every(deed => deed.objects.length + deed.filters.length === 0) &&
    !filters.some(({ key }) => /^(resource|named|event|source|id)$/.test(key));
  const isOfThem = tokens.some(
    ({ word }, at) =>
      word === 'of' &&
      /^(them|those|these|it)$/.test(tokens[at + 1]?.word ?? '') &&
      !/^(made|done|by|that|which|who|in|from|with|named|called)$/.test(tokens[at + 2]?.word ?? ''),
  );
  const isPointing = (hasPronoun && (verbs.length > 0 || isSaid)) || (isOfThem && verbs.length === 0);
  if (!isUnnamed || !isPointing) return undefined;
  const [it] = tokens.filter(({ word }) => /^(it|them|that|this|those|these|one|ones)$/.test(word));
  return {
    kind: 'problem',
    code: 'unplaced_part',
    message: `I can't tell what "${it?.text ?? 'it'}" stands for. Name the thing.`,
    suggestion: 'who deleted connection',
  };
}
