import type { OrderCommand } from '../../domain/order-command.ts';
import { NO_PACKS } from '../../domain/pack.ts';
import type { Person, PersonMapping } from '../../domain/person.ts';
import { type Breadth, breadthOf } from '../../domain/question/breadth.ts';
import { wantedOf } from '../../domain/question/filters.ts';
import type { Pattern } from '../../domain/question/question.ts';
import { hides, MAX_MUTE_MS, type Mute } from '../../domain/standing-order.ts';
import type { RecordSummary } from '../../domain/summary.ts';
import { redactText } from '../../records/redact.ts';
import { makeOrder } from './changing.ts';
import type { Orderer, OrderingDeps } from './orderer.ts';
import type { OrderOutcome } from './outcome.ts';
import type { AskedPattern } from './pattern-asked.ts';
import { refuseNoManager } from './permission.ts';
import { preview } from './previewing.ts';
import { refuseChannel } from './subscribing.ts';

/** Most mutes at a time, and longest reason that is kept, in characters. */
const MAX_MUTES = 500;
const MAX_REASON_LENGTH = 300;

/** The reason for which a pattern may be muted by configured managers only. */
const TOO_BROAD: Readonly<Record<Exclude<Breadth, 'some'>, string>> = {
  everything: 'That would hide everything of its sort, as it names no deed, no thing and nobody',
  reads: 'That would hide all reads',
  chosen: 'That goes by a name that whoever acts chooses, so anybody could hide behind it',
};

/** Mutes in the channel that was typed in, or everywhere. @throws {StoreError} when the store is away */
export async function mute(
  command: Extract<OrderCommand, { kind: 'mute' }>,
  asked: Extract<AskedPattern, { kind: 'pattern' }>,
  orderer: Orderer,
  deps: OrderingDeps,
): Promise<OrderOutcome> {
  const { pattern, reading, setAside } = asked;
  const { person, isManager, timeZone, channel } = orderer;
  const { until, everywhere } = command;
  const refusal = refuseMute(command, asked, orderer, deps);
  if (refusal !== undefined) return { kind: 'refused', message: refusal };
  const isHere = channel !== null && /^[CG]/.test(channel);
  const problem = everywhere && !isHere ? undefined : await refuseChannel(channel, false, person.id, deps);
  if (problem !== undefined) return { kind: 'refused', message: problem };
  const { mutes } = (await deps.book.refresh()).orders;
  if (mutes.all.length >= MAX_MUTES)
    return {
      kind: 'usage',
      message: 'There are as many mutes as I keep. End one first.',
      examples: ['mutes all'],
    };
  const { id, name, email } = person;
  const wanted = {
    channel: everywhere ? null : channel,
    pattern,
    reading,
    by: { id, name, email },
    at: new Date(deps.clock.now()).toISOString(),
    until: new Date(until).toISOString(),
    reason: command.reason === null ? null : redactText(command.reason).slice(0, MAX_REASON_LENGTH),
    byManager: isManager,
  };
  const hidden = await preview(pattern, deps, hiddenBy({ ...wanted, number: 0 }, deps));
  const shown = hidden.matched > 0 ? 0 : (await preview(pattern, deps)).matched;
  const order = await makeOrder('mute', wanted, isHere ? channel : null, deps);
  deps.wake();
  return { kind: 'muted', order, setAside, preview: hidden, shown, timeZone };
}

/** A mute of everything that a pattern means and its owner may mute. `now` in milliseconds. */
export function widestMute(
  pattern: Pattern,
  { person, isManager }: Pick<Orderer, 'person' | 'isManager'>,
  now: number,
): Mute {
  const [at, until] = [now, now + MAX_MUTE_MS].map(one => new Date(one).toISOString()) as [string, string];
  const made = { number: 0, channel: null, reading: '', reason: '', by: person, at, until };
  return { ...made, pattern, byManager: isManager };
}

/** What a mute would have hidden where it holds: not all that it means. */
export function hiddenBy(
  order: Mute,
  { people, clock, packs = NO_PACKS }: Pick<OrderingDeps, 'people' | 'clock' | 'packs'>,
): (summary: RecordSummary) => boolean {
  const { channel } = order;
  return summary => {
    const { ask, severity } = packs.usualOf(summary);
    return hides(order, { channel, ask, severity }, summary, people, clock.now());
  };
}

/** Why something may not be muted: a mute is a weapon in the hands of whoever it hides. */
function refuseMute(
  { until }: Extract<OrderCommand, { kind: 'mute' }>,
  { pattern }: Extract<AskedPattern, { kind: 'pattern' }>,
  orderer: Orderer,
  deps: OrderingDeps,
): string | undefined {
  const forMs = until - deps.clock.now();
  const breadth = breadthOf(pattern);
  if (forMs <= 0) return 'That is over already. Say for how long from now on: `for 2h`, `until friday`.';
  if (forMs > MAX_MUTE_MS) return 'A mute lasts 30 days at most. Say `for 30d`, or less.';
  const refusal = refuseNoManager(orderer, deps, 'mute');
  if (refusal !== undefined) return refusal;
  if (breadth !== 'some' && !orderer.isManager)
    return `${TOO_BROAD[breadth]}. Say more of what you mean; only a configured manager may mute that.`;
  const named = [...(wantedOf(pattern, 'user') ?? []), ...(wantedOf(pattern, 'named') ?? [])];
  return isAmong(named, orderer.person, deps.people)
    ? 'What you do yourself you can’t mute. Somebody else has to.'
    : undefined;
}

/** Whether one of some names is somebody's own. */
function isAmong(names: readonly string[], { id, email }: Person, people: readonly PersonMapping[]): boolean {
  const principals = people.filter(({ slack }) => slack === id).flatMap(one => one.principals);
  const own = [...principals, ...(email === null ? [] : [email, email.split('@')[0] ?? ''])];
  const folded = new Set(own.map(name => name.toLowerCase()));
  return names.some(name => folded.has(name.toLowerCase().replace(/^=/, '')));
}
