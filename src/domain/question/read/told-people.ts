import { SERVICES } from '../lexicon/services.ts';
import { nameSort } from './phrases/names.ts';
import { Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';

/** Whoever is told of: somebody who did or says something, whose something it is, or whom it is about. */
export function peopleIn(told: readonly (readonly Token[])[], sentence: Sentence): readonly Token[] {
  return told.flatMap(part => {
    const own = new Sentence(part, sentence.context);
    return part.filter((token, at) => {
      const [before, next] = [own.word(at - 1), own.word(at + 1)];
      const sort = nameSort(own, at) ?? '';
      // "user grace": a word, and a name behind its title.
      const isTitled = sort === 'common' && /^(user|person|colleague|contractor)$/.test(before);
      // "GuardDuty flagged bob": what told of them is nobody.
      if (SERVICES.has(token.word)) return false;
      if (!/^(plain|proper|identifier)$/.test(sort) && !isTitled && !isAddress(token)) return false;
      const isActing =
        /^(tried|says?|said|swears?|claims?|was|is|has|just|also|did|left|thinks?|insists?|got|keeps?|can|could)$|ed$/.test(
          next,
        );
      const isConcerned =
        token.possessive === true ||
        /^(for|about|of|on|with|user|suspect|person|employee|contractor|colleague)$/.test(before);
      return isAddress(token) || (at === 0 && isActing) || isConcerned;
    });
  });
}

function isAddress(token: Token | undefined): boolean {
  return token !== undefined && /^[^\s@]+@[^\s@]+$|^<@/.test(token.text);
}
