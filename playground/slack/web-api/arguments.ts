import type { IncomingMessage } from 'node:http';
import type { Arguments } from './types.ts';

/** The arguments of a call, sent as JSON or as a form. */
export async function readArguments(request: IncomingMessage): Promise<Arguments> {
  const text = (await readBody(request)).toString('utf8');
  if (/json/.test(request.headers['content-type'] ?? '')) return JSON.parse(text || '{}') as Arguments;
  return Object.fromEntries(new URLSearchParams(text));
}

/** All bytes of a request. */
export async function readBody(request: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** An argument that may be JSON text; undefined where it is text that is no JSON. */
export function json(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
