import { describe, expect, test } from '@jest/globals';
import { GroupCommit } from '../../src/stores/group-commit.ts';

/** A group commit whose groups are noted; each takes a turn. */
function noting(fails: (group: readonly string[]) => boolean = () => false) {
  const groups: (readonly string[])[] = [];
  const together = async (group: readonly string[]) => {
    groups.push(group);
    await new Promise(resolve => setTimeout(resolve, 2));
    if (fails(group)) throw new Error(`no ${group.join()}`);
    return group.map(write => `did ${write}`);
  };
  const alone = async (write: string) => (await together([write]))[0] ?? '';
  return { groups, commit: new GroupCommit<string, string>({ together, alone }) };
}

describe('group commit', () => {
  test('what comes at once is one group, and so is what comes while it is under way; each gets its own result', async () => {
    const { groups, commit } = noting();
    const first = [commit.commit('a'), commit.commit('b')];
    await new Promise(resolve => setTimeout(resolve, 1));
    const later = [commit.commit('c'), commit.commit('d')];
    expect(await Promise.all([...first, ...later])).toEqual(['did a', 'did b', 'did c', 'did d']);
    expect(groups).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  test('what can not be written spoils nothing else', async () => {
    const { commit } = noting(group => group.includes('bad'));
    const results = await Promise.allSettled(['a', 'bad', 'b'].map(write => commit.commit(write)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await commit.commit('c')).toBe('did c');
  });

  test('idle resolves once all is done', async () => {
    const { groups, commit } = noting();
    void commit.commit('a');
    await commit.idle();
    expect(groups).toHaveLength(1);
  });
});
