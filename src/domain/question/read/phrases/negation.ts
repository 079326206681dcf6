import { LONGEST_NOUN, OBJECTS } from '../../lexicon/nouns.ts';
import { SERVICES } from '../../lexicon/services.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import type { Deed } from '../../question.ts';
import { filterFor } from '../dialect.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { eventIn, keyOfForm } from './forms.ts';
import { isName } from './names.ts';
import { kindAt } from './people.ts';

/** `not by alice`, `except root`, `outside eu-west-1`, `besides listing connections`, `excluding reads`: what is left out. */
export function negationsAt(sentence: Sentence, at: number): readonly Piece[] {
  const [sort, lead] = negation(sentence, at);
  if (lead === 0) return [];
  const joint = jointAt(sentence, at + lead);
  const start = at + lead + joint;
  return [
    ...readsLeftOut(sentence, at, start, sort),
    ...peopleLeftOut(sentence, at, start, { sort, joint: sentence.word(start - 1), hasJoint: joint > 0 }),
    ...placesLeftOut(sentence, at, start, { sort, joint: sentence.word(start - 1), hasJoint: joint > 0 }),
    ...(sort === 'except' ? deedsLeftOut(sentence, at, start) : []),
  ];
}

type Sort = 'not' | 'except' | 'outside' | 'no';

/** How a place negates, and how many words say so. */
function negation(sentence: Sentence, at: number): readonly [sort: Sort, words: number] {
  const [word, next] = [sentence.word(at), sentence.word(at + 1)];
  const third = sentence.word(at + 2);
  if (/^(and|but|or)$/.test(word) && next === 'not') {
    const ones =
      /^(the|those|any)$/.test(third) && sentence.word(at + 3) === 'ones' ? 2 : third === 'those' ? 1 : 0;
    return ['except', 2 + ones];
  }
  const run = `${word} ${next}`;
  if (/^(other than|apart from|aside from|rather than)$/.test(run)) return ['except', 2];
  if (`${run} ${third}` === 'as opposed to') return ['except', 3];
  if (/^(but|and)$/.test(word) && /^(except|excluding|without)$/.test(next)) return ['except', 2];
  // "anybody but alice" leaves out a person.
  if (word === 'but' && SOMEBODY.test(sentence.word(at - 1))) return ['except', 1];
  if (/^(except|excluding|besides|exclude|omitting|minus|excl)$/.test(word))
    return ['except', (next === 'for' ? 2 : 1) + onesAt(sentence, at + (next === 'for' ? 2 : 1))];
  if (word === 'without') return ['except', 1];
  if (word === 'outside') return ['outside', next === 'of' ? 2 : 1];
  if (word === 'not' && /^(done|made|performed|caused|initiated)$/.test(next) && third === 'by')
    return ['except', 2];
  if (word === 'not') return ['not', 1];
  return word === 'no' ? ['no', 1] : ['not', 0];
}

const SOMEBODY = /^(any|every|some)(one|body|thing)$|^people$|^all$/;

/** `by`, `from`, `coming from`, `done by`: how what is left out is joined. */
function jointAt(sentence: Sentence, at: number): number {
  const participle = /^(coming|done|made|performed|caused|carried|executed|initiated|taken)$/.test(
    sentence.word(at),
  )
    ? 1
    : 0;
  const out = participle === 1 && sentence.word(at + 1) === 'out' ? 1 : 0;
  return /^(by|from|in|for|through|via|of|using|with)$/.test(sentence.word(at + participle + out))
    ? participle + out + 1
    : 0;
}

interface Joined {
  readonly sort: Sort;
  readonly joint: string;
  readonly hasJoint: boolean;
}

/** `excluding reads`, `no reads`: which a question leaves out anyway, said or not. */
function readsLeftOut(sentence: Sentence, at: number, start: number, sort: Sort): Piece[] {
  const word = sentence.word(start);
  const isReads =
    /^(reads|read-only|readonly)$/.test(word) ||
    (word === 'read' && /^(calls|events)$/.test(sentence.word(start + 1))) ||
    (word === 'list' && /^calls$/.test(sentence.word(start + 1)));
  if (!isReads || sort === 'outside') return [];
  const second = /^(calls|events|access|ones|activity|actions)$/.test(sentence.word(start + 1)) ? 1 : 0;
  return [{ is: 'reads', values: ['false'], words: start + 1 + second - at }];
}

function peopleLeftOut(
  sentence: Sentence,
  at: number,
  start: number,
  { sort, joint, hasJoint }: Joined,
): Piece[] {
  const isOnes = /^(ones|those|activity|calls|actions|log-?ins|sign-?ins)$/.test(sentence.word(start - 2));
  if (hasJoint && /^(in|of|for)$/.test(joint) && !(joint === 'of' && isOnes)) return [];
  const kind = kindAt(sentence, start);
  if (sort === 'no' && !kind) return [];
  if (kind && sort !== 'outside' && !/^(or|and|nor)$/.test(sentence.word(start + kind.words))) {
    const ones = /^(ones?|activity|actions|events|changes)$/.test(sentence.word(start + kind.words)) ? 1 : 0;
    const words = start + kind.words + ones - at;
    return [{ is: 'filter', filters: [{ ...kind.filter.filter, negated: true }], about: 'who', words }];
  }
  // "not" alone turns a verb round, which CloudTrail can't tell; "except" needs no joint.
  if (sort === 'not' && !hasJoint && !isSentenceEnd(sentence, start + 1)) return [];
  if (sort === 'outside') return [];
  const article = /^(the|an?)$/.test(sentence.word(start)) ? 1 : 0;
  const title = /^(role|user|session)$/.exec(sentence.word(start + article))?.[0];
  if (title !== undefined && isName(sentence, start + article + 1, 'titled')) {
    const key = title as 'role' | 'user' | 'session';
    const filter = { ...filterOn(key, sentence.text(start + article + 1)), negated: true };
    return [{ is: 'filter', filters: [filter], about: 'who', words: start + article + 2 - at }];
  }
  // "connections other than abc" leaves out a connection, "anybody other than abc" a person.
  const before = sentence.word(at - 1);
  const isExact =
    sort === 'except' &&
    /^(other|apart|aside)$/.test(sentence.word(at)) &&
    sentence.tokens[at - 1]?.breaks !== true &&
    !SOMEBODY.test(before) &&
    before !== 'who' &&
    !/^(who|that)$/.test(sentence.word(start + 1)) &&
    before !== 'by';
  if (isExact && !hasJoint) return [];
  const values: string[] = [];
  let used = 0;
  while (isPerson(sentence, start + used)) {
    const more = kindAt(sentence, start + used);
    values.push(more ? (more.filter.filter.values[0] ?? '') : nameOf(sentence, start + used));
    used += more?.words ?? 1;
    const isJoined = /^(or|and|nor)$/.test(sentence.word(start + used));
    if (!isJoined || !isPerson(sentence, start + used + 1)) break;
    used += 1;
  }
  if (values.length === 0) return [];
  return [
    {
      is: 'filter',
      filters: [{ ...filterOn('user', ...values), negated: true }],
      about: 'who',
      words: start + used - at,
    },
  ];
}

function isSentenceEnd(sentence: Sentence, at: number): boolean {
  return (
    at >= sentence.length ||
    sentence.tokens[at - 1]?.breaks === true ||
    sentence.word(at) === 'please' ||
    sentence.times.at(at) !== undefined
  );
}

function isPerson(sentence: Sentence, at: number): boolean {
  const word = sentence.word(at);
  if (keyOfForm(sentence.text(at)) === 'user') return true;
  if (/^(me|i|myself|root)$/.test(word) || kindAt(sentence, at)?.filter.filter.key === 'user') return true;
  return isName(sentence, at, 'person') && /^(user|undefined)$/.test(String(keyOfForm(sentence.text(at))));
}

function nameOf(sentence: Sentence, at: number): string {
  return /^(me|i|myself)$/.test(sentence.word(at)) ? 'me' : sentence.text(at).replace(/^@+(?=.)/, '');
}

function placesLeftOut(sentence: Sentence, at: number, start: number, { sort, hasJoint }: Joined): Piece[] {
  if (sort === 'no') return [];
  const article = /^(the|an?|our)$/.test(sentence.word(start)) ? 1 : 0;
  const title = /^(account|region|ip|service|address)$/.test(sentence.word(start + article)) ? 1 : 0;
  const place = start + article + title;
  const token = sentence.tokens[place];
  if (!token || token.filter) return [];
  const event = eventIn(token.text);
  if (event !== undefined && sort === 'except')
    return [
      {
        is: 'filter',
        filters: [{ ...filterOn('event', event), negated: true }],
        about: 'how',
        words: place + 1 - at,
      },
    ];
  const isBy = /^(by|via|through|using|with)$/.test(sentence.word(start - 1));
  const [services, length] =
    isBy || (sort === 'not' && !hasJoint) ? [undefined, 0] : servicesAt(sentence, place);
  if (services)
    return [
      {
        is: 'filter',
        filters: [{ ...filterOn('source', ...services), negated: true }],
        about: 'where',
        words: place + length - at,
      },
    ];
  const form = keyOfForm(token.text);
  const account = sentence.context.accounts.some(one => one.name.toLowerCase() === token.word);
  const key = form ?? (account && (hasJoint || title === 1 || sort !== 'not') ? 'account' : undefined);
  if (key === undefined || key === 'resource' || key === 'user') return [];
  const after = sentence.word(place + 1) === 'account' && account ? 1 : 0;
  const filter = filterFor(key, [token.text], true, sentence.context);
  if ('kind' in filter) return [];
  return [{ is: 'filter', filters: [filter], about: 'where', words: place + 1 + after - at }];
}

/** The sources of a service that is named at a place, and how many words name it; none before a noun, which says what of it. */
function servicesAt(
  sentence: Sentence,
  at: number,
): readonly [sources: readonly string[] | undefined, words: number] {
  const length = [2, 1].find(words => SERVICES.has(sentence.run(at, words))) ?? 0;
  const isOfThing = nounAt(sentence, at) !== undefined || nounAt(sentence, at + length) !== undefined;
  return length === 0 || isOfThing ? [undefined, 0] : [SERVICES.get(sentence.run(at, length)), length];
}

/** `besides listing connections`, `other than billing authorization`; "except the role" means one of them, which is not said. */
/** `those made` in "except those made by tomasz": how many words only stand for what was asked for. */
function onesAt(sentence: Sentence, at: number): number {
  const article = sentence.word(at) === 'the' && sentence.word(at + 1) === 'ones' ? 1 : 0;
  if (!/^(those|ones|anything|everything|any)$/.test(sentence.word(at + article))) return 0;
  const done = /^(made|done|performed|caused|initiated|executed|coming|that were made|which were made)$/.test(
    sentence.word(at + article + 1),
  )
    ? 1
    : 0;
  return /^(by|from|of|in|with)$/.test(sentence.word(at + article + 1 + done)) ? article + 1 + done : 0;
}

function deedsLeftOut(sentence: Sentence, at: number, start: number): Piece[] {
  const article = /^(the|an?|any|all)$/.exec(sentence.word(start))?.[0];
  const isConsole = sentence.word(start + (article === undefined ? 0 : 1)) === 'console';
  const place = start + (article === undefined ? 0 : 1) + (isConsole ? 1 : 0);
  const verb =
    VERB_FORMS.get(sentence.word(place)) ??
    (sentence.word(place) === 'listing' ? { verb: 'view' as const } : undefined);
  const afterVerb = place + (verb ? 1 : 0);
  const gap = verb && /^(of|the|an?|any|our)$/.test(sentence.word(afterVerb)) ? 1 : 0;
  const noun = nounAt(sentence, afterVerb + gap);
  const after = noun ? afterVerb + gap + noun.words : afterVerb;
  const deedAfter = !verb && noun ? VERB_FORMS.get(sentence.word(after)) : undefined;
  const said = verb ?? deedAfter;
  // "everything except the role" means one of them; "created anything besides the project" does not.
  const isOneOfThem =
    article === 'the' &&
    noun?.isSingular === true &&
    !sentence.tokens.some(({ word }) => VERB_FORMS.has(word));
  if (
    !said &&
    (!noun || isOneOfThem || (sentence.word(at) === 'without' && sentence.tokens[at - 1]?.breaks !== true))
  )
    return [];
  const deed: Deed = { verbs: said ? [said.verb] : [], objects: noun ? [noun.name] : [] };
  const isStillDeed = /^(events?|calls?|changes?|activity|ones|actions?)$/.test(
    sentence.word(after + (deedAfter ? 1 : 0)),
  )
    ? 1
    : 0;
  return [{ is: 'without', deed, words: after + (deedAfter ? 1 : 0) + isStillDeed - at, cost: 0.3 }];
}

function nounAt(
  sentence: Sentence,
  at: number,
): { name: string; words: number; isSingular: boolean } | undefined {
  for (let length = LONGEST_NOUN; length >= 1; length--) {
    const run = sentence.run(at, length);
    const noun = run === '' ? undefined : OBJECTS.get(run);
    if (noun) return { name: noun.name, words: length, isSingular: !run.endsWith('s') };
  }
  return undefined;
}
