import { asObject, type Json, type JsonObject } from './json.ts';

/**
 * Whether an event matches an EventBridge event pattern (EventBridge User Guide, "Comparison operators"):
 * exact values, `prefix`, `suffix`, `equals-ignore-case`, `wildcard`, `anything-but`, `exists`, `numeric`, `cidr` (IPv4) and `$or`.
 */
export function matchesEventPattern(pattern: JsonObject, event: JsonObject): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    if (field === '$or')
      return Array.isArray(wanted) && wanted.some(one => matchesEventPattern(asObject(one) ?? {}, event));
    const actual = event[field];
    if (Array.isArray(wanted)) return wanted.some(rule => matchesRule(rule as Json, actual));
    const nested = asObject(wanted);
    if (!nested) return false;
    const inner = asObject(actual);
    if (inner) return matchesEventPattern(nested, inner);
    if (Array.isArray(actual)) return actual.some(item => matchesEventPattern(nested, asObject(item) ?? {}));
    return matchesEventPattern(nested, {});
  });
}

/** What is wrong with a pattern, as a sentence; undefined where nothing is. */
export function eventPatternProblem(pattern: JsonObject, path = 'pattern'): string | undefined {
  for (const [field, wanted] of Object.entries(pattern)) {
    const here = `${path}.${field}`;
    if (Array.isArray(wanted)) {
      if (wanted.length === 0) return `${here} is an empty list, which matches nothing`;
      for (const rule of wanted) {
        if (field === '$or') {
          const problem = eventPatternProblem(asObject(rule) ?? {}, here);
          if (problem !== undefined) return problem;
          continue;
        }
        const operator = Object.keys(asObject(rule) ?? {})[0];
        if (operator !== undefined && !OPERATORS.has(operator))
          return `${here}: no operator is called "${operator}"`;
      }
    } else if (asObject(wanted)) {
      const problem = eventPatternProblem(asObject(wanted) ?? {}, here);
      if (problem !== undefined) return problem;
    } else return `${here} must be a list of values, as EventBridge has it`;
  }
  return undefined;
}

const OPERATORS = new Set([
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
  'anything-but',
  'exists',
  'numeric',
  'cidr',
]);

function matchesRule(rule: Json, actual: Json | undefined): boolean {
  const operator = asObject(rule);
  if (operator && 'exists' in operator) return (actual !== undefined) === operator['exists'];
  if (Array.isArray(actual)) return actual.some(item => matchesRule(rule, item as Json));
  if (!operator) return actual !== undefined && rule === actual;
  const [[name, argument] = ['', undefined]] = Object.entries(operator);
  return matchesOperator(name, argument, actual);
}

function matchesOperator(name: string, argument: Json | undefined, actual: Json | undefined): boolean {
  if (name === 'anything-but') {
    if (actual === undefined) return false;
    const rules = Array.isArray(argument) ? argument : [argument ?? null];
    return !rules.some(rule => matchesRule(rule as Json, actual));
  }
  if (name === 'numeric')
    return typeof actual === 'number' && Array.isArray(argument) && inRange(argument, actual);
  if (typeof actual !== 'string') return false;
  const ignoreCase = asObject(argument)?.['equals-ignore-case'];
  const wanted = ignoreCase ?? argument;
  if (typeof wanted !== 'string') return false;
  const [text, affix] =
    ignoreCase === undefined ? [actual, wanted] : [actual.toLowerCase(), wanted.toLowerCase()];
  switch (name) {
    case 'prefix':
      return text.startsWith(affix);
    case 'suffix':
      return text.endsWith(affix);
    case 'equals-ignore-case':
      return text.toLowerCase() === affix.toLowerCase();
    case 'wildcard':
      return matchesWildcard(affix, text);
    case 'cidr':
      return inCidr(affix, text);
    default:
      return false;
  }
}

/** Whether a text matches a pattern in which `*` stands for any run of characters. Linear in the text, whatever the pattern. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function inRange(rule: readonly Json[], actual: number): boolean {
  for (let i = 0; i + 1 < rule.length; i += 2) {
    const bound = rule[i + 1];
    if (typeof bound !== 'number') return false;
    const holds = {
      '<': actual < bound,
      '<=': actual <= bound,
      '>': actual > bound,
      '>=': actual >= bound,
      '=': actual === bound,
    };
    if (!holds[rule[i] as keyof typeof holds]) return false;
  }
  return rule.length > 0;
}

function inCidr(cidr: string, address: string): boolean {
  const [network = '', bits = '32'] = cidr.split('/');
  const [a, b] = [toNumber(network), toNumber(address)];
  if (a === undefined || b === undefined) return false;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(a / size) === Math.floor(b / size);
}

function toNumber(address: string): number | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return undefined;
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
