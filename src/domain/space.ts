/** A CodeCatalyst space whose own log is searched. */
export interface Space {
  readonly name: string;
  /** A person's bearer token. Secret. Empty: none is set. */
  readonly token: string;
  /** Where CodeCatalyst's API is. */
  readonly endpoint: string;
}

const PREFIX = 'space ';

/** How a space is called among the places that are searched, and in its records where those of CloudTrail have their account: `space acme`. */
export function spacePlace(name: string): string {
  return `${PREFIX}${name}`;
}

/** Whether a place is a space's own log: it has no Region. */
export function isSpacePlace(accountId: string | null): boolean {
  return spaceOfPlace(accountId) !== undefined;
}

/** How the space is called whose log a place is; undefined for any other place. */
export function spaceOfPlace(accountId: string | null): string | undefined {
  return accountId?.startsWith(PREFIX) === true ? accountId.slice(PREFIX.length) : undefined;
}

/** Time that a space's log reaches back (Amazon CodeCatalyst API Reference, "ListEventLogs": events of the last 30 days). */
export const SPACE_REACH_MS = 30 * 86_400_000;
