import { OUTCOMES } from '../../filters.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { FUNCTION_WORDS } from '../../lexicon/words.ts';
import type { Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { nounsAt } from './things.ts';

/** A word that narrows elsewhere, and nothing where it stands; undefined where it is none. */
export function saysNothing(sentence: Sentence, at: number): Piece | undefined {
  const word = sentence.word(at);
  const next = sentence.word(at + 1);
  switch (word) {
    case 'new':
    case 'brand': {
      // Who created a new one created it.
      const isMade = [1, 2, 3, -2, -3, -4, -5, -6].some(back =>
        /^(create|start|deploy|associate|register|publish|invite|push|authorize)$/.test(
          VERB_FORMS.get(sentence.word(at - back))?.verb ?? '',
        ),
      );
      return isMade ? { is: 'article', word, words: 1 } : undefined;
    }
    case 'which':
    case 'what': {
      // "to which group".
      const isOf = FUNCTION_WORDS.prepositions.has(sentence.word(at - 1));
      return isOf && nounsAt(sentence, at + 1).length > 0 ? { is: 'article', word, words: 1 } : undefined;
    }
    case 'again':
      return turnsBack(sentence, at) ? { is: 'filler', word, words: 1 } : undefined;
    case 'afterwards':
    case 'afterward':
    case 'later':
    case 'subsequently': {
      // "who accepted and who deleted it afterwards": both are told with their times.
      return joinsDeeds(sentence, at) ? { is: 'filler', word, words: 1 } : undefined;
    }
    case 'while':
    case 'when': {
      // "denied while deleting": what was denied.
      const isBehind = OUTCOMES.has(sentence.word(at - 1)) && VERB_FORMS.get(next)?.form === 'ing';
      return isBehind ? { is: 'filler', word, words: 1 } : undefined;
    }
    case 'only':
      return saysNoMore(sentence, at) ? { is: 'filler', word, words: 1 } : undefined;
    case 'rather':
    case 'and': {
      const words = ratherThanPeople(sentence, at);
      return words > 0 ? { is: 'filler', word, words } : undefined;
    }
    default: {
      const isSort =
        /^(administration|administrative|administrator|management|control-plane|security-relevant|configuration|config)$/.test(
          word,
        );
      if (isSort && FUNCTION_WORDS.things.has(next)) return { is: 'article', word, words: 1 };
      // "associated with or disassociated from connections".
      const isShared =
        FUNCTION_WORDS.prepositions.has(word) &&
        /^(or|and)$/.test(next) &&
        VERB_FORMS.get(sentence.word(at + 2))?.form === 'past' &&
        VERB_FORMS.has(sentence.word(at - 1));
      return isShared ? { is: 'filler', word, words: 1 } : undefined;
    }
  }
}

/** "by alice only", "deletions only, please": nothing else was asked for. */
function saysNoMore(sentence: Sentence, at: number): boolean {
  const next = sentence.word(at + 1);
  const isPolite = /^(please|pls|plz|thanks)$/.test(next) && at + 2 >= sentence.length;
  const isEnd = at + 1 >= sentence.length || sentence.tokens[at]?.breaks === true || isPolite;
  const isStart = at === 0 && (/^(the|a|an)$/.test(next) || OUTCOMES.has(next));
  return (isEnd && at > 1) || isStart;
}

/** "by an AWS service rather than a person": who else it was not; how many words say so. */
function ratherThanPeople(sentence: Sentence, at: number): number {
  const isByService = sentence.tokens.slice(0, at).some(({ word }) => /^(aws|services?)$/.test(word));
  const said = isByService ? [6, 5, 4, 3].map(words => RATHER.exec(sentence.run(at, words))?.[0]) : [];
  return said.find(Boolean)?.split(' ').length ?? 0;
}

const RATHER =
  /^(?:rather|and) (?:than|not) (?:by )?(?:an? |any |some )?(?:person|human|user|people|humans|somebody|someone|individual)/;

/** "stopped or started again": the second undoes the first, and that is all that is said. */
function turnsBack(sentence: Sentence, at: number): boolean {
  const verbs = sentence.tokens
    .slice(0, at)
    .flatMap(
      ({ word }) =>
        VERB_FORMS.get(word)?.verb ?? (/^(took|taken|turned|switched)$/.test(word) ? 'remove' : []),
    );
  const isBehindDeed =
    VERB_FORMS.has(sentence.word(at - 1)) || /^(away|back|off|on|up|it|them)$/.test(sentence.word(at - 1));
  if (!isBehindDeed) return false;
  // "who started it again": it was stopped before, as was told.
  const isBack = /^(it|them)$/.test(sentence.word(at - 1));
  if (isBack && /^(start|enable|activate|associate|restore|create)$/.test(verbs.at(-1) ?? '')) return true;
  const [last = '', before = ''] = verbs.toReversed();
  const isUndone = (one: string, other: string) =>
    /^(stop|disable|deactivate|delete|disassociate|remove|revoke|schedule|close)$/.test(one) &&
    /^(start|enable|activate|create|associate|restore|authorize|cancel)$/.test(other);
  return isUndone(before, last) || isUndone(last, before);
}

/** Whether a word belongs to the second of two deeds that are joined. */
function joinsDeeds(sentence: Sentence, at: number): boolean {
  const joint = sentence.tokens.findLastIndex(({ word }, place) => place < at && /^(and|or)$/.test(word));
  const isDeed = ({ word }: { readonly word: string }) => VERB_FORMS.has(word);
  return (
    sentence.tokens.slice(0, Math.max(0, joint)).some(isDeed) && sentence.tokens.slice(joint, at).some(isDeed)
  );
}
