import { OUTCOMES } from '../../filters.ts';
import { FUNCTION_WORDS } from '../../lexicon/words.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { isRoleArn, keyOfForm } from './forms.ts';
import { isName, nameSort, wholeNameAt } from './names.ts';

/** Kinds of who acts, as words; with the filter that means them. */
const KINDS: readonly (readonly [words: string, key: 'user' | 'kind', value: string])[] = [
  ['workflow', 'user', 'workflow'],
  ['workflows', 'user', 'workflows'],
  ['workflow role', 'user', 'workflow'],
  ['workflow roles', 'user', 'workflows'],
  ['codecatalyst workflow', 'user', 'workflow'],
  ['codecatalyst workflows', 'user', 'workflows'],
  ['codecatalyst workflow role', 'user', 'workflow'],
  ['workflow user', 'user', 'workflow'],
  ['root', 'user', 'root'],
  ['root login', 'user', 'root'],
  ['root credentials', 'user', 'root'],
  ['root user', 'user', 'root'],
  ['root users', 'user', 'root'],
  ['root account', 'user', 'root'],
  ['account root', 'user', 'root'],
  ['iam user', 'kind', 'user'],
  ['iam users', 'kind', 'user'],
  ['sso session', 'kind', 'identityCenterUser'],
  ['sso sessions', 'kind', 'identityCenterUser'],
  ['sso user', 'kind', 'identityCenterUser'],
  ['sso users', 'kind', 'identityCenterUser'],
  ['sso', 'kind', 'identityCenterUser'],
  ['identity center user', 'kind', 'identityCenterUser'],
  ['identity center users', 'kind', 'identityCenterUser'],
  ['identity center sessions', 'kind', 'identityCenterUser'],
  ['federated user', 'kind', 'federated'],
  ['federated users', 'kind', 'federated'],
  ['aws service', 'kind', 'service'],
  ['aws services', 'kind', 'service'],
  ['service principals', 'kind', 'service'],
  ['assumed roles', 'kind', 'role'],
];

/** Whoever acts by kind; `words`: how many say so. */
export function kindAt(
  sentence: Sentence,
  at: number,
): { readonly filter: Piece & { is: 'actor' }; readonly words: number } | undefined {
  const article = /^(the|an?|our|any|all)$/.test(sentence.word(at)) ? 1 : 0;
  for (const length of [3, 2, 1]) {
    const run = sentence.run(at + article, length);
    const kind = KINDS.find(([words]) => words === run);
    if (!kind) continue;
    const [, key, value] = kind;
    const words = article + length;
    // "workflow run" is a thing.
    if (/^workflows?$/.test(run) && /^runs?$/.test(sentence.word(at + words))) return undefined;
    return {
      filter: { is: 'actor', words, filter: filterOn(key, value), isThing: /^iam users?$|^sso$/.test(run) },
      words,
    };
  }
  return undefined;
}

/** `by alice`, `by alice or bob`, `through role Deploy`, `as root`, `me`, `workflows`. */
export function peopleAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  const pieces: Piece[] = [];
  const kind = kindAt(sentence, at);
  if (kind) pieces.push(kind.filter);
  if (/^(i|me|myself)$/.test(word))
    pieces.push({ is: 'actor', words: 1, filter: filterOn('user', 'me'), isThing: false });
  if (word === 'my' || word === 'own') {
    const next = sentence.word(at + 1);
    const own = next === 'own' ? 1 : 0;
    if (word === 'my' && FUNCTION_WORDS.things.has(sentence.word(at + 1 + own)))
      pieces.push({ is: 'filter', words: 2 + own, filters: [filterOn('user', 'me')], about: 'who' });
  }
  // "more connections than bob".
  if (word === 'than' && isName(sentence, at + 1, 'person'))
    pieces.push({
      is: 'filter',
      words: 2,
      filters: [filterOn('user', sentence.text(at + 1))],
      about: 'who',
      isCompared: true,
    });
  return [...pieces, ...titledAt(sentence, at), ...agentAt(sentence, at)];
}

/** `the role Deploy`, `user alice`: whoever acts, with a title. */
function titledAt(sentence: Sentence, at: number): readonly Piece[] {
  // "who used the Deploy role": with it.
  const isUsed = [at - 1, at - 2].some(place => /^(used|uses?|using)$/.test(sentence.word(place)));
  const used = isUsed ? usedRoleAt(sentence, at) : undefined;
  if (used !== undefined)
    return [{ is: 'filter', words: 2, filters: [filterOn('role', used)], about: 'who' }];
  const behind = /^(role|user|session)$/.exec(sentence.word(at + 1))?.[0];
  if (behind !== undefined && isName(sentence, at, 'person')) {
    const named = filterOn(behind as 'role' | 'user' | 'session', sentence.text(at));
    return [{ is: 'actor', words: 2, filter: named, isThing: false, isSubject: true }];
  }
  const title = /^(role|user)$/.exec(sentence.word(at))?.[0];
  if (title === undefined || !isName(sentence, at + 1, 'titled')) return [];
  const filter = filterOn(title === 'role' ? 'role' : 'user', sentence.text(at + 1));
  return [{ is: 'actor', words: 2, filter, isThing: false, isSubject: true }];
}

/** The name in `Deploy role` or `role Deploy`; undefined where neither stands there. */
function usedRoleAt(sentence: Sentence, at: number): string | undefined {
  if (sentence.word(at) === 'role')
    return isName(sentence, at + 1, 'titled') ? sentence.text(at + 1) : undefined;
  return sentence.word(at + 1) === 'role' && isName(sentence, at, 'titled') ? sentence.text(at) : undefined;
}

/** Words before whoever or whatever it was done by. */
const AGENT = /^(by|through|via|using|as|with|under|behind)$/;

function agentAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  // "actions of role x".
  const isOf =
    /^(of|from)$/.test(word) &&
    (FUNCTION_WORDS.things.has(sentence.word(at - 1)) || OUTCOMES.has(sentence.word(at - 1))) &&
    /^(role|user|session)$/.test(sentence.word(at + 1));
  if (!AGENT.test(word) && !isOf) return [];
  // "what happened with user x": to it.
  if (word === 'with' && /^happen(s|ed|ing)?$/.test(sentence.word(at - 1))) return [];
  if (word === 'by' && /^whom?$/.test(sentence.word(at + 1))) return [{ is: 'asks', asks: 'who', words: 2 }];
  // "created by?"
  if (word === 'by' && at + 1 === sentence.length && !sentence.tokens.some(token => token.word === 'who'))
    return [{ is: 'asks', asks: 'who', words: 1 }];
  // "by anybody": whoever it was.
  const somebody = somebodyAt(sentence, at + 1);
  if (word === 'by' && somebody > 0) return [{ is: 'people', word, words: 1 + somebody }];
  const kind = kindAt(sentence, at + 1);
  if (kind && word !== 'behind')
    return [
      {
        is: 'filter',
        words: 1 + kind.words,
        filters: oneOrMore(sentence, at + 1 + kind.words, kind.filter.filter),
        about: 'who',
      },
    ].map(piece => ({ ...piece, words: piece.words + alsoWords(sentence, at + 1 + kind.words) }) as Piece);
  const article = /^(the|an?|iam|aws|our|my)$/.test(sentence.word(at + 1)) ? 1 : 0;
  return agentWithTitle(sentence, at, article) ?? agentByName(sentence, at, article);
}

/** Titles before the name of whoever or whatever it was done by, with the key that they mean. */
const TITLE_KEYS: ReadonlyMap<string, 'role' | 'user' | 'session' | 'key'> = new Map([
  ['access key', 'key'],
  ['permission set', 'role'],
  ['role', 'role'],
  ['permission', 'role'],
  ['user', 'user'],
  ['principal', 'user'],
  ['session', 'session'],
  ['person', 'user'],
  ['engineer', 'user'],
  ['key', 'key'],
]);

/** `by user alice`, `through role Deploy`, `with access key AKIA…`; undefined where there is no title. */
function agentWithTitle(sentence: Sentence, at: number, article: number): readonly Piece[] | undefined {
  const place = at + 1 + article;
  const titled = TITLE_KEYS.has(sentence.run(place, 2)) ? 2 : 1;
  const key = TITLE_KEYS.get(sentence.run(place, titled));
  if (key === undefined) return undefined;
  const token = sentence.tokens[place + titled];
  if (!token || token.filter || !isName(sentence, place + titled, 'titled')) return [];
  const words = 1 + article + titled + 1;
  return [{ is: 'filter', words, filters: [filterOn(key, token.text)], about: 'who' }];
}

/** `by alice or bob`, `through the Deploy role`, `via AWSReservedSSO_Admin`. */
function agentByName(sentence: Sentence, at: number, article: number): readonly Piece[] {
  const word = sentence.word(at);
  const place = at + 1 + article;
  const first = sentence.tokens[place];
  if (!first || first.filter) return [];
  const asRole = { is: 'filter', filters: [filterOn('role', first.text)], about: 'who' } as const;
  if (sentence.word(place + 1) === 'role' && isName(sentence, place, 'person'))
    return [{ ...asRole, words: 1 + article + 2 }];
  if (word === 'by') return byNames(sentence, place, 1 + article);
  // What looks like an identifier is a role.
  const isRole =
    /^(via|through|using|as|with|under)$/.test(word) &&
    isName(sentence, place, 'identifier') &&
    keyOfForm(first.text) === undefined;
  return isRole ? [{ ...asRole, words: 1 + article + 1, cost: 0.1 }] : [];
}

function somebodyAt(sentence: Sentence, at: number): number {
  const word = sentence.word(at);
  if (/^(any|every|some)(one|body)$|^people$/.test(word)) return 1;
  return /^(any|some|a|which|what|the)$/.test(word) &&
    /^(person|principal|user|one|people|individual)s?$/.test(sentence.word(at + 1)) &&
    !isName(sentence, at + 2, 'identifier')
    ? 2
    : 0;
}

/** One name, or several joined by `or`, `and` and commas. */
function byNames(sentence: Sentence, at: number, lead: number): readonly Piece[] {
  const values: string[] = [];
  let used = 0;
  for (;;) {
    const token = sentence.tokens[at + used];
    if (!token || token.filter) break;
    if (/^(i|me|myself)$/.test(token.word) && !token.quoted) values.push('me');
    else if (isRoleArn(token.text) || !isName(sentence, at + used, 'person')) break;
    else values.push(wholeNameAt(sentence, at + used) ?? token.text);
    used += wholeNameAt(sentence, at + used) === undefined ? 1 : 2;
    const joint = sentence.word(at + used);
    const next = at + used + (/^(or|and|nor)$/.test(joint) ? 1 : 0);
    const goesOn = /^(or|and|nor)$/.test(joint) || (token.breaks === true && values.length < 6);
    if (!goesOn || !isName(sentence, next, 'person') || sentence.tokens[next]?.filter) break;
    used = next - at;
  }
  if (values.length === 0) return [];
  const apart = values
    .flatMap(value => value.split(','))
    .map(value => value.trim().replace(/^@+(?=.)/, ''))
    .filter(Boolean);
  return [
    {
      is: 'filter',
      words: lead + used,
      filters: [filterOn('user', ...apart)],
      about: 'who',
      // "by the worflow": nobody is called so.
      ...(lead > 1 && nameSort(sentence, at) === 'plain' && { cost: 0.5 }),
    },
  ];
}

function alsoWords(sentence: Sentence, at: number): number {
  if (!/^(or|and|nor)$/.test(sentence.word(at))) return 0;
  const kind = kindAt(sentence, at + 1);
  if (kind) return 1 + kind.words;
  return isName(sentence, at + 1, 'person') ? 2 : 0;
}

function oneOrMore(sentence: Sentence, at: number, first: { key: string; values: readonly string[] }) {
  const words = alsoWords(sentence, at);
  const kind = words > 0 ? kindAt(sentence, at + 1) : undefined;
  const second = kind ? kind.filter.filter : words > 0 ? filterOn('user', sentence.text(at + 1)) : undefined;
  if (!second || second.key !== first.key)
    return [{ ...first, negated: false }] as readonly ReturnType<typeof filterOn>[];
  return [filterOn(second.key, ...first.values, ...second.values)];
}
