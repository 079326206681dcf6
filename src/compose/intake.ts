import { Intake, type IntakeDeps } from '../app/delivery/intake.ts';
import { NO_METER } from '../app/measures.ts';
import type { Log } from '../app/ports.ts';
import { USUAL_RETENTION } from '../app/state/records.ts';
import { workspacesIn } from '../app/state/workspaces.ts';
import type { Config } from '../config/config.ts';
import { type Known, NOTHING_KNOWN } from '../domain/known.ts';
import { systemClock } from '../runtime/clock.ts';
import { knownWorkspaceStore, openStore, targetBeforeIdentity } from './store.ts';

/** What takes records in. */
export function composeIntake(
  config: Config,
  {
    known,
    ...deps
  }: Pick<IntakeDeps, 'target' | 'onCard' | 'onRecord' | 'meter'> & { readonly known: Known },
  stories = true,
): Intake {
  const { plainMs, cardedMs } = config.retention;
  const retention = {
    plainMs: plainMs ?? USUAL_RETENTION.plainMs,
    cardedMs: cardedMs ?? USUAL_RETENTION.cardedMs,
  };
  return new Intake({
    ...deps,
    settings: { ...config, known, retention, stories, hasSpace: config.space !== null },
    clock: systemClock,
  });
}

/** The outbox of the configured store, for commands that put something into it. */
export interface Outbox {
  readonly intake: Intake;
  close(): Promise<void>;
}

/**
 * Opens the outbox: the workspace's where the bot has run on the store, else staging.
 * @throws {StoreError|StoreFormatError} when the store can't be used
 */
export async function openOutbox(config: Config, log: Log): Promise<Outbox> {
  const { store } = await openStore(config, log);
  const [only, ...others] = await workspacesIn(store);
  const target =
    only !== undefined && others.length === 0
      ? { store: await knownWorkspaceStore(store, only), known: null }
      : await targetBeforeIdentity(store, log);
  // One entry for each record: whoever replays says how many cards they want.
  const intake = composeIntake(
    config,
    {
      target: () => target,
      onCard: () => undefined,
      meter: NO_METER,
      known: { ...NOTHING_KNOWN, workflowRoles: config.workflowRoles },
    },
    false,
  );
  return { intake, close: () => store.close() };
}
