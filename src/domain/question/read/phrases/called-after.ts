import { OUTCOMES } from '../../filters.ts';
import { LONGEST_NOUN, OBJECTS } from '../../lexicon/nouns.ts';
import { SERVICES } from '../../lexicon/services.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';

/** Things that people call after the service that they are for. */
const CALLED_AFTER =
  /^(role|policy|bucket|secret|log group|security group|key|topic|queue|alarm|stack|function|parameter|rule|repository)$/;

/** What a thing that is called after a service may be called; `guess`: how that is said. */
export function afterService(service: string): { readonly pattern: string; readonly guess: string } {
  return { pattern: `*${service.replaceAll(' ', '*')}*`, guess: `"${service}" read as part of a name` };
}

/** "the glue role", "the glue job role", "the role of codebuild": a thing of another service, called after the one that it is for. */
export function calledAfterAt(sentence: Sentence, at: number): Piece | undefined {
  const isOf = /^(of|for)$/.test(sentence.word(at));
  if (!isOf && !/^(the|our|its)$/.test(sentence.word(at - 1))) return undefined;
  // "attached X to the glue role": which of both is called so is open.
  const isSecond =
    /^(to|from|with|into)$/.test(sentence.word(at - 2)) &&
    sentence.tokens
      .slice(0, at)
      .some(({ word }) =>
        /^(associate|disassociate|authorize|revoke|remove)$/.test(VERB_FORMS.get(word)?.verb ?? ''),
      );
  if (isSecond) return undefined;
  // "did the glue role delete it", "denied to the glue role": it acts.
  const isActing =
    (!isOf && /^(did|does|has|have|had|as|with|by|via|using|of)$/.test(sentence.word(at - 2))) ||
    sentence.tokens.slice(0, at).some(({ word }) => OUTCOMES.has(word) || /^errors?$/.test(word));
  if (isActing) return undefined;
  const from = at + (isOf ? 1 : 0);
  for (const length of [2, 1]) {
    const service = sentence.run(from, length);
    const sources = service === 'lambda' ? OBJECTS.get(service)?.sources : SERVICES.get(service);
    if (!sources) continue;
    const before = isOf && isOtherBefore(sentence, at, sources) ? length : 0;
    const words = isOf ? before : wordsBefore(sentence, at, length, sources);
    if (words === 0) continue;
    const { pattern, guess } = afterService(sentence.run(from, words));
    const filters = [filterOn('resource', pattern)];
    return { is: 'filter', filters, about: 'what', words: from + words - at, guess };
  }
  return undefined;
}

/** How many words before a thing of another service say what it is called after: the service, and perhaps a thing of it. */
function wordsBefore(sentence: Sentence, at: number, length: number, sources: readonly string[]): number {
  for (const more of [0, 1]) {
    const own = sentence.run(at, length + more);
    if (more === 1 && !OBJECTS.get(own)?.sources.some(source => sources.includes(source))) continue;
    const place = at + length + more;
    const words = nounWordsAt(sentence, place);
    const noun = OBJECTS.get(sentence.run(place, words));
    const isWhole = words > 0 && OBJECTS.has(sentence.run(at, length + more + words));
    // "everything the glue role did".
    const isActing = /^(did|does|has|have|had)$/.test(sentence.word(place + words));
    if (
      noun &&
      !isWhole &&
      !isActing &&
      isOther(noun, sources) &&
      !sentence.word(place + words - 1).endsWith('s')
    )
      return length + more;
  }
  return 0;
}

/** Whether a thing of another service stands before a place. */
function isOtherBefore(sentence: Sentence, at: number, sources: readonly string[]): boolean {
  const words = [3, 2, 1].find(length => OBJECTS.has(sentence.run(at - length, length))) ?? 0;
  const noun = OBJECTS.get(sentence.run(at - words, words));
  return noun !== undefined && isOther(noun, sources) && sentence.ends(at + 2);
}

function nounWordsAt(sentence: Sentence, at: number): number {
  for (let length = LONGEST_NOUN; length > 0; length--)
    if (OBJECTS.has(sentence.run(at, length))) return length;
  return 0;
}

function isOther(
  { name, sources }: { readonly name: string; readonly sources: readonly string[] },
  services: readonly string[],
): boolean {
  return CALLED_AFTER.test(name) && !sources.some(source => services.includes(source));
}
