/** Every counter that operators can read: what it counts, and its labels, which must have few values. */
export const COUNTERS = {
  cctrail_records_total: ['Records that came in, by what became of them', ['outcome']],
  cctrail_conflicts_total: ['Different records that came in under one eventID', []],
  cctrail_eventbridge_requests_total: ['Requests to /eventbridge, by HTTP status', ['status']],
  cctrail_queue_receives_total: ['Times that the queue was asked for messages, by what it gave', ['outcome']],
  cctrail_queue_messages_total: ['Messages of the queue, by what became of them', ['outcome']],
  cctrail_cards_total: ['Cards that Slack has, and events that were put on one that was there', ['outcome']],
  cctrail_send_failures_total: ['Messages that Slack did not take at once, by what was at fault', ['fault']],
  cctrail_rate_limited_total: ['Times that Slack wanted a pause', []],
  cctrail_parked_total: ['Times that a channel, or everything, was parked', []],
  cctrail_set_aside_total: ['Messages that were set aside because Slack does not take them', ['kind']],
  cctrail_missed_total: ['Events that no feed brought and Event history had', []],
  cctrail_unconfirmed_total: ['Events that a feed brought and CloudTrail does not have', []],
  cctrail_decisions_total: ['Clicks on deciding buttons, by what became of them', ['ruling']],
  cctrail_publish_failures_total: ['Decisions that the event bus did not take at once', []],
  cctrail_questions_total: ['Questions, by whether they could be read, and why not', ['reading', 'refusal']],
  cctrail_lookups_total: ['Requests to LookupEvents, by how they ended', ['outcome']],
  cctrail_cache_total: ['Parts of searches, by whether the cache had them', ['result']],
  cctrail_store_errors_total: ['Times that the store did not do what was asked', ['doing']],
  cctrail_errors_total: ['Failures that a person was told of', ['where']],
} as const satisfies Readonly<Record<string, readonly [help: string, labels: readonly string[]]>>;

/** Every duration that operators can read, in seconds, with the limits of its buckets. */
export const DURATIONS = {
  cctrail_event_to_card_seconds: [
    'From the time of an event to its card in Slack; replayed ones are left out',
    [10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 21_600],
  ],
  cctrail_accepted_to_card_seconds: [
    'From taking an event in to its card in Slack',
    [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800],
  ],
} as const satisfies Readonly<Record<string, readonly [help: string, buckets: readonly number[]]>>;

/** Every value that operators can read as it stands now, with its labels. */
export const GAUGES = {
  cctrail_outbox_jobs: ['Jobs that wait in the outbox, by lane', ['lane']],
  cctrail_outbox_oldest_age_seconds: ['Age of the oldest job of a lane', ['lane']],
  cctrail_parked_channels: ['Channels that Slack refuses; * stands for all', []],
  cctrail_set_aside: ['Messages that are set aside', []],
  cctrail_last_event_timestamp_seconds: ['When the last event of an account came in', ['account']],
  cctrail_trouble: ['Troubles that /readyz tells, by their kind', ['kind']],
} as const satisfies Readonly<Record<string, readonly [help: string, labels: readonly string[]]>>;

/** Name of a counter. */
export type CounterName = keyof typeof COUNTERS;
/** Name of a duration. */
export type DurationName = keyof typeof DURATIONS;

/** Labels of a counter, each with a value. */
export type CounterLabels<Name extends CounterName> = Readonly<
  Record<(typeof COUNTERS)[Name][1][number], string>
>;

/** A value of a gauge. */
export interface GaugeReading {
  readonly name: keyof typeof GAUGES;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Measures nothing: for commands that nobody scrapes. */
export const NO_METER = { count: () => undefined, took: () => undefined };
