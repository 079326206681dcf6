import { afterAll, beforeAll } from '@jest/globals';
import type { TrailRecord } from '../../playground/aws/record.ts';
import { Playground, type PlaygroundOptions } from '../../playground/playground.ts';
import { ACTORS } from '../../playground/scenarios/actors.ts';
import { envelope, record } from '../../playground/scenarios/record.ts';

/** The real bot between a simulated Slack and simulated AWS endpoints, for all tests of a file. */
export function runningBot(options: PlaygroundOptions = {}): Playground {
  const playground = new Playground(options);
  beforeAll(() => playground.start(), 30_000);
  afterAll(() => playground.stop(), 30_000);
  return playground;
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

/** Waits until the bot has had every chance to do something, to show that it did not. */
export function aWhile(milliseconds = 1_500): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
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
