import { principalOf } from './principal-of.ts';
import type { CloudTrailRecord } from './record.ts';
import { type Session, sharedIdOf } from './session.ts';

/** Which STS record shows who obtained a session, of all that say they do. */
export type IssuerChoice =
  | { readonly kind: 'none' /** What proves nothing. */; readonly hint?: CloudTrailRecord }
  | { readonly kind: 'issuer'; readonly issuer: CloudTrailRecord }
  /** Records that could each be proof name different callers. */
  | { readonly kind: 'contradiction'; readonly issuers: readonly CloudTrailRecord[] };

/**
 * Chooses the STS record that proves who obtained a session. AWS's own histories prove it, whichever account they are of; what came in
 * proves it only from the account that the session belongs to, or as the copy that the account has of such a call which that record names
 * as the caller's. Of a call across accounts the caller's own copy names who it was. Everything else that differs is a contradiction; what only
 * claims to show it can't contradict what proves it, and what another account claims is not even a hint.
 */
export function chooseIssuer(
  records: readonly CloudTrailRecord[],
  { accountId }: Pick<Session, 'accountId'>,
): IssuerChoice {
  const own = records.filter(
    record =>
      record.assurance === 'history' || (record.assurance === 'sender' && record.accountId === accountId),
  );
  const copies = records.filter(
    record =>
      record.assurance === 'sender' && !own.includes(record) && own.some(one => isCallersCopy(record, one)),
  );
  const proving = [...own, ...copies];
  // What names an account only is said better by the caller's own copy of the same call.
  const naming = proving.filter(
    record => !proving.some(other => other !== record && isCallersCopy(other, record)),
  );
  const [issuer] = naming;
  if (issuer === undefined) {
    const hint = records.find(record => record.claimedBy === null);
    return { kind: 'none', ...(hint && { hint }) };
  }
  const callers = new Set(naming.map(callerOf));
  return callers.size > 1 ? { kind: 'contradiction', issuers: naming } : { kind: 'issuer', issuer };
}

/** Whether a record is the copy that the caller's account has of a call which another record shows by that account only. */
function isCallersCopy(copy: CloudTrailRecord, entered: CloudTrailRecord): boolean {
  const caller = principalOf(entered);
  const shared = sharedIdOf(entered);
  // Both show the same key being issued; from a history that is enough to know that it is one call.
  const isSameCall = shared === undefined ? copy.assurance === 'history' : sharedIdOf(copy) === shared;
  return (
    caller.kind === 'account' &&
    isSameCall &&
    caller.accountId !== null &&
    copy.accountId === caller.accountId &&
    copy.identity?.accountId === caller.accountId
  );
}

function callerOf(record: CloudTrailRecord): string {
  const { behind, name, identifiers } = principalOf(record);
  return [name.toLowerCase(), ...behind, ...identifiers].join(' ');
}
