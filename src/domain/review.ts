import type { ReviewRequest } from './categories.ts';
import {
  emailsAmong,
  mappedPerson,
  type Person,
  type PersonMapping,
  type Refusal,
  refuseOutsider,
  type Tie,
} from './person.ts';
import { isPerson, type Principal } from './principal.ts';
import { isKnownById } from './user-names.ts';

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
  /** Of a story: how many members it had when it was decided, and the digest over them. */
  readonly covers?: { readonly count: number; readonly digest: string };
  /** Set once it is proven that they were behind what they approved: since when (ISO 8601) it counts no more, and what shows it. */
  readonly voided?: { readonly at: string; readonly because: string };
}

/** Who may decide, from `approvers` in the configuration. */
export interface Approvers {
  readonly users: readonly string[];
  /** Slack user group ids. */
  readonly groups: readonly string[];
  /** How many different people must approve. */
  readonly quorum: number;
  /** Where whoever acted can't be kept out, ask for a second approver. */
  readonly fourEyes: boolean;
}

/** Who may ask questions, and where, from `askers` in the configuration; empty lists set no limit. */
export interface AskerRules {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  /** Channels in which commands may be typed, and buttons of answers clicked. */
  readonly channels: readonly string[];
  /** Ids of the accounts that may be asked about. */
  readonly accounts: readonly string[];
}

/** Whether anybody is named as approver; where nobody is, any full member of the workspace may decide. */
export function hasApprovers(approvers: Approvers): boolean {
  return approvers.users.length + approvers.groups.length > 0;
}

/** The decision that settles a review, or undefined while it is open: any rejection or acknowledgement, or enough approvals. */
export function settled(decisions: readonly Decision[], quorum: number): Decision | undefined {
  const standing = decisions.filter(decision => decision.voided === undefined);
  const final = standing.find(decision => decision.verdict !== 'approved');
  if (final) return final;
  return standing.length > 0 && standing.length >= quorum ? standing.at(-1) : undefined;
}

/** Whether a verdict answers what was asked. */
export function fits(verdict: Verdict, ask: ReviewRequest): boolean {
  if (ask === 'nothing') return false;
  return ask === 'acknowledgement' ? verdict === 'acknowledged' : verdict !== 'acknowledged';
}

/** What judging a click goes by. */
export interface DecidingRules {
  readonly approvers: Approvers;
  /** Whether they are in one of the approver groups. */
  readonly inGroup: boolean;
  /** How Slack ties them to whoever acted. */
  readonly tie: Tie | undefined;
}

/** Whether somebody may decide: never the person behind the event, and only approvers where any are named. */
export function refuseDecision(person: Person, { approvers, inGroup, tie }: DecidingRules): Refusal {
  const outsider = refuseOutsider(person, 'decide on events');
  if (outsider !== undefined) return outsider;
  if (tie === 'behind') return 'You are the one behind this event, so somebody else has to decide on it.';
  if (hasApprovers(approvers) && !approvers.users.includes(person.id) && !inGroup) {
    const who = [...approvers.users.map(id => `<@${id}>`), ...approvers.groups.map(id => `<!subteam^${id}>`)];
    return `You are not among the approvers. Ask ${who.join(', ')}.`;
  }
  return undefined;
}

/** Why whoever acted can't be kept from approving: who it was is not proven, or they are tied to nobody in Slack. */
export type Doubt = 'unproven' | 'untied';

/**
 * Whether whoever acted can be kept from approving, and if not, why. A service by itself and a proven workflow have nobody to keep out; an
 * Identity Center e-mail address suffices, known to Slack or not. `isKnown`: Slack knows an e-mail address that AWS vouches for.
 */
export function doubtOf(
  principal: Principal,
  people: readonly PersonMapping[],
  isKnown: boolean,
): Doubt | undefined {
  const { kind, confidence, chain, behind } = principal;
  const actor = chain.at(-1)?.kind ?? kind;
  if (confidence !== 'certain' && !isKnownById(principal)) return 'unproven';
  if (kind === 'workflow' || actor === 'service') return undefined;
  if (!isPerson({ kind: actor })) return kind === 'service' ? 'unproven' : tied() ? undefined : 'untied';
  return tied() || (actor === 'identityCenterUser' && emailsAmong(behind).length > 0) ? undefined : 'untied';

  function tied(): boolean {
    return isKnown || mappedPerson(principal, people)?.certain === true;
  }
}

/** How many different people must approve: with `fourEyes` two where whoever acted can't be kept out, so that one of them is another. */
export function requiredApprovals({ quorum, fourEyes }: Approvers, doubt: Doubt | undefined): number {
  return fourEyes && doubt !== undefined ? Math.max(quorum, 2) : quorum;
}
