import type { OrderCommand } from '../../domain/order-command.ts';
import { breadthOf } from '../../domain/question/breadth.ts';
import { MissingScopeError } from '../errors.ts';
import { makeOrder } from './changing.ts';
import type { Orderer, OrderingDeps } from './orderer.ts';
import type { OrderOutcome } from './outcome.ts';
import type { AskedPattern } from './pattern-asked.ts';
import { refuseNoManager } from './permission.ts';
import { preview } from './previewing.ts';

/** Most subscriptions of a channel, and of all. */
const MAX_CHANNEL_SUBSCRIPTIONS = 100;
const MAX_SUBSCRIPTIONS = 500;

/** Subscribes a channel that whoever asks and the bot are in. @throws {StoreError} when the store is away */
export async function subscribe(
  { channel: to }: Extract<OrderCommand, { kind: 'subscribe' }>,
  { pattern, reading, setAside }: Extract<AskedPattern, { kind: 'pattern' }>,
  orderer: Orderer,
  deps: OrderingDeps,
): Promise<OrderOutcome> {
  const { person, timeZone } = orderer;
  const refusal =
    refuseNoManager(orderer, deps, 'subscribe') ??
    (breadthOf(pattern) === 'reads' && !orderer.isManager
      ? 'That is every read there is, thousands an hour. Say which reads; a configured manager may subscribe to all.'
      : undefined);
  if (refusal !== undefined) return { kind: 'refused', message: refusal };
  const target = to ?? orderer.channel;
  const problem = await refuseChannel(target, to !== null, person.id, deps);
  if (target === null || problem !== undefined)
    return { kind: 'refused', message: problem ?? 'Subscribe in a channel.' };
  const all = (await deps.book.refresh()).orders.subscriptions.all;
  const same = all.find(
    one => one.channel === target && JSON.stringify(one.pattern) === JSON.stringify(pattern),
  );
  if (same)
    return {
      kind: 'refused',
      message: `<#${target}> is subscribed to that already: #${same.number}, by ${same.by.name}.`,
    };
  if (
    all.length >= MAX_SUBSCRIPTIONS ||
    all.filter(one => one.channel === target).length >= MAX_CHANNEL_SUBSCRIPTIONS
  )
    return {
      kind: 'usage',
      message: 'There are as many subscriptions as I keep. End one first.',
      examples: ['subscriptions', 'subscriptions all'],
    };
  const found = await preview(pattern, deps);
  const { id, name, email } = person;
  const at = new Date(deps.clock.now()).toISOString();
  const order = await makeOrder(
    'subscription',
    { channel: target, pattern, reading, by: { id, name, email }, at },
    target,
    deps,
  );
  deps.wake();
  return { kind: 'subscribed', order, setAside, preview: found, timeZone };
}

/**
 * Why a channel can't be the target; undefined: it can. Where the bot may not ask who is in it, only the channel that was typed in is taken: whoever typed there is in it.
 * @throws when Slack can't be asked
 */
export async function refuseChannel(
  channel: string | null,
  isNamed: boolean,
  userId: string,
  { channels, tellManagers }: Pick<OrderingDeps, 'channels' | 'tellManagers'>,
): Promise<string | undefined> {
  if (channel === null || !/^[CG]/.test(channel))
    return 'Do that in a channel, or name one: `… to #channel`. Cards go to channels, not to direct messages.';
  try {
    const found = await channels.membership(channel, userId);
    if (!found?.person && isNamed)
      return `You are not in <#${channel}>, or it is not one that I can see. Only its members can have cards posted there.`;
    if (!found?.bot)
      return `I am not in <#${channel}>. Invite me there first, with \`/invite\`, then try again.`;
    return undefined;
  } catch (error) {
    if (!(error instanceof MissingScopeError)) throw error;
    await tellManagers(
      'scope/channels',
      `${error.message}, so nobody can subscribe other channels. ${error.hint}`,
    );
    return isNamed ? `I can't look who is in <#${channel}>: ${error.message}. ${error.hint}` : undefined;
  }
}
