import type { Principal } from './principal.ts';

/** Ties a Slack user to names of AWS principals, from `people` in the configuration. */
export interface PersonMapping {
  readonly slack: string;
  readonly principals: readonly string[];
}

/** Somebody in Slack, as users.info tells (Slack Web API, "users.info"). */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string | null;
  readonly bot: boolean;
  readonly deactivated: boolean;
  /** Single- or multi-channel guest. */
  readonly guest: boolean;
  /** Not a member of this workspace: Slack Connect, or unknown to it. */
  readonly stranger: boolean;
}

/** Why somebody may not do a thing; undefined: they may. A sentence that can be shown to them. */
export type Refusal = string | undefined;

/** Refuses whoever is not a full, active, human member of the workspace. `doing` completes "… can't". */
export function refuseOutsider(person: Person, doing: string): Refusal {
  if (person.bot) return `Bots can't ${doing}.`;
  if (person.deactivated) return `Deactivated users can't ${doing}.`;
  if (person.stranger) return `Only members of this workspace can ${doing}; you belong to another one.`;
  if (person.guest) return `Guests can't ${doing}. Ask a full member of the workspace.`;
  return undefined;
}

/**
 * How somebody in Slack is tied to a principal: `behind` by names that AWS vouches for, `named` only by ones that a caller chose.
 */
export type Tie = 'behind' | 'named';

/** Whether a person is, or may be, the one behind a principal: by `people` in the configuration or by e-mail address. */
export function tieOf(
  person: Pick<Person, 'id' | 'email'>,
  { behind, claimed }: Pick<Principal, 'behind' | 'claimed'>,
  people: readonly PersonMapping[],
): Tie | undefined {
  const own = people.filter(one => one.slack === person.id).flatMap(one => one.principals);
  const names = new Set(
    [...own, ...(person.email === null ? [] : [person.email])].map(name => name.toLowerCase()),
  );
  if (behind.some(name => names.has(name))) return 'behind';
  return claimed.some(name => names.has(name)) ? 'named' : undefined;
}

/** The Slack user that `people` says a principal is, by the first of its names: certain by AWS's own, likely by one that the caller chose. */
export function mappedPerson(
  { behind, claimed }: Pick<Principal, 'behind' | 'claimed'>,
  people: readonly PersonMapping[],
): { slack: string; certain: boolean } | undefined {
  const mappedBy = (names: readonly string[]) =>
    names.flatMap(name => people.find(one => one.principals.some(own => own.toLowerCase() === name)) ?? [])[0]
      ?.slack;
  const certain = mappedBy(behind);
  if (certain !== undefined) return { slack: certain, certain: true };
  const likely = mappedBy(claimed);
  return likely === undefined ? undefined : { slack: likely, certain: false };
}

/** Length of the longest e-mail address (RFC 5321, "Size Limits and Minimums"). */
const MAX_EMAIL_LENGTH = 320;

/** E-mail addresses among names. */
export function emailsAmong(names: readonly string[]): string[] {
  return [
    ...new Set(
      names.filter(name => name.length <= MAX_EMAIL_LENGTH && /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(name)),
    ),
  ];
}
