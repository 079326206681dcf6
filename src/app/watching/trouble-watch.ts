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
    | 'reconciler'
    | 'space'
    | 'store'
    | 'ledger';
  /** What it concerns, by which it is known again: a channel, an account. */
  readonly about: string;
  /** A sentence for people: what, and what to do. */
  readonly what: string;
  /** The log has a line of its beginning already, from where it happened. */
  readonly isSaid?: true;
}

/** Trouble, with since when (ISO 8601) it is known. */
export type KnownTrouble = Omit<Trouble, 'isSaid'> & { readonly since: string };

/** Finds trouble of some kinds. @throws what it meets; that is told as trouble with the store */
export type TroubleSource = () => Promise<readonly Trouble[]>;

/** Looks for trouble again and again, knows what there is, and says in the log when it begins and when it ends: a line each. */
export class TroubleWatch {
  readonly #sources: readonly TroubleSource[];
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #onBegin: (trouble: KnownTrouble) => void;
  #known = new Map<string, KnownTrouble>();
  /** The kinds that each source has found so far. */
  readonly #kinds = new Map<number, ReadonlySet<string>>();

  constructor(
    sources: readonly TroubleSource[],
    {
      clock,
      log,
      onBegin = () => undefined,
    }: { readonly clock: Clock; readonly log: Log; readonly onBegin?: (trouble: KnownTrouble) => void },
  ) {
    [this.#sources, this.#clock, this.#log, this.#onBegin] = [sources, clock, log, onBegin];
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
    const now = new Map<string, KnownTrouble>();
    const said = new Set<string>();
    const since = new Date(this.#clock.now()).toISOString();
    for (const [index, source] of this.#sources.entries()) {
      const found = await ask(source);
      // What could not be asked about is as it was.
      const stays = found.isAnswer
        ? []
        : [...this.#known.values()].filter(({ kind }) => this.#kinds.get(index)?.has(kind));
      for (const { isSaid, ...trouble } of [...found.troubles, ...stays] as Trouble[]) {
        const key = `${trouble.kind}/${trouble.about}`;
        if (isSaid) said.add(key);
        if (found.isAnswer)
          this.#kinds.set(index, new Set([...(this.#kinds.get(index) ?? []), trouble.kind]));
        if (!now.has(key)) now.set(key, { ...trouble, since: this.#known.get(key)?.since ?? since });
      }
    }
    for (const [key, trouble] of now) {
      if (this.#known.has(key)) continue;
      const { kind, about, what } = trouble;
      if (!said.has(key)) this.#log.warn({ kind, about }, what);
      this.#onBegin(trouble);
    }
    for (const [key, { kind, about, since: began, what }] of this.#known)
      if (!now.has(key)) this.#log.info({ kind, about, since: began }, `over: ${what}`);
    this.#known = now;
  }
}

async function ask(source: TroubleSource): Promise<{ troubles: readonly Trouble[]; isAnswer: boolean }> {
  try {
    return { troubles: await source(), isAnswer: true };
  } catch (error) {
    const what = `The store does not do what it should: ${errorFields(error)['error'] ?? ''}`;
    return { troubles: [{ kind: 'store', about: 'store', what }], isAnswer: false };
  }
}
