import { KEYS } from '../../../src/app/state/keys.ts';
import { notificationCodec } from '../../../src/app/state/notifications.ts';
import { memberCodec } from '../../../src/app/state/placings.ts';
import type { Notification } from '../../../src/domain/notification.ts';
import { readFixture, recordingMessenger } from '../../fixtures.ts';
import { delivery } from './scene.ts';

export const MINUTE_MS = 60_000;
export const scene = () => delivery(recordingMessenger(), true);
export type Scene = ReturnType<typeof scene>;

export const deletion = (id: string, change: Record<string, unknown> = {}, carrier = {}) =>
  readFixture({ eventID: id, requestParameters: { connectionId: `c-${id}` }, ...change }, carrier);
export const user = (name: string) => ({
  userIdentity: {
    type: 'IAMUser',
    arn: `arn:aws:iam::111122223333:user/${name}`,
    userName: name,
    accountId: '111122223333',
  },
});
export const session = (key: string, more: object = {}) => ({
  userIdentity: {
    type: 'AssumedRole',
    arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/ci',
    accountId: '111122223333',
    accessKeyId: key,
    ...more,
  },
});

export async function notifications({ store }: Scene): Promise<Notification[]> {
  const entries = await store.range(KEYS.notification(''), '', null, 10_000);
  return entries.map(({ value }) => notificationCodec.decode(value));
}
/** The only notification that there is. */
export async function onlyOne(bot: Scene): Promise<Notification> {
  const [only, ...others] = await notifications(bot);
  if (!only || others.length > 0) throw new Error(`there are ${others.length + 1} notifications`);
  return only;
}
/** Takes events in one after the other, has all of it shown, and lets that settle. */
export async function happen(bot: Scene, ...events: ReturnType<typeof deletion>[]): Promise<void> {
  for (const event of events) {
    await bot.intake.accept(event);
    await passes(bot, 1);
  }
  const dispatcher = bot.start('one');
  await bot.clock.until(() => bot.isEmpty());
  await dispatcher.stop();
}
export async function membersOf({ store }: Scene, id: string) {
  return (await store.range(KEYS.member(id), '', null, 200_000)).map(({ value }) =>
    memberCodec.decode(value),
  );
}
/** Lets so long pass, in milliseconds. */
export async function passes({ clock }: Pick<Scene, 'clock'>, durationMs: number): Promise<void> {
  let isOver = false;
  void clock.sleep(durationMs).then(() => (isOver = true));
  await clock.until(() => isOver);
}
export const counts = (bot: Scene) =>
  notifications(bot).then(all => all.map(({ story }) => story?.count ?? 1).toSorted((a, b) => a - b));
