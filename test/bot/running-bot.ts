import { afterAll, beforeAll } from '@jest/globals';
import type { TrailRecord } from '../../playground/aws/record.ts';
import { Playground, type PlaygroundOptions } from '../../playground/playground.ts';
import { ACTORS } from '../../playground/scenarios/actors.ts';
import { envelope, record } from '../../playground/scenarios/record.ts';
import type { Message } from '../../playground/slack/workspace.ts';
import type { Store } from '../../src/app/ports.ts';
import { KEYS } from '../../src/app/state/keys.ts';
import { dueAt, isAgain, isIdentityLane, laneOf } from '../../src/app/state/lanes.ts';
import { workspaceStore } from '../../src/app/state/workspaces.ts';
import { openEmbeddedStore } from '../../src/stores/embedded.ts';
import { openRedisStore } from '../../src/stores/redis.ts';
import { keptLog } from '../kept-log.ts';

/** The real bot between a simulated Slack and simulated AWS endpoints, for all tests of a file; every event gets a card of its own. */
export function runningBot(options: PlaygroundOptions = {}): Playground {
  const playground = new Playground({ stories: 'off', ...options });
  beforeAll(() => playground.start(), 30_000);
  afterAll(async () => {
    await stopWithStore(playground);
  }, 30_000);
  return playground;
}

/** Ends a bot, and what was opened beside it. */
export async function stopWithStore(playground: Playground): Promise<void> {
  await (await stores.get(playground))?.close();
  await playground.stop();
}

/** Somebody deletes a connection: gets a card and asks for approval. */
export function deletion(actor: keyof typeof ACTORS = 'alice', more: Partial<TrailRecord> = {}): TrailRecord {
  return record(
    'DeleteConnection',
    'codecatalyst.amazonaws.com',
    ACTORS[actor],
    { connectionId: `c-${Math.random().toString(36).slice(2, 10)}` },
    more,
  );
}

/** The card of a record, once it is in a channel. */
export async function cardOf(playground: Playground, trailRecord: TrailRecord, channel = 'C0TRAIL') {
  const find = () => cardsOf(playground, trailRecord, channel)[0];
  await playground.until(() => find() !== undefined);
  const card = find();
  if (!card) throw new Error('the card is gone again');
  return card;
}

/** All cards of a record in a channel: there must never be two. */
export function cardsOf(playground: Playground, trailRecord: TrailRecord, channel = 'C0TRAIL') {
  return playground.workspace
    .cards(channel)
    .filter(card => card.metadata?.event_payload['event_id'] === trailRecord.eventID);
}

/** The store of each bot, opened beside it. */
const stores = new Map<Playground, Promise<Store>>();

/** The workspace's part of a bot's store, read beside the bot. */
export async function storeOf(playground: Playground): Promise<Store> {
  const { REDIS_URL, DATA_DIR = '' } = playground.env;
  const opened = async () =>
    REDIS_URL === undefined
      ? openEmbeddedStore(DATA_DIR)
      : (await openRedisStore(REDIS_URL, keptLog())).store;
  const known = stores.get(playground) ?? opened();
  stores.set(playground, known);
  return workspaceStore(await known, playground.workspace.teamId);
}

/** Waits until the bot has done all that it was given: its outbox is empty and no call to Slack is under way. What has not happened then never will. */
export async function idle(playground: Playground): Promise<void> {
  const store = await storeOf(playground);
  await playground.until(async () => {
    const all = await store.range(KEYS.jobs, '', null, 100);
    // Who is behind a card may be asked again in some minutes.
    const waiting = all.filter(
      ({ key }) => !(isAgain(key) || isIdentityLane(laneOf(key))) || dueAt(key) <= Date.now(),
    );
    return waiting.length === 0 && playground.slack.api.inFlight === 0;
  });
}

/** Asks and gives the answer, once the search is through: a message that is there to be clicked. */
export async function answerTo(playground: Playground, text: string, user = 'U0CAROL'): Promise<Message> {
  const { workspace, slack } = playground;
  const seen = new Set(workspace.ephemerals(user));
  const fresh = () =>
    workspace.ephemerals(user).find(one => !seen.has(one) && !one.text.startsWith('Still searching'));
  await slack.command(user, 'C0CHAT', text);
  await playground.until(() => fresh() !== undefined);
  return fresh() as Message;
}

/** The action_ids of a card's buttons. */
export function buttonsOf(card: { blocks?: unknown[] }): string[] {
  return (card.blocks ?? []).flatMap(block =>
    ((block as { elements?: { action_id?: string }[] }).elements ?? []).flatMap(
      element => element.action_id ?? [],
    ),
  );
}

export { ACTORS, envelope, record };
