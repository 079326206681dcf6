import { OUTCOMES } from '../../filters.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { isBase } from './verbs.ts';

export function outcomesAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  const [one, other] = [OUTCOMES.get(sentence.word(at + 1)), OUTCOMES.get(sentence.word(at + 3))];
  const isBoth =
    word === 'both' && sentence.word(at + 2) === 'and' && one !== undefined && other !== undefined;
  if (isBoth && (one === 'success') !== (other === 'success'))
    return [{ is: 'wrong', code: 'contradiction', message: 'No call both succeeded and failed.', words: 4 }];
  // "failed to log in".
  if (/^(failed|fails?|failing) to$/.test(sentence.run(at, 2)) && isBase(sentence, at + 2))
    return [{ is: 'filter', filters: [filterOn('outcome', 'failure')], about: 'how', words: 2 }];
  // "who denied the request": who refused it, and not whose failed.
  const isActive =
    /^(denied|refused)$/.test(word) &&
    sentence.word(at - 1) === 'who' &&
    at + 1 < sentence.length &&
    sentence.times.at(at + 1) === undefined &&
    !/^(in|on|by|when|while|from)$/.test(sentence.word(at + 1));
  if (isActive) return [];
  const outcome = OUTCOMES.get(word);
  if (outcome !== undefined)
    return [{ is: 'filter', filters: [filterOn('outcome', outcome)], about: 'how', words: 1 }];
  // "tried to delete it but failed".
  const but = /^(but|and)$/.test(word) ? (/^(it|was|were|got)$/.test(sentence.word(at + 1)) ? 2 : 1) : 0;
  const ending = sentence.word(at + but);
  const failed = but > 0 ? OUTCOMES.get(ending) : undefined;
  if (
    failed !== undefined &&
    (at + but + 1 === sentence.length || sentence.tokens[at + but]?.breaks || sentence.times.at(at + but + 1))
  )
    return [{ is: 'filter', filters: [filterOn('outcome', failed)], about: 'how', words: but + 1 }];
  const reasons = otherThanDenied(sentence, at);
  if (reasons > 0)
    return [
      {
        is: 'filter',
        filters: [{ ...filterOn('outcome', 'denied'), negated: true }],
        about: 'how',
        words: reasons,
      },
    ];
  const only = onlyOnes(sentence, at);
  if (only) return [only];
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

/** `for reasons other than access denied`, `but not because of missing permissions`: how many words say so. */
function otherThanDenied(sentence: Sentence, at: number): number {
  // "errors other than access denied".
  const isOfErrors = OUTCOMES.get(sentence.word(at - 1)) === 'failure';
  for (const words of [...(isOfErrors ? OTHER_ERRORS : []), ...OTHER_REASONS]) {
    if (!sentence.has(at, words)) continue;
    const cause = DENIED_CAUSES.find(one => sentence.has(at + words.length, one));
    if (cause) return words.length + cause.length;
  }
  return 0;
}

const OTHER_REASONS = [
  'for reasons other than',
  'for a reason other than',
  'for any reason other than',
  'for other reasons than',
  'with an error other than',
  'with errors other than',
  'but not because of',
  'not because of',
  'but not due to',
  'not due to',
].map(words => words.split(' '));

const OTHER_ERRORS = ['other than', 'apart from', 'besides', 'except', 'except for', 'not'].map(words =>
  words.split(' '),
);

const DENIED_CAUSES = [
  'access denied',
  'access denials',
  'accessdenied',
  'an access denied',
  'missing permissions',
  'a lack of permissions',
  'lack of permissions',
  'permissions',
  'permission',
].map(words => words.split(' '));

/** `only the successful ones`, `but only failed attempts` at the end of a part. */
function onlyOnes(sentence: Sentence, at: number): Piece | undefined {
  const but = /^(but|and)$/.test(sentence.word(at)) ? 1 : 0;
  if (!/^(only|just)$/.test(sentence.word(at + but))) return undefined;
  const article = sentence.word(at + but + 1) === 'the' ? 1 : 0;
  const outcome = OUTCOMES.get(sentence.word(at + but + 1 + article));
  const place = at + but + 2 + article;
  if (outcome === undefined || !/^(ones?|attempts?|calls?|events?|tries)$/.test(sentence.word(place)))
    return undefined;
  const isLast = place + 1 === sentence.length || sentence.tokens[place]?.breaks === true;
  return isLast && at > 0
    ? { is: 'filter', filters: [filterOn('outcome', outcome)], about: 'how', words: place + 1 - at }
    : undefined;
}

/** `really deleted (not just attempted)`: what only was tried is left out. */
function notOnlyTried(sentence: Sentence, at: number): readonly Piece[] {
  const lead =
    /^not (just|only|merely) (an? )?/.exec(sentence.run(at, 3))?.[0] ??
    (sentence.word(at) === 'not' ? 'not ' : '');
  const words = lead.trim().split(' ').length;
  if (lead === '' || !/^(attempted|tried|attempts?)$/.test(sentence.word(at + words))) return [];
  return [{ is: 'filter', filters: [filterOn('outcome', 'success')], about: 'how', words: words + 1 }];
}
