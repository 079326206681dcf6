import { OBJECTS } from '../../lexicon/nouns.ts';
import { SERVICES } from '../../lexicon/services.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import type { Filter } from '../../question.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { nounsAt } from './things.ts';

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

/** Whether what follows is a thing of another service than the one that acts. */
function actsOnOthers(sentence: Sentence, at: number, { values }: Filter): boolean {
  const article = /^(the|a|an|some|our)$/.test(sentence.word(at)) ? 1 : 0;
  const noun = nounsAt(sentence, at + article).find(({ is }) => is === 'noun');
  const sources = noun?.is === 'noun' ? (OBJECTS.get(noun.noun)?.sources ?? []) : [];
  return noun !== undefined && !sources.some(source => values.includes(source));
}

/** `what autoscaling terminated`, `did cloudformation delete …`: before what was done it is the service that did it. */
export function servicesActingAt(sentence: Sentence, at: number): readonly Piece[] {
  const service = actingServiceAt(sentence, at);
  if (!service) return [];
  const { filter, words } = service;
  const next = VERB_FORMS.get(sentence.word(at + words));
  const before = sentence.word(at - 1);
  const isDoing = /^(do|done|doing)$/.test(sentence.word(at + words));
  const isAsked =
    /^(did|has|have|had)$/.test(before) && (isDoing || next?.form === 'base' || next?.form === 'past');
  // "cloudformation deleted bucket logs-a": of another service's things.
  const isFirst = at === 0 && next?.form === 'past' && actsOnOthers(sentence, at + words + 1, filter);
  const isTold =
    next?.form === 'past' &&
    /^(what|which|that|everything|anything|all|instances?|things?)$/.test(before) &&
    sentence.word(at + words + 1) !== 'by';
  return isAsked || isTold || isFirst ? [{ is: 'actor', words, filter, isThing: false }] : [];
}

/** Whether a service is named behind things that are another's, which were made or taken away. */
export function actsHere(sentence: Sentence, at: number, start: number): boolean {
  const service = actingServiceAt(sentence, start);
  if (!service) return false;
  const nouns = sentence.tokens.slice(0, at).flatMap((_, place) => nounsAt(sentence, place));
  const sources = nouns.flatMap(one => (one.is === 'noun' ? (OBJECTS.get(one.noun)?.sources ?? []) : []));
  return sources.length > 0 && !service.filter.values.some(value => sources.includes(value));
}
