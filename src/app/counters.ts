/** Every counter that operators can read: what it counts, and its labels, which must have few values. */
export const COUNTERS = {
  cctrail_records_total: ['Records that came in, by what became of them', ['outcome']],
  cctrail_conflicts_total: ['Different records that came in under one eventID', []],
  cctrail_eventbridge_requests_total: ['Requests to /eventbridge, by HTTP status', ['status']],
  cctrail_cards_total: ['Cards that Slack has', ['outcome']],
  cctrail_rate_limited_total: ['Times that Slack wanted a pause', []],
  cctrail_parked_total: ['Times that a channel, or everything, was parked', []],
  cctrail_set_aside_total: ['Messages that were set aside because Slack does not take them', ['kind']],
  cctrail_decisions_total: ['Clicks on deciding buttons, by what became of them', ['ruling']],
  cctrail_questions_total: ['Questions, by whether they could be read', ['reading']],
  cctrail_errors_total: ['Failures that a person was told of', ['where']],
} as const satisfies Readonly<Record<string, readonly [help: string, labels: readonly string[]]>>;

/** Name of a counter. */
export type CounterName = keyof typeof COUNTERS;

/** Labels of a counter, each with a value. */
export type CounterLabels<Name extends CounterName> = Readonly<
  Record<(typeof COUNTERS)[Name][1][number], string>
>;
