import { SERVICES } from '../../lexicon/services.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import type { Filter } from '../../question.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';

/** A service that acts of itself, which records call by its host; undefined where none is named. `words`: how many name it. */
export function actingServiceAt(
  sentence: Sentence,
  at: number,
): { readonly filter: Filter; readonly words: number } | undefined {
  const article = /^(the|aws|amazon)$/.test(sentence.word(at)) ? 1 : 0;
  for (const length of [2, 1]) {
    const [source, ...others] = SERVICES.get(sentence.run(at + article, length)) ?? [];
    if (source === undefined || others.length > 0) continue;
    const tail = /^(service|itself)$/.test(sentence.word(at + article + length)) ? 1 : 0;
    return { filter: filterOn('user', source), words: article + length + tail };
  }
  return undefined;
}

/** `what autoscaling terminated`, `did cloudformation delete …`: before what was done it is the service that did it. */
export function servicesActingAt(sentence: Sentence, at: number): readonly Piece[] {
  const service = actingServiceAt(sentence, at);
  if (!service) return [];
  const { filter, words } = service;
  const next = VERB_FORMS.get(sentence.word(at + words));
  const before = sentence.word(at - 1);
  const isAsked = /^(did|has|have|had)$/.test(before) && (next?.form === 'base' || next?.form === 'past');
  const isTold =
    next?.form === 'past' &&
    /^(what|which|that|everything|anything|all|instances?|things?)$/.test(before) &&
    sentence.word(at + words + 1) !== 'by';
  return isAsked || isTold ? [{ is: 'actor', words, filter, isThing: false }] : [];
}
