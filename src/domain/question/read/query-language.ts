/** Fields by which queries of other tools say that a call succeeded or not. */
const NO_ERROR = /^errorcode\s+is\s+null$/i;
const ANY_ERROR = /^errorcode\s+is\s+not\s+null$|^(ispresent|exists)\(errorcode\)$/i;

/**
 * The condition of a query as pairs that are read here: `SELECT … WHERE eventName = 'X' AND …` as CloudTrail Lake and Athena have it, `fields … | filter eventName = 'X' | sort …` as
 * CloudWatch Logs Insights does. Any other text as it is.
 */
export function readQueryLanguage(text: string): string {
  const asPairs = text.replace(
    /\b(event(?:name|source|id)|awsregion|username|errorcode|recipientaccountid|sourceipaddress)\s+in\s*\(([^()]*)\)/gi,
    (_, path: string, values: string) => `${keyOf(path)}:"${values.replace(/['"\s]/g, '')}"`,
  );
  if (asPairs !== text && !/^\s*(select|fields|filter)\b/i.test(text)) return readQueryLanguage(asPairs);
  const condition =
    /^\s*select\b[^]*?\bfrom\b[^]*?\bwhere\b\s*([^]*)$/i.exec(text)?.[1] ?? insightsFilter(text);
  const counted = /^([^|]*[=:][^|]*)\|\s*stats\s+count\s+by\s+([\w.]+)\s*$/i.exec(text);
  const group = counted && groupOf(counted[2] ?? '');
  if (counted && group !== undefined) return `how many events ${counted[1] ?? ''} per ${group}`;
  // Splunk: what is shown of the events, and in which order.
  if (condition === undefined && !text.includes('|')) return text;
  if (condition === undefined)
    return text.replace(/(?<=[=:]\S+.*)\|\s*(table|fields|sort|head|dedup)\b[^|]*$/i, '');
  const plain = condition
    .replace(/\b(order|group)\s+by\b[^]*$|\blimit\s+\d+\s*;?\s*$/i, '')
    .replace(/;\s*$/, '');
  const pairs = plain.split(/\s+and\s+/i).map(pairOf);
  return pairs.every(pair => pair !== undefined) ? pairs.join(' ') : text;
}

function insightsFilter(text: string): string | undefined {
  if (!/^\s*(fields|filter|display)\b[^]*\|/i.test(text) && !/^\s*filter\s+\w+\s*(=|like)/i.test(text))
    return undefined;
  const filters = text
    .split('|')
    .map(part => /^\s*filter\s+([^]*)$/i.exec(part)?.[1]?.trim())
    .filter(part => part !== undefined);
  return filters.length === 0 ? undefined : filters.join(' and ');
}

function pairOf(condition: string): string | undefined {
  const plain = condition.trim().replace(/^\((.*)\)$/, '$1');
  if (NO_ERROR.test(plain)) return 'outcome:success';
  if (ANY_ERROR.test(plain)) return 'outcome:failure';
  const among = /^([\w.]+)\s+in\s*\(([^()]*)\)$/i.exec(plain);
  if (among) return `${keyOf(among[1] ?? '')}:"${(among[2] ?? '').replace(/['"\s]/g, '')}"`;
  const match = /^([\w.]+)\s*(=|!=|<>|like)\s*(?:'([^']*)'|"([^"]*)"|\/([^/]*)\/|([\w.@:*-]+))$/i.exec(plain);
  if (!match) return undefined;
  const [, path = '', sign = '', ...values] = match;
  const value = values.find(one => one !== undefined) ?? '';
  const isRegular = values[2] !== undefined;
  const text = isRegular ? `*${value}*` : value.replaceAll('%', '*');
  return `${sign === '!=' || sign === '<>' ? '-' : ''}${keyOf(path)}:"${text}"`;
}

/** The key for a field of a record: `userIdentity.arn` and the like say whose it is. */
function keyOf(path: string): string {
  return /^useridentity\./i.test(path) ? 'user' : (path.split('.').at(-1) ?? path);
}

/** What a query counts by, in our words; undefined where we count by no such thing. */
function groupOf(path: string): string | undefined {
  if (/^useridentity\./i.test(path)) return 'person';
  return GROUP_FIELDS.get(path.toLowerCase());
}

/** CloudTrail's fields that we count by, in our words. */
const GROUP_FIELDS: ReadonlyMap<string, string> = new Map([
  ['awsregion', 'region'],
  ['recipientaccountid', 'account'],
  ['eventname', 'event'],
  ['eventsource', 'service'],
]);
