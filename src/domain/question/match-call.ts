import { asName, asObject, eachText, type Json, type JsonObject } from '../json.ts';
import type { CloudTrailRecord } from '../record.ts';
import { toolOf } from '../whence.ts';

/**
 * Whether multi-factor authentication was used for a sign-in, as `additionalEventData.MFAUsed` says (CloudTrail User Guide, "AWS Management Console sign-in events"). What
 * an identity provider asked for, AWS does not know: such sign-ins say No.
 */
export function usedMfa({ fields }: CloudTrailRecord): boolean {
  return asObject(fields['additionalEventData'])?.['MFAUsed'] === 'Yes';
}

/** What a question wants of a rule of a security group: its port, the network that it lets in, or both. */
interface WantedRule {
  readonly port: string | undefined;
  readonly network: string | undefined;
}

/** `22`, `from anywhere`, `22 from 10.0.0.0/8`, `all from anywhere`: undefined where a text is none of these. */
export function wantedRule(text: string): WantedRule | undefined {
  const [, port, network] =
    /^(all|\d{1,5}(?:-\d{1,5})?)?(?:(?:^| )from (anywhere|[0-9a-f.:]+(?:\/\d{1,3})?))?$/i.exec(text) ?? [];
  return port === undefined && network === undefined ? undefined : { port, network };
}

/** Whether a call holds a rule of a security group or network ACL as it is wanted: port and network of one and the same rule. */
export function holdsRule(text: string, { fields }: CloudTrailRecord): boolean {
  const wanted = wantedRule(text.toLowerCase());
  if (!wanted) return false;
  const places = [fields['requestParameters'], fields['responseElements']];
  return places.some(place =>
    rulesIn(place).some(
      rule =>
        (wanted.port === undefined || opens(rule, wanted.port)) &&
        (wanted.network === undefined || letsIn(rule, wanted.network)),
    ),
  );
}

/** The objects that say a protocol or ports, whatever they stand in (Amazon EC2 API Reference, IpPermission, SecurityGroupRule, NetworkAclEntry). */
function rulesIn(value: Json | undefined): readonly JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(item => rulesIn(item as Json));
  const object = asObject(value);
  if (!object) return [];
  const isRule = ['ipProtocol', 'fromPort', 'portRange', 'aclProtocol'].some(field => field in object);
  return isRule ? [object] : Object.values(object).flatMap(rulesIn);
}

/** Whether a rule is for a port, for all of a range, or for `all`. */
function opens(rule: JsonObject, wanted: string): boolean {
  const protocol = asName(rule['ipProtocol'] ?? rule['aclProtocol'])?.toLowerCase() ?? '';
  if (/^(icmp|icmpv6|1|58)$/.test(protocol)) return false;
  const range = asObject(rule['portRange']);
  const [from, to] = [rule['fromPort'] ?? range?.['from'], rule['toPort'] ?? range?.['to']].map(port =>
    port === undefined || port === null ? undefined : Number(port),
  );
  const isAll = protocol === '-1' || from === -1 || (from === 0 && to === 65_535);
  if (isAll || wanted === 'all') return isAll;
  const [first = Number.NaN, last = first] = wanted.split('-').map(Number);
  return from !== undefined && from <= first && last <= (to ?? from);
}

/** Whether a rule lets in a network, or whoever comes. */
function letsIn(rule: JsonObject, wanted: string): boolean {
  const networks: string[] = [];
  eachText(rule, (text, field) => {
    if (/^cidr/i.test(field)) networks.push(text.toLowerCase());
  });
  return networks.some(network =>
    wanted === 'anywhere'
      ? /^(0\.0\.0\.0|::)\/0$/.test(network)
      : network === wanted || network.replace(/\/(32|128)$/, '') === wanted,
  );
}

/** Whether a call was made with one of some tools, where its record tells. */
export function isMadeWith(names: readonly string[], record: CloudTrailRecord): boolean {
  const tool = toolOf(record)?.toLowerCase();
  return (
    tool !== undefined && names.some(name => tool === name || (name === 'sdk' && tool.startsWith('sdk')))
  );
}
