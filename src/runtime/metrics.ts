import type { Registry } from 'prom-client';
import { COUNTERS, type CounterLabels, type CounterName } from '../app/counters.ts';
import type { Meter } from '../app/ports.ts';

/** Counts, and gives the Prometheus text of all counts. */
export interface Metrics extends Meter {
  /** The text, and its content type. */
  scrape(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** The metrics of this process, with Node's own from the first scrape on: only then is a library for them loaded. */
export function createMetrics(): Metrics {
  const counts = new Counts();
  let loading: Promise<Registry> | undefined;
  return {
    count: (name, labels) => counts.add(name, labels),
    async scrape() {
      loading ??= register(counts);
      const registry = await loading;
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

/** What was counted, by counter and labels. */
class Counts {
  readonly #of = new Map<CounterName, Map<string, { labels: CounterLabels<CounterName>; count: number }>>();

  add(name: CounterName, labels: CounterLabels<CounterName>): void {
    const series = this.#of.get(name) ?? new Map();
    this.#of.set(name, series);
    const id = JSON.stringify(labels);
    const one = series.get(id) ?? { labels, count: 0 };
    series.set(id, { labels, count: one.count + 1 });
  }

  of(name: CounterName): Iterable<{ readonly labels: CounterLabels<CounterName>; readonly count: number }> {
    return this.#of.get(name)?.values() ?? [];
  }
}

async function register(counts: Counts): Promise<Registry> {
  const { Counter, collectDefaultMetrics, Registry } = await import('prom-client');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const [name, [help, labelNames]] of Object.entries(COUNTERS))
    registry.registerMetric(
      new Counter<string>({
        name,
        help,
        labelNames: [...labelNames],
        registers: [],
        collect() {
          this.reset();
          for (const { labels, count } of counts.of(name as CounterName)) this.inc(labels, count);
        },
      }),
    );
  return registry;
}
