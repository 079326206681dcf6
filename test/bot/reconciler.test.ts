import { expect, test } from '@jest/globals';
import { ACCOUNT } from '../../playground/scenarios/actors.ts';
import {
  ACTORS,
  buttonsOf,
  cardOf,
  cardsOf,
  deletion,
  envelope,
  idle,
  record,
  runningBot,
} from './running-bot.ts';

const bot = runningBot({
  stories: 'on',
  config: `accounts: [{ id: "${ACCOUNT.id}", name: storefront, regions: [${ACCOUNT.region}] }]
reconcile: { every: 1s, grace: 1s }
managers: { users: [U0CAROL] }
`,
});

test('what EventBridge never delivered is shown late, once, and decided like any other', async () => {
  const brought = deletion();
  await bot.happen([brought]);
  await cardOf(bot, brought);
  const missed = deletion('bob');
  bot.aws.cloudTrail.records.push(missed);
  // The look-ups of a turn go after whatever somebody waits for.
  await bot.until(() => cardsOf(bot, missed).length > 0, 60_000);
  const card = await cardOf(bot, missed);
  expect(card.metadata?.event_payload).toMatchObject({ event_id: missed.eventID, late: true });
  expect(card.text).toMatch(/\(\d+ min late\)/);
  expect(buttonsOf(card)).toContain('approve');
  // EventBridge brings it after all.
  await bot.send(envelope(missed));
  await idle(bot);
  expect(cardsOf(bot, missed)).toHaveLength(1);
  await bot.slack.click('U0CAROL', card, 'approve');
  await bot.until(() => card.text.includes('Approved by <@U0CAROL>') || card.text.includes('1 of 2'));
}, 90_000);

test('of what the trail itself did not bring, the critical comes too, by its exact name', async () => {
  const stopped = record('StopLogging', 'cloudtrail.amazonaws.com', ACTORS.root, {
    name: 'organization-trail',
  });
  bot.aws.cloudTrail.records.push(stopped);
  // Some forty look-ups, of which AWS takes two a second, go after whatever somebody waits for.
  await bot.until(() => cardsOf(bot, stopped).length > 0, 75_000);
  const card = await cardOf(bot, stopped);
  expect(card.metadata?.event_payload['late']).toBe(true);
  expect(bot.aws.cloudTrail.calls.some(({ attribute }) => attribute === 'EventName=StopLogging')).toBe(true);
}, 90_000);
