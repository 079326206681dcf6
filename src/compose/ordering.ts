import type { WebClient } from '@slack/web-api';
import type { OrderingDeps } from '../app/ordering/orderer.ts';
import { Ordering } from '../app/ordering/ordering.ts';
import { USUAL_RETENTION } from '../app/state/records.ts';
import type { Config } from '../config/config.ts';
import { slackChannels } from '../slack/channels.ts';

/** What does commands about what the bot is to do from now on. */
export function composeOrdering(
  config: Config,
  deps: Omit<
    OrderingDeps,
    'accounts' | 'channels' | 'managers' | 'people' | 'plainMs' | 'rules' | 'packs'
  > & {
    readonly client: WebClient;
  },
): Ordering {
  const { accounts, askers: rules, managers, people, retention, routing } = config;
  const plainMs = retention.plainMs ?? USUAL_RETENTION.plainMs;
  const channels = slackChannels(deps.client);
  return new Ordering({
    ...deps,
    accounts,
    channels,
    managers,
    people,
    plainMs,
    rules,
    packs: routing.packs,
  });
}
