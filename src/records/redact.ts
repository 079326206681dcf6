import { asBoolean, type Json, type JsonObject, parseJson } from '../domain/json.ts';
import { isSecretName, isSecretThroughout } from './secrets/secret-names.ts';
import { maySpeakOfSecrets, secretsIn } from './secrets/secrets-in.ts';
import { withoutSpans } from './secrets/spans.ts';

/** Version of what is taken out: what an earlier one has cleaned is cleaned once more where it is read. */
export const REDACTION_VERSION = 2;
/** Stand-in for a secret. */
export const REDACTED = '[redacted]';

/**
 * Depth to which a record is followed; nothing that CloudTrail writes comes near it, and hostile input must not exhaust the stack.
 */
const MAX_DEPTH = 64;

/** Fields that name a value beside them, as in `{"name": "DB_PASSWORD", "value": "…"}`. */
const NAME_FIELD = /^(name|key|parameterkey|parametername|optionname|headername|apikeyname)$/i;
/** Fields that say of what is beside them whether it is secret (Systems Manager, "SecureString"; CodePipeline; CloudFormation, "NoEcho"). */
const KIND_FIELD = /^(type|isvaluesecret|issecret|secret|secure|sensitive|noecho)$/i;
const VALUE_FIELD = /(?:value|^default|^content|^data)$/i;
/** Calls whose `value` is a key of API Gateway (API Gateway API Reference, "CreateApiKey"). */
const API_KEY_CALL = /^(?:Create|Get|Import|Update)ApiKeys?$/;

/**
 * A record without its secrets: session tokens, passwords, user data, signed URLs and the like become `[redacted]`.
 * Access key ids stay: they are names, and the issuing STS record is found by them. Pure; what holds no secret is shared with the input.
 */
export function redact(record: JsonObject): JsonObject {
  const { eventName } = record;
  const isApiKey = typeof eventName === 'string' && API_KEY_CALL.test(eventName);
  return clean(record, isApiKey ? 'values' : 'none', 0) as JsonObject;
}

/** Length below which a text holds no secret that could be told. */
const SHORTEST_SECRET_LENGTH = 6;

/**
 * Takes secrets out of a text: an error message, a line of a log, what somebody typed. JSON is read as such, so that no escaping hides a name.
 * Linear in the text.
 */
export function redactText(text: string, depth = 0): string {
  if (text.length < SHORTEST_SECRET_LENGTH || !maySpeakOfSecrets(text)) return text;
  const read = /^\s*[[{]/.test(text) && depth < MAX_DEPTH ? (parseJson(text) as Json | undefined) : undefined;
  const cleaned = read === undefined ? undefined : clean(read, 'none', depth + 1);
  const plain = cleaned === read ? text : `${JSON.stringify(cleaned)}${text.slice(text.trimEnd().length)}`;
  return withoutSpans(plain, secretsIn(plain), REDACTED);
}

/** What of a value is secret, whatever it holds: nothing, what its fields call a value, or all. */
type Secrecy = 'none' | 'values' | 'all';

/** A value without secrets: the very same where it holds none, so that clean records cost no copies. */
function clean(value: Json | undefined, secrecy: Secrecy, depth: number): Json {
  if (typeof value === 'string')
    return secrecy === 'all' && !SAYS_NOTHING.test(value) ? REDACTED : redactText(value, depth);
  if (typeof value === 'number') return secrecy === 'all' ? REDACTED : value;
  if (value === null || value === undefined || typeof value === 'boolean') return value ?? null;
  if (depth >= MAX_DEPTH) return '[nested too deep]';
  return Array.isArray(value)
    ? cleanList(value as Json[], secrecy, depth)
    : cleanObject(value as JsonObject, secrecy, depth);
}

/** Values under the name of a secret that say only whether there is one. */
const SAYS_NOTHING = /^(?:|true|false|null|none|required|optional)$/i;

function cleanList(list: readonly Json[], secrecy: Secrecy, depth: number): readonly Json[] {
  const items = list.map((item, index) => {
    // `["--password", "v"]`: the words of a command line.
    const flag = list[index - 1];
    const isFlagged = typeof flag === 'string' && typeof item === 'string' && isSecretFlag(flag);
    return clean(item, isFlagged ? 'all' : secrecy, depth + 1);
  });
  return items.some((item, index) => item !== list[index]) ? items : list;
}

function isSecretFlag(word: string): boolean {
  return /^--?[A-Za-z][\w-]{1,60}$/.test(word) && isSecretName(word);
}

function cleanObject(object: JsonObject, secrecy: Secrecy, depth: number): JsonObject {
  const named = namesSecret(object);
  let copy: [string, Json][] | undefined;
  let index = 0;
  for (const field in object) {
    const inner = object[field];
    const { kind, name, isValue } = readField(field);
    const isSecretValue = isValue && (named || secrecy === 'values');
    const cleaned = clean(inner, isSecretValue ? 'all' : within(kind, inner, secrecy), depth + 1);
    if (cleaned !== inner || name !== field)
      copy ??= Object.entries(object).slice(0, index) as [string, Json][];
    // Two names may become one.
    copy?.push([name === field ? name : `${name} ${index}`, cleaned]);
    index += 1;
  }
  // Entries keep a field called __proto__ a field.
  return copy === undefined ? object : (Object.fromEntries(copy) as JsonObject);
}

function within(kind: FieldKind, inner: Json | undefined, secrecy: Secrecy): Secrecy {
  if (secrecy === 'all' || kind === 'throughout') return 'all';
  const isText = typeof inner !== 'object' || inner === null || isListOfTexts(inner);
  return kind === 'text' && isText ? 'all' : secrecy;
}

function isListOfTexts(value: Json): boolean {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}

/** Whether an object names the value beside it as a secret: `{"name": "DB_PASSWORD", "value": "…"}`, `{"type": "SecureString", …}`. */
function namesSecret(object: JsonObject): boolean {
  for (const field in object) {
    const { says } = readField(field);
    if (says === undefined) continue;
    const inner = object[field];
    if (says === 'name' && typeof inner === 'string' && isSecretName(inner)) return true;
    if (says === 'kind' && (asBoolean(inner) === true || inner === 'SecureString')) return true;
  }
  return false;
}

/** What is secret under the name of a field: nothing, all of it, or only a text. */
type FieldKind = 'plain' | 'throughout' | 'text';

/** The name of a field, which may be a secret itself, and what it says of what is in it. */
interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  /** What its text says of the value beside it: its name, or whether it is secret. */
  readonly says: 'name' | 'kind' | undefined;
  readonly isValue: boolean;
}

/** Names of fields repeat from record to record, so what was found out of one is remembered, for so many at most. */
const MAX_FIELDS = 5_000;
/** Longer names are few, and may be anything. */
const MAX_FIELD_LENGTH = 64;
const remembered = new Map<string, Field>();

function readField(field: string): Field {
  const known = remembered.get(field);
  if (known !== undefined) return known;
  const kind = !isSecretName(field) ? 'plain' : isSecretThroughout(field) ? 'throughout' : 'text';
  const says = NAME_FIELD.test(field) ? 'name' : KIND_FIELD.test(field) ? 'kind' : undefined;
  const read = { name: redactText(field), kind, says, isValue: VALUE_FIELD.test(field) } as const;
  const isUsual = field.length <= MAX_FIELD_LENGTH && read.name === field;
  if (isUsual && remembered.size < MAX_FIELDS) remembered.set(field, read);
  return read;
}
