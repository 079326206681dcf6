import { OUTCOMES } from '../../filters.ts';
import { isAutomation } from '../../lexicon/automations.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { FUNCTION_WORDS } from '../../lexicon/words.ts';
import type { Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { nounsAt } from './things.ts';

/** How many words from a place on say nothing there; none where they do. */
type Weightless = (sentence: Sentence, at: number) => number;

/** A word that narrows elsewhere, and nothing where it stands; undefined where it is none. */
export function saysNothing(sentence: Sentence, at: number): Piece | undefined {
  const word = sentence.word(at);
  const asArticle = ARTICLES.get(word)?.(sentence, at) ?? Number(isSortOfThing(sentence, at));
  if (asArticle > 0) return { is: 'article', word, words: asArticle };
  const words = FILLERS.get(word)?.(sentence, at) ?? Number(isShared(sentence, at));
  return words > 0 ? { is: 'filler', word, words } : undefined;
}

/** Words before a thing, by the words that they begin with. */
const ARTICLES: ReadonlyMap<string, Weightless> = new Map([
  ...each('new brand', (sentence, at) => {
    const value = valueOf(sentence, at + 1);
    if (value > 0) return 1 + value;
    // Who created a new one created it.
    return Number(
      [1, 2, 3, -2, -3, -4, -5, -6].some(back =>
        /^(create|start|deploy|associate|register|publish|invite|push|authorize)$/.test(
          VERB_FORMS.get(sentence.word(at - back))?.verb ?? '',
        ),
      ),
    );
  }),
  // "to which group".
  ...each('which what', (sentence, at) =>
    Number(FUNCTION_WORDS.prepositions.has(sentence.word(at - 1)) && nounsAt(sentence, at + 1).length > 0),
  ),
  // "roles and their attached policies".
  ...each('attached associated related', (sentence, at) =>
    Number(/^(its|their)$/.test(sentence.word(at - 1)) && nounsAt(sentence, at + 1).length > 0),
  ),
  ...each('full complete entire whole', (sentence, at) =>
    Number(/^(history|timeline)$/.test(sentence.word(at + 1))),
  ),
  ...each('value', valueOf),
]);

/** Words that say nothing more, by the words that they begin with. */
const FILLERS: ReadonlyMap<string, Weightless> = new Map([
  ...each('again', (sentence, at) => Number(turnsBack(sentence, at))),
  // "who accepted and who deleted it afterwards": both are told with their times.
  ...each('afterwards afterward later subsequently', (sentence, at) => Number(joinsDeeds(sentence, at))),
  // "denied while deleting": what was denied.
  ...each('while when', (sentence, at) => {
    if (!OUTCOMES.has(sentence.word(at - 1))) return 0;
    // "denied when he tried to delete it".
    const tried = /^when (he|she|they|it) (tried|attempted|wanted) to$/.test(sentence.run(at, 4));
    return tried ? 4 : Number(VERB_FORMS.get(sentence.word(at + 1))?.form === 'ing');
  }),
  ...each('only', (sentence, at) => Number(saysNoMore(sentence, at))),
  // "started it back up".
  ...each('back', (sentence, at) => {
    const isStarted = sentence.tokens
      .slice(0, at)
      .some(({ word }) => /^(start|create|enable|restore)$/.test(VERB_FORMS.get(word)?.verb ?? ''));
    return isStarted && /^(up|on|online)$/.test(sentence.word(at + 1)) ? 2 : 0;
  }),
  // "who attached it or tried to": what failed is told anyway.
  ...each('or', (sentence, at) =>
    /^or (tried|attempted) to$/.test(sentence.run(at, 3)) && sentence.ends(at + 3) ? 3 : 0,
  ),
  // "by gitlab ci".
  ...each('ci runner runners', (sentence, at) => Number(isAutomation(sentence.word(at - 1)))),
  ...each('rather and not', ratherThanPeople),
]);

function each(words: string, says: Weightless): readonly (readonly [string, Weightless])[] {
  return words.split(' ').map(word => [word, says] as const);
}

/** "administrative actions". */
function isSortOfThing(sentence: Sentence, at: number): boolean {
  return (
    /^(administration|administrative|administrator|management|control-plane|security-relevant|configuration|config)$/.test(
      sentence.word(at),
    ) && FUNCTION_WORDS.things.has(sentence.word(at + 1))
  );
}

/** "associated with or disassociated from connections". */
function isShared(sentence: Sentence, at: number): boolean {
  return (
    FUNCTION_WORDS.prepositions.has(sentence.word(at)) &&
    /^(or|and)$/.test(sentence.word(at + 1)) &&
    VERB_FORMS.get(sentence.word(at + 2))?.form === 'past' &&
    VERB_FORMS.has(sentence.word(at - 1))
  );
}

/** "put a new value into secret x": the value of it; how many words say so. */
function valueOf(sentence: Sentence, at: number): number {
  const isPut = sentence.tokens.slice(0, at).some(({ word }) => /^(put|set|wrote|write)$/.test(word));
  return isPut && /^(value|version|content|contents) (into|in|to|for|of|on)$/.test(sentence.run(at, 2))
    ? 2
    : 0;
}

/** "by alice only", "deletions only, please": nothing else was asked for. */
function saysNoMore(sentence: Sentence, at: number): boolean {
  const next = sentence.word(at + 1);
  const isPolite = /^(please|pls|plz|thanks)$/.test(next) && at + 2 >= sentence.length;
  const isEnd = at + 1 >= sentence.length || sentence.tokens[at]?.breaks === true || isPolite;
  const isStart = at === 0 && (/^(the|a|an)$/.test(next) || OUTCOMES.has(next));
  return (isEnd && at > 1) || isStart;
}

/** "by an AWS service rather than a person", "by jenkins and not by a human": who else it was not; how many words say so. */
function ratherThanPeople(sentence: Sentence, at: number): number {
  const isByService = sentence.tokens
    .slice(0, at)
    .some(
      ({ word }, place) =>
        /^(aws|services?)$/.test(word) || (isAutomation(word) && sentence.word(place - 1) === 'by'),
    );
  const said = isByService ? [6, 5, 4, 3].map(words => RATHER.exec(sentence.run(at, words))?.[0]) : [];
  return said.find(Boolean)?.split(' ').length ?? 0;
}

const RATHER =
  /^(?:(?:rather|and|but) )?(?:than|not) (?:by )?(?:an? |any |some )?(?:person|human|user|people|humans|somebody|someone|individual)/;

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
  const isBack =
    /^(it|them)$/.test(sentence.word(at - 1)) || /^(started|enabled|activated)$/.test(sentence.word(at - 1));
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
