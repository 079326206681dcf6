import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { blockProblems, viewProblems } from '../../playground/slack/block-kit.ts';
import { MESSAGES } from './golden-messages.ts';

/** Every message as it is sent, to be opened in Slack's Block Kit Builder. `UPDATE_GOLDEN=1 npm test -- test/slack/golden` writes them anew. */
const FOLDER = new URL('./golden/', import.meta.url);
/** Every object inside a message that has a type and a text. */
function* textObjects(value: unknown): Generator<{ type?: string; verbatim?: boolean }> {
  if (typeof value !== 'object' || value === null) return;
  if ('type' in value && 'text' in value) yield value as { type?: string; verbatim?: boolean };
  for (const inner of Object.values(value)) yield* textObjects(inner);
}

describe('every message is as it is kept in golden/', () => {
  mkdirSync(FOLDER, { recursive: true });

  test.each(Object.entries(MESSAGES))('%s', async (name, render) => {
    const message = JSON.parse(JSON.stringify(await render())) as {
      blocks: unknown[];
      plainer?: unknown[][];
      type?: string;
    };
    const file = new URL(`${name}.json`, FOLDER);
    if (process.env['UPDATE_GOLDEN']) writeFileSync(file, `${JSON.stringify(message, null, 2)}\n`);
    expect(message).toEqual(JSON.parse(readFileSync(file, 'utf8')));
    const problems = message.type === 'modal' ? viewProblems(message) : blockProblems(message.blocks, 50);
    // Slack makes no link or mention of its own out of what records hold.
    for (const { type, verbatim } of textObjects(message)) if (type === 'mrkdwn') expect(verbatim).toBe(true);
    expect([...problems, ...(message.plainer ?? []).flatMap(blocks => blockProblems(blocks, 50))]).toEqual(
      [],
    );
  });

  test('and there are no others', () => {
    const kept = readdirSync(FOLDER).map(name => name.replace('.json', ''));
    expect(kept.toSorted()).toEqual(Object.keys(MESSAGES).toSorted());
  });
});
