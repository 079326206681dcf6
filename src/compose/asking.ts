import { Asking, type AskingDeps } from '../app/asking/asking.ts';
import { LastQuestions } from '../app/asking/last-questions.ts';
import { Refining } from '../app/asking/refining.ts';
import { SavedQuestions } from '../app/asking/saved-questions.ts';
import type { Config } from '../config/config.ts';

/** What people in Slack ask with: questions, their forms, and those that they saved. */
export function composeAsking(
  { askers: rules, people, keepRefused }: Config,
  deps: Omit<AskingDeps, 'lastQuestions' | 'rules' | 'people' | 'keepRefused'>,
): { readonly asking: Asking; readonly refining: Refining; readonly saving: SavedQuestions } {
  const lastQuestions = new LastQuestions(deps.store);
  return {
    asking: new Asking({ ...deps, lastQuestions, rules, people, keepRefused }),
    refining: new Refining(deps.answering),
    saving: new SavedQuestions({ ...deps, lastQuestions, rules }),
  };
}
