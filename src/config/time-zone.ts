import type { EnvironmentReader } from './environment-reader.ts';

/** A time zone by its name, as the machine writes it; undefined where there is none of that name. */
export function timeZoneNamed(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** The time zone of the terminal; null where it is the machine's own. */
export function timeZoneOf(reader: EnvironmentReader): string | null {
  const name = reader.text('TZ');
  const zone = name === null ? null : timeZoneNamed(name);
  if (zone === undefined) reader.wrong('TZ', `"${name}" is not a time zone such as Europe/Berlin`);
  return zone ?? null;
}
