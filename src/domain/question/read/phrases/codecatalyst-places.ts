import { SERVICES } from '../../lexicon/services.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { FUNCTION_WORDS } from '../../lexicon/words.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { isKnown } from '../words.ts';
import { isAccount } from './environments.ts';
import { isName } from './names.ts';

/** Words that say where: what follows is no thing that was changed. */
const WITHIN = /^(in|inside|within|across)$/;
/** Words that say to or from where. */
const INTO = /^(to|into|onto|from)$/;

/** A space or a project by its name, and how many words name it. */
interface Named {
  readonly filter: ReturnType<typeof filterOn>;
  readonly words: number;
}

/** `in project storefront`, `in the acme space`, `in the space`: where in CodeCatalyst it happened, and not what was changed. */
export function codeCatalystPlacesAt(sentence: Sentence, at: number): readonly Piece[] {
  // "activity of project storefront".
  const isOf = /^(of|for|on)$/.test(sentence.word(at)) && FUNCTION_WORDS.things.has(sentence.word(at - 1));
  const isInto = INTO.test(sentence.word(at)) && !FUNCTION_WORDS.things.has(sentence.word(at - 1));
  if (!WITHIN.test(sentence.word(at)) && !isOf && !isInto) return [];
  const named = codeCatalystPlaceNamed(sentence, at + 1);
  // "added carol to ops": what is known to be a project; any other may be a thing.
  if (isInto && !(named && isKnownPlace(named, sentence))) return [];
  if (named) return [{ is: 'filter', words: 1 + named.words, filters: [named.filter], about: 'where' }];
  return isOf || isInto ? [] : anyPlaceAt(sentence, at);
}

/** A space or project that is named at a place: `the project storefront`, `our acme space`, `projects web and ops`; or one that is known, by its name alone. */
export function codeCatalystPlaceNamed(sentence: Sentence, at: number): Named | undefined {
  const article = /^(the|our|my|this|that)$/.test(sentence.word(at)) ? 1 : 0;
  const service = sentence.word(at + article) === 'codecatalyst' ? 1 : 0;
  const start = at + article + service;
  return (
    titled(sentence, start, article + service) ??
    withTitleBehind(sentence, start, article + service) ??
    (article + service === 0 ? knownAt(sentence, start) : undefined)
  );
}

/** `project storefront`, `projects web and ops`. */
function titled(sentence: Sentence, at: number, before: number): Named | undefined {
  const [, key] = /^(space|project)s?$/.exec(sentence.word(at)) ?? [];
  const from = /^(named|called)$/.test(sentence.word(at + 1)) ? at + 2 : at + 1;
  if (key === undefined || !isCalled(sentence, from)) return undefined;
  const names = listedAt(sentence, from);
  const words = before + names.end - at;
  return { filter: filterOn(key as 'space' | 'project', ...names.texts), words };
}

/** Names that are joined: `web`, `web or ops`, `web, ops and shop`. Of "web, carol deleted" only the first is one. */
function listedAt(
  sentence: Sentence,
  at: number,
): { readonly texts: readonly string[]; readonly end: number } {
  const texts = [sentence.text(at)];
  let sure = { texts: [...texts], end: at + 1 };
  for (let end = at + 1; ; ) {
    const joint = /^(or|and)$/.test(sentence.word(end)) ? 1 : 0;
    if (joint === 0 && !sentence.tokens[end - 1]?.breaks) return sure;
    const place = end + joint;
    // "in project web and by carol": the rest is another matter.
    const isLast = endsAt(sentence, place + 1) || /^(or|and)$/.test(sentence.word(place + 1));
    if (!isProject(sentence, place) && !(mayBeCalled(sentence, place) && isLast)) return sure;
    texts.push(sentence.text(place));
    end = place + 1;
    if (joint === 1) sure = { texts: [...texts], end };
  }
}

/** `storefront project`, `"my shop" space`. */
function withTitleBehind(sentence: Sentence, at: number, before: number): Named | undefined {
  const [, key] = /^(space|project)$/.exec(sentence.word(at + 1)) ?? [];
  const isNamed = isName(sentence, at, 'person') || isProject(sentence, at);
  if (key === undefined || !isNamed || isCalled(sentence, at + 2)) return undefined;
  return { filter: filterOn(key as 'space' | 'project', sentence.text(at)), words: before + 2 };
}

/** `in storefront`, where a project is known that is called so; where an account is, too, that is asked back. */
function knownAt(sentence: Sentence, at: number): Named | undefined {
  const word = sentence.word(at);
  if (isAccount(word, sentence)) return undefined;
  if (isProject(sentence, at)) {
    const { texts, end } = listedAt(sentence, at);
    return { filter: filterOn('project', ...texts), words: end - at };
  }
  return word !== '' && word === sentence.context.space?.name.toLowerCase()
    ? { filter: filterOn('space', sentence.text(at)), words: 1 }
    : undefined;
}

function isKnownPlace({ filter }: Named, { context: { space } }: Sentence): boolean {
  const known = filter.key === 'space' ? [space?.name] : (space?.projects ?? []);
  return filter.values.every(value => known.some(name => name?.toLowerCase() === value.toLowerCase()));
}

function isProject(sentence: Sentence, at: number): boolean {
  const { projects = [] } = sentence.context.space ?? {};
  return projects.some(name => name.toLowerCase() === sentence.word(at));
}

/** Whether a word behind "project" is how it is called: a verb is only where nothing else would follow, as in "in project deploy". */
function isCalled(sentence: Sentence, at: number): boolean {
  return !sentence.tokens[at - 1]?.breaks && mayBeCalled(sentence, at);
}

function mayBeCalled(sentence: Sentence, at: number): boolean {
  const token = sentence.tokens[at];
  if (!token || token.filter) return false;
  if (token.quoted || isProject(sentence, at)) return true;
  const isVerb = VERB_FORMS.get(token.word)?.form === 'base';
  return isVerb ? endsAt(sentence, at + 1) : isName(sentence, at, 'titled');
}

function endsAt(sentence: Sentence, at: number): boolean {
  return sentence.ends(at) || FUNCTION_WORDS.prepositions.has(sentence.word(at));
}

/** `in the space`, `in any project`, `in our codecatalyst space`: anywhere in CodeCatalyst. */
function anyPlaceAt(sentence: Sentence, at: number): readonly Piece[] {
  if (!/^(the|our|my|this|any|all|every|each)$/.test(sentence.word(at + 1))) return [];
  const words = sentence.word(at + 2) === 'codecatalyst' ? 4 : 3;
  const next = sentence.tokens[at + words];
  const isNamed = next && !next.filter && (next.quoted || !isKnown(next.word));
  const isPlural = /^(our|my|all|the)$/.test(sentence.word(at + 1));
  const title = sentence.word(at + words - 1);
  if (!(isPlural ? /^(space|project)s?$/ : /^(space|project)$/).test(title) || isNamed) return [];
  const { space } = sentence.context;
  const filter = space
    ? filterOn('space', space.name)
    : filterOn('source', ...(SERVICES.get('codecatalyst') ?? []));
  return [{ is: 'filter', words, filters: [filter], about: 'where' }];
}
