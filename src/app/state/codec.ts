import type * as z from 'zod';

/** How a document is written into the store and read back. */
export interface Codec<Document> {
  encode(document: Document): string;
  /** What comes back is checked, not trusted. @throws {SyntaxError|z.ZodError} where it is not what was written */
  decode(text: string): Document;
  /** The same, with undefined where it is not what was written. */
  tryDecode(text: string): Document | undefined;
}

/** A codec for documents that are kept as JSON of a schema; `stored` adds what only the store needs. */
export function codec<Document>(
  schema: z.ZodType<Document>,
  stored: (document: Document) => unknown = document => document,
): Codec<Document> {
  const decode = (text: string) => schema.parse(JSON.parse(text));
  return {
    encode: document => JSON.stringify(stored(document)),
    decode,
    tryDecode(text) {
      try {
        return decode(text);
      } catch {
        return undefined;
      }
    },
  };
}
