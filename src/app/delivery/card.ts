import type { Known } from '../../domain/known.ts';
import { doerRecordKeys, memberCount, type Notification } from '../../domain/notification.ts';
import { NO_PACKS, type Packs } from '../../domain/pack.ts';
import { emailsAmong, mappedPerson, type PersonMapping } from '../../domain/person.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { doubtOf } from '../../domain/review.ts';
import { isSameSession } from '../../domain/session.ts';
import { type RecordSummary, summarise } from '../../domain/summary.ts';
import { errorFields } from '../errors.ts';
import type { Actor, Card, RouteWords, StoryLine } from '../outgoing.ts';
import type { Directory, Log, Store } from '../ports.ts';
import { otherDoers, recordAt } from '../state/doers.ts';

/** What making cards depends on. */
export interface CardSettings {
  readonly known: Known;
  readonly people: readonly PersonMapping[];
  /** Whether a second approver is asked for where whoever acted can't be kept out. */
  readonly fourEyes: boolean;
  readonly accountName: (accountId: string | null) => string;
  /** What the catalogue and files say of events. */
  readonly packs?: Packs;
  /** What the configuration says of routes, by their names, and of accounts, by their ids. */
  readonly routes?: ReadonlyMap<string, RouteWords>;
  readonly accountNotes?: ReadonlyMap<string, string>;
}

/** What making cards works with. */
export interface CardDeps {
  readonly store: Store;
  readonly directory: Directory;
  readonly card: CardSettings;
  readonly log: Log;
}

/** Makes the card of a notification. Who acted is looked up in Slack by e-mail where `people` does not say; a failing look-up ties nobody. */
export async function makeCard(
  notification: Notification,
  record: CloudTrailRecord,
  { store, directory, card: settings, log }: CardDeps,
): Promise<Card> {
  const { chain, copies = [] } = notification;
  const summary = summarise(record, settings.known, chain);
  const actor = await actorOf(summary, settings, directory, log);
  const doubtOver = ({ principal }: RecordSummary) =>
    doubtOf(principal, settings.people, actor?.certain === true);
  const others = (doerRecordKeys(notification).length > 1 && (await otherDoers(store, notification))) || [];
  const route = settings.routes?.get(notification.route);
  const { follows } = (settings.packs ?? NO_PACKS).usualOf(summary);
  const accountNote = settings.accountNotes?.get(record.accountId ?? '');
  const doubts = [
    summary,
    ...others.map(other =>
      summarise(other, settings.known, isSameSession(other, record) ? chain : undefined),
    ),
  ].map(doubtOver);
  return {
    notification,
    summary,
    ...(memberCount(notification) > 1 && { lines: await linesOf(notification, settings, store) }),
    accountName: settings.accountName(record.accountId),
    ...(copies.length > 0 && {
      otherAccounts: copies.map(key => settings.accountName(key.slice(0, key.indexOf(':')))),
    }),
    actor,
    doubt: doubts.includes('unproven') ? 'unproven' : doubts.find(doubt => doubt !== undefined),
    fourEyes: settings.fourEyes,
    ...(route && { route }),
    ...(follows !== null && { follows }),
    ...(accountNote !== undefined && { accountNote }),
  };
}

/** What a story tells, one line for each thing that was done. */
async function linesOf(
  { story, chain }: Notification,
  { known }: CardSettings,
  store: Store,
): Promise<StoryLine[]> {
  const lines = await Promise.all(
    (story?.things ?? []).map(async ({ record: key, count, lastAt }) => {
      const record = await recordAt(store, key);
      return record ? [{ summary: summarise(record, known, chain), count, lastAt }] : [];
    }),
  );
  return lines.flat();
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
