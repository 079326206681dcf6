import { remembering } from '../../remember.ts';
import { OUTCOMES } from '../filters.ts';
import { eventNamed, isEventVerb } from '../lexicon/event-names.ts';
import { OBJECTS } from '../lexicon/nouns.ts';
import { SERVICES } from '../lexicon/services.ts';
import { PHRASAL_VERBS, VERB_FORMS } from '../lexicon/verbs.ts';
import {
  ABBREVIATIONS,
  englishKindOf,
  FUNCTION_WORDS,
  QUESTION_WORDS,
  RESTRICTORS,
  SLIPS,
} from '../lexicon/words.ts';
import type { QuestionContext } from '../question.ts';
import { nearWords } from './near-words.ts';

import { canOpenTime, RECURRING, TIME_WORDS, unitOf } from './time/words.ts';
import { type Token, wordToken } from './tokens.ts';

/** One way to take the words of a question: as typed, or with slips put right. */
export interface Wording {
  readonly tokens: readonly Token[];
  /** How far it is from what was typed: one for a slip. */
  readonly cost: number;
  readonly guesses: readonly string[];
}

/** Most ways that are tried. */
const MAX_WORDINGS = 12;
/** Cost of a slip, and of an abbreviation. */
const SLIP_COST_UNITS = 1;
const SHORT_COST_UNITS = 0.2;

/** Words for environments by those that accounts may be called by instead. */
const ENVIRONMENTS: ReadonlyMap<string, string> = new Map(
  [
    ['prod', 'production'],
    ['dev', 'development'],
    ['stage', 'staging'],
    ['test', 'testing'],
  ].flatMap(([short = '', long = '']) => [
    [short, long],
    [long, short],
  ]),
);

/** Words that are read by what they are, in the order in which a slip is most likely meant for one. */
const VOCABULARY: ReadonlySet<string> = new Set([
  ...[...OBJECTS.keys()].flatMap(name => name.split(' ')),
  ...VERB_FORMS.keys(),
  ...PHRASAL_VERBS.flatMap(({ forms, particle }) => [...forms, ...particle]),
  ...QUESTION_WORDS.flatMap(({ words }) => words),
  ...Object.values(FUNCTION_WORDS).flatMap(words => [...words]),
  ...OUTCOMES.keys(),
  ...TIME_WORDS,
  ...RESTRICTORS,
  ...[...SERVICES.keys()].flatMap(name => name.split(' ')).filter(word => word.length > 5),
  ...'settings setting configuration configurations config attributes properties access accesses accessed accessing days weeks months hours minutes earlier outside minus day week month hour minute workflow workflows root between latest newest recent most ago last first earliest oldest times account accounts region regions role session user users service services'.split(
    ' ',
  ),
]);

/** The same by length, so that few are compared. */
const BY_LENGTH: ReadonlyMap<number, readonly string[]> = new Map(
  Array.from(
    { length: 31 },
    (_, length) => [length, [...VOCABULARY].filter(word => word.length === length)] as const,
  ),
);

/** The ways to take some words, the likeliest first. */
export function wordingsOf(typed: readonly Token[], context: QuestionContext): readonly Wording[] {
  let wordings: Wording[] = [{ tokens: [], cost: 0, guesses: [] }];
  const { accounts, space } = context;
  const ofSpace = space ? [space.name, ...space.projects] : [];
  const names = new Set([...accounts.map(({ name }) => name), ...ofSpace].map(name => name.toLowerCase()));
  for (const at of typed.keys()) {
    const choices = choicesFor(typed, at, names);
    wordings = wordings
      .flatMap(wording =>
        choices.map(choice => ({
          tokens: [...wording.tokens, ...choice.tokens],
          cost: wording.cost + choice.cost,
          guesses: [...wording.guesses, ...choice.guesses],
        })),
      )
      .slice(0, MAX_WORDINGS);
  }
  return wordings.toSorted((a, b) => a.cost - b.cost);
}

/** Whether whoever acts may be named at a place: behind "did". */
function mayAct(typed: readonly Token[], at: number): boolean {
  return /^(did|has|have|had|by)$/.test(typed[at - 1]?.word ?? '');
}

/** Whether a word ends what asks, behind one thing of which was said before what was done to it. */
function isNamedBehind(typed: readonly Token[], at: number): boolean {
  const before = typed[at - 1]?.word ?? '';
  const after = typed[at + 1]?.word ?? '';
  const isEnd = /^(|in|on|by|from|at|since|today|yesterday)$/.test(after);
  const isDone = typed
    .slice(0, Math.max(0, at - 1))
    .some(({ word }) => VERB_FORMS.has(word) || /^(happen(s|ed)?|about|denied|denials|errors?)$/.test(word));
  return isEnd && isDone && OBJECTS.has(before) && !before.endsWith('s');
}

function choicesFor(typed: readonly Token[], at: number, names: ReadonlySet<string>): readonly Wording[] {
  const token = typed[at];
  if (!token) return [];
  const asTyped: Wording = { tokens: [token], cost: 0, guesses: [] };
  const { word } = token;
  if (token.quoted || token.filter || names.has(word)) return [asTyped];
  const environment = ENVIRONMENTS.get(word);
  if (environment !== undefined && names.has(environment))
    return [
      { ...mended(token, environment), cost: SHORT_COST_UNITS },
      { ...asTyped, cost: SLIP_COST_UNITS },
    ];
  const split = eitherOf(token);
  if (split) return [{ ...asTyped, tokens: split }];
  const short = ABBREVIATIONS.get(word);
  if (short) {
    const tokens = short.map((one, index) => wordToken(one, index === short.length - 1 ? token : undefined));
    return [
      { tokens, cost: SHORT_COST_UNITS, guesses: [guess(token, short.join(' '))] },
      { ...asTyped, cost: SLIP_COST_UNITS },
    ];
  }
  const slip = SLIPS.get(word);
  // "did wen do": somebody is called so.
  const isSomebody =
    slip === 'when' &&
    !(
      /^(was|were|did|is|are|has|have|had|does|the|exactly)$/.test(typed[at + 1]?.word ?? '') &&
      !mayAct(typed, at)
    );
  if (slip !== undefined && !isSomebody) return [mended(token, slip), { ...asTyped, cost: 2 }];
  if (isKnown(word) || !/^[a-z]{4,30}$/.test(word) || /[a-z][A-Z]|^[A-Z]{2}/.test(token.text)) {
    // In capitals everything is shouted, and slips are slips.
    if (isKnown(word) || !/^[A-Z]{5,}$/.test(token.text)) return [asTyped];
  }
  const again = /^re(?=[a-z]{4})/.test(word) ? word.replace(/^re/, '') : '';
  if (VERB_FORMS.has(again))
    return [
      { ...mended(token, again), cost: SHORT_COST_UNITS },
      { ...asTyped, cost: SLIP_COST_UNITS },
    ];
  return slipsFor(typed, at, token);
}

/** A word that means nothing, as it was typed and as the words that it is near to. */
function slipsFor(typed: readonly Token[], at: number, token: Token): readonly Wording[] {
  const asTyped: Wording = { tokens: [token], cost: 0, guesses: [] };
  const { word, text } = token;
  const [before, after] = [typed[at - 1]?.word ?? '', typed[at + 1]?.word ?? ''];
  const isActor = mayAct(typed, at);
  const acts = /^(do|doing|done)$/.test(after) || VERB_FORMS.get(after)?.form === 'base';
  // "rebalanced" is what AWS has events for, and no slip.
  if (isEventVerb(word) || (/(ed|ing)$/.test(word) && stemsOf(word).some(isEventVerb))) return [asTyped];
  const near = nearWords(word, BY_LENGTH)
    // "weakened" is what was done, and no weekend.
    .filter(one => !(word.endsWith('ed') && TIME_WORDS.includes(one)))
    // "did locke delete it": somebody, and nothing that was locked.
    .filter(one => !(isActor && acts && VERB_FORMS.get(one)?.form === 'past'))
    // "did carll": somebody is meant, and no call.
    .filter(one => !isActor || !(FUNCTION_WORDS.things.has(one) || FUNCTION_WORDS.happening.has(one)))
    .map(one => mended(token, one));
  // "what did the resizer lambda change": it is called so.
  const isTitle = /^(the|our)$/.test(before) && mayAct(typed, at - 1) && OBJECTS.has(after);
  if (isTitle) return [asTyped];
  // "Deployer" amid a sentence is what somebody is called.
  const isProper = at > 0 && /^[A-Z][a-z]+$/.test(text) && /^[a-z]/.test(typed[at - 1]?.text ?? '');
  if (isProper) return [asTyped, ...near.map(one => ({ ...one, cost: 1.3 }))];
  // What is nearly a word that narrows is no name.
  if (near.some(({ tokens: [one] }) => one && (RESTRICTORS.has(one.word) || TIME_WORDS.includes(one.word))))
    return near;
  // "space acme" is what it is called, and no "came"; a "project memebr" is a member, and "our codecatlyst space" is CodeCatalyst's.
  const isCalled = [before, after].some(one => /^(space|project)$/.test(one));
  const isOther = (meant: string) =>
    VERB_FORMS.has(meant) || SERVICES.has(meant) || OBJECTS.has(`${before} ${meant}`);
  if (isCalled && !near.some(({ tokens: [one] }) => one && isOther(one.word)))
    return [asTyped, ...near.map(one => ({ ...one, cost: 1.3 }))];
  // "what happened to function resizer": what was done is said, and the one thing at the end is called so.
  const isDeed = (one: Token | undefined) =>
    one !== undefined && VERB_FORMS.has(one.word) && VERB_FORMS.get(one.word)?.form !== 'deed';
  if (near.length > 0 && isNamedBehind(typed, at) && near.every(({ tokens: [one] }) => isDeed(one)))
    return [asTyped, ...near.map(one => ({ ...one, cost: 1.3 }))];
  return [...near, { ...asTyped, cost: near.length > 0 ? SLIP_COST_UNITS : 0 }];
}

/** What a past or present participle may be made of: `exported`, `archived`, `copied`, `flipping`. */
function stemsOf(word: string): readonly string[] {
  const stem = word.replace(/(ed|ing)$/, '');
  return [stem, `${stem}e`, stem.replace(/i$/, 'y'), stem.replace(/(.)\1$/, '$1')];
}

/** `accepted/declined` is either of them, where both are words; `role/BuildRole` is a name. */
function eitherOf(token: Token): Token[] | undefined {
  if (!token.word.includes('/')) return undefined;
  if (/^and\/or$/.test(token.word)) return [wordToken('or', token)];
  const parts = token.word.split('/');
  if (parts.length < 2 || parts.length > 4) return undefined;
  const isWord = (word: string) => VERB_FORMS.has(word) || OBJECTS.has(word) || OUTCOMES.has(word);
  if (!parts.every(isWord)) return undefined;
  return parts.flatMap((part, index) =>
    index === 0
      ? [wordToken(part)]
      : [wordToken('or'), wordToken(part, index === parts.length - 1 ? token : undefined)],
  );
}

function mended(token: Token, meant: string): Wording {
  return { tokens: [wordToken(meant, token)], cost: SLIP_COST_UNITS, guesses: [guess(token, meant)] };
}

function guess({ text }: Token, meant: string): string {
  return `"${text}" read as "${meant}"`;
}

/** Whether a word means something as it stands. */
export const isKnown = remembering(
  (word): boolean =>
    VOCABULARY.has(word) ||
    // "re-enabled": done again.
    (word.startsWith('re-') && VERB_FORMS.has(word.slice('re-'.length))) ||
    englishKindOf(word) !== undefined ||
    RESTRICTORS.has(word) ||
    RECURRING.test(word) ||
    canOpenTime(word) ||
    unitOf(word) !== undefined ||
    eventNamed(word) !== undefined,
);
