/** How something of the set-up stands. `unknown`: it could not be looked at. */
export type FindingState = 'ok' | 'warning' | 'failure' | 'unknown';

/** What a look at the set-up has shown, and how to mend it. */
export interface Finding {
  readonly state: FindingState;
  /** What it is about: `Event history of storefront us-west-2`. */
  readonly about: string;
  /** What was seen, as the rest of a sentence. */
  readonly says: string;
  /** What to do. Absent where nothing is to be done, or where `says` has it. */
  readonly mend?: string | undefined;
}

/** Whether nothing fails. */
export function isSound(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state !== 'failure');
}
