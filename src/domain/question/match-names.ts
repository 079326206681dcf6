import { nameInArn, readArn } from '../arn.ts';
import { matchesWildcard } from '../event-pattern.ts';
import type { Principal, PrincipalKind } from '../principal.ts';
import { resourceNames } from '../resource.ts';
import type { RecordSummary } from '../summary.ts';
import { roleNameOf, sessionPath, type UserIdentity } from '../user-identity.ts';

/** The names and ARNs of the role in use, as the record has them. */
export function rolesOf({ record: { identity }, principal }: RecordSummary): (string | null)[] {
  const named = identity && roleNameOf(identity);
  return [
    named ?? null,
    identity?.issuer?.arn ?? null,
    ...principal.identifiers.filter(name => name.includes(':role/')),
  ];
}

/** Characters of a whole event or connection id. */
const ID_LENGTH = 36;
/** The leading part of an id: people name things by as much of it as tells them apart. */
const PART_OF_ID = /^(?=.*\d)[0-9a-f]{6,}(-[0-9a-f]*)*$/;

/** The same of an id that says first what it is of, and such an id whole: `i-0abcde`, `sg-0123456789abcdef0`. */
const PART_OF_PREFIXED_ID = /^[a-z]+-[0-9a-f]{6,}$/;
const PREFIXED_ID = /^[a-z]+-[0-9a-f]{17}$/;

/** Whether a value in a question means a name, both in lower case: whole, or by the beginning of an id. */
export function isNamed(value: string, name: string): boolean {
  if (matchesWildcard(value, name)) return true;
  if (!name.startsWith(value)) return false;
  return isPartOfId(value) || (PART_OF_PREFIXED_ID.test(value) && PREFIXED_ID.test(name));
}

/** Whether a text, in lower case, is only the beginning of an id of 36 characters. */
export function isPartOfId(value: string): boolean {
  return value.length < ID_LENGTH && PART_OF_ID.test(value);
}

/** Whether a name means a session itself, by its ARN or as `ROLE/SESSION`, whoever obtained it; its last part alone may be anybody's name. */
export function isSession(name: string, identity: UserIdentity | undefined): boolean {
  if (!identity || !name.includes('/')) return false;
  const names = [identity.arn, identity.type === 'AssumedRole' ? sessionPath(identity) : undefined];
  return names.some(one => one !== undefined && matchesWildcard(name, one.toLowerCase()));
}

/** Whether a name is that of a session itself, as the record claims it: its last part, `ROLE/SESSION`, or its ARN. */
export function isSessionName(name: string, identity: UserIdentity | undefined): boolean {
  if (!identity || identity.type !== 'AssumedRole') return isSession(name, identity);
  const path = sessionPath(identity)?.toLowerCase();
  return (
    isSession(name, identity) || (path !== undefined && matchesWildcard(name, path.split('/').at(-1) ?? ''))
  );
}

/** Whether whoever acted is of a kind: one of ours, or the type that CloudTrail gives the identity. */
export function isKind(kind: string, { principal, record }: RecordSummary): boolean {
  // People and workflows act with roles, too: so much only the record's own type says.
  if (kind === 'assumedRole') return record.identity?.type === 'AssumedRole';
  return actedAs(kind as PrincipalKind, principal);
}

const resources = new WeakMap<RecordSummary, readonly string[]>();

/** All names of the resources of a record, in lower case. */
function resourcesOf(summary: RecordSummary): readonly string[] {
  const known = resources.get(summary);
  if (known) return known;
  const { resource, others, second, record } = summary;
  const shown = [resource, second, ...others].flatMap(name => name?.toLowerCase() ?? []);
  const found = [...new Set([...shown, ...resourceNames(record)])];
  resources.set(summary, found);
  return found;
}

/** The same by which a whole name means one, in lower case: of an address also what people call whose it is. */
export function plainResourcesOf(summary: RecordSummary): Iterable<string> {
  return resourcesOf(summary).flatMap(name => [
    name,
    ...(name.includes('@') ? partsOfAddress(name) : []),
    ...partsOfPath(name),
  ]);
}

/** The names by which {@link isNameInAddress} takes an address, and perhaps a few by which it does not. */
function partsOfAddress(address: string): readonly string[] {
  const local = address.split('@')[0] ?? '';
  return [local, local.replace(/[._-]/g, ' '), ...local.split('.')];
}

/** Fewest characters of a part of a path that people call a thing by. */
const MIN_PART_LENGTH = 3;

/** What is between the slashes of a name that is a path: `/aws/lambda/mailer` and `prod/stripe` are called by their parts. An ARN is none. */
function partsOfPath(name: string): readonly string[] {
  if (!name.includes('/') || /^arn:|:\/\//.test(name)) return [];
  return name.split('/').filter(part => part.length >= MIN_PART_LENGTH && part !== name);
}

/** Whether a name means a resource of a record: a whole name, a part of a path, the beginning of an id, or an ARN whose last part the record has. */
export function isResource(value: string, summary: RecordSummary): boolean {
  const { record } = summary;
  const names = resourcesOf(summary);
  const isOne = (name: string) =>
    isNamed(value, name) ||
    (name.includes('@') && isNameInAddress(value, name)) ||
    partsOfPath(name).includes(value);
  if (names.some(isOne)) return true;
  const arn = readArn(value);
  const named = arn && nameInArn(value);
  if (!arn || named === undefined) return false;
  const isThere =
    (arn.account === '' || arn.account === record.accountId) &&
    (arn.region === '' || arn.region === record.awsRegion);
  return isThere && names.some(name => matchesWildcard(named, name));
}

/** Whether a name means a principal: a whole name, an e-mail's local part or the first or last name in it, a session, a role; never a part of a word. `=name`: a whole name only. */
export function isUser(name: string, principal: Principal): boolean {
  if (name.startsWith('=')) return namesOf(principal).includes(name.slice(1));
  if (name === 'root') return actedAs('root', principal);
  if (/^workflows?$/.test(name)) return actedAs('workflow', principal);
  return namesOf(principal).some(
    full =>
      matchesWildcard(name, full) ||
      full.split('/').at(-1) === name ||
      isNameInAddress(name, full.split('/').at(-1) ?? ''),
  );
}

/** Every plain name, in lower case and without a star, by which {@link isUser} takes a principal: and perhaps a few by which it does not. */
export function plainNamesOf(principal: Principal): ReadonlySet<string> {
  const found = new Set<string>();
  for (const full of namesOf(principal)) {
    const last = full.split('/').at(-1) ?? '';
    for (const one of [full, last, ...partsOfAddress(last)]) found.add(one);
  }
  return found;
}

/** Whether a value of a question names a resource only by its whole name: it is no ARN, no part of an id and has no star. */
export function isWholeName(value: string): boolean {
  return !/[*:]/.test(value) && !isPartOfId(value) && !PART_OF_PREFIXED_ID.test(value);
}

/** Whether an e-mail address, or a name written like one, is somebody's of a name: `dana` and `okafor` are dana.okafor@example.com. Both in lower case. */
export function isNameInAddress(name: string, address: string): boolean {
  const [local = '', domain] = address.split('@');
  if (domain !== undefined && local === name) return true;
  // "Dana Okafor".
  if (name.includes(' ') && local.replace(/[._-]/g, ' ') === name) return true;
  if (domain === undefined && !FIRST_AND_LAST_NAME.test(local)) return false;
  const parts = local.split('.');
  return name.length > 1 && parts.length > 1 && (parts[0] === name || parts.at(-1) === name);
}

/** Names of people as companies write them: `dana.okafor`. */
const FIRST_AND_LAST_NAME = /^[\p{L}-]{2,}\.[\p{L}-]{2,}$/u;

/** Whether it was done by a kind of actor: the one who is proven to have obtained the session, else whom the record names. */
function actedAs(kind: PrincipalKind, principal: Principal): boolean {
  const { chain } = principal;
  // A proven workflow is called so; whoever acted as root is another, once that is proven.
  const isOther = kind === 'root' && chain.some(link => link.eventID !== undefined);
  return (!isOther && principal.kind === kind) || chain.some(link => link.kind === kind);
}

const names = new WeakMap<Principal, readonly string[]>();

/** All names that a principal may be asked for by. What a session was called says nothing once it is proven who obtained it. One principal is held against many patterns. */
function namesOf(principal: Principal): readonly string[] {
  const known = names.get(principal);
  if (known) return known;
  const found = findNames(principal);
  names.set(principal, found);
  return found;
}

function findNames(principal: Principal): readonly string[] {
  const { name, identifiers, claimed, chain } = principal;
  const links = chain.map(link =>
    link.kind === 'role' && link.eventID !== undefined ? (link.name.split('/')[0] ?? '') : link.name,
  );
  return [...[name, ...links].map(one => one.toLowerCase()), ...identifiers, ...claimed];
}
