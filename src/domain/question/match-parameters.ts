import type { CloudTrailRecord } from '../record.ts';
import { isExposing, opensAsAsked } from './match-exposure.ts';
import { mayTurnEitherWay, needsTurn, turnsAsAsked } from './match-switch.ts';
import type { Deed } from './question.ts';

/** Whether the parameters of a call, which has the name for a deed, are what the deed asks for: turned that way, opened to everyone. */
export function isAsAsked(deed: Deed, record: CloudTrailRecord): boolean {
  return turnsAsAsked(deed, record) && opensAsAsked(deed, record);
}

/** Whether an event may have the name for a deed and be something else. */
export function mayBeElse(deed: Deed, eventName: string | null): boolean {
  return isExposing(deed) || mayTurnEitherWay(deed, eventName);
}

/** Whether names of events never tell all of a deed. `sources`: services that a question names. */
export function needsParameters(deed: Deed, sources: readonly string[]): boolean {
  return isExposing(deed) || needsTurn(deed, sources);
}
