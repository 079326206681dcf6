import { Counter, collectDefaultMetrics, Registry } from 'prom-client';
import type { Meter } from '../app/ports.ts';

/** Every counter, with what it counts and its labels. */
const COUNTERS = {
  cctrail_records_total: ['Records that came in, by what became of them', ['outcome']],
  cctrail_eventbridge_requests_total: ['Requests to /eventbridge, by HTTP status', ['status']],
  cctrail_cards_total: ['Cards that Slack has', ['outcome']],
  cctrail_rate_limited_total: ['Times that Slack wanted a pause', []],
  cctrail_parked_total: ['Times that a channel, or everything, was parked', []],
  cctrail_decisions_total: ['Clicks on deciding buttons, by what became of them', ['ruling']],
  cctrail_questions_total: ['Questions, by whether they could be read', ['reading']],
  cctrail_errors_total: ['Failures that a person was told of', ['where']],
} as const satisfies Readonly<Record<string, readonly [string, readonly string[]]>>;

/** Counts, and gives the Prometheus text of all counts. */
export interface Metrics extends Meter {
  text(): Promise<string>;
  readonly contentType: string;
}

/** The metrics of this process, with Node's own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = new Map(
    Object.entries(COUNTERS).map(([name, [help, labelNames]]) => [
      name,
      new Counter({ name, help, labelNames: [...labelNames], registers: [registry] }),
    ]),
  );
  return {
    count(name, labels = {}) {
      counters.get(name)?.inc(labels);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
