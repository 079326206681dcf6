import { expect, test } from '@jest/globals';
import { managersTold } from '../../../src/app/watching/managers.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { directoryOf } from '../../fixtures.ts';
import { keptLog } from '../../kept-log.ts';

test('managers, also those in groups, are told once over all replicas; what could not be sent is told later', async () => {
  const store = memoryStore();
  const sent: string[] = [];
  let isAway = true;
  const replica = () =>
    managersTold({
      store,
      managers: { users: ['U0ALICE'], groups: ['S0LEADS'] },
      directory: directoryOf(
        { id: 'U0CAROL', groups: ['S0LEADS'] },
        { id: 'U0ALICE', groups: ['S0LEADS'] },
        { id: 'U0BOB' },
      ),
      send: async (user, text) => {
        if (isAway) throw new Error('Slack is away');
        sent.push(`${user}: ${text}`);
      },
      log: keptLog(),
    });
  const [one, two] = [replica(), replica()];
  await one('silence/1', 'nothing came in');
  expect(sent).toEqual([]);
  isAway = false;
  await Promise.all([one('silence/1', 'nothing came in'), two('silence/1', 'nothing came in')]);
  expect(sent.toSorted()).toEqual(['U0ALICE: nothing came in', 'U0CAROL: nothing came in']);
  await one('silence/2', 'nor there');
  expect(sent).toHaveLength(4);
});
