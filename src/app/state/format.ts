import { parseJson } from '../../domain/json.ts';
import type { Notification } from '../../domain/notification.ts';
import { StoreFormatError } from '../errors.ts';
import type { Put, Store } from '../ports.ts';
import { KEYS } from './keys.ts';
import { isFormat1, notificationCodec, notificationPuts, reviewPuts } from './notifications.ts';
import { workspaceStore, workspacesIn } from './workspaces.ts';

/** Number of documents that are migrated at once. */
const PAGE_SIZE = 200;

/** Brings a workspace from one format to the next. Running it again, or twice at once, must do no harm. */
type Migration = (store: Store) => Promise<void>;

/** Migrations by the format that they begin with. */
const MIGRATIONS: Readonly<Record<number, Migration>> = {
  1: store => eachNotification(store, value => isFormat1(parseJson(value)), notificationPuts),
  2: async () => undefined,
  // Reviews that wait have a list of their own since then.
  3: store => eachNotification(store, () => true, reviewPuts),
};

/** The format that this version writes: 1 had one record a notification, 2 a list of them, 3 stories, 4 has standing orders in the ledger, and a list of reviews that wait. */
export const FORMAT_VERSION = 4;

/**
 * Makes sure that this version understands what a workspace holds: older formats are migrated. Afterwards the store says its format, and
 * that a bot has run for the workspace.
 * @throws {StoreFormatError} when a newer version wrote it
 * @throws {StoreError} when the store is away
 */
export async function openFormat(store: Store, teamId: string): Promise<void> {
  for (let format = await formatOf(store); format < FORMAT_VERSION; format++)
    await MIGRATIONS[format]?.(store);
  const [format, workspace] = await Promise.all([store.get(KEYS.format), store.get(KEYS.workspace)]);
  if (format && workspace && Number(format.value) === FORMAT_VERSION) return;
  const put = [
    { key: KEYS.format, value: String(FORMAT_VERSION) },
    { key: KEYS.workspace, value: teamId },
  ];
  await store.commit({ put });
}

/**
 * Refuses a store that holds what a newer version wrote, before anything is changed in it.
 * @throws {StoreFormatError} when it does
 * @throws {StoreError} when the store is away
 */
export async function assertKnownFormats(store: Store): Promise<void> {
  for (const team of await workspacesIn(store)) await formatOf(workspaceStore(store, team));
}

async function formatOf(store: Store): Promise<number> {
  const text = (await store.get(KEYS.format))?.value ?? '1';
  const format = Number(text);
  if (Number.isInteger(format) && format >= 1 && format <= FORMAT_VERSION) return format;
  throw new StoreFormatError(
    `the store has format ${text.slice(0, 20)}, and this version of cctrail knows formats up to ${FORMAT_VERSION}`,
  );
}

/** Writes something for notifications, a page at a time; a page that a click changed meanwhile is read again. `isOld` tells by the stored text for which. */
async function eachNotification(
  store: Store,
  isOld: (value: string) => boolean,
  putsFor: (notification: Notification) => Put[],
): Promise<void> {
  const prefix = KEYS.notification('');
  let from = '';
  for (;;) {
    const entries = await store.range(prefix, from, null, PAGE_SIZE);
    const old = entries.filter(({ value }) => isOld(value));
    const put = old.flatMap(({ value }) => {
      const notification = notificationCodec.tryDecode(value);
      return notification ? putsFor(notification) : [];
    });
    const expect = old.map(({ key, version }) => ({ key, version }));
    if (put.length > 0 && (await store.commit({ expect, put })).kind === 'conflict') continue;
    const last = entries.at(-1);
    if (!last || entries.length < PAGE_SIZE) return;
    from = `${last.key.slice(prefix.length)}~`;
  }
}
