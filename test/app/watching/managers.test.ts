import { expect, test } from '@jest/globals';
import { managersNotices } from '../../../src/app/watching/managers.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { directoryOf, manualClock } from '../../fixtures.ts';
import { keptLog } from '../../kept-log.ts';

/** Two replicas that tell the same managers; nobody in `away` can be reached. */
function telling() {
  const clock = manualClock(Date.UTC(2026, 10, 23));
  const store = memoryStore(clock.now);
  const sent: string[] = [];
  const away = new Set<string>();
  const replica = () =>
    managersNotices({
      store,
      managers: { users: ['U0ALICE', 'U0GONE', 'U0BOB'], groups: ['S0LEADS'] },
      directory: directoryOf({ id: 'U0CAROL', groups: ['S0LEADS'] }, { id: 'U0ALICE', groups: ['S0LEADS'] }),
      send: async (user, text) => {
        if (away.has(user)) throw new Error('user_not_found');
        sent.push(`${user}: ${text}`);
      },
      clock,
      log: keptLog(),
    });
  return { clock, store, sent, away, one: replica(), two: replica() };
}

test('managers, also those in groups, are told once over all replicas', async () => {
  const { sent, one, two } = telling();
  await Promise.all([one.tell('silence/1', 'nothing came in'), two.tell('silence/1', 'nothing came in')]);
  expect(sent.toSorted()).toEqual(
    ['U0ALICE', 'U0BOB', 'U0CAROL', 'U0GONE'].map(user => `${user}: nothing came in`),
  );
  await two.tell('silence/1', 'nothing came in');
  await one.tell('silence/2', 'nor there');
  expect(sent).toHaveLength(8);
});

test('whoever can not be told keeps nothing from the others, and is told when that works again; a kill loses nothing', async () => {
  const { clock, sent, away, one, two } = telling();
  away.add('U0GONE');
  await one.tell('silence/1', 'nothing came in');
  expect(sent).toHaveLength(3);
  const end = new AbortController();
  const running = two.run(end.signal);
  await clock.until(() => clock.now() > Date.UTC(2026, 10, 23) + 5 * 60_000);
  expect(sent).toHaveLength(3);
  away.clear();
  await clock.until(() => sent.length === 4);
  end.abort();
  await running;
  expect(sent.at(-1)).toBe('U0GONE: nothing came in');
});
