import type { Coverage, Searched } from '../../domain/coverage.ts';
import type { Gap, GapCause } from '../../domain/gap.ts';
import type { TimeRange } from '../../domain/question/question.ts';
import type { SearchScope } from '../ports.ts';

/** A gap as a search comes upon it. */
export interface FoundGap {
  readonly history: string;
  /** Null: nowhere in particular. */
  readonly scope: SearchScope | null;
  readonly range: TimeRange;
  readonly cause: GapCause;
  readonly reason: string;
  readonly replacedBy?: string | undefined;
}

/** Notes what was and what was not searched while a search goes on. */
export class CoverageLog {
  readonly #searched: Searched[] = [];
  readonly #gaps: Gap[] = [];
  requests = 0;
  cached = 0;
  scannedBytes = 0;

  /** Notes that a range was searched whole. */
  searched(history: string, { accountId, region }: SearchScope, range: TimeRange): void {
    this.#searched.push({ history, accountId, region, from: iso(range.from), to: iso(range.to) });
  }

  /** Notes what was not searched; the same gap twice is one. */
  gap({ history, scope, range, cause, reason, replacedBy }: FoundGap): void {
    const gap: Gap = {
      history,
      ...(scope !== null && scope.accountId !== null && { accountId: scope.accountId }),
      ...(scope !== null && scope.region !== '' && { region: scope.region }),
      from: iso(range.from),
      to: iso(range.to),
      cause,
      reason,
      ...(replacedBy !== undefined && { replacedBy }),
    };
    const text = JSON.stringify(gap);
    if (!this.#gaps.some(known => JSON.stringify(known) === text)) this.#gaps.push(gap);
  }

  /** The coverage by now. `settledUntil` in milliseconds; `ownAccountId` is the bot's own account, if a record has told it. */
  toCoverage(settledUntil: number, ownAccountId: string | null): Coverage {
    return {
      complete: this.#gaps.length === 0,
      settledUntil: iso(settledUntil),
      searched: this.#searched.map(part => ({ ...part, accountId: part.accountId ?? ownAccountId })),
      notSearched: this.#gaps,
      requests: this.requests,
      cached: this.cached,
      ...(this.scannedBytes > 0 && { scannedBytes: this.scannedBytes }),
    };
  }
}

function iso(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}
