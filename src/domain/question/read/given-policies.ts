import { eventNamed } from '../lexicon/event-names.ts';
import { type Token, wordToken } from './tokens.ts';

/** Words with which a policy is given to somebody or taken away. */
const GIVING =
  /^(attach|detach|add|remove|put|grant|assign|revoke)(e?s|e?d|d|ing)?$|^(gave|give|given|revoking)$/;
/** Most words between a policy and whom it is given to: `to the iam user`. */
const MAX_WORDS_BETWEEN = 4;

/** `attached AdministratorAccess to user bob`, with what it is said as well: a policy, where only policies are written so and given to people. */
export function titledPolicies(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token, at) => (isGivenPolicy(tokens, at) ? [wordToken('policy'), token] : [token]));
}

function isGivenPolicy(tokens: readonly Token[], at: number): boolean {
  const { text = '', filter, quoted = false } = tokens[at] ?? {};
  const before = tokens[at - 1]?.word === 'the' ? tokens[at - 2] : tokens[at - 1];
  if (
    filter ||
    quoted ||
    !/^[A-Z]\w*[a-z]\w*[A-Z]\w*$/.test(text) ||
    eventNamed(text.toLowerCase()) !== undefined
  )
    return false;
  // "added DeployUser to group admins": people are added, too.
  if (/^(add|remove|put)/.test(before?.word ?? '') && !/(Access|Policy|Only)$/.test(text)) return false;
  if (!before || !GIVING.test(before.word) || !/^(to|from)$/.test(tokens[at + 1]?.word ?? '')) return false;
  return tokens.slice(at + 2, at + 1 + MAX_WORDS_BETWEEN).some(({ word }) => /^(users?|groups?)$/.test(word));
}
