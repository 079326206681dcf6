import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Card } from '../../../src/app/outgoing.ts';
import type { Store } from '../../../src/app/ports.ts';
import { KEYS } from '../../../src/app/state/keys.ts';
import { notificationCodec } from '../../../src/app/state/notifications.ts';
import { memberCodec, rollingDigest } from '../../../src/app/state/placings.ts';
import { memberCount } from '../../../src/domain/notification.ts';
import { assumedRole, readFixture } from '../../fixtures.ts';
import { delivery } from './scene.ts';
import { anything, type Happening, mortal, slack } from './story-world.ts';

async function run(happenings: readonly Happening[]): Promise<void> {
  const { messages, messenger, faults } = slack(durationMs => bot.clock.sleep(durationMs));
  const bot: ReturnType<typeof delivery> = delivery(messenger, true);
  const started: { stop: () => Promise<void>; kill: () => void }[] = [];
  const startReplica = () => {
    const { store, kill } = mortal(bot.store);
    const dispatcher = bot.start(`replica-${started.length}`, store);
    const replica = {
      stop: () => dispatcher.stop(),
      kill: () => {
        kill();
        void dispatcher.stop();
      },
    };
    started.push(replica);
    return replica;
  };
  const replicas = [startReplica(), startReplica()];
  const accepted: string[] = [];
  const removed = new Set<string>();
  /** What goes on while other things happen. */
  const under: Promise<unknown>[] = [];
  const clicks: { id: string; shown: number }[] = [];
  const passes = async (durationMs: number) => {
    let isOver = false;
    void bot.clock.sleep(durationMs).then(() => (isOver = true));
    await bot.clock.until(() => isOver);
  };
  for (const happening of happenings)
    switch (happening.kind) {
      case 'event': {
        const record = eventOf(happening, accepted.length, bot.clock.now());
        accepted.push(record.key);
        under.push(bot.intake.accept(record));
        break;
      }
      case 'burst':
        for (let index = 0; index < happening.count; index++) {
          const record = toldOf(accepted.length);
          accepted.push(record.key);
          under.push(bot.intake.accept(record));
        }
        break;
      case 'click': {
        const open = [...messages.values()];
        const { notification } = open[happening.which % Math.max(1, open.length)] ?? {};
        if (!notification) break;
        const verdict = notification.ask === 'approval' ? 'approved' : 'acknowledged';
        const shown = memberCount(notification);
        const click = { notificationId: notification.id, verdict, userId: 'U0CAROL', shown } as const;
        under.push(
          (async () => {
            const ruling = await bot.decisions.decide(click);
            if (ruling.kind === 'recorded') clicks.push({ id: notification.id, shown });
          })(),
        );
        break;
      }
      case 'pass':
        await passes(happening.durationMs);
        break;
      case 'fault':
        faults.push(happening);
        break;
      case 'kill':
        replicas[happening.replica]?.kill();
        replicas[happening.replica] = startReplica();
        break;
      case 'remove': {
        const ts = [...messages.keys()][happening.which % Math.max(1, messages.size)];
        if (ts === undefined) break;
        removed.add(messages.get(ts)?.notification.id ?? '');
        messages.delete(ts);
      }
    }
  await Promise.all(under);
  await bot.clock.until(() => bot.isEmpty());
  // What comes late is looked for within half a minute.
  await passes(60_000);
  await bot.clock.until(() => bot.isEmpty());
  await Promise.all(started.map(({ stop }) => stop()));
  await check(bot.store, { accepted, clicks, messages, removed });
}

function eventOf(
  { session, fails, lateMs, isCritical }: Extract<Happening, { kind: 'event' }>,
  index: number,
  now: number,
) {
  return readFixture({
    eventID: `e-${index}`,
    eventTime: new Date(now - lateMs).toISOString(),
    eventName: isCritical ? 'DeleteTrail' : 'DeleteConnection',
    eventSource: isCritical ? 'cloudtrail.amazonaws.com' : 'codecatalyst.amazonaws.com',
    requestParameters: { connectionId: `c-${index % 3}`, name: 'cctrail' },
    ...(fails && { errorCode: 'AccessDenied' }),
    userIdentity: {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/ci',
      accountId: '111122223333',
      accessKeyId: session,
    },
  });
}

/** What a workflow did, in a session of its own: it gets a card, which asks nothing. */
function toldOf(index: number) {
  return readFixture({
    eventID: `e-${index}`,
    eventName: 'CreateStack',
    eventSource: 'cloudformation.amazonaws.com',
    userIdentity: assumedRole(
      'arn:aws:iam::111122223333:role/CodeCatalystWorkflowDevelopmentRole-shop',
      `run-${index}`,
      { identity: { accessKeyId: `ASIA${index}` } },
    ),
  });
}

async function check(
  store: Store,
  seen: {
    readonly accepted: readonly string[];
    readonly clicks: readonly { id: string; shown: number }[];
    readonly messages: ReadonlyMap<string, Card>;
    readonly removed: ReadonlySet<string>;
  },
): Promise<void> {
  const kept = (await store.range(KEYS.notification(''), '', null, 10_000)).map(({ value }) =>
    notificationCodec.decode(value),
  );
  const shownIn: string[] = [];
  for (const notification of kept) {
    const { id, story, recordKeys } = notification;
    const members = (await store.range(KEYS.member(id), '', null, 10_000)).map(({ value }) =>
      memberCodec.decode(value),
    );
    if (notification.digest) {
      const folded = kept.filter(({ inDigest }) => inDigest === id);
      expect(members.map(one => one.notification).toSorted()).toEqual(folded.map(one => one.id).toSorted());
      expect(story?.count).toBe(folded.reduce((sum, one) => sum + memberCount(one), 0));
    } else shownIn.push(...(story ? members.map(({ record }) => record) : recordKeys));
    const digestOf = (count: number) =>
      members.slice(0, count).reduce<string | null>((before, member) => rollingDigest(before, member), null);
    if (story && !notification.digest)
      expect({ count: story.count, digest: story.digest }).toEqual({
        count: members.length,
        digest: digestOf(members.length),
      });
    for (const { covers, ...decision } of notification.decisions) {
      const click = seen.clicks.find(one => one.id === id);
      expect({ decision, shown: covers?.count ?? 1 }).toEqual({ decision, shown: click?.shown });
      if (covers) expect(covers.digest).toBe(digestOf(covers.count));
    }
    const cards = [...seen.messages].filter(([, card]) => card.notification.id === id);
    if (seen.removed.has(id)) continue;
    const isShown = notification.inDigest === undefined;
    expect(cards.map(([ts]) => ts)).toEqual(isShown ? [notification.ts] : []);
    expect(cards.map(([, card]) => memberCount(card.notification))).toEqual(
      isShown ? [memberCount(notification)] : [],
    );
  }
  expect(shownIn.toSorted()).toEqual(seen.accepted.toSorted());
}

test('whatever happens, each record is in one place, counts agree, and a decision covers what its card listed', async () => {
  await fc.assert(fc.asyncProperty(fc.array(anything, { minLength: 5, maxLength: 40 }), run), {
    numRuns: 200,
  });
}, 120_000);
