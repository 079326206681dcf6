import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { FUNCTION_WORDS } from '../../lexicon/words.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { isOneDoneTo } from './called.ts';
import { hasRun, isWorkflowAsThing } from './things.ts';

/** Kinds of who acts, as words; with the filter that means them. */
const KINDS: ReadonlyMap<string, readonly [key: 'user' | 'kind', value: string]> = new Map(
  (
    [
      ['workflow', 'user', 'workflow'],
      ['workflows', 'user', 'workflows'],
      ['workflow role', 'user', 'workflow'],
      ['workflow roles', 'user', 'workflows'],
      ['codecatalyst workflow', 'user', 'workflow'],
      ['codecatalyst workflows', 'user', 'workflows'],
      ['codecatalyst workflow role', 'user', 'workflow'],
      ['workflow user', 'user', 'workflow'],
      ['root', 'user', 'root'],
      ['root credentials', 'user', 'root'],
      ['root user', 'user', 'root'],
      ['root users', 'user', 'root'],
      ['root account', 'user', 'root'],
      ['account root', 'user', 'root'],
      ['iam user', 'kind', 'user'],
      ['iam users', 'kind', 'user'],
      ['sso session', 'kind', 'identityCenterUser'],
      ['sso sessions', 'kind', 'identityCenterUser'],
      ['sso user', 'kind', 'identityCenterUser'],
      ['sso users', 'kind', 'identityCenterUser'],
      ['sso', 'kind', 'identityCenterUser'],
      ['identity center user', 'kind', 'identityCenterUser'],
      ['identity center users', 'kind', 'identityCenterUser'],
      ['identity center sessions', 'kind', 'identityCenterUser'],
      ['federated user', 'kind', 'federated'],
      ['federated users', 'kind', 'federated'],
      ['aws service', 'kind', 'service'],
      ['aws services', 'kind', 'service'],
      ['service principals', 'kind', 'service'],
      ['service', 'kind', 'service'],
      ['services', 'kind', 'service'],
      ['assumed role', 'kind', 'assumedRole'],
      ['assumed roles', 'kind', 'assumedRole'],
      ['assumed role session', 'kind', 'assumedRole'],
      ['assumed role sessions', 'kind', 'assumedRole'],
      ['role session', 'kind', 'assumedRole'],
      ['role sessions', 'kind', 'assumedRole'],
    ] as const
  ).map(([words, key, value]) => [words, [key, value]] as const),
);

const KIND_BEGINNINGS: ReadonlySet<string> = new Set([...KINDS.keys()].map(run => run.split(' ')[0] ?? ''));

/** Whoever acts by kind; `words`: how many say so. */
export function kindAt(
  sentence: Sentence,
  at: number,
): { readonly filter: Piece & { is: 'actor' }; readonly words: number } | undefined {
  const article = /^(the|an?|our|any|all)$/.test(sentence.word(at)) ? 1 : 0;
  // "when did AWS rotate it".
  const isAws = sentence.word(at) === 'aws' && /^(did|has|have|had)$/.test(sentence.word(at - 1));
  const isByAws =
    sentence.run(at - 1, 2) === 'by aws' &&
    (sentence.ends(at + 1) || FUNCTION_WORDS.prepositions.has(sentence.word(at + 1)));
  const acts = VERB_FORMS.has(sentence.word(at + 1)) || /^(do|done)$/.test(sentence.word(at + 1));
  if (isByAws || (isAws && acts))
    return {
      filter: { is: 'actor', words: 1, filter: filterOn('kind', 'service'), isThing: false },
      words: 1,
    };
  if (!KIND_BEGINNINGS.has(sentence.word(at + article))) return undefined;
  for (const length of [3, 2, 1]) {
    const run = sentence.run(at + article, length);
    const kind = KINDS.get(run);
    // "who assumed role x" did so; "by an assumed role" says who acted.
    if (!kind || (run === 'assumed role' && article === 0)) continue;
    const [key, value] = kind;
    const words = article + length;
    // "who deleted the bucket root".
    if (/^(root|workflow)$/.test(run) && article === 0 && isOneDoneTo(sentence, at)) return undefined;
    // "how many IAM users have been created": what was done to them.
    const been = at + words + Number(/^(has|have|had)$/.test(sentence.word(at + words)));
    const isDoneTo =
      /^(was|were|got|been)$/.test(sentence.word(been)) &&
      VERB_FORMS.get(sentence.word(been + 1))?.form === 'past';
    if (/^iam users?$/.test(run) && isDoneTo) continue;
    // "a service" is a thing, but for what acts.
    const isActing = /^by$/.test(sentence.word(at - 1)) || sentence.word(at + words) === 'only';
    if (/^services?$/.test(run) && !isActing) continue;
    // "by workflow deploy": that is how it is called.
    const next = VERB_FORMS.get(sentence.word(at + words));
    if (run === 'workflow' && sentence.word(at - 1) === 'by' && article === 0 && next?.form === 'base')
      return undefined;
    if (/^(codecatalyst )?workflows?$/.test(run) && isWorkflowAsThing(sentence, at + words - 1))
      return undefined;
    // "workflow run" is a thing, and "which workflows ran" asks for them.
    if (
      /^workflows?$/.test(run) &&
      (/^runs?$/.test(sentence.word(at + words)) || hasRun(sentence, at + words))
    )
      return undefined;
    return {
      filter: { is: 'actor', words, filter: filterOn(key, value), isThing: /^iam users?$|^sso$/.test(run) },
      words,
    };
  }
  return undefined;
}
