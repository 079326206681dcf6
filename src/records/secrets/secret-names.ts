import { remembering } from '../../domain/remember.ts';

/** Words that say that what they name is secret, as people and AWS use them in names of fields, variables, flags and headers. */
const SECRET_WORD =
  /^(?:pass(?:word|wd|phrase|code|wort)s?|pwds?|secrets?|tokens?|credentials?|creds|cookies?|authorization|plaintext|jwt|psk|otp|totp|userdata|samlassertion)$/;
/** The same written together with what stands before: `dbpassword`, `authtoken`, `clientsecret`. */
const GLUED =
  /(?:password|passwd|passphrase|passcode|secret|token|pwd|apikey|privatekey|secretkey|signingkey|authkey|sharedkey|accountkey|dbpass|userpass|adminpass|rootpass)s?$/;
/** Two words that are secret together. */
const SECRET_PAIR =
  /^(?:(?:api|private|secret|signing|auth|shared|account) keys?|key material|connection strings?|user data|saml assertion|(?:authentication|auth|mfa|verification|device) codes?|string seed|shared access)$/;
/** Words that are secret only where a name ends with them. */
const SECRET_LAST = /^(?:pass|pw)$/;
/** Words after those above by which a name only speaks of a secret: its id, its policy, when it ends. */
const HARMLESS =
  /^(?:ids?|identifiers?|arns?|names?|types?|versions?|polic(?:y|ies)|status|states?|expir\w*|expires|ttl|length|count|enabled|disabled|required?|requirements?|endpoints?|ur[il]s?|age|date|time|at|last|used|changed|reset|validity|lifetime|duration|minutes|seconds|hours|days|description|provider|region|rotat\w*|size|format|stages?|limit|source|kind|manager|strategy|mode|usage|scopes?|alias|configured|exists|kms|attempts?|ref|stdin|file|path|less|exception|error|fault|invalid|not|management|generation|handling|options?|role|rules?|prefix|suffix|algorithm|metadata|tags?|access|auto|audience|issuer|forward|behavior|config(?:uration)?|settings?|allowed|supported)$/;
/** Words before `token` or `tokens` by which it is no credential. */
const COUNTED = /^(?:http|max|min|input|output|total|prompt|completion|num|number|usage)$/;
/** Marks of which every secret name has one: most names have none and are done with one look. */
const MARK =
  /pass|pwd|pw|secret|token|cred|cookie|author|key|jwt|psk|otp|plaintext|user.?data|saml|string|code|seed|shared/i;
/** Longest end of a name that is looked at; nobody calls a field more than this. */
const MAX_NAME_LENGTH = 128;

/** The words of a name, in lower case: `dbPassword_PROD1` gives db, password, prod. Numbers say nothing. */
function wordsOfName(name: string): string[] {
  return (name.slice(-MAX_NAME_LENGTH).match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map(word =>
    word.toLowerCase(),
  );
}

/**
 * Whether what goes by a name is secret: `masterUserPassword`, `DB_PASS`, `API_KEY_OPENAI`, `x-amz-security-token`; not `secretId`,
 * `passwordPolicy`, `maxTokens`, which only speak of one. Linear in the name, of which only the end counts.
 */
export function isSecretName(name: string): boolean {
  if (!MARK.test(name)) return false;
  return name.length > MAX_USUAL_LENGTH ? judge(name) : judgeUsual(name);
}

/** Longest name that is worth remembering. */
const MAX_USUAL_LENGTH = 64;
const judgeUsual = remembering(judge);

function judge(name: string): boolean {
  const words = wordsOfName(name);
  return words.some((word, index) => {
    const next = words[index + 1] ?? '';
    const isPair = SECRET_PAIR.test(`${word} ${next}`);
    if (SECRET_LAST.test(word)) return next === '' || isPair;
    if (!isPair && !SECRET_WORD.test(word) && !GLUED.test(word)) return false;
    if (/tokens?$/.test(word) && COUNTED.test(words[index - 1] ?? '')) return false;
    return !words.slice(index + (isPair ? 2 : 1)).some(after => isHarmless(word, after));
  });
}

/** A secret's access key is its key, and `secret_name` speaks of it. */
function isHarmless(word: string, after: string): boolean {
  return HARMLESS.test(after) && !(after === 'access' && /^secrets?$/.test(word));
}

/** Words for what is secret as a text only; an object of that name holds other things as well, such as an access key id. */
const SOFT = /^(?:credentials?|creds|cookies?|authorization)$/;

/** Whether everything inside an object of such a name is secret, and not only a text. */
export function isSecretThroughout(name: string): boolean {
  return !wordsOfName(name).some(word => SOFT.test(word));
}

/** Names of headers, whose value may be anything up to the end of the line. */
export function isHeaderName(name: string): boolean {
  return /(?:^|[-_.])(?:cookie|authorization)$/i.test(name);
}
