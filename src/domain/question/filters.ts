import { CATEGORIES } from '../categories.ts';
import { isRegion } from '../region.ts';
import { TOOL_NAMES } from '../whence.ts';
import { wantedRule } from './match-call.ts';
import { FILTER_KEYS, type Filter, type FilterKey, type Pattern, type QuestionContext } from './question.ts';

/** CloudTrail's own names, and other names, for the filter keys. */
export const KEY_NAMES: ReadonlyMap<string, FilterKey> = new Map<string, FilterKey>([
  ...FILTER_KEYS.map(key => [key, key] as const),
  ['eventid', 'id'],
  ['eventname', 'event'],
  ['eventsource', 'source'],
  ['service', 'source'],
  ['username', 'user'],
  ['principal', 'user'],
  ['by', 'user'],
  ['rolename', 'role'],
  ['accesskeyid', 'key'],
  ['accesskey', 'key'],
  ['sourceipaddress', 'ip'],
  ['recipientaccountid', 'account'],
  ['accountid', 'account'],
  ['awsregion', 'region'],
  ['resourcename', 'resource'],
  ['resourcearn', 'resource'],
  ['readonly', 'readonly'],
  ['errorcode', 'error'],
  ['status', 'outcome'],
  ['result', 'outcome'],
  ['action', 'event'],
  ['verb', 'event'],
  ['name', 'named'],
  ['projectname', 'project'],
  ['spacename', 'space'],
  ['useridentity.username', 'user'],
  ['useridentity.arn', 'user'],
  ['useridentity.type', 'kind'],
  ['useridentity.accesskeyid', 'key'],
  ['useridentity.accountid', 'account'],
  ['useridentity.principalid', 'user'],
  ['useridentity.sessioncontext.sessionissuer.username', 'role'],
  ['useridentity.sessioncontext.sessionissuer.arn', 'role'],
  ['sessionissuer', 'role'],
  ['sessionname', 'session'],
  ['rolesessionname', 'session'],
  ['type', 'kind'],
  ['eventid', 'id'],
]);

/** Kinds of who acts, by what they are called, in lower case without blanks (CloudTrail User Guide, "CloudTrail userIdentity element", type). */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['root', 'root'],
  ['iamuser', 'user'],
  ['user', 'user'],
  ['assumedrole', 'assumedRole'],
  ['role', 'role'],
  ['identitycenteruser', 'identityCenterUser'],
  ['identitycenter', 'identityCenterUser'],
  ['sso', 'identityCenterUser'],
  ['ssouser', 'identityCenterUser'],
  ['federateduser', 'federated'],
  ['federated', 'federated'],
  ['awsservice', 'service'],
  ['service', 'service'],
  ['awsaccount', 'account'],
  ['account', 'account'],
  ['workflow', 'workflow'],
  ['unknown', 'unknown'],
]);

/** Words for how a call went, and the value each stands for. */
export const OUTCOMES: ReadonlyMap<string, string> = new Map([
  ['failed', 'failure'],
  ['failing', 'failure'],
  ['failures', 'failure'],
  ['errors', 'failure'],
  ['errored', 'failure'],
  ['error', 'failure'],
  ['fails', 'failure'],
  ['fail', 'failure'],
  ['failure', 'failure'],
  ['unsuccessful', 'failure'],
  ['unsuccessfully', 'failure'],
  ['denied', 'denied'],
  ['refused', 'denied'],
  ['unauthorized', 'denied'],
  ['unauthorised', 'denied'],
  ['forbidden', 'denied'],
  ['unauthorized', 'denied'],
  ['accessdenied', 'denied'],
  ['accessdeniedexception', 'denied'],
  ['denials', 'denied'],
  ['denial', 'denied'],
  ['forbidden', 'denied'],
  ['successful', 'success'],
  ['successfully', 'success'],
  ['succeeded', 'success'],
  ['successes', 'success'],
]);

/** The outcomes that satisfy two conditions at once: a denied call has failed too. None where they exclude each other. */
export function bothOutcomes(some: readonly string[], others: readonly string[]): string[] {
  const both = (one: string, other: string) =>
    one === other ? [one] : one === 'success' || other === 'success' ? [] : ['denied'];
  return [...new Set(some.flatMap(one => others.flatMap(other => both(one, other))))];
}

/** Values that a key takes, as a sentence. */
export const VALUES_OF: Partial<Record<FilterKey, string>> = {
  outcome: 'It is success, failure or denied.',
  readonly: 'It is true or false.',
  category: `It is one of ${CATEGORIES.join(', ')}.`,
  account: 'It is an account id of 12 digits or a configured account name.',
  region: 'It is a Region such as us-west-2.',
  ip: 'It is an address such as 192.0.2.1, or part of one: 192.0.2.* or 192.0.2.0/24.',
  kind: `It is one of ${[...new Set(KINDS.values())].join(', ')}.`,
};
/** A filter that can be read, by its key. */
export const EXAMPLE_OF: Partial<Record<FilterKey, string>> = {
  outcome: 'outcome:failure',
  readonly: 'readonly:true',
  category: 'category:connection',
  account: 'account:111122223333',
  region: 'region:us-west-2',
  ip: 'ip:192.0.2.*',
  kind: 'kind:root',
};

/** The one spelling of a filter value; undefined where it can't be one. */
export function foldValue(key: FilterKey, value: string, context: QuestionContext): string | undefined {
  const word = value.toLowerCase();
  switch (key) {
    case 'outcome':
      return OUTCOMES.get(word) ?? (/^(success|failure|denied)$/.test(word) ? word : undefined);
    case 'mfa':
    case 'readonly':
      return /^(true|yes)$/.test(word) ? 'true' : /^(false|no)$/.test(word) ? 'false' : undefined;
    case 'category':
      return CATEGORIES.find(name => name.replace(/ /g, '') === word.replace(/[\s_-]/g, ''));
    case 'account': {
      if (/^\d{12}$/.test(word)) return word;
      return context.accounts.find(account => account.name.toLowerCase() === word)?.id ?? undefined;
    }
    case 'region':
      return isRegion(word) ? word : undefined;
    case 'ip':
      return isAddress(word) ? word : undefined;
    case 'kind':
      return (
        KINDS.get(word.replace(/[\s_-]/g, '').replace(/s$/, '')) ?? KINDS.get(word.replace(/[\s_-]/g, ''))
      );
    case 'tool':
      return TOOL_NAMES.find(name => name === word);
    case 'rule':
      return wantedRule(word.trim()) && word.trim();
    case 'event':
      // `codecatalyst:PutX` is how policies write it.
      return value.trim().replace(/^[a-z0-9-]+:(?=[A-Z*])/, '') || undefined;
    case 'user':
      // "@alice" that Slack made no mention of is alice.
      return value.trim().replace(/^@+(?=[^@])/, '') || undefined;
    case 'source':
      return word.includes('.') ? word : `${word}.amazonaws.com`;
    default:
      return value.trim() === '' ? undefined : value.trim();
  }
}

/** Whether a text is an address, a part of one with a star, or a network of them. */
function isAddress(word: string): boolean {
  const [address = '', prefix, ...others] = word.split('/');
  if (others.length > 0 || address === '' || (prefix !== undefined && !/^\d{1,3}$/.test(prefix)))
    return false;
  if (prefix !== undefined && Number(prefix) > (address.includes(':') ? 128 : 32)) return false;
  if (address.includes(':')) return /^[0-9a-f:.*]+$/.test(address);
  if (prefix !== undefined || /^[\d.]+$/.test(address))
    return /^\d+(\.\d+){3}$/.test(address) && address.split('.').every(part => Number(part) <= 255);
  return address.split('.').every(part => !(Number(part) > 255));
}

/** The values that a question wants for a key, or undefined where it wants none in particular. */
export function wantedOf({ filters }: Pattern, key: FilterKey): readonly string[] | undefined {
  const wanted = filters
    .filter(filter => filter.key === key && !filter.negated)
    .flatMap(filter => filter.values);
  return wanted.length > 0 ? wanted : undefined;
}

/** The values that a question leaves out for a key. */
export function leftOutOf({ filters }: Pattern, key: FilterKey): readonly string[] {
  return filters.filter(filter => filter.key === key && filter.negated).flatMap(({ values }) => values);
}

/** A question without what it wants, or without what it leaves out, for a key. */
export function without<P extends Pattern>(pattern: P, key: FilterKey, which: 'wanted' | 'left out'): P {
  const goes = (filter: Filter) => filter.key === key && filter.negated === (which === 'left out');
  return { ...pattern, filters: pattern.filters.filter(filter => !goes(filter)) };
}

/** A question that asks about some accounts only; undefined where it asks for others by name. An empty list sets no limit. */
export function withinAccounts<P extends Pattern>(pattern: P, accounts: readonly string[]): P | undefined {
  if (accounts.length === 0) return pattern;
  const wanted = wantedOf(pattern, 'account');
  const values = wanted === undefined ? accounts : accounts.filter(id => wanted.includes(id));
  if (values.length === 0) return undefined;
  const { filters } = without(pattern, 'account', 'wanted');
  return { ...pattern, filters: [...filters, { key: 'account', values, negated: false }] };
}

/** The same, but that a question about other accounts alone finds nothing. */
export function onlyWithin<P extends Pattern>(pattern: P, accounts: readonly string[]): P {
  const only = { key: 'account', values: accounts, negated: false } as const;
  return withinAccounts(pattern, accounts) ?? { ...pattern, filters: [...pattern.filters, only] };
}

/** The people of a question, as they were written, wanted or left out. */
export function usersOf({ filters }: Pattern): readonly string[] {
  return filters.filter(({ key }) => key === 'user').flatMap(({ values }) => values);
}

/** A question with other names in place of some people; a person of whom no name is known stays, and matches nobody. */
export function withUsers<P extends Pattern>(pattern: P, names: ReadonlyMap<string, readonly string[]>): P {
  const filters = pattern.filters.map(filter =>
    filter.key === 'user'
      ? { ...filter, values: filter.values.flatMap(value => names.get(value.toLowerCase()) ?? [value]) }
      : filter,
  );
  return { ...pattern, filters };
}
