import { eventNamed } from '../../lexicon/event-names.ts';
import { SERVICES } from '../../lexicon/services.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { ARTICLE } from './called.ts';

/** Most words of what something was done to. */
const MAX_THING_WORDS = 3;

/** `archived GuardDuty findings`: a verb that we have no word for, where its words and those behind it are the name of an event of AWS. */
export function spelledEventAt(sentence: Sentence, at: number): Piece | undefined {
  const word = sentence.word(at);
  if (!word.endsWith('ed') || VERB_FORMS.has(word) || !/^[a-z]{5,}$/.test(word)) return undefined;
  let from = at + 1;
  while (ARTICLE.test(sentence.word(from))) from += 1;
  const service = [2, 1].find(words => SERVICES.has(sentence.run(from, words))) ?? 0;
  const sources = SERVICES.get(sentence.run(from, service));
  from += service;
  for (let length = MAX_THING_WORDS; length > 0; length--) {
    const thing = sentence.run(from, length).replaceAll(' ', '');
    if (thing === '') continue;
    const events = [word.slice(0, -1), word.slice(0, -2), word.replace(/ied$/, 'y')].flatMap(verb =>
      [thing, `${thing}s`, thing.replace(/s$/, '')].flatMap(one => eventNamed(`${verb}${one}`) ?? []),
    );
    const names = events
      .filter(event => !sources || event.sources.some(source => sources.includes(source)))
      .map(({ name }) => name);
    if (names.length === 0) continue;
    const filters = [filterOn('event', ...new Set(names))];
    return { is: 'filter', filters, about: 'how', words: from + length - at };
  }
  return undefined;
}
