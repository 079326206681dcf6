import type { Severity } from './categories.ts';
import { graver, NO_PACKS, type PackRow, type Packs } from './pack.ts';
import { type ForPattern, PatternIndex } from './pattern-index.ts';
import type { PersonMapping } from './person.ts';
import { type Delivery, holds, matchesRoute, type Route, type Routing } from './route.ts';
import { hides, NO_ORDERS, type StandingOrders } from './standing-order.ts';
import type { RecordSummary } from './summary.ts';

/** What decides where a record is shown, beside the configured routes. */
export interface DeliveryRules {
  readonly routing: Routing;
  readonly people: readonly PersonMapping[];
  readonly orders?: StandingOrders;
}

/**
 * Where a record is shown: every route that matches, once a channel (the first route wins it); else, if the catalogue finds it notable, the default channel; and every channel
 * that is subscribed to it. What is muted says by what. `now` in milliseconds. An empty list: no card.
 */
export function deliveriesOf(summary: RecordSummary, rules: DeliveryRules, now: number): Delivery[] {
  const { routing, people, orders = NO_ORDERS } = rules;
  const packs = routing.packs ?? NO_PACKS;
  const row = packs.rowFor(summary);
  const deliveries = routed(summary, routing, { packs, row });
  const subscriptions = orders.subscriptions.matching(summary);
  if (deliveries.length + subscriptions.length === 0) return deliveries;
  const gravest = gravestOf(summary, { packs, row });
  for (const { number, channel } of subscriptions) {
    const subscribed = { route: `subscription #${number}`, ask: 'nothing', severity: gravest } as const;
    const at = deliveries.findIndex(delivery => delivery.channel === channel);
    const shown = deliveries[at];
    if (!shown) deliveries.push({ ...subscribed, channel, stories: true });
    // Whoever subscribed wants each of them, however many there are.
    else if (shown.burst && !shown.otherwise) deliveries[at] = { ...shown, otherwise: subscribed };
  }
  const isQuiet = routing.quiet.some(
    mute => mute.until > now && holds(mute.when, summary, routing.accountNames),
  );
  const mutes = orders.mutes.matching(summary);
  const muting = (delivery: Pick<Delivery, 'channel' | 'ask' | 'severity'>): Pick<Delivery, 'mutedBy'> => {
    if ([delivery.severity, gravest, summary.severity].includes('critical')) return {};
    if (isQuiet) return { mutedBy: 'quiet' };
    const mute = mutes.find(one => hides(one, delivery, summary, people, now));
    return mute ? { mutedBy: `#${mute.number}` } : {};
  };
  return deliveries.map(delivery => ({
    ...delivery,
    ...muting(delivery),
    ...(delivery.otherwise && {
      otherwise: { ...delivery.otherwise, ...muting({ ...delivery, ...delivery.otherwise }) },
    }),
  }));
}

/** What packs say of an event: the row of those that are on, and with what they change of the catalogue. */
interface Said {
  readonly packs: Packs;
  readonly row: PackRow | undefined;
}

/** How grave an event is, by the catalogue and by packs. */
function gravestOf(summary: RecordSummary, { packs, row }: Said): Severity {
  const { severity } = packs.usualOf(summary);
  return row && !row.burst ? graver(row.severity, severity) : severity;
}

/** Routes by the question that they ask: one configuration is held against many records. */
const asked = new WeakMap<readonly Route[], PatternIndex<AskingRoute>>();
type AskingRoute = ForPattern & { readonly route: Route };

/** Where the configuration has a record shown: what routes say goes before what packs say, and both before the default channel. */
function routed(summary: RecordSummary, routing: Routing, { packs, row }: Said): Delivery[] {
  const { routes, defaultChannel, accountNames, usesCatalogue = true } = routing;
  const usual = packs.usualOf(summary);
  const deliveries: Delivery[] = [];
  const meant = new Set(
    askingRoutes(routes)
      .matching(summary)
      .map(({ route }) => route),
  );
  for (const route of routes) {
    const isMeant = route.when.question ? meant.has(route) : matchesRoute(route, summary, accountNames);
    if (!isMeant || deliveries.some(delivery => delivery.channel === route.channel)) continue;
    deliveries.push({
      route: route.name,
      channel: route.channel,
      ask: route.ask ?? row?.ask ?? usual.ask,
      severity: route.severity ?? row?.severity ?? usual.severity,
      stories: route.stories !== 'off',
    });
  }
  const isNotable = usesCatalogue && usual.notable;
  if (deliveries.length > 0 || (!isNotable && !row)) return deliveries;
  const { ask, severity } = usual;
  const shown = { channel: defaultChannel, stories: true };
  if (!row) return [{ ...shown, route: 'default', ask, severity }];
  if (!isNotable)
    return [
      {
        ...shown,
        route: row.name,
        ask: row.ask,
        severity: row.severity,
        ...(row.burst && { burst: row.burst }),
      },
    ];
  return [
    {
      ...shown,
      route: 'default',
      ask: ask === 'approval' || row.ask === 'nothing' ? ask : row.ask,
      severity: graver(severity, row.severity),
    },
  ];
}

function askingRoutes(routes: readonly Route[]): PatternIndex<AskingRoute> {
  const known = asked.get(routes);
  if (known) return known;
  const all = routes.flatMap(route => (route.when.question ? [{ pattern: route.when.question, route }] : []));
  const index = new PatternIndex(all);
  asked.set(routes, index);
  return index;
}
