import type { LookupAttribute } from '../../domain/plan.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import type { Clock } from '../ports.ts';
import { type SuspicionsDeps } from './suspicions.ts';

/** What reconciling works with. */
export interface ReconcilerDeps extends SuspicionsDeps {
  readonly attributes: readonly LookupAttribute[];
  /** How often it looks, and what time feeds have to bring something, in milliseconds. */
  readonly everyMs: number;
  readonly graceMs: number;
  readonly intake: {
    knows(record: CloudTrailRecord): Promise<boolean>;
    /** Takes in what feeds have not brought. Gives whether they had not, after all. */
    acceptLate(record: CloudTrailRecord): Promise<boolean>;
  };
  /** When a bot was last at work before this one, in milliseconds; null: never, or it is not known. */
  readonly lastAlive: number | null;
  /** Tells replicas apart. */
  readonly owner: string;
  readonly clock: Clock;
}
