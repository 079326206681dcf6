import { type Draft, EMPTY_DRAFT } from './draft.ts';
import { agentsAt } from './phrases/agents.ts';
import { functionsAt } from './phrases/functions.ts';
import { grantsAt } from './phrases/grants.ts';
import { mfaAt } from './phrases/mfa.ts';
import { namedAt, namesAt } from './phrases/names.ts';
import { negationsAt } from './phrases/negation.ts';
import { peopleAt } from './phrases/people.ts';
import { rulesAt } from './phrases/rules.ts';
import { scopesAt } from './phrases/scopes.ts';
import { shapesAt } from './phrases/shape.ts';
import { nounsAt } from './phrases/things.ts';
import { timesAt } from './phrases/times.ts';
import { toolsAt } from './phrases/tools.ts';
import { verbsAt } from './phrases/verbs.ts';
import { workflowsAt } from './phrases/workflows.ts';
import type { Piece } from './pieces.ts';
import { canEnd, place } from './place.ts';
import type { Sentence } from './sentence.ts';

/** How some words were read: every one of them is in a piece that found its place. */
export interface Assembled {
  readonly drafts: readonly Draft[];
  /** How far reading came at all, and what stood in the way there where that is known. */
  readonly reached: number;
  readonly problem?: NonNullable<Draft['problem']> | undefined;
}

/** Most readings that are followed at once. */
const MAX_DRAFTS = 16;

/** Puts the pieces of a sentence together in every way that makes a question, the cheapest first. */
export function assemble(sentence: Sentence): Assembled {
  const beams: Draft[][] = Array.from({ length: sentence.length + 1 }, () => []);
  beams[0]?.push(EMPTY_DRAFT);
  let reached = 0;
  let problem: { readonly at: number; readonly problem: NonNullable<Draft['problem']> } | undefined;
  for (let at = 0; at < sentence.length; at++) {
    const drafts = kept(beams[at] ?? []);
    if (drafts.length === 0) continue;
    reached = at;
    for (const piece of piecesAt(sentence, at)) {
      for (const draft of drafts) {
        for (const next of place(draft, piece, sentence, at)) {
          if (next.problem) problem = problem && problem.at > at ? problem : { at, problem: next.problem };
          else beams[at + piece.words]?.push(next);
        }
      }
    }
  }
  const ended = kept(beams[sentence.length] ?? []);
  const drafts = ended.filter(draft => canEnd(draft));
  if (ended.length > 0 && drafts.length === 0) reached = sentence.length;
  // A verb may be somebody's name, and then what stands behind it is in the way.
  const slack = problem?.problem.code === 'two_deeds' ? 0 : 1;
  const isInTheWay = problem !== undefined && problem.at >= reached - slack;
  return { drafts, reached, problem: isInTheWay ? problem?.problem : undefined };
}

/** The cheapest drafts of those that came equally far. */
function kept(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.length <= 1 ? drafts : drafts.toSorted((a, b) => a.cost - b.cost).slice(0, MAX_DRAFTS);
}

/** Everything that words from a place on may mean. */
function piecesAt(sentence: Sentence, at: number): readonly Piece[] {
  return [
    ...timesAt(sentence, at),
    ...negationsAt(sentence, at),
    ...namedAt(sentence, at),
    ...toolsAt(sentence, at),
    ...grantsAt(sentence, at),
    ...shapesAt(sentence, at),
    ...peopleAt(sentence, at),
    ...agentsAt(sentence, at),
    ...workflowsAt(sentence, at),
    ...scopesAt(sentence, at),
    ...rulesAt(sentence, at),
    ...mfaAt(sentence, at),
    ...nounsAt(sentence, at),
    ...verbsAt(sentence, at),
    ...namesAt(sentence, at),
    ...functionsAt(sentence, at),
  ];
}
