import type { Principal } from './principal.ts';
import type { ReviewRequest } from './summary.ts';

/** What a click can decide. */
export type Verdict = 'acknowledged' | 'approved' | 'rejected';

/** One person's word on a notification. */
export interface Decision {
  readonly verdict: Verdict;
  /** Slack user id. */
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Why; asked for on rejection. */
  readonly reason?: string;
}

/** Who may decide, from `approvers` in the configuration. */
export interface Approvers {
  readonly users: readonly string[];
  /** Slack user group ids. */
  readonly groups: readonly string[];
  /** How many different people must approve. */
  readonly quorum: number;
  /** Where the principal can't be tied to a Slack user for certain, ask for a second approver. */
  readonly fourEyes: boolean;
}

/** Who may ask questions, and where, from `askers` in the configuration; empty lists set no limit. */
export interface AskerRules {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  /** Channels in which commands may be typed. */
  readonly channels: readonly string[];
}

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
 * Whether somebody may decide on what `principal` did. `inGroup` tells whether they are in one of the approver groups, `behind` whether
 * Slack ties them to the principal in a way that they themselves do not show.
 * The principal behind the event never may: a likely tie is enough to refuse.
 */
export function refuseDecision(
  person: Person,
  principal: Principal,
  rules: { approvers: Approvers; people: readonly PersonMapping[]; inGroup: boolean; behind?: boolean },
): Refusal {
  const outsider = refuseOutsider(person, 'decide on events');
  if (outsider !== undefined) return outsider;
  if (rules.behind === true || isBehind(person, principal, rules.people)) {
    return 'You are the one behind this event, so somebody else has to decide on it.';
  }
  const { approvers } = rules;
  if (hasApprovers(approvers) && !approvers.users.includes(person.id) && !rules.inGroup) {
    const who = [...approvers.users.map(id => `<@${id}>`), ...approvers.groups.map(id => `<!subteam^${id}>`)];
    return `You are not among the approvers. Ask ${who.join(', ')}.`;
  }
  return undefined;
}

/** Whether anybody is named as approver; where nobody is, any full member of the workspace may decide. */
export function hasApprovers(approvers: Approvers): boolean {
  return approvers.users.length + approvers.groups.length > 0;
}

/** Whether a person is, or may well be, the principal: by `people` in the configuration or by e-mail address. */
export function isBehind(person: Person, principal: Principal, people: readonly PersonMapping[]): boolean {
  const names = [...principal.identifiers, ...principal.claimed];
  const mapped = people.some(
    one => one.slack === person.id && one.principals.some(name => names.includes(name.toLowerCase())),
  );
  return mapped || (person.email !== null && emailsOf(principal).includes(person.email.toLowerCase()));
}

/** The Slack user that `people` says a principal is, by the first of its names: certain by AWS's own, likely by one that the caller chose. */
export function mappedPerson(
  principal: Principal,
  people: readonly PersonMapping[],
): { slack: string; certain: boolean } | undefined {
  const mappedBy = (names: readonly string[]) =>
    names.flatMap(name => people.find(one => one.principals.some(own => own.toLowerCase() === name)) ?? [])[0]
      ?.slack;
  const certain = mappedBy(principal.identifiers);
  if (certain !== undefined) return { slack: certain, certain: true };
  const likely = mappedBy(principal.claimed);
  return likely === undefined ? undefined : { slack: likely, certain: false };
}

/** E-mail addresses among the names of a principal, lower case. */
export function emailsOf(principal: Principal): string[] {
  const names = [...principal.identifiers, ...principal.claimed];
  return [...new Set(names.filter(name => /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(name)))];
}

/** The decision that settles a review, or undefined while it is open: any rejection or acknowledgement, or enough approvals. */
export function settled(decisions: readonly Decision[], quorum: number): Decision | undefined {
  const final = decisions.find(decision => decision.verdict !== 'approved');
  if (final) return final;
  const approvals = decisions.filter(decision => decision.verdict === 'approved');
  return approvals.length >= quorum ? approvals.at(-1) : undefined;
}

/** Whether a verdict answers what was asked. */
export function fits(verdict: Verdict, ask: ReviewRequest): boolean {
  if (ask === 'nothing') return false;
  return ask === 'acknowledgement' ? verdict === 'acknowledged' : verdict !== 'acknowledged';
}

/**
 * How many different people must approve. With `fourEyes`, two where nobody can be sure who acted: one of two is then not the actor.
 */
export function requiredApprovals(
  principal: Principal,
  rules: { approvers: Approvers; people: readonly PersonMapping[] },
): number {
  const { quorum, fourEyes } = rules.approvers;
  if (!fourEyes) return quorum;
  const byEmail = principal.confidence === 'certain' && emailsOf({ ...principal, claimed: [] }).length > 0;
  const tied = byEmail || mappedPerson(principal, rules.people)?.certain === true;
  return tied ? quorum : Math.max(quorum, 2);
}
