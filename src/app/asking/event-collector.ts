import type { Known } from '../../domain/known.ts';
import { without } from '../../domain/question/filters.ts';
import { isByWhomItAsks, matches, mayAnswer } from '../../domain/question/match.ts';
import { byWhomever } from '../../domain/question/match-run.ts';
import { countsFor } from '../../domain/question/pick.ts';
import type { Question } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { issuedKeyId, openSessionOf } from '../../domain/session.ts';
import { type RecordSummary, summarise } from '../../domain/summary.ts';
import type { Taken } from '../search/search.ts';
import { accountBound, type IssuedSessions, type SessionSet } from './issued-sessions.ts';

/** Most events of sessions that are kept until it shows whose they are. */
const MAX_EVENTS_ASIDE = 5_000;

/** Collects the records that answer a question, as a search comes across them. */
export class EventCollector {
  /** Events by the key of their record. */
  readonly events = new Map<string, RecordSummary>();
  /** Those that are known to be done in a session of the people asked for. */
  readonly inTheirSessions = new Set<string>();
  /** More may be theirs than is kept until it shows whose it is. */
  isFull = false;
  readonly #question: Question;
  /** The same by whomever. */
  readonly #loose: Question;
  readonly #wanted: Map<string, string | null>;
  readonly #leftOut: Map<string, string | null>;
  readonly #isByName: boolean;
  readonly #known: Known;
  /** What may prove to be theirs, by the access key id that it was done with. */
  readonly #aside = new Map<string, RecordSummary[]>();
  #countAside = 0;

  constructor(question: Question, sessions: IssuedSessions | undefined, known: Known) {
    this.#question = question;
    this.#isByName = sessions !== undefined;
    this.#loose = sessions === undefined ? question : byWhomever(question);
    this.#wanted = new Map(sessions?.wanted);
    this.#leftOut = new Map(sessions?.leftOut);
    this.#known = known;
  }

  /** Takes a record that a search came across, and says what became of it. */
  take(record: CloudTrailRecord): Taken {
    if (this.#isByName) this.#followFurther(record);
    if (this.events.has(record.key) || !mayAnswer(this.#loose, record)) return 'ignored';
    return this.#takeEvent(summarise(record, this.#known));
  }

  #takeEvent(summary: RecordSummary): Taken {
    const { record, principal } = summary;
    const session = openSessionOf(record, principal);
    if (isIn(this.#leftOut, summary)) return 'ignored';
    const theirs = isIn(this.#wanted, summary);
    const asked = theirs ? this.#loose : this.#question;
    // Whoever is behind an open session may prove to be another than it looks: whom a question leaves out is told only then.
    if (!matches(session ? without(asked, 'user', 'left out') : asked, summary)) {
      if (session && this.#isByName) this.#putAside(session.accessKeyId, summary);
      return 'ignored';
    }
    if (theirs) this.inTheirSessions.add(record.key);
    this.events.set(record.key, summary);
    const sure = !session || isByWhomItAsks(asked, summary);
    return sure && countsFor(this.#question, summary) ? 'counted' : 'matched';
  }

  #putAside(keyId: string, summary: RecordSummary): void {
    if (!matches(this.#loose, summary)) return;
    this.isFull ||= this.#countAside >= MAX_EVENTS_ASIDE;
    if (this.isFull) return;
    this.#countAside += 1;
    this.#aside.set(keyId, [...(this.#aside.get(keyId) ?? []), summary]);
  }

  /** A session that somebody obtained with one of theirs is theirs too, and what was done in it. */
  #followFurther(record: CloudTrailRecord): void {
    const keyId = issuedKeyId(record);
    // What anybody may have sent counts for nobody.
    if (keyId === undefined || record.assurance === 'none') return;
    const obtainedWith = record.identity?.accessKeyId?.toUpperCase() ?? '';
    if (this.#leftOut.has(obtainedWith)) this.#leftOut.set(keyId, accountBound(record));
    if (!this.#wanted.has(obtainedWith)) return;
    this.#wanted.set(keyId, accountBound(record));
    const theirs = this.#aside.get(keyId) ?? [];
    this.#aside.delete(keyId);
    for (const summary of theirs) this.#takeEvent(summary);
  }
}

/** Whether an event was done in one of the sessions. */
function isIn(sessions: SessionSet, { record, principal }: RecordSummary): boolean {
  const keyId = principal.accessKeyId?.toUpperCase() ?? '';
  const account = sessions.get(keyId);
  return (
    account !== undefined &&
    (account === null || account === (record.identity?.accountId ?? record.accountId))
  );
}
