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
 * proves it only from the account that the session belongs to, or as the copy that the caller's account has of such a call.
 * What only claims to show it can't contradict what proves it.
 */
export function chooseIssuer(
  records: readonly CloudTrailRecord[],
  { accountId }: Pick<Session, 'accountId'>,
): IssuerChoice {
  const own = records.filter(
    record =>
      record.assurance === 'history' || (record.assurance === 'sender' && record.accountId === accountId),
  );
  const calls = new Set(own.flatMap(record => sharedIdOf(record) ?? []));
  const copies = records.filter(
    record => record.assurance === 'sender' && !own.includes(record) && calls.has(sharedIdOf(record) ?? ''),
  );
  const proving = new Map<string, CloudTrailRecord>();
  for (const record of [...own, ...copies]) {
    const call = sharedIdOf(record) ?? record.eventID ?? record.key;
    const known = proving.get(call);
    // The copy of the account that was entered names the other account only; the caller's own names who it was.
    if (!known || (principalOf(known).kind === 'account' && principalOf(record).kind !== 'account'))
      proving.set(call, record);
  }
  const issuers = [...proving.values()];
  const [issuer] = issuers;
  if (issuer === undefined) {
    const [hint] = records;
    return { kind: 'none', ...(hint && { hint }) };
  }
  const callers = new Set(
    issuers.map(record => principalOf(record).behind.join() || principalOf(record).name),
  );
  return callers.size > 1 ? { kind: 'contradiction', issuers } : { kind: 'issuer', issuer };
}
