import { describe, expect, test } from '@jest/globals';
import { ACCOUNT } from '../../playground/scenarios/actors.ts';
import { runningBot } from './running-bot.ts';

/** What CloudTrail can do to a look-up, in turn. */
const FAULTS = [
  { code: 'ThrottlingException', status: 400 },
  'reset',
  { code: 'InternalFailure', status: 500 },
  { slow: 700 },
] as const;

/** Many Regions, each with its own pace, so that the faults are used up within a minute. */
const REGIONS = ['us-west-2', 'us-east-2', 'us-west-1', 'eu-central-1'].concat(
  [1, 2, 3].flatMap(number =>
    ['eu-west', 'ap-south', 'ap-northeast', 'ap-southeast'].map(area => `${area}-${number}`),
  ),
);
const bot = runningBot({
  config: `accounts:\n  - id: "${ACCOUNT.id}"\n    name: ${ACCOUNT.name}\n    regions: [${REGIONS.join(', ')}]\n`,
});
/** Questions that are looked up by different attributes, so that no cache answers for CloudTrail, and what the right answer says. */
const ASKED: readonly (readonly [question: string, right: RegExp])[] = [
  ['who deleted connection', /alice@example\.com deleted connection 4b1f0c9e/],
  ['who created bucket', /bob created bucket storefront-assets/],
  ['who deleted stack storefront-old', /deleted stack storefront-old/],
  ['who deleted bucket', /release-42\W[^"]*deleted bucket storefront-assets/],
  ['who created table', /robin created table carts/],
  ['event:UpdateStack', /updated stack shop/],
  ['event:DeleteTable', /deleted table carts/],
];

async function ask(text: string): Promise<string> {
  const before = bot.workspace.ephemerals('U0CAROL').length;
  await bot.slack.command('U0CAROL', 'C0CHAT', text);
  const answers = () =>
    bot.workspace
      .ephemerals('U0CAROL')
      .slice(before)
      .filter(one => !one.text.startsWith('Still searching'));
  await bot.until(() => answers().length > 0, 30_000);
  return JSON.stringify(answers()[0]);
}

describe('200 faults', () => {
  test('every answer is right or names what is missing, none hangs, and the next one is right', async () => {
    bot.aws.cloudTrail.throttles = false;
    bot.aws.cloudTrail.faults.push(
      ...Array.from({ length: 200 }, (_, index) => FAULTS[index % FAULTS.length] ?? 'reset'),
    );
    let partial = 0;
    for (const [question, right] of ASKED) {
      if (bot.aws.cloudTrail.faults.length === 0) break;
      const answer = await ask(question);
      const gap = /Not everything was searched|Nothing could be searched/.test(answer);
      if (gap) partial += 1;
      expect(right.test(answer) || gap ? 'honest' : answer).toBe('honest');
      if (gap)
        expect(answer).toMatch(
          /Not searched: [^*]*\((throttled|unreachable|time ran out|could not be read)|Nothing could be searched/,
        );
    }
    expect(bot.aws.cloudTrail.faults).toHaveLength(0);
    expect(partial).toBeGreaterThan(0);
    for (const [question, right] of ASKED) expect(await ask(question)).toMatch(right);
    const after = await ask('who deleted connection');
    expect(after).not.toContain('Not everything was searched');
  }, 150_000);
});
