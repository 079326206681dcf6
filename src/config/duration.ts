/** Milliseconds of the units of a duration. */
const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration such as `30s`, `15m` or `7d` in milliseconds; null where none is given. */
export function durationMs(text: string | undefined): number | null {
  return text === undefined
    ? null
    : Number.parseInt(text, 10) * UNITS_MS[text.slice(-1) as keyof typeof UNITS_MS];
}
