import type { Sentence } from '../sentence.ts';

/** Whether an account is called so. */
export function isAccount(word: string, { context }: Sentence): boolean {
  return context.accounts.some(({ name }) => name.toLowerCase() === word);
}

/** Whether accounts are called so after what they are for. */
export function isEnvironment(word: string): boolean {
  return /^(prod|production|preprod|nonprod|live|dev|development|stage|staging|testing|qa|uat|int|integration|sandbox|sbx|demo|canary|perf|dr)$/.test(
    word,
  );
}

/** `staging: who deleted it`: where it was, said alone, though no account is called so. */
export function isEnvironmentAlone(sentence: Sentence, at: number): boolean {
  const { tokens, context } = sentence;
  const token = tokens[at];
  const isAlone = token?.breaks === true && (at === 0 || tokens[at - 1]?.breaks === true);
  return (
    isAlone && !isAccount(token.word, sentence) && context.accounts.length > 0 && isEnvironment(token.word)
  );
}
