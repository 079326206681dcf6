import * as z from 'zod';
import { StoreError } from '../errors.ts';
import { type Clock, type RateLimiter, type Store, URGENCIES, type Urgency } from '../ports.ts';
import { codec } from '../state/codec.ts';
import { KEYS } from '../state/keys.ts';

/** Longest that the next slot may lie ahead before the clock must have gone back, and how long it is kept. */
const LONGEST_WAIT_MS = 60_000;
const SLOT_TTL_MS = 15 * 60_000;

/**
 * The next slot of a resource, the next one that what waits longest may take, and until when something more urgent waits for one somewhere
 * (milliseconds).
 */
const slotCodec = codec(
  z.object({ next: z.number(), nextPatient: z.number().default(0), wantedUntil: z.number().default(0) }),
);
type Slots = ReturnType<typeof slotCodec.decode>;
const NO_SLOTS: Slots = { next: 0, nextPatient: 0, wantedUntil: 0 };

/** Whoever waits for a slot. */
interface Waiting {
  readonly urgency: Urgency;
  readonly signal: AbortSignal;
  readonly give: () => void;
  readonly fail: (error: unknown) => void;
}

/** Whether nobody waits for it: cards and what only reconciles leave every second slot to others, and all while others want one. */
function isPatient(urgency: Urgency): boolean {
  return urgency === 'card' || urgency === 'reconciler';
}

/**
 * A rate limiter that keeps its count in the store, so that replicas share it. A slot is taken when it is used, never booked ahead: whoever is
 * most urgent when it comes gets it. Slots are `gapMs` apart; requests of one process keep that distance also where the store is away.
 */
export function sharedRateLimiter(store: Store, clock: Clock, gapMs: number): RateLimiter {
  const queues = new Map<string, SlotQueue>();
  return {
    turn(resource, signal, urgency = 'question') {
      const queue = queues.get(resource) ?? new SlotQueue(KEYS.limit(resource), { store, clock, gapMs });
      queues.set(resource, queue);
      return queue.turn(signal, urgency);
    },
  };
}

/** Those of one process that wait for slots of one resource. */
class SlotQueue {
  readonly #key: string;
  readonly #deps: { readonly store: Store; readonly clock: Clock; readonly gapMs: number };
  readonly #waiting: Waiting[] = [];
  #given = Number.NEGATIVE_INFINITY;
  #isServing = false;

  constructor(key: string, deps: { readonly store: Store; readonly clock: Clock; readonly gapMs: number }) {
    this.#key = key;
    this.#deps = deps;
  }

  turn(signal: AbortSignal, urgency: Urgency): Promise<void> {
    return new Promise((give, fail) => {
      this.#waiting.push({ urgency, signal, give, fail });
      if (!this.#isServing) void this.#serve();
    });
  }

  /** Gives slots to whoever waits, one by one. */
  async #serve(): Promise<void> {
    this.#isServing = true;
    for (;;) {
      this.#letGo();
      const first = mostUrgent(this.#waiting);
      if (!first) break;
      const waitMs = await this.#untilSlot(first).catch((error: unknown) => {
        this.#remove(first);
        first.fail(error);
      });
      if (waitMs === undefined) continue;
      if (waitMs > 0) await this.#pause(waitMs);
      else {
        this.#remove(first);
        this.#given = this.#deps.clock.now();
        first.give();
      }
    }
    this.#isServing = false;
  }

  /** Those who gave up wait no more. */
  #letGo(): void {
    for (const gone of this.#waiting.filter(({ signal }) => signal.aborted)) {
      this.#remove(gone);
      gone.fail(gone.signal.reason);
    }
  }

  #remove(one: Waiting): void {
    this.#waiting.splice(this.#waiting.indexOf(one), 1);
  }

  /** Waits, or less where somebody gives up. */
  async #pause(waitMs: number): Promise<void> {
    const end = new AbortController();
    const stop = () => end.abort();
    const signals = this.#waiting.map(({ signal }) => signal);
    if (signals.some(({ aborted }) => aborted)) return;
    for (const signal of signals) signal.addEventListener('abort', stop, { once: true });
    await this.#deps.clock.sleep(Math.min(waitMs, this.#deps.gapMs), end.signal);
    for (const signal of signals) signal.removeEventListener('abort', stop);
  }

  /** Takes a slot; gives 0, or how long there is none. */
  async #untilSlot(first: Waiting): Promise<number> {
    const { clock, gapMs } = this.#deps;
    const since = clock.now() - this.#given;
    // A clock that went back must not stop everything.
    if (since >= 0 && since < gapMs) return gapMs - since;
    try {
      for (;;) {
        const waitMs = await this.#tryShared(first);
        if (waitMs !== undefined) return waitMs;
      }
    } catch (error) {
      // The store is away: questions go on, and at least this process keeps its pace.
      if (error instanceof StoreError) return 0;
      throw error;
    }
  }

  /** Undefined: another replica was first. */
  async #tryShared(first: Waiting): Promise<number | undefined> {
    const { store, clock, gapMs } = this.#deps;
    const patient = isPatient(first.urgency);
    const others = this.#waiting.some(one => one !== first && !isPatient(one.urgency));
    const entry = await store.get(this.#key);
    const now = clock.now();
    const slots = sane((entry && slotCodec.tryDecode(entry.value)) ?? NO_SLOTS, now);
    const at = patient ? Math.max(slots.next, slots.nextPatient, slots.wantedUntil) : slots.next;
    const taken = now >= at;
    // That somebody more urgent waits is noted once, for the other replicas.
    if (!taken && (patient || slots.wantedUntil > now)) return at - now;
    const after: Slots = taken
      ? {
          next: now + gapMs,
          nextPatient: patient ? now + 2 * gapMs : slots.nextPatient,
          wantedUntil: others ? now + 2 * gapMs : 0,
        }
      : { ...slots, wantedUntil: slots.next + gapMs };
    const result = await store.commit({
      expect: [{ key: this.#key, version: entry?.version ?? null }],
      put: [{ key: this.#key, value: slotCodec.encode(after), ttl: SLOT_TTL_MS }],
    });
    if (result.kind === 'conflict') return undefined;
    return taken ? 0 : at - now;
  }
}

/** What a clock that went back left in the future must not stop everything. */
function sane({ next, nextPatient, wantedUntil }: Slots, now: number): Slots {
  const within = (at: number) => (at > now + LONGEST_WAIT_MS ? now : at);
  return { next: within(next), nextPatient: within(nextPatient), wantedUntil: within(wantedUntil) };
}

/** Of those that wait, the most urgent; of these the one that came first. */
function mostUrgent(queue: readonly Waiting[]): Waiting | undefined {
  for (const urgency of URGENCIES) {
    const first = queue.find(one => one.urgency === urgency);
    if (first) return first;
  }
  return undefined;
}
