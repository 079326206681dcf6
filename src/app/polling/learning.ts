import { principalOf } from '../../domain/principal-of.ts';
import type { CloudTrailRecord } from '../../domain/record.ts';
import { SPACE_WORD } from '../../domain/user-names.ts';
import type { Clock, History } from '../ports.ts';
import type { CalledUser, UserNames } from '../state/user-names.ts';

/** A space's log from whose entries the names of its users are learned. */
export function learningNames<Log extends History>(history: Log, names: UserNames, clock: Clock): Log {
  return {
    ...history,
    async *search(search, signal) {
      for await (const page of history.search(search, signal)) {
        await names.learn(page.records.flatMap(userIn), clock.now());
        yield page;
      }
    },
  };
}

/** The user of an entry, where it has both id and name. */
function userIn(record: CloudTrailRecord): CalledUser[] {
  const { saidBy, name, behind } = principalOf(record);
  const [id] = behind;
  return saidBy === SPACE_WORD && id !== undefined ? [{ id, name, at: record.at ?? 0 }] : [];
}
