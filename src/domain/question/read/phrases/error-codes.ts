import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';

/** Error codes, as calls that failed carry them: "AlreadyExistsException". */
const ERROR_CODE =
  /^(?=.*[a-z][A-Z])[A-Z][A-Za-z]+(\.[A-Z][A-Za-z]+)*(Exception|Fault|NotFound|AlreadyExists|LimitExceeded|Conflict|Violation|ValidationError|UnauthorizedOperation)$|^(UnauthorizedOperation|NoSuch[A-Z][a-z]+)$/;

/** Whether a text is an error code that says more than that access was denied. */
function isErrorCode(text: string): boolean {
  return ERROR_CODE.test(text) && !text.startsWith('Access');
}

/** Whether a text ends as error codes do; things may be called so, too. */
export function isLikeErrorCode(text: string): boolean {
  return /[a-z](Exception|Error|Fault|NotFound|Denied|Failure)$/.test(text);
}

/** "who got a ThrottlingException": behind words that speak of a failure, or alone; undefined where none is spoken of. */
export function errorCodesAt(sentence: Sentence, at: number): Piece | undefined {
  if (sentence.tokens[at]?.quoted || !isErrorAt(sentence, at)) return undefined;
  const codes = codesFrom(sentence, at);
  if (codes.length === 0) return undefined;
  return { is: 'filter', words: 2 * codes.length - 1, filters: [filterOn('error', ...codes)], about: 'how' };
}

/** `NoSuchBucket`, `NoSuchBucket or AccessDenied`: one error code or any of several; empty where only a denial is said, which has words of its own. */
function codesFrom(sentence: Sentence, at: number): readonly string[] {
  const codes: string[] = [];
  for (let place = at; ; place += 2) {
    const text = sentence.text(place);
    const isDenial = /^AccessDenied(Exception)?$/.test(text);
    if (!isDenial && !isErrorCode(text)) break;
    codes.push(isDenial ? 'AccessDenied*' : text);
    if (sentence.word(place + 1) !== 'or') break;
  }
  return codes.length === 1 && codes[0] === 'AccessDenied*' ? [] : codes;
}

/** Whether an error is spoken of at a place, and no thing that is called so. */
function isErrorAt(sentence: Sentence, at: number): boolean {
  const before = sentence.word(/^(an?|the)$/.test(sentence.word(at - 1)) ? at - 2 : at - 1);
  return (
    at === 0 ||
    /^(got|get|gets|hit|with|error|errors|failed|code|by|raised|threw|received|all|any)$/.test(before)
  );
}
