import { without } from '../../domain/question/filters.ts';
import { isByWhomItAsks, matches, mayAnswer } from '../../domain/question/match.ts';
import { countsFor } from '../../domain/question/pick.ts';
import type { Question } from '../../domain/question/question.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { issuedKeyId, openSessionOf } from '../../domain/session.ts';
import { type RecordSummary, summarise } from '../../domain/summary.ts';
import type { WorkflowRole } from '../../domain/workflow-role.ts';
import type { Taken } from '../search/search.ts';
import type { IssuedSessions } from './issued-sessions.ts';

/** Most events of sessions that are kept until it shows whose they are. */
const MAX_EVENTS_ASIDE = 5_000;

/** Collects the records that answer a question, as a search comes across them. */
export class EventCollector {
  /** Events by the key of their record. */
  readonly events = new Map<string, RecordSummary>();
  /** Those that are known to be done in a session of the people asked for. */
  readonly inTheirSessions = new Set<string>();
  readonly #question: Question;
  /** The question without whom it asks for. */
  readonly #loose: Question;
  readonly #wanted: Set<string>;
  readonly #leftOut: Set<string>;
  readonly #isByName: boolean;
  readonly #workflowRoles: readonly WorkflowRole[];
  /** What may prove to be theirs, by the access key id that it was done with. */
  readonly #aside = new Map<string, RecordSummary[]>();
  #countAside = 0;

  constructor(
    question: Question,
    sessions: IssuedSessions | undefined,
    workflowRoles: readonly WorkflowRole[],
  ) {
    this.#question = question;
    this.#isByName = sessions !== undefined;
    this.#loose = sessions === undefined ? question : without(question, 'user', 'wanted');
    this.#wanted = new Set(sessions?.wanted);
    this.#leftOut = new Set(sessions?.leftOut);
    this.#workflowRoles = workflowRoles;
  }

  /** Takes a record that a search came across, and says what became of it. */
  take(record: CloudTrailRecord): Taken {
    if (this.#isByName) this.#followFurther(record);
    if (this.events.has(record.key) || !mayAnswer(this.#loose, record)) return 'ignored';
    return this.#takeEvent(summarise(record, this.#workflowRoles));
  }

  #takeEvent(summary: RecordSummary): Taken {
    const { record, principal } = summary;
    const session = openSessionOf(record, principal);
    const keyId = principal.accessKeyId?.toUpperCase() ?? '';
    if (this.#leftOut.has(keyId)) return 'ignored';
    const theirs = this.#wanted.has(keyId);
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
    if (this.#countAside >= MAX_EVENTS_ASIDE || !matches(this.#loose, summary)) return;
    this.#countAside += 1;
    this.#aside.set(keyId, [...(this.#aside.get(keyId) ?? []), summary]);
  }

  /** A session that somebody obtained with one of theirs is theirs too, and what was done in it. */
  #followFurther(record: CloudTrailRecord): void {
    const keyId = issuedKeyId(record);
    if (keyId === undefined) return;
    const obtainedWith = record.identity?.accessKeyId?.toUpperCase() ?? '';
    if (this.#leftOut.has(obtainedWith)) this.#leftOut.add(keyId);
    if (!this.#wanted.has(obtainedWith)) return;
    this.#wanted.add(keyId);
    const theirs = this.#aside.get(keyId) ?? [];
    this.#aside.delete(keyId);
    for (const summary of theirs) this.#takeEvent(summary);
  }
}
