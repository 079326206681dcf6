import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { deedsLeftOut } from './deeds-left-out.ts';
import { keyOfForm } from './forms.ts';
import { isName } from './names.ts';
import { kindAt } from './people.ts';
import { type NegationSort, placesLeftOut } from './places-left-out.ts';
import { workflowLeftOut } from './workflows.ts';

/** `not by alice`, `except root`, `outside eu-west-1`, `besides listing connections`, `excluding reads`: what is left out. */
export function negationsAt(sentence: Sentence, at: number): readonly Piece[] {
  const [sort, lead] = negation(sentence, at);
  if (lead === 0) return [];
  const joint = jointAt(sentence, at + lead);
  const start = at + lead + joint;
  return [
    ...readsLeftOut(sentence, at, start, sort),
    ...(joint > 0 && sort !== 'outside' ? workflowLeftOut(sentence, at, start) : []),
    ...peopleLeftOut(sentence, at, start, { sort, joint: sentence.word(start - 1), hasJoint: joint > 0 }),
    ...placesLeftOut(sentence, at, start, { sort, hasJoint: joint > 0 }),
    ...(sort === 'except' ? deedsLeftOut(sentence, at, start) : []),
  ];
}

/** How a place negates, and how many words say so. */
function negation(sentence: Sentence, at: number): readonly [sort: NegationSort, words: number] {
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
  readonly sort: NegationSort;
  readonly joint: string;
  readonly hasJoint: boolean;
}

/** `excluding reads`, `no reads`: which a question leaves out anyway, said or not. */
function readsLeftOut(sentence: Sentence, at: number, start: number, sort: NegationSort): Piece[] {
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
