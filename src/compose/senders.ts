import type { Config } from '../config/config.ts';
import type { SenderKey } from '../feeds/api-destination.ts';
import type { Sender } from '../records/envelope.ts';

/**
 * Who sends what comes in without a credential of one account: where exactly one account is configured it can be no other's, else nobody
 * knows.
 */
export function unboundSender({ accounts }: Pick<Config, 'accounts'>): Sender {
  const [only, ...others] = accounts;
  return { account: only && others.length === 0 ? (only.id ?? '*') : null, bound: false };
}

/** The keys of `POST /eventbridge` with who sends with each. */
export function senderKeys(config: Pick<Config, 'accounts' | 'eventBridgeKeys'>): SenderKey[] {
  return config.eventBridgeKeys.map(({ key, accountId }) => ({
    key,
    sender: accountId === null ? unboundSender(config) : { account: accountId, bound: true },
  }));
}
