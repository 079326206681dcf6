import { OUTCOMES } from '../../filters.ts';
import { OBJECTS } from '../../lexicon/nouns.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { FUNCTION_WORDS } from '../../lexicon/words.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { actingServiceAt } from './acting-services.ts';
import { afterService } from './called-after.ts';
import { isRoleArn, keyOfForm } from './forms.ts';
import { kindAt } from './kinds.ts';
import { isName, nameSort, wholeNameAt } from './names.ts';
import { calledAt } from './people.ts';
import { SIGNING, toolsAt } from './tools.ts';

/** Words before whoever or whatever it was done by. */
const AGENT = /^(by|through|via|using|as|with|under|behind)$/;

/** `by alice or bob`, `through role Deploy`, `with access key AKIA…`, `actions of role x`: whoever or whatever it was done by. */
export function agentsAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  // "actions of role x".
  const isOf =
    (/^(of|from)$/.test(word) || (word === 'for' && sentence.word(at + 1) === 'user')) &&
    !/^(history|timeline)$/.test(sentence.word(at - 1)) &&
    (FUNCTION_WORDS.things.has(sentence.word(at - 1)) || OUTCOMES.has(sentence.word(at - 1))) &&
    /^(role|user|session)$/.test(sentence.word(at + 1));
  // "which of alice and bob deleted it".
  const isOneOf = word === 'of' && at === 1 && /^(which|who)$/.test(sentence.word(0));
  if (isOneOf && isName(sentence, 2, 'person')) return byNames(sentence, 2, 1);
  // "errors of kenji".
  const isTheirs =
    word === 'of' && OUTCOMES.has(sentence.word(at - 1)) && isName(sentence, at + 1, 'person') && !isOf;
  if (isTheirs)
    return [{ is: 'filter', filters: [filterOn('user', sentence.text(at + 1))], about: 'who', words: 2 }];
  if ((!AGENT.test(word) && !isOf) || toolsAt(sentence, at).length > 0) return [];
  const path = pathAt(sentence, at);
  if (path) return [path];
  // "what happened with user x": to it.
  if (word === 'with' && /^happen(s|ed|ing)?$/.test(sentence.word(at - 1))) return [];
  const asked = askedAt(sentence, at);
  if (asked) return [asked];
  const others = notRootAt(sentence, at);
  if (others) return [others];
  // "by themselves": nobody else had them do it.
  if (word === 'by' && /^(themselves|themself|itself)$/.test(sentence.word(at + 1)))
    return [{ is: 'filler', word, words: 2 }];
  if (isOfThing(sentence, at)) return [];
  const called = calledAt(sentence, at + 1);
  if (called && (word === 'by' || isOf))
    return [{ is: 'filter', filters: called.filters, about: 'who', words: 1 + called.words }];
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
  const service = word === 'by' ? actingServiceAt(sentence, at + 1) : undefined;
  // "by the glue role": one that is called after the service.
  if (service && sentence.word(at + 1 + service.words) === 'role') {
    const { pattern, guess } = afterService(
      sentence.run(at + 1, service.words).replace(/^(the|aws|amazon) /, ''),
    );
    return [
      { is: 'filter', filters: [filterOn('role', pattern)], about: 'who', words: service.words + 2, guess },
    ];
  }
  if (service) return [{ is: 'filter', filters: [service.filter], about: 'who', words: 1 + service.words }];
  const article = /^(the|an?|iam|aws|our|my)$/.test(sentence.word(at + 1)) ? 1 : 0;
  return agentWithTitle(sentence, at, article) ?? agentByName(sentence, at, article);
}

/** `by whom`, `deleted by?`, "who was it deleted by": who it was is asked; undefined where somebody is named. */
function askedAt(sentence: Sentence, at: number): Piece | undefined {
  const word = sentence.word(at);
  if (word !== 'by') return undefined;
  if (/^whom?$/.test(sentence.word(at + 1))) return { is: 'asks', asks: 'who', words: 2 };
  const isAsked = /^(who|whom)$/.test(sentence.word(0)) && /^(was|were)$/.test(sentence.word(1));
  if (sentence.ends(at + 1) && isAsked) return { is: 'filler', word, words: 1 };
  const isLast = at + 1 === sentence.length && !sentence.tokens.some(token => token.word === 'who');
  return isLast ? { is: 'asks', asks: 'who', words: 1 } : undefined;
}

/** "deleted the role used by alice", "deleted roles made by bob": which one it was, and not who deleted it. */
function isOfThing(sentence: Sentence, at: number): boolean {
  const before = sentence.word(at - 1);
  const isKept = /^(used|owned|held|managed|maintained)$/.test(before);
  const isMade = MADE.test(before) && OBJECTS.has(sentence.word(at - 2));
  const isDone = ({ word }: { readonly word: string }) =>
    /^(past|base)$/.test(VERB_FORMS.get(word)?.form ?? '') && !MADE.test(word);
  return sentence.word(at) === 'by' && (isKept || isMade) && sentence.tokens.slice(0, at - 1).some(isDone);
}

/** `secrets under prod/`: whatever is called so, and no role. */
function pathAt(sentence: Sentence, at: number): Piece | undefined {
  const path = sentence.text(at + 1);
  if (sentence.word(at) !== 'under' || !/^[\w./-]+$/.test(path) || !path.includes('/')) return undefined;
  const filters = [filterOn('resource', `${path.replace(/\/$/, '')}/*`)];
  return { is: 'filter', words: 2, filters, about: 'what' };
}

/** `by non-root users`. */
function notRootAt(sentence: Sentence, at: number): Piece | undefined {
  if (sentence.run(at, 2) !== 'by non-root') return undefined;
  const users = /^(users?|people|principals?|identities)$/.test(sentence.word(at + 2)) ? 1 : 0;
  const filters = [{ ...filterOn('user', 'root'), negated: true }];
  return { is: 'filter', filters, about: 'who', words: 2 + users };
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
  // "with key 4f3e2d1c-…": a key that encrypts, and none that calls are made with.
  if (key === 'key' && !/^A[KS]IA/i.test(token.text))
    return [
      {
        is: 'filter',
        words: 1 + article + titled + 1,
        filters: [filterOn('resource', token.text)],
        about: 'what',
      },
    ];
  const words = 1 + article + titled + 1;
  return [{ is: 'filter', words, filters: [filterOn(key, token.text)], about: 'who' }];
}

const MADE = /^(made|taken|written)$/;

/** `by alice or bob`, `through the Deploy role`, `via AWSReservedSSO_Admin`. */
function agentByName(sentence: Sentence, at: number, article: number): readonly Piece[] {
  const word = sentence.word(at);
  const place = at + 1 + article;
  const first = sentence.tokens[place];
  if (!first || first.filter) return [];
  const asRole = { is: 'filter', filters: [filterOn('role', first.text)], about: 'who' } as const;
  // "by the deploy role": whatever its name means.
  const isVerb = article === 1 && VERB_FORMS.get(first.word)?.form === 'base';
  if (sentence.word(place + 1) === 'role' && (isVerb || isName(sentence, place, 'person')))
    return [{ ...asRole, words: 1 + article + 2 }];
  // "by legacy-backup user".
  if (word === 'by' && sentence.word(place + 1) === 'user' && isName(sentence, place, 'person'))
    return [{ is: 'filter', filters: [filterOn('user', first.text)], about: 'who', words: 1 + article + 2 }];
  // "logged in as bob".
  const isSignIn = word === 'as' && sentence.tokens.slice(0, at).some(token => SIGNING.test(token.word));
  if (isSignIn && isName(sentence, place, 'titled') && sentence.ends(place + 1))
    return [{ is: 'filter', filters: [filterOn('user', first.text)], about: 'who', words: 1 + article + 1 }];
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
    !isName(sentence, at + 2, 'person')
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
    else if (values.length > 0 && actingServiceAt(sentence, at + used)) {
      const service = actingServiceAt(sentence, at + used);
      values.push(...(service?.filter.values ?? []));
      used += (service?.words ?? 1) - 1;
    } else if (isRoleArn(token.text) || !isName(sentence, at + used, 'person')) break;
    else values.push(wholeNameAt(sentence, at + used) ?? token.text);
    used += wholeNameAt(sentence, at + used) === undefined ? 1 : 2;
    const joint = sentence.word(at + used);
    const next = at + used + (/^(or|and|nor)$/.test(joint) ? 1 : 0);
    const goesOn = /^(or|and|nor)$/.test(joint) || (token.breaks === true && values.length < 6);
    const isNamed =
      isName(sentence, next, 'person') || (values.length > 0 && actingServiceAt(sentence, next));
    if (!goesOn || !isNamed || sentence.tokens[next]?.filter) break;
    used = next - at;
  }
  if (values.length === 0) return [];
  const apart = values
    .flatMap(value => value.split(','))
    .map(value => value.trim().replace(/^@+(?=[^@])/, ''))
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
