import {
  COUNTERS,
  type CounterLabels,
  type CounterName,
  DURATIONS,
  type DurationName,
  GAUGES,
  type GaugeReading,
} from '../app/measures.ts';
import type { Meter } from '../app/ports.ts';

/** Counts and times, and gives the Prometheus text of all that. */
export interface Metrics extends Meter {
  /** The text, and its content type. */
  scrape(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/**
 * The metrics of this process, with Node's own from the first scrape on: only then is a library for them loaded. `gauges` gives the values that
 * are read at each scrape; where it fails they are left out.
 */
export function createMetrics(gauges: () => Promise<readonly GaugeReading[]> = async () => []): Metrics {
  const measured: Measured = { counts: new Counts(), times: [] };
  let loading: Promise<Scraper> | undefined;
  return {
    count: (name, labels) => measured.counts.add(name, labels),
    took(name, seconds) {
      measured.times.push({ name, seconds });
      if (measured.times.length > MAX_KEPT_TIMES) measured.times.shift();
    },
    async scrape() {
      loading ??= loadScraper(measured);
      return (await loading)(await gauges().catch(() => []));
    },
  };
}

/** Most durations that are kept until somebody scrapes. */
const MAX_KEPT_TIMES = 10_000;

/** What was measured so far; durations since the last scrape. */
interface Measured {
  readonly counts: Counts;
  readonly times: { readonly name: DurationName; readonly seconds: number }[];
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

/** Gives the text, with the gauges as they stand. */
type Scraper = (
  gauges: readonly GaugeReading[],
) => Promise<{ readonly contentType: string; readonly text: string }>;

async function loadScraper({ counts, times }: Measured): Promise<Scraper> {
  const { Counter, Gauge, Histogram, collectDefaultMetrics, Registry } = await import('prom-client');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  for (const [name, [help, labels]] of entriesOf(COUNTERS))
    registry.registerMetric(
      new Counter<string>({
        name,
        help,
        labelNames: [...labels],
        registers: [],
        collect() {
          this.reset();
          for (const one of counts.of(name)) this.inc(one.labels, one.count);
        },
      }),
    );
  const histograms = new Map(
    entriesOf(DURATIONS).map(([name, [help, buckets]]) => [
      name,
      new Histogram({ name, help, buckets: [...buckets], registers }),
    ]),
  );
  const gauges = new Map(
    entriesOf(GAUGES).map(([name, [help, labels]]) => [
      name,
      new Gauge<string>({ name, help, labelNames: [...labels], registers }),
    ]),
  );
  return async readings => {
    for (const { name, seconds } of times.splice(0)) histograms.get(name)?.observe(seconds);
    for (const gauge of gauges.values()) gauge.reset();
    for (const { name, labels, value } of readings) gauges.get(name)?.set(labels, value);
    return { contentType: registry.contentType, text: await registry.metrics() };
  };
}

function entriesOf<Table extends object>(table: Table): [keyof Table & string, Table[keyof Table]][] {
  return Object.entries(table) as [keyof Table & string, Table[keyof Table]][];
}
