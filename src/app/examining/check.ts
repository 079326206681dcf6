import type { Finding } from '../../domain/finding.ts';

/** A look at one thing of the set-up, for whoever tends the bot. */
export interface Check {
  /** What is looked at, as findings are headed. */
  readonly about: string;
  /** Looks. What it throws is told as a failure. */
  look(signal: AbortSignal): Promise<readonly Finding[]>;
}
