import { errorFields } from '../errors.ts';
import type { Clock, Log } from '../ports.ts';

/** Interval at which is looked for trouble. */
const EVERY_MS = 5_000;

/** Something that is not as it should be. */
export interface Trouble {
  /** Few values, for metrics. */
  readonly kind:
    | 'backlog'
    | 'parked'
    | 'setAside'
    | 'queue'
    | 'silence'
    | 'slack'
    | 'lookups'
    | 'store'
    | 'ledger';
  /** What it concerns, by which it is known again: a channel, an account. */
  readonly about: string;
  /** A sentence for people: what, and what to do. */
  readonly what: string;
}

/** Trouble, with since when (ISO 8601) it is known. */
export type KnownTrouble = Trouble & { readonly since: string };

/** Finds trouble of some kinds. @throws what it meets; that is told as trouble with the store */
export type TroubleSource = () => Promise<readonly Trouble[]>;

/** Looks for trouble again and again, knows what there is, and says in the log when it begins and when it ends: a line each. */
export class TroubleWatch {
  readonly #sources: readonly TroubleSource[];
  readonly #clock: Clock;
  readonly #log: Log;
  #known = new Map<string, KnownTrouble>();

  constructor(
    sources: readonly TroubleSource[],
    { clock, log }: { readonly clock: Clock; readonly log: Log },
  ) {
    [this.#sources, this.#clock, this.#log] = [sources, clock, log];
  }

  /** What there is now. */
  get known(): readonly KnownTrouble[] {
    return [...this.#known.values()];
  }

  /** Looks until the signal is aborted. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look();
      await this.#clock.sleep(EVERY_MS, signal);
    }
  }

  /** Looks once. Never rejects. */
  async look(): Promise<void> {
    const found = (await Promise.all(this.#sources.map(source => ask(source)))).flat();
    const now = new Map<string, KnownTrouble>();
    for (const trouble of found) {
      const key = `${trouble.kind}/${trouble.about}`;
      const before = this.#known.get(key);
      if (!before) this.#log.warn({ kind: trouble.kind, about: trouble.about }, trouble.what);
      now.set(key, { ...trouble, since: before?.since ?? new Date(this.#clock.now()).toISOString() });
    }
    for (const [key, { kind, about, since, what }] of this.#known)
      if (!now.has(key)) this.#log.info({ kind, about, since }, `over: ${what}`);
    this.#known = now;
  }
}

async function ask(source: TroubleSource): Promise<readonly Trouble[]> {
  try {
    return await source();
  } catch (error) {
    const { error: why } = errorFields(error);
    return [{ kind: 'store', about: 'store', what: `The store does not do what it should: ${why ?? ''}` }];
  }
}
