import { Counter, collectDefaultMetrics, Registry } from 'prom-client';
import { COUNTERS, type CounterName } from '../app/counters.ts';
import type { Meter } from '../app/ports.ts';

/** Counts, and gives the Prometheus text of all counts. */
export interface Metrics extends Meter {
  text(): Promise<string>;
  readonly contentType: string;
}

/** The metrics of this process, with Node's own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = Object.fromEntries(
    Object.entries(COUNTERS).map(([name, [help, labelNames]]) => [
      name,
      new Counter<string>({ name, help, labelNames: [...labelNames], registers: [registry] }),
    ]),
  ) as Record<CounterName, Counter>;
  return {
    count(name, labels) {
      counters[name].inc(labels);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
