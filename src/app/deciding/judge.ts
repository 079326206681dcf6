import { emailsAmong, type Person, type PersonMapping, type Tie, tieOf } from '../../domain/person.ts';
import type { Principal } from '../../domain/principal.ts';
import {
  type Approvers,
  doubtOf,
  hasApprovers,
  refuseDecision,
  requiredApprovals,
  type Verdict,
} from '../../domain/review.ts';
import { errorFields } from '../errors.ts';
import type { Directory, Log } from '../ports.ts';

/** What somebody may do about a notification: nothing, or decide, with how many different people having to approve. */
export type Judgement =
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'may'; readonly quorum: number };

/** Answer to a click where Slack can't be asked. */
export const SLACK_IS_AWAY =
  "I couldn't check with Slack whether you may decide, so I recorded nothing. Try again in a minute.";

/** What judging works with. */
export interface JudgeDeps {
  readonly directory: Directory;
  readonly settings: { readonly approvers: Approvers; readonly people: readonly PersonMapping[] };
  readonly log: Log;
}

/** Judges whether somebody may decide on what one principal did, in each way in which records tell of it, by all that is known now. A Slack look-up that fails refuses. */
export async function judge(
  { userId, verdict }: { readonly userId: string; readonly verdict: Verdict },
  principals: readonly Principal[],
  deps: JudgeDeps,
): Promise<Judgement> {
  const { directory, settings, log } = deps;
  const { approvers, people } = settings;
  try {
    const person = await directory.person(userId);
    if (!person) return refused("Slack doesn't tell me who you are, so I can't let you decide.");
    const inGroup =
      hasApprovers(approvers) && !approvers.users.includes(userId) && approvers.groups.length > 0
        ? await directory.inGroup(userId, approvers.groups)
        : false;
    let quorum = 1;
    for (const principal of principals) {
      const tie = await findTie(person, principal, deps);
      const reason = refuseDecision(person, { approvers, inGroup, tie });
      if (reason !== undefined) return refused(reason);
      if (verdict !== 'approved') continue;
      const doubt = doubtOf(principal, people, await isKnown(principal, deps));
      // Whoever may be the one behind it, by a name that the caller chose, does not approve alone.
      quorum = Math.max(quorum, requiredApprovals(approvers, doubt), tie === 'named' ? 2 : 1);
    }
    return { kind: 'may', quorum };
  } catch (error) {
    log.error({ ...errorFields(error), user: userId }, 'could not look up who clicked; refused');
    return refused(SLACK_IS_AWAY);
  }
}

/** How Slack ties somebody to a principal, also where it did not say which e-mail address they have. @throws when it can't tell */
async function findTie(person: Person, principal: Principal, deps: JudgeDeps): Promise<Tie | undefined> {
  const tie = tieOf(person, principal, deps.settings.people);
  if (tie === 'behind' || person.email !== null) return tie;
  if (await hasEmailAmong(person.id, principal.behind, deps)) return 'behind';
  return tie ?? ((await hasEmailAmong(person.id, principal.claimed, deps)) ? 'named' : undefined);
}

async function hasEmailAmong(
  userId: string,
  names: readonly string[],
  { directory }: JudgeDeps,
): Promise<boolean> {
  for (const email of emailsAmong(names))
    if ((await directory.personByEmail(email))?.id === userId) return true;
  return false;
}

/** Whether Slack knows an e-mail address that AWS vouches for. @throws when it can't tell */
async function isKnown(
  { behind, confidence }: Principal,
  { directory, settings }: JudgeDeps,
): Promise<boolean> {
  if (confidence !== 'certain' || !settings.approvers.fourEyes) return false;
  for (const email of emailsAmong(behind)) if (await directory.personByEmail(email)) return true;
  return false;
}

function refused(message: string): { kind: 'refused'; message: string } {
  return { kind: 'refused', message };
}
