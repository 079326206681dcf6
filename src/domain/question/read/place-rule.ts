import { type Draft, moved, withFilter } from './draft.ts';
import { filterOn, type PieceOf } from './pieces.ts';

/** A rule of a security group by its port or whom it lets in: of a group that is named beside it, else of any. */
export function placeRule(draft: Draft, piece: PieceOf<'rule'>): readonly Draft[] {
  const { objects, filters, deed, preposition } = draft;
  if (!objects.every(name => HOLDING_RULES.has(name))) return [];
  if (preposition !== '' && !/^(of|for|on|to)$/.test(preposition)) return [];
  const at = filters.findIndex(({ key }) => key === 'rule');
  const known = filters[at]?.values[0];
  // "opened port 22 on sg-1 to the world": both are of one rule.
  const isRest = known !== undefined && !known.includes('from') && piece.rule.startsWith('from');
  const isFirst = known?.startsWith('from') && !piece.rule.includes('from');
  if (known !== undefined && !isRest && !isFirst && draft.joint === '') return [];
  const rule = isRest ? `${known} ${piece.rule}` : isFirst ? `${piece.rule} ${known}` : piece.rule;
  const filter = filterOn('rule', rule);
  const now = isRest || isFirst ? { ...draft, filters: filters.with(at, filter) } : withFilter(draft, filter);
  return [
    {
      ...moved(now, piece),
      objects: objects.length > 0 ? objects : ['security group rule'],
      deed: deed === 'verb' ? 'object' : deed,
      hasThing: true,
    },
  ];
}

/** Nouns of what has rules with ports. */
export const HOLDING_RULES: ReadonlySet<string> = new Set([
  'security group',
  'security group rule',
  'network acl',
]);
