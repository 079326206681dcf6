import { isAutomation } from '../lexicon/automations.ts';
import { isKnownDeed } from '../match-deed.ts';
import type { Filter } from '../question.ts';
import { type Draft, mayBeSomebody } from './draft.ts';
import type { Token } from './tokens.ts';

/** "full history of user temp-contractor", "what happened to the iam user x", "AKIA… history": by them, to them and of what is theirs. */
export function historyOf(draft: Draft, tokens: readonly Token[]): Draft {
  const { verbs, objects, filters, done } = draft;
  const isHistory = tokens.some(
    ({ word }, at) =>
      /^(history|timeline)$/.test(word) ||
      (/^happen(s|ed|ing)?$/.test(word) && /^(to|with)$/.test(tokens[at + 1]?.word ?? '')),
  );
  if (!isHistory || verbs.length + done.length > 0) return draft;
  const isOfUser = /^(user|role)$/.test(objects.join()) && filters.some(({ key }) => key === 'resource');
  if (!isOfUser && (objects.length > 0 || !filters.some(({ key }) => key === 'key'))) return draft;
  return {
    ...draft,
    asks: draft.asks ?? 'list',
    hasThing: true,
    objects: [],
    filters: filters
      .filter(({ key, negated }) => !(isOfUser && key === 'source' && !negated))
      .map(filter => (/^(resource|key)$/.test(filter.key) ? { ...filter, key: 'named' as const } : filter)),
  };
}

/** "all changes to the organization": whatever is done there. */
export function ofOrganization(draft: Draft): Draft {
  const { verbs, objects, indirect, filters, done } = draft;
  const isWhole = objects.join() === 'organization' && verbs.length + indirect.length + done.length === 0;
  const isNamed = filters.some(({ key }) => /^(resource|named|event|source)$/.test(key));
  if (!isWhole || (isNamed && !filters.some(({ key }) => key === 'source'))) return draft;
  const others = filters.filter(({ key }) => key !== 'source');
  const all: Filter = { key: 'source', values: ['organizations.amazonaws.com'], negated: false };
  return { ...draft, objects: [], filters: [...others, all], hasThing: true };
}

/** "all events about the instance i-0fed…": by an id that only it has, whatever is called after what. */
export function ofItself(draft: Draft, tokens: readonly Token[]): Draft {
  const { verbs, objects, indirect, filters, done, without, thing } = draft;
  const names = filters.filter(({ key, negated }) => key === 'resource' && !negated);
  const at = tokens.findIndex(({ text }) => names[0]?.values.includes(text));
  const isOnlyItself =
    !/^changes?$/.test(thing) &&
    tokens.slice(Math.max(0, at - MAX_TITLE_WORDS), at).some(({ word }) => ABOUT.test(word)) &&
    verbs.length + indirect.length + done.length + without.length === 0 &&
    objects.length === 1 &&
    names.length > 0 &&
    names.every(({ values }) => values.every(value => UNIQUE_ID.test(value)));
  return isOnlyItself ? { ...draft, objects: [], hasThing: true } : draft;
}

const ABOUT = /^(about|on|for|of|with|to|regarding|concerning|involving)$/;
/** Most words from such a word to an id: "about the EC2 instance". */
const MAX_TITLE_WORDS = 4;

/** Ids of things of Amazon EC2 that calls of other services are about as well: whoever starts a session on an instance names it. */
const UNIQUE_ID = /^(i|vol|eni)-([0-9a-f]{8}|[0-9a-f]{17})$/i;

/** "got access denied on the secret": to reading it as much as to changing it. */
export function deniedOn(draft: Draft, tokens: readonly Token[]): Draft {
  const { verbs, objects, done, filters } = draft;
  const isDenied = tokens.some(
    ({ word }, at) =>
      word === 'access' &&
      /^(denied|denials?)$/.test(tokens[at + 1]?.word ?? '') &&
      /^(on|to|for|at)$/.test(tokens[at + 2]?.word ?? ''),
  );
  const isNamed = filters.some(({ key }) => key === 'resource');
  return isDenied && isNamed && objects.length > 0 && verbs.length + done.length === 0
    ? { ...draft, verbs: ['access'] }
    : draft;
}

/** `by jenkins`: by whoever is called after it. Who writes `user:jenkins`, "user jenkins" or "the jenkins role" means that one. */
export function ofAutomation(filter: Filter, tokens: readonly Token[]): Filter {
  const isMeant = (value: string) =>
    isAutomation(value.toLowerCase()) &&
    tokens.some((token, at) => token.text === value && isUntitled(tokens, at));
  if (!/^(user|named)$/.test(filter.key) || !filter.values.some(isMeant)) return filter;
  return { ...filter, values: filter.values.map(one => (isMeant(one) ? `*${one.toLowerCase()}*` : one)) };
}

function isUntitled(tokens: readonly Token[], at: number): boolean {
  const { quoted, filter } = tokens[at] ?? {};
  const beside = [tokens[at - 1], tokens[at + 1]].map(token => token?.word ?? '');
  return quoted !== true && filter === undefined && !beside.some(word => /^(user|role|session)$/.test(word));
}

/** "how many times did someone try": what failed counts as well. */
export function triedFilter({ asks, filters }: Draft, tokens: readonly Token[]): readonly Filter[] {
  const isTried = tokens.some(({ word }) => /^(try|tries|tried|trying|attempts?|attempted)$/.test(word));
  const isTold = filters.some(({ key }) => key === 'outcome');
  return asks === 'count' && isTried && !isTold
    ? [{ key: 'outcome', values: ['success', 'failure'], negated: false }]
    : [];
}

/** "disconnected the prod account": whoever does so takes its connection away. */
export function disconnecting(draft: Draft, tokens: readonly Token[]): Draft {
  const isSaid = tokens.some(({ word }) => /^disconnect(s|ed|ing|ions?)?$/.test(word));
  const isAccount = draft.filters.some(({ key, negated }) => key === 'account' && !negated);
  const isOpen =
    draft.objects.length === 0 && !draft.filters.some(({ key }) => /^(resource|named|event)$/.test(key));
  return isSaid && isAccount && isOpen && draft.verbs.join() === 'remove' && draft.done.length === 0
    ? { ...draft, objects: ['connection'] }
    : draft;
}

/** "connected the prod account to codecatalyst": the connection was asked for and accepted. */
export function connecting(draft: Draft, tokens: readonly Token[]): Draft {
  const { verbs, objects, done, filters } = draft;
  const isSaid = tokens.some(({ word }) => /^(re)?(connect|link)(s|ed|ing)?$/.test(word));
  const isAccount = filters.some(({ key, negated }) => key === 'account' && !negated);
  const isToSpace =
    objects.join() === 'space' ||
    (objects.length === 0 &&
      filters.some(
        ({ key, values }) => key === 'source' && values.some(value => value.startsWith('codecatalyst')),
      ));
  const isOpen = !filters.some(({ key }) => /^(resource|named|event)$/.test(key));
  return isSaid && isAccount && isToSpace && isOpen && verbs.join() === 'associate' && done.length === 0
    ? { ...draft, verbs: ['associate', 'create', 'accept'], objects: ['connection'] }
    : draft;
}

/** "launched instances": those that were there before are started, and not launched. */
export function launching(draft: Draft, tokens: readonly Token[]): Draft {
  const isLaunched = tokens.some(({ word }) => /^launch(e[sd]|ing|es)?$/.test(word));
  const isStarted = tokens.some(({ word }) => /^(start|begin|beg[au]n|resum|boot|r[au]n)/.test(word));
  return isLaunched && !isStarted && draft.verbs.join() === 'start' && draft.objects.join() === 'instance'
    ? { ...draft, verbs: ['create'] }
    : draft;
}

/** Which way the traffic goes that a rule is for: "removed egress rules". */
export function ofDirection(draft: Draft, tokens: readonly Token[]): readonly Filter[] {
  const isRule = draft.objects.join() === 'security group rule';
  const isIn = tokens.some(({ word }) => /^(ingress|inbound|incoming)$/.test(word));
  const isOut = tokens.some(({ word }) => /^(egress|outbound|outgoing)$/.test(word));
  const isTold = draft.filters.some(({ key }) => key === 'event');
  if (!isRule || isIn === isOut || isTold) return [];
  // The one call that changes rules by their ids does not tell.
  const values = [isIn ? '*Ingress' : '*Egress', 'ModifySecurityGroupRules'];
  return [{ key: 'event', values, negated: false }];
}

/** "added STRIPE_KEY", "added the secret": what is added to nothing that is named was made, where AWS has no event that ties it. */
export function adding(draft: Draft, tokens: readonly Token[]): Draft {
  const { verbs, objects, indirect, filters } = draft;
  const isAdded = verbs.join() === 'associate' && tokens.some(({ word }) => /^add(s|ed|ing)?$/.test(word));
  const isRule = filters.some(({ key }) => key === 'rule');
  if (!isAdded || isRule || indirect.length > 0) return draft;
  const names = filters.filter(({ key }) => key === 'resource').flatMap(({ values }) => values);
  const isThing = objects.length === 0 && names.length > 0 && !names.some(mayBeSomebody);
  const isMade = isThing || (objects.length > 0 && !isKnownDeed({ verbs, objects }, []));
  return isMade ? { ...draft, verbs: [...verbs, 'create'] } : draft;
}
