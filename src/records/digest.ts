import { createHash } from 'node:crypto';
import type { Json } from '../domain/json.ts';

/** JSON with the fields of every object in code-point order: the same value always gives the same text. */
export function canonicalJson(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(item => canonicalJson(item as Json)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
    fields.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([field, inner]) => `${JSON.stringify(field)}:${canonicalJson(inner as Json)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/** SHA-256 of the canonical JSON, in lower-case hex. */
export function digest(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
