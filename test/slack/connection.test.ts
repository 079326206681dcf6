import { expect, test } from '@jest/globals';
import { StoreError, StoreFormatError } from '../../src/app/errors.ts';
import { SlackConnection } from '../../src/slack/connection.ts';
import { manualClock } from '../fixtures.ts';
import { keptLog } from '../kept-log.ts';

const KNOWN = { teamId: 'T1', botId: 'B1', botUserId: 'U0BOT' };

function connection(onIdentity: () => Promise<void>) {
  const [clock, log, stopping] = [manualClock(0), keptLog(), new AbortController()];
  const slack = new SlackConnection({
    identify: async () => KNOWN,
    onIdentity,
    connect: async () => undefined,
    disconnected: signal => new Promise(resolve => signal.addEventListener('abort', () => resolve())),
    clock,
    log,
  });
  return { slack, clock, log, stopping, kept: slack.keep(stopping.signal) };
}

test('a store of a newer version is said once, and stays said', async () => {
  let tries = 0;
  const { slack, clock, log, stopping, kept } = connection(async () => {
    tries += 1;
    throw new StoreFormatError('the store has format 9');
  });
  await clock.until(() => tries > 3);
  expect(slack.state()).toMatchObject({ authenticated: false, now: 'the store has format 9' });
  expect(log.lines.filter(line => line.includes('does not begin its work'))).toHaveLength(1);
  stopping.abort();
  await kept;
});

test('a store that was away is begun with when it is back', async () => {
  let tries = 0;
  const { slack, clock, stopping, kept } = connection(async () => {
    tries += 1;
    if (tries < 3) throw new StoreError('Redis could not be read');
  });
  await clock.until(() => slack.state().authenticated);
  expect(slack.state()).toMatchObject({ now: 'ok' });
  stopping.abort();
  await kept;
});
