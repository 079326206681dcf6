import type { Log } from '../src/app/ports.ts';

/** A log that keeps its lines for a test to look at. */
export function keptLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const say = (level: string) => (fields: object, message: string) =>
    void lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  return { lines, debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
}
