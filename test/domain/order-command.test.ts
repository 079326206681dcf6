import { describe, expect, test } from '@jest/globals';
import { isOrderCommand, nearCommand, readOrderCommand } from '../../src/domain/order-command.ts';
import { readUntil } from '../../src/domain/until.ts';

/** A Thursday, 14:00 in Berlin. */
const HERE = { now: Date.parse('2026-11-26T13:00:00Z'), timeZone: 'Europe/Berlin' };
const read = (text: string) => readOrderCommand(text, HERE);

describe('how long something lasts', () => {
  test.each([
    ['for 30s', '2026-11-26T13:00:30.000Z'],
    ['for 10m', '2026-11-26T13:10:00.000Z'],
    ['for 2h', '2026-11-26T15:00:00.000Z'],
    ['for 2 hours', '2026-11-26T15:00:00.000Z'],
    ['for an hour', '2026-11-26T14:00:00.000Z'],
    ['for 3d', '2026-11-29T13:00:00.000Z'],
    ['for a week', '2026-12-03T13:00:00.000Z'],
    ['until friday', '2026-11-26T23:00:00.000Z'],
    ['until thursday', '2026-12-02T23:00:00.000Z'],
    ['until monday 9:00', '2026-11-30T08:00:00.000Z'],
    ['until tomorrow at 9am', '2026-11-27T08:00:00.000Z'],
    ['until today', '2026-11-26T23:00:00.000Z'],
    ['until 18:00', '2026-11-26T17:00:00.000Z'],
    ['until 9:00', '2026-11-27T08:00:00.000Z'],
    ['until noon', '2026-11-27T11:00:00.000Z'],
    ['until 2026-12-01', '2026-11-30T23:00:00.000Z'],
    ['until 5 december', '2026-12-04T23:00:00.000Z'],
    ['until 3 november', '2027-11-02T23:00:00.000Z'],
  ])('%s', (text, at) => {
    const until = readUntil(text, HERE);
    expect([until && new Date(until.at).toISOString(), until?.length]).toEqual([at, text.length]);
  });

  test.each(['for svc-deploy', 'for 2 buckets', 'until 31 february', 'until then', 'until 25:00', 'for 2hx'])(
    'is not said by: %s',
    text => {
      expect(readUntil(text, HERE)).toBeUndefined();
    },
  );
});

describe('commands', () => {
  const until = Date.parse('2026-11-26T15:00:00Z');
  const mute = { kind: 'mute', pattern: 'deleted stacks', until, reason: null, everywhere: false };
  test.each([
    ['subscribe deleted stacks', { kind: 'subscribe', pattern: 'deleted stacks', channel: null }],
    ['Subscribe to deleted stacks', { kind: 'subscribe', pattern: 'deleted stacks', channel: null }],
    [
      'subscribe deleted stacks to <#C0OPS|ops>',
      { kind: 'subscribe', pattern: 'deleted stacks', channel: 'C0OPS' },
    ],
    [
      'subscribe added users to groups to <#G0OPS>',
      { kind: 'subscribe', pattern: 'added users to groups', channel: 'G0OPS' },
    ],
    ['mute deleted stacks for 2h', mute],
    ['mute deleted stacks for 2h everywhere', { ...mute, everywhere: true }],
    ['mute deleted stacks for 2h everywhere because a test', { ...mute, everywhere: true, reason: 'a test' }],
    ['mute deleted stacks for 2h because a test everywhere', { ...mute, everywhere: true, reason: 'a test' }],
    [
      'mute deleted stacks for 2h, because it is planned until friday',
      { ...mute, reason: 'it is planned until friday' },
    ],
    ['mute access keys for svc-deploy for 2h', { ...mute, pattern: 'access keys for svc-deploy' }],
    ['unmute #12', { kind: 'unmute', number: 12 }],
    ['unsubscribe 3', { kind: 'unsubscribe', number: 3 }],
    ['mutes all', { kind: 'mutes', everywhere: true }],
    ['subscriptions', { kind: 'subscriptions', everywhere: false }],
    ['open', { kind: 'open' }],
    ['show open reviews', { kind: 'open' }],
    ['list my subscriptions', { kind: 'subscriptions', everywhere: false }],
    ['mute for 2h deleted stacks', mute],
    ['mute for 2h deleted stacks because noise', { ...mute, reason: 'noise' }],
  ])('%s', (text, command) => {
    expect(read(text)).toEqual(command);
  });

  test.each([
    [
      'mute deleted stacks',
      ['mute deleted stacks for 1h', 'mute deleted stacks for 1d', 'mute deleted stacks for 7d'],
    ],
    [
      'mute deleted stacks forever',
      ['mute deleted stacks for 1h', 'mute deleted stacks for 1d', 'mute deleted stacks for 7d'],
    ],
    ['mute', ['mute reads by alice for 2h']],
    ['preview', ['preview deleted connection']],
    ['subscribe deleted stacks to #ops', ['preview deleted stacks']],
    ['unmute the last', ['mutes', 'mutes all']],
  ])('what is missing is said, with commands that can be done: %s', (text, examples) => {
    expect(read(text)).toMatchObject({ kind: 'usage', examples });
  });

  test.each([
    ['subcribe deleted connection', 'subscribe deleted connection'],
    ['hlep', 'help'],
    ['mutse', 'mutes'],
    ['unmuet 3', 'unmute 3'],
    ['who deleted connection', undefined],
    ['open', undefined],
    ['show mutes', undefined],
    ['oven', undefined],
  ])('with a slip in its first word is known for what it may be: %s', (text, meant) => {
    expect(nearCommand(text)).toBe(meant);
  });

  test.each([
    'who deleted connection',
    'open port 22',
    'subscriptions that alice deleted',
    'mutes by bob',
    '',
  ])('is none, but a question: %s', text => {
    expect(isOrderCommand(text)).toBe(false);
    expect(read(text)).toBeUndefined();
  });
});
