import { OUTCOMES } from '../../filters.ts';
import { OBJECTS } from '../../lexicon/nouns.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { deedsLeftOut } from './deeds-left-out.ts';
import { keyOfForm } from './forms.ts';
import { peopleLeftOut, SOMEBODY } from './people-left-out.ts';
import { type NegationSort, placesLeftOut } from './places-left-out.ts';
import { toolLeftOut, toolsAt } from './tools.ts';
import { workflowLeftOut } from './workflows.ts';

/** `not by alice`, `except root`, `outside eu-west-1`, `besides listing connections`, `excluding reads`: what is left out. */
export function negationsAt(sentence: Sentence, at: number): readonly Piece[] {
  // "not via terraform": with another tool, and by anybody.
  if (sentence.word(at) === 'not' && toolsAt(sentence, at).length > 0) return [];
  const address = addressesLeftOut(sentence, at);
  if (address) return [address];
  const [sort, lead] = negation(sentence, at);
  if (lead === 0) return [];
  const joint = jointAt(sentence, at + lead);
  const start = at + lead + joint;
  const how = { sort, joint: sentence.word(start - 1), hasJoint: joint > 0 };
  return leftOutAt(sentence, at, start, how).map(piece => withOthers(sentence, at, piece, how));
}

interface How {
  readonly sort: NegationSort;
  /** The word that joins what is left out: `by`, `in`. */
  readonly joint: string;
  readonly hasJoint: boolean;
}

/** What is left out from a place on, where `start` is what names it. */
function leftOutAt(sentence: Sentence, at: number, start: number, how: How): readonly Piece[] {
  const { sort, hasJoint } = how;
  return [
    ...readsLeftOut(sentence, at, start, sort),
    ...failuresLeftOut(sentence, at, start, sort),
    ...(sort === 'except' && sentence.word(at) !== 'without' ? toolLeftOut(sentence, at, start) : []),
    ...(hasJoint && sort !== 'outside' ? workflowLeftOut(sentence, at, start) : []),
    ...peopleLeftOut(sentence, at, start, how),
    ...placesLeftOut(sentence, at, start, how),
    ...(sort === 'except' ? deedsLeftOut(sentence, at, start) : []),
  ];
}

/** Most things that are left out one after the other. */
const MAX_LEFT_OUT_COUNT = 6;

/** "except buckets and roles", "not in dev or payments": what is joined to something that is left out is left out as well. */
function withOthers(sentence: Sentence, at: number, first: Piece, how: How): Piece {
  let piece = first;
  for (let count = 1; count < MAX_LEFT_OUT_COUNT; count++) {
    const end = at + piece.words;
    const isListed = sentence.tokens[end - 1]?.breaks === true;
    const word = /^(and|or|nor|&)$/.test(sentence.word(end)) ? 1 : 0;
    if (word === 0 && !isListed) return piece;
    const again = /^(not|except|nor)$/.test(sentence.word(end + word)) ? 1 : 0;
    const place = end + word + again;
    const lead = jointAt(sentence, place);
    const next = leftOutAt(sentence, place, place + lead, {
      ...how,
      hasJoint: how.hasJoint || lead > 0,
    }).find(other => isOfOneSort(first, other));
    // "except reads and sign-ins": reads are left out anyway.
    const other = piece.is === 'reads' ? leftOutBehind(sentence, place, lead, how) : undefined;
    if (other) piece = { ...other, words: place + other.words - at };
    if (other) continue;
    if (piece.is === 'reads' && word === 1)
      return { is: 'wrong', code: 'unplaced_part', message: UNTOLD_LEFT_OUT, words: piece.words };
    if (!next || (word === 0 && next.is === 'without')) return piece;
    piece = together(piece, next, place + next.words - at);
  }
  return piece;
}

const UNTOLD_LEFT_OUT = "I can't tell what is left out beside reads. Name it first, or ask without it.";

function leftOutBehind(sentence: Sentence, place: number, lead: number, how: How): Piece | undefined {
  return leftOutAt(sentence, place, place + lead, { ...how, hasJoint: how.hasJoint || lead > 0 })[0];
}

function isOfOneSort(one: Piece, other: Piece): boolean {
  if (one.is === 'without') return other.is === 'without';
  if (one.is !== 'filter' || other.is !== 'filter') return false;
  const isWho = (piece: typeof one) => piece.about === 'who' && piece.filters.every(({ negated }) => negated);
  return isWho(one) ? isWho(other) : one.filters[0]?.key === other.filters[0]?.key;
}

function together(one: Piece, other: Piece, words: number): Piece {
  if (one.is === 'without' && other.is === 'without') {
    const [last] = other.deeds;
    // "creating and deleting roles": both are of roles.
    const deeds = one.deeds.map(deed =>
      deed.objects.length === 0 && last && last.verbs.length > 0 ? { ...deed, objects: last.objects } : deed,
    );
    return { ...one, deeds: [...deeds, ...other.deeds], words };
  }
  if (one.is !== 'filter' || other.is !== 'filter') return one;
  const filters = [...one.filters];
  for (const filter of other.filters) {
    const at = filters.findIndex(({ key, negated }) => key === filter.key && negated === filter.negated);
    const known = filters[at];
    if (known) filters[at] = { ...known, values: [...new Set([...known.values, ...filter.values])] };
    else filters.push(filter);
  }
  return { ...one, filters, words };
}

/** `from an address other than 203.0.113.14`, `from any ip except 192.0.2.1`. */
function addressesLeftOut(sentence: Sentence, at: number): Piece | undefined {
  if (!/^(from|via|with)$/.test(sentence.word(at))) return undefined;
  const article = /^(an?|any|some|another|the)$/.test(sentence.word(at + 1)) ? 1 : 0;
  const source = sentence.word(at + 1 + article) === 'source' ? 1 : 0;
  const title = /^ip (address|addresses)$/.test(sentence.run(at + 1 + article + source, 2))
    ? 2
    : /^(ips?|address|addresses)$/.test(sentence.word(at + 1 + article + source))
      ? 1
      : 0;
  const place = at + 1 + article + source + title;
  const other = /^(other|different) (than|from)$/.test(sentence.run(place, 2))
    ? 2
    : /^(except|besides|but)$/.test(sentence.word(place))
      ? 1
      : 0;
  const text = sentence.text(place + other);
  if (title === 0 || other === 0 || keyOfForm(text) !== 'ip') return undefined;
  const filters = [{ ...filterOn('ip', text), negated: true }];
  return { is: 'filter', filters, about: 'who', words: place + other + 1 - at };
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
  if (/^(other than|apart from|aside from|rather than)$/.test(run))
    return ['except', 2 + onesAt(sentence, at + 2)];
  // "by somebody else than alice".
  if (
    /^else (than|but|except)$/.test(run) &&
    (SOMEBODY.test(sentence.word(at - 1)) || sentence.word(at - 1) === 'who')
  )
    return ['except', 2];
  const exception = /^with (the )?exceptions? of$/.test(sentence.run(at, 4))
    ? 4
    : sentence.run(at, 3) === 'with exception of'
      ? 3
      : 0;
  if (exception > 0) return ['except', exception + onesAt(sentence, at + exception)];
  // "…, ignore iam": said behind the rest.
  if (/^(ignore|ignoring|skip|skipping|disregarding|barring|omit|omitting)$/.test(word) && at > 0)
    return ['except', 1];
  if (/^(leave|leaving|left) out$/.test(run) && at > 0) return ['except', 2];
  if (`${run} ${third}` === 'as opposed to') return ['except', 3];
  if (/^not (counting|including|considering)$/.test(run)) return ['except', 2];
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

/** `excluding reads`, `no reads`: which a question leaves out anyway, said or not. */
function readsLeftOut(sentence: Sentence, at: number, start: number, sort: NegationSort): Piece[] {
  const word = sentence.word(start);
  // "policies except ReadOnly": one that is called so.
  if (/[a-z][A-Z]/.test(sentence.text(start))) return [];
  const isReads =
    /^(reads|read-only|readonly)$/.test(word) ||
    (word === 'read' && /^(calls|events)$/.test(sentence.word(start + 1))) ||
    (word === 'list' && /^calls$/.test(sentence.word(start + 1)));
  if (!isReads || sort === 'outside') return [];
  const second = /^(calls|events|access|ones|activity|actions)$/.test(sentence.word(start + 1)) ? 1 : 0;
  // "except reads by bob": his alone, which can't be said.
  if (/^(by|of)$/.test(sentence.word(start + 1 + second))) return [];
  return [{ is: 'reads', values: ['false'], words: start + 1 + second - at }];
}

/** `excluding failed attempts`, `leave out denied calls`: what did not succeed. */
function failuresLeftOut(sentence: Sentence, at: number, start: number, sort: NegationSort): Piece[] {
  if (sort !== 'except') return [];
  const article = /^(the|all|any|those)$/.test(sentence.word(start)) ? 1 : 0;
  const outcome = OUTCOMES.get(sentence.word(start + article));
  if (outcome === undefined || outcome === 'success') return [];
  const ones = /^(attempts?|calls?|events?|ones|tries|requests?)$/.test(sentence.word(start + article + 1))
    ? 1
    : 0;
  // "except failed sign-ins": those alone, which can't be said.
  const next = sentence.word(start + article + 1 + ones);
  if (VERB_FORMS.has(next) || OBJECTS.has(next)) return [];
  const left = { ...filterOn('outcome', outcome), negated: true };
  const filters = outcome === 'failure' ? [filterOn('outcome', 'success')] : [left];
  return [{ is: 'filter', filters, about: 'how', words: start + article + 1 + ones - at }];
}

/** `those made` in "except those made by tomasz": how many words only stand for what was asked for. */
function onesAt(sentence: Sentence, at: number): number {
  const article = sentence.word(at) === 'the' && sentence.word(at + 1) === 'ones' ? 1 : 0;
  if (!/^(those|ones|anything|everything|any)$/.test(sentence.word(at + article))) return 0;
  const relative = /^(that|which) (was|were)$/.test(sentence.run(at + article + 1, 2)) ? 2 : 0;
  const participle =
    /^(made|done|performed|caused|initiated|executed|coming|attempted|carried|triggered|issued|started)$/.test(
      sentence.word(at + article + 1 + relative),
    )
      ? 1
      : 0;
  const out = participle === 1 && sentence.word(at + article + 2 + relative) === 'out' ? 1 : 0;
  const done = relative + participle + out;
  return /^(by|from|of|in|with)$/.test(sentence.word(at + article + 1 + done)) ? article + 1 + done : 0;
}
