import { OBJECTS, servicesOf } from '../lexicon/nouns.ts';
import { VERB_FORMS } from '../lexicon/verbs.ts';
import type { QuestionContext, QuestionReading } from '../question.ts';
import { type Assembled, assemble } from './assemble.ts';
import { cutsOf } from './clauses.ts';
import type { Draft } from './draft.ts';
import { finish } from './finish.ts';
import type { Cut } from './frame.ts';
import { openingOf } from './openings.ts';
import { filterOn } from './pieces.ts';
import { Sentence } from './sentence.ts';
import { type Token, textOf } from './tokens.ts';
import type { Wording } from './words.ts';

type Read = Extract<QuestionReading, { kind: 'question' }>;
type Ambiguous = Extract<QuestionReading, { kind: 'ambiguous' }>;

/** Cost above which a reading is too much of a guess, below which none is looked for that is plainer, and by how much two are equally likely. */
const MAX_COST_UNITS = 3.4;
const PLAIN_COST_UNITS = 0.25;
const CLOSE_COST_UNITS = 0.05;
/** Cost of setting something aside. */
const ASIDE_COST_UNITS = 0.1;

interface Found {
  readonly wording: Wording;
  /** The words that were read so. */
  readonly text: string;
  readonly cost: number;
  readonly read: Read;
}

/**
 * The reading that is nearest to what was typed, with the least set aside; both where two are as near. Undefined where there is none. `isTaken` says which ways to part what asks
 * from the rest count.
 */
export function cheapest(
  wordings: readonly Wording[],
  context: QuestionContext,
  isTaken: (cut: Cut) => boolean = () => true,
): Read | Ambiguous | undefined {
  let best: Found | undefined;
  let second: Found | undefined;
  for (const wording of wordings) {
    if (best && best.cost < wording.cost) break;
    const sentence = new Sentence(wording.tokens, context);
    let index = -1;
    let isStuck = false;
    const known = new Map<string, Assembled>();
    for (const cut of cutsOf(wording.tokens, sentence)) {
      if (!isTaken(cut)) continue;
      index += 1;
      const { found, problem } = readCut(cut, wording, context, known);
      // What can't be is said, and not got round by a wilder guess; what was told before is none.
      isStuck ||=
        index === 0 &&
        !best &&
        !found &&
        problem !== undefined &&
        wording.guesses.length === 0 &&
        !opensQuestion(wording.tokens);
      if (isStuck && !cut.isTold) continue;
      if (!found || found.cost - wording.cost > MAX_COST_UNITS) continue;
      if (!best || found.cost < best.cost)
        [best, second] = [found, best && isClose(found, best) ? best : undefined];
      else if (!second && isClose(best, found)) second = found;
      if (best.cost <= wording.cost + PLAIN_COST_UNITS) break;
    }
    if (isStuck && !best) return undefined;
  }
  return best && second ? eitherOf(best, second) : best?.read;
}

function readCut(
  { asking, setAside, antecedent }: Cut,
  wording: Wording,
  context: QuestionContext,
  known: Map<string, Assembled>,
): { readonly found?: Found; readonly problem?: Draft['problem'] | undefined } {
  // Several ways of parting leave the same words to ask.
  const words = asking
    .map(({ text, breaks = false, stops = '' }) => `${text}${breaks ? '\n' : ''}${stops}`)
    .join('\0');
  const assembled = known.get(words) ?? assemble(new Sentence(asking, context));
  known.set(words, assembled);
  const { drafts, problem } = assembled;
  for (const said of drafts) {
    const draft = antecedent === undefined ? said : standingFor(said, antecedent, asking);
    if (!draft) continue;
    const finished = finish(draft, asking);
    if (finished.kind !== 'question') continue;
    const guesses = [...wording.guesses, ...draft.guesses];
    const cost = wording.cost + draft.cost + (setAside.length > 0 ? ASIDE_COST_UNITS : 0);
    const read: Read = { kind: 'question', question: finished.question, guesses, setAside };
    return { found: { wording, text: textOf(asking), cost, read } };
  }
  return { problem };
}

/** "pls check who …": the first words only say that somebody asks, whatever they mean as verbs. */
function opensQuestion(tokens: readonly Token[]): boolean {
  return openingOf(tokens).some(
    length =>
      /^(who|whom|whose|what|which|when|where|whether|how)$/.test(tokens[length]?.word ?? '') ||
      /^(whether|if)$/.test(tokens[length - 1]?.word ?? ''),
  );
}

/** A draft in which what was told before stands for a pronoun, or names what is pointed at; undefined where nothing in it does so. */
function standingFor(
  draft: Draft,
  { noun, names }: NonNullable<Cut['antecedent']>,
  asking: readonly Token[],
): Draft | undefined {
  const { hasPronoun, objects, verbs, filters } = draft;
  if (verbs.length === 0) return undefined;
  const named = names.map(name => filterOn('resource', name));
  const isOpen = !filters.some(({ key }) => key === 'resource' || key === 'named');
  const nouns = noun === undefined ? [] : [noun];
  // "who made it and who deleted it": both are of the same.
  const done = draft.done.map(deed =>
    deed.objects.length + deed.filters.length === 0 ? { ...deed, objects: nouns, filters: named } : deed,
  );
  // "who stopped logging and who turned it back on": what the question itself named before.
  const isOwn = hasPronoun && draft.done.some(deed => deed.objects.length > 0);
  if (isOwn && objects.length === 0 && named.length === 0) return draft;
  // "DeployRole: who removed it from the connection": what was taken from there.
  const [from, ...more] = objects;
  const held = from === undefined ? undefined : OBJECTS.get(from)?.holds;
  if (hasPronoun && more.length === 0 && held !== undefined && /^(from|to)$/.test(draft.objectBy))
    return {
      ...draft,
      done,
      objects: noun === undefined ? [held] : nouns,
      indirect: objects,
      indirectBy: draft.objectBy,
      filters: [...filters, ...named],
      hasPronoun: false,
    };
  if (hasPronoun && objects.length === 0)
    return { ...draft, done, objects: nouns, filters: [...filters, ...named], hasPronoun: false };
  // "who authorized that rule", "who created the login profile for it": of what is named before.
  const isPointing = hasPronoun || pointsAtThing(asking);
  const isOfIt = objects.length === 0 && noun !== undefined;
  // "their connection is gone. who deleted the connection": nothing more is said of it.
  if (isPointing && !hasPronoun && named.length === 0 && noun !== undefined && objects.includes(noun))
    return draft;
  // "the lambda checkout is down, who changed the table": no table is called so.
  const isOther =
    noun !== undefined &&
    objects.length > 0 &&
    !servicesOf(objects).some(service => servicesOf([noun]).includes(service));
  return isOpen && isPointing && !isOther && named.length > 0
    ? { ...draft, filters: [...filters, ...named], ...(isOfIt && { objects: [noun] }) }
    : undefined;
}

/** "that rule", "its policy", "the database": a thing that was named before. */
function pointsAtThing(asking: readonly Token[]): boolean {
  return asking.some(({ word }, at) => {
    const next = asking[at + 1]?.word ?? '';
    const isThing =
      VERB_FORMS.get(next)?.form === 'deed' ||
      OBJECTS.has(next) ||
      OBJECTS.has(`${next} ${asking[at + 2]?.word ?? ''}`);
    return /^(its|their)$/.test(word) || (/^(that|this|those|these|the)$/.test(word) && isThing);
  });
}

/** Whether two readings are as likely as each other, and not the same. */
function isClose(one: Found, other: Found): boolean {
  const isAnother = JSON.stringify(one.read.question) !== JSON.stringify(other.read.question);
  return isAnother && one.wording !== other.wording && Math.abs(one.cost - other.cost) < CLOSE_COST_UNITS;
}

function eitherOf(...found: readonly Found[]): Ambiguous {
  const choices = found.map(({ text }) => ({ label: text, text }));
  return { kind: 'ambiguous', message: 'That can be read in two ways.', choices };
}
