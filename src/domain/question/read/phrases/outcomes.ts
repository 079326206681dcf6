import { OUTCOMES } from '../../filters.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { isBase } from './verbs.ts';

/** `failed`, `access denied`, `but was refused`, `only the successful ones`, `ran into an error`: how a call went. */
export function outcomesAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  if (!OUTCOMES.has(word) && !OPENINGS.has(word)) return [];
  const [one, other] = [OUTCOMES.get(sentence.word(at + 1)), OUTCOMES.get(sentence.word(at + 3))];
  const isBoth =
    word === 'both' && sentence.word(at + 2) === 'and' && one !== undefined && other !== undefined;
  if (isBoth && (one === 'success') !== (other === 'success'))
    return [{ is: 'wrong', code: 'contradiction', message: 'No call both succeeded and failed.', words: 4 }];
  // "failed to log in".
  if (/^(failed|fails?|failing) to$/.test(sentence.run(at, 2)) && isBase(sentence, at + 2))
    return [ended('failure', 2)];
  if (isRefusing(sentence, at)) return [];
  // "failed over the database": it went elsewhere.
  if (
    /^fail(s|ed|ing)?$/.test(word) &&
    sentence.word(at + 1) === 'over' &&
    sentence.times.at(at + 1) === undefined
  )
    return [];
  const outcome = OUTCOMES.get(word);
  if (outcome !== undefined) {
    return [ended(outcome, isLeft(sentence, at + 1) ? 2 : 1)];
  }
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
  const said =
    intoError(sentence, at) ?? butFailed(sentence, at) ?? onlyOnes(sentence, at) ?? inTwoWords(sentence, at);
  return said ? [said] : notOnlyTried(sentence, at);
}

/** Words with which an outcome is said, beside those for outcomes themselves. */
const OPENINGS: ReadonlySet<string> = new Set(
  'both failed fail fails failing run runs ran running hit hits hitting got gets received encountered but and only just with succeed succeeded went without not no access permission for other apart besides except'.split(
    ' ',
  ),
);

function ended(outcome: string, words: number): Piece {
  return { is: 'filter', filters: [filterOn('outcome', outcome)], about: 'how', words };
}

/** "who denied the request": who refused it, and not whose failed. */
function isRefusing(sentence: Sentence, at: number): boolean {
  return (
    /^(denied|refused)$/.test(sentence.word(at)) &&
    sentence.word(at - 1) === 'who' &&
    at + 1 < sentence.length &&
    sentence.times.at(at + 1) === undefined &&
    !/^(in|on|by|when|while|from)$/.test(sentence.word(at + 1))
  );
}

/** "ran into an error", "hit an access denied". */
function intoError(sentence: Sentence, at: number): Piece | undefined {
  const lead = /^(run|runs|ran|running) into$/.test(sentence.run(at, 2))
    ? 2
    : /^(hit|hits|hitting|got|gets|received|encountered)$/.test(sentence.word(at))
      ? 1
      : 0;
  const article = /^(an?|any|some)$/.test(sentence.word(at + lead)) ? 1 : 0;
  if (lead === 0 || (lead === 1 && article === 0)) return undefined;
  const start = at + lead + article;
  const denied = /^(access|permission) (denied|denials?)$/.test(sentence.run(start, 2))
    ? 2
    : /^(accessdenied|denial)$/.test(sentence.word(start))
      ? 1
      : 0;
  const error = /^(errors?|failures?|problems?|exceptions?)$/.test(sentence.word(start + denied)) ? 1 : 0;
  if (denied + error === 0) return undefined;
  // "hit an error trying to delete it".
  const trying = /^(trying|attempting) to$/.test(sentence.run(start + denied + error, 2)) ? 2 : 0;
  return ended(denied > 0 ? 'denied' : 'failure', lead + article + denied + error + trying);
}

/** "tried to delete it but failed". */
function butFailed(sentence: Sentence, at: number): Piece | undefined {
  if (!/^(but|and)$/.test(sentence.word(at))) return undefined;
  // "but couldn't", "and was not allowed to".
  const unable = UNABLE.find(({ words }) => sentence.has(at + 1, words));
  if (unable && sentence.ends(at + 1 + unable.words.length))
    return ended(unable.outcome, 1 + unable.words.length);
  const but = /^(it|was|were|got)$/.test(sentence.word(at + 1)) ? 2 : 1;
  const outcome = OUTCOMES.get(sentence.word(at + but));
  const end = at + but + 1;
  return outcome !== undefined && sentence.ends(end) ? ended(outcome, but + 1) : undefined;
}

/** Words behind "but" about somebody whose attempt came to nothing. */
const UNABLE: readonly { readonly words: readonly string[]; readonly outcome: string }[] = [
  ...[
    'could not',
    'can not',
    'was unable',
    'was unable to',
    'was not able to',
    'did not manage',
    'did not manage to',
  ].map(said => ({ words: said.split(' '), outcome: 'failure' })),
  ...['did not succeed', 'had no success', 'without success'].map(said => ({
    words: said.split(' '),
    outcome: 'failure',
  })),
  ...[
    'was not allowed',
    'was not allowed to',
    'was not permitted',
    'was not permitted to',
    'was not authorized',
  ].map(said => ({ words: said.split(' '), outcome: 'denied' })),
].toSorted((a, b) => b.words.length - a.words.length);

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
  ['not successful', 'failure'],
  ['not successfully', 'failure'],
  ['no success', 'failure'],
]);

function inTwoWords(sentence: Sentence, at: number): Piece | undefined {
  const two = sentence.run(at, 2);
  const outcome = ENDED.get(two);
  if (outcome !== undefined) return ended(outcome, 2);
  const isDenied =
    /^(access denied|permission denied|access denials?)$|^not (authorized|authorised|permitted|allowed)$/.test(
      two,
    );
  return isDenied ? ended('denied', isLeft(sentence, at + 2) ? 3 : 2) : undefined;
}

/** "everything hugo got denied on": whether a preposition that belongs to nothing ends it there. */
function isLeft(sentence: Sentence, at: number): boolean {
  return /^(on|for|with|at|from)$/.test(sentence.word(at)) && sentence.ends(at + 1);
}

/** `for reasons other than access denied`, `but not because of missing permissions`: how many words say so. */
function otherThanDenied(sentence: Sentence, at: number): number {
  // "errors other than access denied".
  const isOfErrors = OUTCOMES.get(sentence.word(at - 1)) === 'failure';
  if (!isOfErrors && !/^(for|with|but|not)$/.test(sentence.word(at))) return 0;
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
  // "only calls that succeeded".
  const relative = /^(the )?(calls|ones|attempts|those|events) (that|which) /.exec(
    `${sentence.run(at + but + 1, 4) || sentence.run(at + but + 1, 3)} `,
  )?.[0];
  const end = at + but + 1 + (relative?.trim().split(' ').length ?? 0);
  const asked = relative === undefined ? undefined : OUTCOMES.get(sentence.word(end));
  if (asked !== undefined && at > 0 && (end + 1 === sentence.length || sentence.tokens[end]?.breaks === true))
    return { is: 'filter', filters: [filterOn('outcome', asked)], about: 'how', words: end + 1 - at };
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
