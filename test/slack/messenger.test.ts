import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { CHANNELS, PEOPLE } from '../../playground/people.ts';
import { CREDENTIALS, SlackSimulator } from '../../playground/slack/simulator.ts';
import { Workspace } from '../../playground/slack/workspace.ts';
import { slackMessenger } from '../../src/slack/messenger.ts';
import { slackClient, slackLogger } from '../../src/slack/web-client.ts';
import { keptLog } from '../kept-log.ts';
import { REPORT } from './golden-orders.ts';

const workspace = new Workspace(PEOPLE, CHANNELS);
const slack = new SlackSimulator(workspace);
const log = keptLog();
let apiUrl = '';

beforeAll(async () => {
  apiUrl = await slack.listen();
});
afterAll(() => slack.close());
beforeEach(() => {
  slack.api.refusesNewBlocks = false;
  slack.api.faults.length = 0;
});

/** Posts a digest, and gives the kinds of blocks that it arrived with. */
async function posted(): Promise<readonly string[]> {
  const messenger = slackMessenger(
    slackClient(CREDENTIALS.botToken, apiUrl, slackLogger(log)),
    log,
    async () => 0,
  );
  const result = await messenger.post({ id: 'digest-1', channel: 'C0TRAIL', says: { report: REPORT } });
  if (result.kind !== 'posted') throw new Error(JSON.stringify(result));
  const { blocks = [] } = workspace.message('C0TRAIL', result.ts) ?? {};
  return (blocks as { type: string }[]).map(({ type }) => type);
}

test('a digest is posted with charts', async () => {
  expect((await posted()).filter(type => type === 'data_visualization')).toHaveLength(2);
});

test('and at once with bars of text where Slack refuses charts', async () => {
  slack.api.refusesNewBlocks = true;
  const types = await posted();
  expect(types).not.toContain('data_visualization');
  expect(types.filter(type => type === 'section')).toHaveLength(5);
});

test('and as a sentence where it refuses all make-up', async () => {
  slack.api.faults.push({
    method: 'chat.postMessage',
    kind: { error: 'invalid_blocks' },
    times: 10,
    where: args => args['blocks'] !== undefined,
  });
  expect(await posted()).toEqual([]);
});
