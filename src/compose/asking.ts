import { Asking, type AskingDeps } from '../app/asking/asking.ts';
import { Refining } from '../app/asking/refining.ts';
import { SavedQuestions } from '../app/asking/saved-questions.ts';
import type { Config } from '../config/config.ts';

/** What people in Slack ask with: questions, their forms, and those that they saved. */
export function composeAsking(
  { askers: rules, people, keepRefused }: Config,
  deps: Omit<AskingDeps, 'rules' | 'people' | 'keepRefused'>,
): { readonly asking: Asking; readonly refining: Refining; readonly saving: SavedQuestions } {
  return {
    asking: new Asking({ ...deps, rules, people, keepRefused }),
    refining: new Refining(deps.answering),
    saving: new SavedQuestions({ ...deps, rules }),
  };
}
