import { slips } from './spelling.ts';

/** Beginnings that turn a word into its opposite: nobody mistypes them. */
const TURNING = /^(un|de|dis|in|re|mis|non|pre|im)/;

/** The words that are nearest to one that is none: of one slip, or of two in long ones. `vocabulary`: all words by their length. */
export function nearWords(word: string, vocabulary: ReadonlyMap<number, readonly string[]>): string[] {
  const allowed = word.length >= 8 ? 2 : 1;
  let best: string[] = [];
  let least = allowed + 1;
  for (let length = word.length - allowed; length <= word.length + allowed; length++) {
    for (const candidate of vocabulary.get(length) ?? []) {
      if (
        candidate.length < 3 ||
        Math.abs(candidate.length - word.length) > allowed ||
        !beginsAlike(word, candidate)
      )
        continue;
      const distance = slips(word, candidate, Math.min(allowed, least));
      if (distance > allowed || distance > least || distance === 0) continue;
      // In short words only letters that were swapped or left out are a slip.
      if (word.length < 5 && candidate.length < 5 && !isSwapped(word, candidate)) continue;
      if (distance < least) best = [];
      least = distance;
      if (!best.includes(candidate)) best.push(candidate);
    }
  }
  // Letters are left out more often than put in: "faild" is "failed", and not "fail".
  const fuller = best.filter(candidate => isPartOf(word, candidate));
  // "marco" is somebody, and no march.
  return (fuller.length > 0 ? fuller : best).filter(candidate => !SHORT_MONTHS.test(candidate)).slice(0, 3);
}

function isSwapped(word: string, candidate: string): boolean {
  return lettersOf(word) === lettersOf(candidate);
}

function lettersOf(word: string): string {
  return word
    .split('')
    .toSorted((a, b) => (a < b ? -1 : 1))
    .join('');
}

/** Nobody mistypes the first letter, but for swapping it with the second. */
function beginsAlike(word: string, candidate: string): boolean {
  const isSame = word[0] === candidate[0] || (word[0] === candidate[1] && word[1] === candidate[0]);
  const turning = TURNING.exec(word)?.[0];
  return isSame && (turning === undefined || candidate.startsWith(turning));
}

/** Names of months that names of people are near to. */
const SHORT_MONTHS = /^(jan|feb|mar|march|apr|april|may|jun|june|jul|july|aug|sep|sept|oct|nov|dec)$/;

/** Whether all letters of a word are in another, in their order. */
function isPartOf(word: string, whole: string): boolean {
  let at = 0;
  for (const letter of whole) if (letter === word[at]) at += 1;
  return at === word.length && whole.length > word.length;
}
