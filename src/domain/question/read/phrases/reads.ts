import { VERB_FORMS } from '../../lexicon/verbs.ts';
import type { Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { outcomesAt } from './outcomes.ts';
import { nounsAt } from './things.ts';

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
  const isReads =
    /^(reads|read-only|readonly|read-onlys|lookups)$/.test(sentence.word(place)) ||
    // "including read access".
    (including === 1 && /^read (access|calls|events|requests|operations)$/.test(sentence.run(place, 2)));
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
    [1, 2, 3].some(more => /^(errors|denials|calls|requests|attempts)$/.test(sentence.word(at + more))) &&
    outcomesAt(sentence, at + 1).length > 0
  )
    return [{ is: 'reads', values: ['true', 'false'], words: 1 }];
  const writes = word === 'only' ? 1 : 0;
  // "(only changes)".
  if (
    writes === 1 &&
    /^(changes|modifications|mutating|write|writing)$/.test(sentence.word(at + 1)) &&
    (at + 2 >= sentence.length ||
      sentence.tokens[at + 1]?.breaks ||
      /^(please|pls|plz|thanks)$/.test(sentence.word(at + 2)))
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
  if (
    /^(write|mutating|modifying|non-read|non-readonly)$/.test(word) &&
    /^(calls?|events?|activity|actions?|operations?|access|requests?|api)$/.test(sentence.word(at + 1))
  )
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
  const lead = /^(including|incl|include|includes|also|even|plus)$/.test(sentence.word(at)) ? 1 : 0;
  let to = at + lead;
  let named = 0;
  for (; INCLUDED.test(sentence.word(to)) || JOINING.test(sentence.word(to)); to++)
    if (!JOINING.test(sentence.word(to))) named += 1;
  if (named === 0) return 0;
  if (sentence.word(to) === 'included') return to + 1 - at;
  // "reads too".
  const too = /^(too|also)$/.test(sentence.word(to)) ? 1 : sentence.run(to, 2) === 'as well' ? 2 : 0;
  if (too > 0) return to + too - at;
  return lead === 1 ? to - at : 0;
}

const INCLUDED =
  /^(reads?|read-only|readonly|failures|failed|errors|denials|denied|refused|rejected|unsuccessful|writes|successes)$/;

const JOINING =
  /^(and|or|the|both|those|who|calls|access|operations|events|attempts|requests|tries|ones|all|any|that|which|were)$/;
