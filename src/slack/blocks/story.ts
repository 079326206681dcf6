import type { KnownBlock } from '@slack/types';
import type { Card, StoryLine } from '../../app/outgoing.ts';
import { formatInstant } from '../../domain/instant.ts';
import type { Story } from '../../domain/story.ts';
import { actionClause, type Writing } from '../../domain/summary.ts';
import { section } from './elements.ts';
import { code, identifier, localTime, words } from './mrkdwn.ts';

/** Most letters of a value that a story lists, and of one thing: all of them fit a section of 3,000, and none hides another. */
const MAX_VALUE_LENGTH = 120;
const MAX_LINE_LENGTH = 450;
/** Kinds that say that nothing was changed; they stand last. */
const FAILURES: ReadonlySet<string> = new Set(['denied', 'failed']);

/** The story of a card; undefined where it shows one record. */
export function storyIn({ notification }: Card): Story | undefined {
  const { story } = notification;
  return story && story.count > 1 ? story : undefined;
}

/** Whether all of a story is one thing that was done over and over. */
export function isOneThing({ count }: Story, [only]: readonly StoryLine[]): boolean {
  return only?.count === count;
}

/** What a story tells in few words: `46 events: 42 created, 3 deleted, 1 denied`; where all is one thing, what that was and how often. */
export function storyClause(story: Story, lines: readonly StoryLine[], writing?: Writing): string {
  const [only] = lines;
  const say = writing?.words ?? ((text: string) => text);
  if (only && isOneThing(story, lines))
    return `${actionClause(only.summary, writing)}${say(`, ${story.count} times`)}`;
  const kinds = story.kinds.toSorted(
    (a, b) => Number(FAILURES.has(a.kind)) - Number(FAILURES.has(b.kind)) || b.count - a.count,
  );
  return say(
    `caused ${story.count} events: ${kinds.map(({ kind, count }) => `${count.toLocaleString('en')} ${kind}`).join(', ')}`,
  );
}

/** When a story happened, and where, as it is said at the end of a sentence. */
export function storyTime({ firstAt, lastAt }: Story): string {
  if (firstAt === null || lastAt === null) return 'time unknown';
  const [from, to] = [formatInstant(firstAt, 'UTC'), formatInstant(lastAt, 'UTC')];
  return from === to ? from : `${from} to ${to}`;
}

/** The same for each reader's own zone. */
export function storyLocalTime({ firstAt, lastAt }: Story): string {
  if (firstAt === null || lastAt === null) return 'time not recorded';
  const [from, to] = [instant(firstAt), instant(lastAt)];
  return from === to ? from : `${from} to ${to}`;
}

/** The first things of a story, a line each, and how many more there are. */
export function storyLines(story: Story, lines: readonly StoryLine[]): KnownBlock[] {
  if (isOneThing(story, lines)) return [];
  const texts = lines.map(({ summary, count, lastAt }) => {
    const again = count === 1 ? '' : ` ×${count}${lastAt === null ? '' : `, last ${instant(lastAt)}`}`;
    const whole = actionClause(summary, { value: text => identifier(text, MAX_VALUE_LENGTH), words });
    // A line that is cut must not leave its code span open.
    const clause =
      whole.length <= MAX_LINE_LENGTH ? whole : code(actionClause(summary), MAX_LINE_LENGTH - 20);
    return `• ${clause}${again}`;
  });
  const left = story.count - lines.reduce((sum, { count }) => sum + count, 0);
  const more = left > 0 ? [`_and ${left.toLocaleString('en')} more_`] : [];
  return [section([...texts, ...more].join('\n'), { block_id: 'members' })];
}

/** The Regions of a story. */
export function storyRegions({ regions }: Story): string {
  return regions.length === 0 ? 'no Region' : regions.join(', ');
}

function instant(at: number): string {
  return localTime(new Date(at).toISOString(), formatInstant(at, 'UTC'), 'to the minute');
}
