import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { Log } from '../app/ports.ts';
import { visibleJson } from '../domain/visible.ts';
import { redactText } from '../records/redact.ts';

/**
 * A log of JSON lines. Before a line is written, every text in `secrets` and everything that looks like a token is taken out of it,
 * so that no mistake elsewhere can leak one.
 */
export function createLog(level: string, secrets: readonly string[], out: NodeJS.WritableStream): Log {
  // A secret with quotes or backslashes stands escaped inside a JSON line.
  const hidden = secrets.flatMap(secret => [secret, JSON.stringify(secret).slice(1, -1)]);
  const clean = new Writable({
    decodeStrings: false,
    write(line: string | Buffer, _encoding, done) {
      const text = hidden.reduce(
        (rest, secret) => rest.replaceAll(secret, '[redacted]'),
        redactText(String(line)),
      );
      // A line of JSON holds such letters in its texts only.
      out.write(visibleJson(text), () => done());
    },
  });
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
    },
    clean,
  );
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}
