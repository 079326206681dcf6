import { assignedSecrets } from './assignments.ts';
import { flaggedSecrets } from './flags.ts';
import type { Span } from './spans.ts';
import { mayHoldToken, tokensIn } from './token-faces.ts';
import { toldSecrets } from './told.ts';
import { credentialsInUrls } from './urls.ts';

/** Marks of names and words that go before a secret: most texts have none and are done with one look. */
const WORD =
  /pass|pwd|pw\b|secret|token|cred|cookie|authori|auth=|jwt|psk|otp|plaintext|user.?data|saml|shared|seed|material|(?:private|signing|api|auth|account)[ _-]?key|(?:authentication|auth|mfa|verification|device)[ _-]?code|code[ =:"'\\]|code%3d|sig(?:nature)?(?:=|%3d)|key[s=:"'\\ ]|key_|key%3d|key>|string|bearer|basic |mysql|mariadb|-u |-user/i;

/** Whether a text may hold a secret; if not, it need not be looked at closely. */
export function maySpeakOfSecrets(text: string): boolean {
  return WORD.test(text) || (text.includes('://') && text.includes('@')) || mayHoldToken(text);
}

/** The secrets in a text, as parts of it, in any order and overlapping. Linear in the text. */
export function secretsIn(text: string): Span[] {
  return [
    ...(mayHoldToken(text) ? tokensIn(text) : []),
    ...assignedSecrets(text),
    ...flaggedSecrets(text),
    ...credentialsInUrls(text),
    ...toldSecrets(text),
  ];
}
