import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';

/** `without MFA`, `not using mfa`, `with 2fa`: whether a second factor was used. CloudTrail says so of sign-ins, so only they can be told apart by it. */
export function mfaAt(sentence: Sentence, at: number): readonly Piece[] {
  const [used, lead] = leadAt(sentence, at);
  if (lead === 0) return [];
  const article = /^(an?|any|the|proper)$/.test(sentence.word(at + lead)) ? 1 : 0;
  const place = at + lead + article;
  const words = NAMES.find(name => sentence.has(place, name));
  if (!words) return [];
  const to =
    place +
    words.length +
    (/^(token|device|code|enabled|on)$/.test(sentence.word(place + words.length)) ? 1 : 0);
  return [{ is: 'filter', filters: [filterOn('mfa', String(used))], about: 'how', words: to - at }];
}

/** Whether it was used, and how many words say so before it is named. */
function leadAt(sentence: Sentence, at: number): readonly [used: boolean, words: number] {
  const found = LEADS.get(sentence.word(at))?.find(([run]) => sentence.has(at, run));
  return found ? [found[1], found[0].length] : [true, 0];
}

const USING: readonly (readonly [run: readonly string[], used: boolean])[] = [
  ...runs(false, 'that did not use, which did not use, who did not use, did not use, not using, not with'),
  ...runs(false, 'without using, without, w/o, no, with no'),
  ...runs(true, 'that used, which used, using, with'),
];

function runs(used: boolean, words: string): readonly (readonly [run: readonly string[], used: boolean])[] {
  return words.split(', ').map(run => [run.split(' '), used] as const);
}

/** The words that lead to it, by the first of them. */
const LEADS = new Map(
  USING.map(([run]) => {
    const first = run[0] ?? '';
    return [first, USING.filter(([other]) => other[0] === first)] as const;
  }),
);

const NAMES = [
  'mfa',
  '2fa',
  'multi-factor authentication',
  'multi factor authentication',
  'multifactor authentication',
  'a second factor',
  'second factor',
  'two-factor authentication',
  'two factor authentication',
].map(name => name.split(' '));
