import rows from './deeds.json' with { type: 'json' };

const EVENTS: ReadonlyMap<string, readonly string[]> = new Map(
  rows.map(({ verb, noun, events }) => [`${verb} ${noun}`, events.toLowerCase().split(' ')] as const),
);

/**
 * Names of events, lower case and perhaps with `*` at the end, that are what a verb means of a noun though their own words are others: who modifies a security group
 * authorizes or revokes its rules.
 */
export function otherEventsOf(verb: string, noun: string): readonly string[] {
  return EVENTS.get(`${verb} ${noun}`) ?? [];
}

/** The nouns for which a verb means events whose own words are others. */
export function nounsWithOthers(verb: string): readonly string[] {
  return rows.flatMap(row => (row.verb === verb ? row.noun : []));
}
