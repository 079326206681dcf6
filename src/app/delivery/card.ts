import type { Notification } from '../../domain/notification.ts';
import { emailsAmong, mappedPerson, type PersonMapping } from '../../domain/person.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { doubtOf } from '../../domain/review.ts';
import { type RecordSummary, summarise } from '../../domain/summary.ts';
import type { WorkflowRole } from '../../domain/workflow-role.ts';
import { errorFields } from '../errors.ts';
import type { Actor, Card } from '../outgoing.ts';
import type { Directory, Log } from '../ports.ts';

/** What making cards depends on. */
export interface CardSettings {
  readonly workflowRoles: readonly WorkflowRole[];
  readonly people: readonly PersonMapping[];
  readonly approversNamed: boolean;
  /** Whether a second approver is asked for where whoever acted can't be kept out. */
  readonly fourEyes: boolean;
  readonly accountName: (accountId: string | null) => string;
}

/** Makes the card of a notification. Who acted is looked up in Slack by e-mail where `people` does not say; a failing look-up ties nobody. */
export async function makeCard(
  notification: Notification,
  record: CloudTrailRecord,
  settings: CardSettings,
  directory: Directory,
  log: Log,
): Promise<Card> {
  const summary = summarise(record, settings.workflowRoles, notification.chain);
  const actor = await actorOf(summary, settings, directory, log);
  return {
    notification,
    summary,
    accountName: settings.accountName(record.accountId),
    actor,
    doubt: doubtOf(summary.principal, settings.people, actor?.certain === true),
    fourEyes: settings.fourEyes,
    approversNamed: settings.approversNamed,
  };
}

async function actorOf(
  { principal }: RecordSummary,
  settings: CardSettings,
  directory: Directory,
  log: Log,
): Promise<Actor | null> {
  const mapped = mappedPerson(principal, settings.people);
  if (mapped) return mapped;
  const vouched = principal.confidence === 'certain' ? emailsAmong(principal.behind) : [];
  for (const email of emailsAmong([...principal.behind, ...principal.claimed])) {
    try {
      const person = await directory.personByEmail(email);
      if (person) return { slack: person.id, certain: vouched.includes(email) };
    } catch (error) {
      log.warn({ ...errorFields(error) }, 'could not look up the person behind an event by e-mail');
    }
  }
  return null;
}
