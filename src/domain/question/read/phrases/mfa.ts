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
  for (const [run, used] of LEADS) if (sentence.has(at, run)) return [used, run.length];
  return [true, 0];
}

const LEADS = (
  [
    ['that did not use', false],
    ['which did not use', false],
    ['who did not use', false],
    ['did not use', false],
    ['not using', false],
    ['not with', false],
    ['without using', false],
    ['without', false],
    ['w/o', false],
    ['no', false],
    ['with no', false],
    ['that used', true],
    ['which used', true],
    ['using', true],
    ['with', true],
  ] as const
).map(([run, used]) => [run.split(' '), used] as const);

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
