import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { blockProblems } from '../../playground/slack/block-kit.ts';
import { bars, chart } from '../../src/slack/blocks/chart.ts';
import { foreign, nasty } from './nasty.ts';

const named = (...names: string[]) => names.map((name, index) => ({ name, events: index + 1 }));

describe('a chart that Slack draws', () => {
  test('has a label for each count, with its number', () => {
    expect(chart('Events per person', named('alice@example.com', 'bob'))).toMatchObject({
      type: 'data_visualization',
      title: 'Events per person',
      chart: {
        type: 'bar',
        series: [
          {
            data: [
              { label: 'alice@example.com: 1', value: 1 },
              { label: 'bob: 2', value: 2 },
            ],
          },
        ],
        axis_config: { categories: ['alice@example.com: 1', 'bob: 2'] },
      },
    });
  });

  test.each([
    ['one count says it by itself', named('alice')],
    ['a name that would be cut', named('alice', 'deploy-production@example.com')],
    ['more than it draws', named(...Array.from({ length: 21 }, (_, index) => `p${index}`))],
    ['names that look the same', [...named('alice\u200b'), ...named('alice ')]],
    ['mark-up in a name', named('<!here>', 'alice')],
  ])('is none where bars of text say more: %s', (_, counts) => {
    expect(chart('Events', counts)).toBeUndefined();
  });

  test('is one that Slack takes, whatever names hold', () => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 30 }), names => {
        const counts = named(...names);
        const drawn = [chart('Events', counts), bars(counts)].flatMap(block => block ?? []);
        expect(blockProblems(drawn, 50)).toEqual([]);
        expect(foreign(drawn)).toEqual([]);
      }),
    );
  });
});
