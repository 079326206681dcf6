import { SERVICES } from '../../lexicon/services.ts';
import { filterFor } from '../dialect.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { actsHere } from './acting-services.ts';
import { codeCatalystPlaceNamed } from './codecatalyst-places.ts';
import { nounAt } from './deeds-left-out.ts';
import { eventIn, keyOfForm, REGION_PLACES } from './forms.ts';

/** How something is left out: `not`, `except` and the like, `outside`, `no`. */
export type NegationSort = 'not' | 'except' | 'outside' | 'no';

/** `outside eu-west-1`, `not in sandbox`, `except iam`, `besides PutObject`: places, services and events that are left out. */
export function placesLeftOut(
  sentence: Sentence,
  at: number,
  start: number,
  { sort, hasJoint }: { readonly sort: NegationSort; readonly hasJoint: boolean },
): Piece[] {
  if (sort === 'no') return [];
  const inSpace = codeCatalystPlaceNamed(sentence, start);
  if (inSpace) {
    const filters = [{ ...inSpace.filter, negated: true }];
    return [{ is: 'filter', filters, about: 'where', words: start + inSpace.words - at }];
  }
  const article = /^(the|an?|our)$/.test(sentence.word(start)) ? 1 : 0;
  const title = /^(account|region|ip|service|address)$/.test(sentence.word(start + article)) ? 1 : 0;
  const place = start + article + title;
  const token = sentence.tokens[place];
  if (!token || token.filter) return [];
  const region = regionLeftOut(sentence, at, place);
  if (region) return [region];
  const event = eventIn(token.text);
  if (event !== undefined && sort === 'except')
    return [
      {
        is: 'filter',
        filters: [{ ...filterOn('event', event), negated: true }],
        about: 'how',
        words: place + 1 - at,
      },
    ];
  const isBy =
    /^(by|via|through|using|with)$/.test(sentence.word(start - 1)) ||
    ((!hasJoint || sentence.word(start - 1) === 'from') && actsHere(sentence, at, start));
  const [services, length] =
    isBy || (sort === 'not' && !hasJoint) ? [undefined, 0] : servicesAt(sentence, place);
  if (services)
    return [
      {
        is: 'filter',
        filters: [{ ...filterOn('source', ...services), negated: true }],
        about: 'where',
        words: place + length + stuffAt(sentence, place + length) - at,
      },
    ];
  const form = keyOfForm(token.text);
  const account = sentence.context.accounts.some(one => one.name.toLowerCase() === token.word);
  const key =
    form ??
    (account && (hasJoint || title === 1 || sort !== 'not' || isEnd(sentence, place + 1))
      ? 'account'
      : undefined);
  if (key === undefined || key === 'resource' || key === 'user') return [];
  const after = sentence.word(place + 1) === 'account' && account ? 1 : 0;
  const filter = filterFor(key, [token.text], true, sentence.context);
  if ('kind' in filter) return [];
  return [{ is: 'filter', filters: [filter], about: 'where', words: place + 1 + after - at }];
}

/** "in ireland but not frankfurt": a Region by the place that it is called after. */
function regionLeftOut(sentence: Sentence, at: number, place: number): Piece | undefined {
  for (const length of [2, 1]) {
    const region = REGION_PLACES.get(sentence.run(place, length));
    if (region === undefined) continue;
    const filters = [{ ...filterOn('region', region), negated: true }];
    return { is: 'filter', filters, about: 'where', words: place + length - at };
  }
  return undefined;
}

function isEnd(sentence: Sentence, at: number): boolean {
  return at >= sentence.length || sentence.tokens[at - 1]?.breaks === true;
}

/** "the ec2 stuff": how many words only say that it is what was done there. */
function stuffAt(sentence: Sentence, at: number): number {
  return /^(stuff|things|calls|events|activity|actions|changes|ones|operations)$/.test(sentence.word(at))
    ? 1
    : 0;
}

/** The sources of a service that is named at a place, and how many words name it; none before a noun, which says what of it. */
function servicesAt(
  sentence: Sentence,
  at: number,
): readonly [sources: readonly string[] | undefined, words: number] {
  const length = [2, 1].find(words => SERVICES.has(sentence.run(at, words))) ?? 0;
  const isOfThing =
    stuffAt(sentence, at + length) === 0 &&
    ((nounAt(sentence, at)?.words ?? 0) > length || nounAt(sentence, at + length) !== undefined);
  return length === 0 || isOfThing ? [undefined, 0] : [SERVICES.get(sentence.run(at, length)), length];
}
