import { type Draft, withFilter } from './draft.ts';
import { isListed } from './name-lists.ts';
import type { Name } from './name-role.ts';
import { rolesOf } from './name-roles.ts';
import { nounsAt } from './phrases/things.ts';
import { filterOn } from './pieces.ts';
import { isTying } from './place-deed.ts';
import type { Sentence } from './sentence.ts';

/** The ways in which a name goes on with a draft: whoever acted, or what it was done to, by what stands around it. */
export function placeName(draft: Draft, piece: Name, sentence: Sentence, at: number): readonly Draft[] {
  // Nobody acts as two people.
  const joint = draft.joint === '' && isListed(draft, sentence, at) ? 'or' : draft.joint;
  const isTaken = joint === '' && draft.filters.some(({ key, negated }) => key === 'user' && !negated);
  const roles = rolesOf(draft, piece, sentence, at).filter(({ key }) => !(key === 'user' && isTaken));
  return roles.map(role => {
    const { key, cost, isSubject = false, nounIsTitle = false } = role;
    const names = key === 'user' ? piece.text.split(',').filter(Boolean) : [piece.text];
    const named = withFilter({ ...draft, joint }, filterOn(key, ...names));
    const isGuess = /^(plain|common)$/.test(piece.sort) && key !== 'user';
    const isThing = !isSubject && draft.deed === 'verb';
    const isTitle = draft.preposition !== '' && nounsAt(sentence, at + 1).some(({ is }) => is === 'noun');
    // "role associations and policy changes that concern x": all of them do.
    const isOfAll = key !== 'user' && /^(concerning|regarding|involving)$/.test(draft.preposition);
    const done = named.done.map(deed =>
      isOfAll && deed.filters.length === 0 ? { ...deed, filters: [filterOn(key, ...names)] } : deed,
    );
    return {
      ...named,
      done,
      cost: draft.cost + cost,
      guesses: isGuess ? [...draft.guesses, `"${piece.text}" read as a name`] : draft.guesses,
      last: piece,
      before: piece,
      // "the policy of the x bucket": what it is of is still to come.
      preposition: isTitle && (draft.objects.length > 0 || isTying(draft)) ? draft.preposition : '',
      joint: '',
      auxiliary: '',
      lastKey: key,
      hasSubject: draft.hasSubject || isSubject,
      nounIsTitle,
      ...(isThing && { deed: 'object' as const }),
    };
  });
}
