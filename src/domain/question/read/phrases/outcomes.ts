import { OUTCOMES } from '../../filters.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { nounsAt } from './things.ts';
import { isBase } from './verbs.ts';

export function outcomesAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  const [one, other] = [OUTCOMES.get(sentence.word(at + 1)), OUTCOMES.get(sentence.word(at + 3))];
  const isBoth =
    word === 'both' && sentence.word(at + 2) === 'and' && one !== undefined && other !== undefined;
  if (isBoth && (one === 'success') !== (other === 'success'))
    return [{ is: 'wrong', code: 'contradiction', message: 'No call both succeeded and failed.', words: 4 }];
  // "failed to log in".
  if (sentence.run(at, 2) === 'failed to' && isBase(sentence, at + 2))
    return [{ is: 'filter', filters: [filterOn('outcome', 'failure')], about: 'how', words: 2 }];
  const outcome = OUTCOMES.get(word);
  if (outcome !== undefined)
    return [{ is: 'filter', filters: [filterOn('outcome', outcome)], about: 'how', words: 1 }];
  // "tried to delete it but failed".
  const but = /^(but|and)$/.test(word) ? (/^(it|was|were|got)$/.test(sentence.word(at + 1)) ? 2 : 1) : 0;
  const ending = sentence.word(at + but);
  const failed = but > 0 ? (OUTCOMES.get(ending) ?? (ending === 'fail' ? 'failure' : undefined)) : undefined;
  if (
    failed !== undefined &&
    (at + but + 1 === sentence.length || sentence.tokens[at + but]?.breaks || sentence.times.at(at + but + 1))
  )
    return [{ is: 'filter', filters: [filterOn('outcome', failed)], about: 'how', words: but + 1 }];
  const tried = notOnlyTried(sentence, at);
  if (tried.length > 0) return tried;
  const two = sentence.run(at, 2);
  const ended = ENDED.get(two);
  if (ended !== undefined)
    return [{ is: 'filter', filters: [filterOn('outcome', ended)], about: 'how', words: 2 }];
  const denied = /^(access denied|permission denied|access denials?)$/.test(two)
    ? 2
    : /^not (authorized|authorised|permitted|allowed)$/.test(two)
      ? 2
      : 0;
  return denied === 0
    ? []
    : [{ is: 'filter', filters: [filterOn('outcome', 'denied')], about: 'how', words: denied }];
}

/** Outcomes said with a preposition. */
const ENDED: ReadonlyMap<string, string> = new Map([
  ['with success', 'success'],
  ['succeed in', 'success'],
  ['succeeded in', 'success'],
  ['succeeded at', 'success'],
  ['went through', 'success'],
  ['went well', 'success'],
  ['went wrong', 'failure'],
  ['without success', 'failure'],
  ['without error', 'success'],
  ['without errors', 'success'],
  ['with error', 'failure'],
  ['with errors', 'failure'],
  ['with failure', 'failure'],
]);

/** `really deleted (not just attempted)`: what only was tried is left out. */
function notOnlyTried(sentence: Sentence, at: number): readonly Piece[] {
  const lead =
    /^not (just|only|merely) (an? )?/.exec(sentence.run(at, 3))?.[0] ??
    (sentence.word(at) === 'not' ? 'not ' : '');
  const words = lead.trim().split(' ').length;
  if (lead === '' || !/^(attempted|tried|attempts?)$/.test(sentence.word(at + words))) return [];
  return [{ is: 'filter', filters: [filterOn('outcome', 'success')], about: 'how', words: words + 1 }];
}

/** `including read-only access`, `any activity at all`, `only writes`: which of reads and changes count. */
export function readsAt(sentence: Sentence, at: number): readonly Piece[] {
  return includingAt(sentence, at) ?? onlyReadsAt(sentence, at);
}

/** What is said to be included; undefined where nothing is. */
function includingAt(sentence: Sentence, at: number): readonly Piece[] | undefined {
  const word = sentence.word(at);
  const included = includedAt(sentence, at);
  if (included > 0) {
    const run = sentence.tokens
      .slice(at, at + included)
      .some(({ word: one }) => /^reads?$|^read-only$|^readonly$/.test(one));
    return run
      ? [{ is: 'reads', values: ['true', 'false'], words: included }]
      : [{ is: 'filler', word, words: included }];
  }
  const again = namedOnceMore(sentence, at);
  return again > 0 ? [{ is: 'filler', word, words: again }] : undefined;
}

function onlyReadsAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  const including = /^(including|include|with|incl|plus)$/.test(word) ? 1 : 0;
  const article = including === 1 && /^(the|all|any)$/.test(sentence.word(at + 1)) ? 1 : 0;
  const place = at + including + article;
  const isReads = /^(reads|read-only|readonly|read-onlys|lookups)$/.test(sentence.word(place));
  const second = /^(access|calls|events|activity|actions|operations|reads|ones)$/.test(
    sentence.word(place + 1),
  )
    ? 1
    : 0;
  if (isReads && (including === 1 || second === 1 || sentence.word(place) === 'reads')) {
    const values = including === 1 ? ['true', 'false'] : ['true'];
    return [{ is: 'reads', values, words: including + article + 1 + second }];
  }
  if (
    /^(anything|activity|something|everything|happened|done|actions?|events?)$/.test(word) &&
    sentence.run(at + 1, 2) === 'at all'
  )
    return [{ is: 'reads', values: ['true', 'false'], words: 3 }];
  if (word === 'any' && /^(activity|activities)$/.test(sentence.word(at + 1))) {
    const all = sentence.run(at + 2, 2) === 'at all' ? 2 : 0;
    return [{ is: 'reads', values: ['true', 'false'], words: 2 + all }];
  }
  // "all access denied errors": of reads as well.
  if (
    /^(all|every|any)$/.test(word) &&
    [1, 2, 3].some(more => /^(errors|denials)$/.test(sentence.word(at + more))) &&
    outcomesAt(sentence, at + 1).length > 0
  )
    return [{ is: 'reads', values: ['true', 'false'], words: 1 }];
  const writes = word === 'only' ? 1 : 0;
  // "(only changes)".
  if (
    writes === 1 &&
    /^(changes|modifications|mutating|write|writing)$/.test(sentence.word(at + 1)) &&
    (at + 2 >= sentence.length || sentence.tokens[at + 1]?.breaks)
  )
    return [{ is: 'reads', values: ['false'], words: 2 }];
  if (/^(writes|mutations)$/.test(sentence.word(at + writes)))
    return [
      {
        is: 'reads',
        values: ['false'],
        words: writes + 1 + (writes === 0 && sentence.word(at + 1) === 'only' ? 1 : 0),
      },
    ];
  if (word === 'write' && /^(calls|events|activity|actions|operations|access)$/.test(sentence.word(at + 1)))
    return [{ is: 'reads', values: ['false'], words: 2 }];
  return [];
}

/** `including starting of logging`, `including console sign-ins`: what is wanted anyway is named once more; how many words say so. */
function namedOnceMore(sentence: Sentence, at: number): number {
  if (!/^(including|incl|include)$/.test(sentence.word(at))) return 0;
  let to = at + 1;
  let deeds = 0;
  for (; to < sentence.length; to++) {
    const word = sentence.word(to);
    const noun = nounsAt(sentence, to).find(({ is }) => is === 'noun');
    if (noun) to += noun.words - 1;
    else if (VERB_FORMS.has(word)) deeds += 1;
    else if (!MORE.test(word)) break;
    if (sentence.tokens[to]?.breaks) return deeds > 0 ? to + 1 - at : 0;
  }
  return deeds > 0 && to === sentence.length ? to - at : 0;
}

const MORE = /^(and|or|of|the|any|all|console|failed|denied|attempts?|attempted|successful|also|both|its)$/;

/** `reads and failures included`, `incl. failures`: nothing is left out; how many words say so. */
function includedAt(sentence: Sentence, at: number): number {
  const lead = /^(including|incl|include|includes)$/.test(sentence.word(at)) ? 1 : 0;
  let to = at + lead;
  let named = 0;
  for (; INCLUDED.test(sentence.word(to)) || JOINING.test(sentence.word(to)); to++)
    if (!JOINING.test(sentence.word(to))) named += 1;
  if (named === 0) return 0;
  if (sentence.word(to) === 'included') return to + 1 - at;
  return lead === 1 ? to - at : 0;
}

const INCLUDED =
  /^(reads?|read-only|readonly|failures|failed|errors|denials|denied|refused|rejected|unsuccessful|writes|successes)$/;

const JOINING = /^(and|or|the|both|calls|events|attempts|requests|tries|ones|all|any|that|which|were)$/;
