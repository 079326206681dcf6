import type { Answering } from '../app/asking/answering.ts';
import type { Asker } from '../app/asking/ask.ts';
import { isPronoun } from '../app/asking/names.ts';
import { NO_METER } from '../app/measures.ts';
import type { Log } from '../app/ports.ts';
import { UserNames } from '../app/state/user-names.ts';
import type { Config } from '../config/config.ts';
import { usersOf } from '../domain/question/filters.ts';
import { composeAnswering } from './questions.ts';
import { openCache } from './store.ts';

/** What answers questions on the terminal. */
export interface TerminalAnswering {
  readonly answering: Answering;
  readonly asker: Asker;
  close(): Promise<void>;
}

/** Opens what answers questions on the terminal, over the bot's own cache where the bot has run. */
export async function openTerminalAnswering(config: Config, log: Log): Promise<TerminalAnswering> {
  const store = await openCache(config, log);
  const userNames = new UserNames(log);
  if (config.space !== null) await userNames.open(store);
  const { answering } = composeAnswering(config, { store, log, meter: NO_METER, userNames });
  return {
    answering,
    asker: terminalAsker(config.timeZone ?? machineTimeZone()),
    close: () => store.close(),
  };
}

/** On the terminal everybody may ask, and nobody is known: no word stands for a person. */
function terminalAsker(timeZone: string): Asker {
  return {
    permission: async () => ({ kind: 'allowed', timeZone }),
    namesIn: async question => {
      const names = new Map<string, readonly string[]>();
      for (const word of usersOf(question).filter(isPronoun)) {
        // A mention that was copied from Slack says whom it means.
        const label = /^<@[^|>]+\|@?([^>]+)>$/.exec(word)?.[1];
        if (label === undefined) return { kind: 'unknown', word };
        names.set(word.toLowerCase(), [label]);
      }
      return { kind: 'known', names };
    },
  };
}

/** The time zone of this machine; UTC where it has none that there is, as with an empty TZ. */
function machineTimeZone(): string {
  const { timeZone } = new Intl.DateTimeFormat('en').resolvedOptions();
  return timeZone === 'Etc/Unknown' ? 'UTC' : timeZone;
}
