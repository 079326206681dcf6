import type { Writable } from 'node:stream';
import { visible, visibleJson } from '../domain/visible.ts';

/** Writes text to a terminal, without what could move its cursor or turn its writing around. All that commands say goes through here. */
export function writeText(out: Writable, text: string): void {
  out.write(visible(text));
}

/** Writes a value as one line of JSON, in which such letters are written by their number. */
export function writeJson(out: Writable, value: object): void {
  out.write(`${visibleJson(JSON.stringify(value))}\n`);
}
