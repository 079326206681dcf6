import type { Problem } from './config.ts';
import type { Environment, SettingName } from './settings.ts';

/** Reads variables one by one, and notes what is wrong with them. */
export class EnvironmentReader {
  readonly #env: Environment;
  readonly problems: Problem[] = [];

  constructor(env: Environment) {
    this.#env = env;
  }

  /** The value of a variable; null where it is not set, or blank. */
  text(name: SettingName): string | null {
    return this.#env[name]?.trim() || null;
  }

  /** A whole number from 0 to `max`. */
  number(name: SettingName, fallback: number, max: number): number {
    const text = this.text(name);
    if (text === null) return fallback;
    const value = Number(text);
    if (Number.isInteger(value) && value >= 0 && value <= max) return value;
    this.wrong(name, `"${text}" is not a whole number from 0 to ${max}`);
    return fallback;
  }

  /** A URL of one of some schemes; null where it is not set. */
  url(name: SettingName, schemes: readonly string[]): string | null {
    const text = this.text(name);
    if (text === null) return null;
    if (URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1))) return text;
    this.wrong(name, `is not a URL that begins with ${schemes.map(scheme => `${scheme}:`).join(' or ')}`);
    return null;
  }

  /** Notes a problem. */
  wrong(where: string, what: string): void {
    this.problems.push({ where, what });
  }
}
