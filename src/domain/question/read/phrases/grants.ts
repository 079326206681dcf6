import { OBJECTS } from '../../lexicon/nouns.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { eventIn } from './forms.ts';
import { isName } from './names.ts';

/** Words that give somebody a policy. */
const GIVING = /^(gave|give|given|giving|granted|grant|granting|assigned)$/;

/** `gave bob AdministratorAccess`, `granted the role deployer ReadOnlyAccess`: to whom, and the policy that was given. */
export function grantsAt(sentence: Sentence, at: number): readonly Piece[] {
  if (!GIVING.test(sentence.word(at - 1))) return [];
  const article = /^(the|our|my|an?)$/.test(sentence.word(at)) ? 1 : 0;
  const iam = sentence.word(at + article) === 'iam' ? 1 : 0;
  const title = /^(role|user|group)$/.test(sentence.word(at + article + iam)) ? 1 : 0;
  const given = at + article + iam + title;
  // "gave bob an access key": what was given follows.
  const isThing = [3, 2, 1].some(words => OBJECTS.has(sentence.run(given + 2, words)));
  if (/^an?$/.test(sentence.word(given + 1)) && isThing && isName(sentence, given, 'titled'))
    return [
      {
        is: 'filter',
        filters: [filterOn('resource', sentence.text(given))],
        about: 'what',
        words: given + 1 - at,
      },
    ];
  // "gave bob the policy AdministratorAccess", "gave the role x the AdministratorAccess policy".
  const the = /^(the|an?)$/.test(sentence.word(given + 1)) ? 1 : 0;
  const titled = sentence.word(given + 1 + the) === 'policy' ? 1 : 0;
  const place = given + 1 + the + titled;
  const policy = sentence.tokens[place];
  if (!isName(sentence, given, 'titled') || !policy || policy.filter) return [];
  // Policies of AWS are written so: "AdministratorAccess", "AmazonS3FullAccess".
  const isPolicy =
    (policy.quoted || titled === 1 || /^[A-Z]\w*[a-z]\w*[A-Z]\w*$/.test(policy.text)) &&
    eventIn(policy.text, true) === undefined;
  if (!isPolicy || sentence.tokens[given]?.breaks === true) return [];
  const behind = titled === 0 && sentence.word(place + 1) === 'policy' ? 1 : 0;
  const filters = [filterOn('resource', sentence.text(given)), filterOn('resource', policy.text)];
  return [{ is: 'filter', filters, about: 'what', words: place + 1 + behind - at }];
}
