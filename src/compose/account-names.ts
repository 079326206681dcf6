import type { Config } from '../config/config.ts';

/** How an account is called: by its configured name. */
export function accountNamer(config: Config): (accountId: string | null) => string {
  return accountId =>
    accountId === null ? 'this account' : (config.routing.accountNames.get(accountId) ?? accountId);
}
