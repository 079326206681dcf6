import { asBoolean, type Json, type JsonObject } from '../domain/json.ts';

/** Stand-in for a secret. */
export const REDACTED = '[redacted]';

/**
 * Depth to which a record is followed; nothing that CloudTrail writes comes near it, and hostile input must not exhaust the stack.
 */
const MAX_DEPTH = 64;

/** Fields whose text is a secret, or may be one. `httpTokens`, `secretId` and `credentialId` say nothing secret and stay. */
const SECRET_FIELD =
  /(?<!http)tokens?(values?|codes?|strings?)?$|passw(or)?ds?\d*$|^pwd$|secrets?$|secret_?keys?$|secret_?access_?keys?$|secret_?(strings?|binary|values?)$|private_?keys?(_?(material|pem))?$|key_?material$|plaintext$|^userdata$|samlassertion$|api_?keys?(_?values?)?$|^authorization$|^cookie$|passphrases?$|^x-(amz-security-token|api-key)$|authentication_?code\d*$|connection_?strings?$/i;

/** Fields that name a value beside them, as in `{"name": "DB_PASSWORD", "value": "…"}`. */
const NAME_FIELD = /^(name|key|parameterkey|parametername|optionname|headername|apikeyname)$/i;
const VALUE_FIELD = /value$/i;
const NAMING_FIELD =
  /^(name|key|parameterkey|parametername|optionname|headername|apikeyname|isvaluesecret)$/i;
const SECRET_NAME = /token|passw(or)?d|(^|[_-])pass$|secret|credential|private_?key|api_?key|authorization/i;

/** Names, in embedded JSON, of what must not be seen. */
const SECRET_KEY =
  '[a-z_-]*token|[a-z_-]*password|[a-z_-]*secret|[a-z_-]*secret_?(?:access_?)?key|secretstring|private_?key|userdata|[a-z_-]*api_?-?key|authorization';

/** Secrets that stand inside longer text: embedded JSON, signed URLs, tokens with a known face. */
const SECRET_TEXT: readonly [RegExp, string][] = [
  [new RegExp(`(?<!\\\\)("(?:${SECRET_KEY})"\\s*:\\s*")(?:\\\\.|[^"\\\\])+`, 'gi'), `$1${REDACTED}`],
  // The same inside a text that is itself inside JSON: its quotes are escaped, and those of its values once more.
  [new RegExp(`((\\\\+)"(?:${SECRET_KEY})\\2"\\s*:\\s*\\2")(?:(?!(?<!\\\\)\\2").)+`, 'gis'), `$1${REDACTED}`],
  [
    /((?:X-Amz-Security-Token|X-Amz-Signature|X-Amz-Credential|AWSAccessKeyId|Signature)=)[^&\s"]+/gi,
    `$1${REDACTED}`,
  ],
  [/\b(?:FwoGZXIv|IQoJb3JpZ2lu|FQoGZXIv|FQoDYXdz)[A-Za-z0-9+/=_%-]{40,}/g, REDACTED],
  [/\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*/g, REDACTED],
  [/((?:password|passwd|pwd|token|secret|api_?key|secret_access_key)\s*=\s*)[^\s&;,"']+/gi, `$1${REDACTED}`],
  [/(:\/\/[^/\s:@"]*:)(?!\d{1,5}(?:\/|$))[^\s"]+(?=@)/g, `$1${REDACTED}`],
  [/(authorization"?\s*[:=]\s*"?(?:bearer|basic)\s+)[^\s"',;]+/gi, `$1${REDACTED}`],
  [/((?:password|passwd|pwd)\s*:\s*)[^\s&;,"'[]+/gi, `$1${REDACTED}`],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/g, REDACTED],
  [/(hooks\.slack\.com\/services\/)[\w/]+/g, `$1${REDACTED}`],
  [/\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\bxapp-[A-Za-z0-9-]{10,}/g, REDACTED],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
];

/**
 * A record without its secrets: session tokens, passwords, user data, signed URLs and the like become `[redacted]`.
 * Access key ids stay: they are names, and the issuing STS record is found by them. Pure; what holds no secret is shared with the input.
 */
export function redact(record: JsonObject): JsonObject {
  return clean(record, false, 0) as JsonObject;
}

/** Marks of which any of the patterns above needs one: most texts have none and are done with one look. */
const SUSPICIOUS =
  /token|passw|pwd|secret|userdata|private|api_?key|X-Amz-|Signature=|AccessKeyId=|FwoGZXIv|IQoJb3Jp|FQoGZXIv|FQoDYXdz|eyJ|xox[a-z]-|xapp-|gh[pousr]_|github_pat|hooks\.slack|-----BEGIN|authorization|:\/\/\S*@/i;

/** Takes secrets out of one text that is not a record: an error message, a line of a log. */
export function redactText(text: string): string {
  if (text.length < 8 || !SUSPICIOUS.test(text)) return text;
  return SECRET_TEXT.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text);
}

/** A value without secrets: the very same where it holds none, so that clean records cost no copies. */
function clean(value: Json | undefined, secret: boolean, depth: number): Json {
  if (typeof value === 'string') return secret && value !== '' ? REDACTED : redactText(value);
  if (typeof value === 'number') return secret ? REDACTED : value;
  if (value === null || value === undefined || typeof value === 'boolean') return value ?? null;
  if (depth >= MAX_DEPTH) return '[nested too deep]';
  if (Array.isArray(value)) {
    const items = value.map(item => clean(item as Json, secret, depth + 1));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const object = value as JsonObject;
  const named = namesSecret(object);
  let copy: Record<string, Json> | undefined;
  for (const field in object) {
    const inner = object[field];
    const inside = secret || isSecretField(field) || (named && VALUE_FIELD.test(field));
    const cleaned = clean(inner, inside, depth + 1);
    if (cleaned === inner) continue;
    copy ??= { ...object } as Record<string, Json>;
    // A field called __proto__ must stay a field.
    Object.defineProperty(copy, field, {
      value: cleaned,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy ?? object;
}

/** Whether an object names the value beside it as a secret: `{"name": "DB_PASSWORD", "value": "…"}`. */
function namesSecret(object: JsonObject): boolean {
  for (const field in object) {
    if (field.length > 14 || !NAMING_FIELD.test(field)) continue;
    const inner = object[field];
    if (NAME_FIELD.test(field) && typeof inner === 'string' && SECRET_NAME.test(inner)) return true;
    if (/^isvaluesecret$/i.test(field) && asBoolean(inner) === true) return true;
  }
  return false;
}

/** Names of fields repeat from record to record, so what was found out of one is remembered, for so many at most. */
const MAX_FIELDS = 5_000;
const remembered = new Map<string, boolean>();

function isSecretField(field: string): boolean {
  const known = remembered.get(field);
  if (known !== undefined) return known;
  const found = SECRET_FIELD.test(field);
  if (remembered.size < MAX_FIELDS) remembered.set(field, found);
  return found;
}
