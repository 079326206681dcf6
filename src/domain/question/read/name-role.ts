import type { FilterKey } from '../question.ts';
import type { NameSort, Piece } from './pieces.ts';

/** A name, as a piece. */
export type Name = Extract<Piece, { readonly is: 'name' }>;

/** What a name may be the name of at a place, and what taking it so costs. */
export interface Role {
  readonly key: FilterKey;
  readonly cost: number;
  readonly isSubject?: boolean;
  readonly nounIsTitle?: boolean;
}

/** Cost of taking a word for a name. */
export const COSTS: Readonly<Record<NameSort, number>> = {
  quoted: 0,
  identifier: 0,
  proper: 0.3,
  plain: 1.5,
  common: 1.8,
};

/** Whether a word is written as no other is. */
export function isWritten(sort: NameSort): boolean {
  return sort === 'quoted' || sort === 'identifier' || sort === 'proper';
}
