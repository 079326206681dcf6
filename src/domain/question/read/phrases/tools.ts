import { isDeployingTool } from '../../lexicon/automations.ts';
import { VERB_FORMS } from '../../lexicon/verbs.ts';
import { filterOn, type Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';

/** Names of the tools that records tell of, by what people call them. */
const TOOLS: readonly (readonly [words: readonly string[], tool: string])[] = (
  [
    ['aws management console', 'console'],
    ['management console', 'console'],
    ['web console', 'console'],
    ['aws console', 'console'],
    ['aws web console', 'console'],
    ['console', 'console'],
    ['terraform', 'terraform'],
    ['pulumi', 'pulumi'],
    ['aws cdk', 'cdk'],
    ['cdk', 'cdk'],
    ['aws cli', 'aws cli'],
    ['cli', 'aws cli'],
    ['command line', 'aws cli'],
    ['cloudshell', 'cloudshell'],
    ['aws cloudshell', 'cloudshell'],
    ['sdk', 'sdk'],
    ['aws sdk', 'sdk'],
    ['boto3', 'sdk'],
  ] as const
).map(([words, tool]) => [words.split(' '), tool] as const);

/** Words for signing in. */
export const SIGNING = /^(log|logs|logged|logging|log-?ins?|sign|signs|signed|signing|sign-?ins?)$/;

/** `through the console`, `via terraform`, `not with the cli`: what a call was made with. Who signs in does so in the console anyway. */
export function toolsAt(sentence: Sentence, at: number): readonly Piece[] {
  const acting = actingToolAt(sentence, at);
  if (acting) return [acting];
  const not = sentence.word(at) === 'not' ? 1 : 0;
  const joint = sentence.word(at + not);
  if (!/^(through|via|using|with|from|in|over|on|by)$/.test(joint)) return [];
  const article = /^(the|our|an?)$/.test(sentence.word(at + not + 1)) ? 1 : 0;
  const place = at + not + 1 + article;
  const found = TOOLS.find(([words]) => sentence.has(place, words));
  if (!found) return [];
  const [words, tool] = found;
  // "in terraform" is where something stands, and "with sdk" nothing.
  if (/^(from|in|over|on)$/.test(joint) && tool !== 'console' && tool !== 'cloudshell') return [];
  // "by terraform"; "by cli" is by whoever is called so, and "by the terraform role" by that role.
  const isOthers = /^(or|and|roles?|users?|sessions?)$/.test(sentence.word(place + words.length));
  if (joint === 'by' && (!isDeployingTool(tool) || isOthers)) return [];
  const isSignIn = sentence.tokens.some(({ word }) => SIGNING.test(word));
  if (isSignIn && tool === 'console') return [];
  const filters = [{ ...filterOn('tool', tool), negated: not === 1 }];
  return [{ is: 'filter', filters, about: 'how', words: place + words.length - at }];
}

/** A tool that is named at a place, and how many words name it. */
export function toolNamedAt(
  sentence: Sentence,
  at: number,
): { readonly tool: string; readonly words: number } | undefined {
  const article = /^(the|our|an?)$/.test(sentence.word(at)) ? 1 : 0;
  const found = TOOLS.find(([words]) => sentence.has(at + article, words));
  return found && { tool: found[1], words: article + found[0].length };
}

/** `but not cli`, `excluding terraform`: what was made with a tool is left out. `start`: where it is named. */
export function toolLeftOut(sentence: Sentence, at: number, start: number): readonly Piece[] {
  const named = toolNamedAt(sentence, start);
  const end = start + (named?.words ?? 0);
  if (!named || !(sentence.ends(end) || /^(and|or|please|in|since|during)$/.test(sentence.word(end))))
    return [];
  const filters = [{ ...filterOn('tool', named.tool), negated: true }];
  return [{ is: 'filter', filters, about: 'how', words: end - at }];
}

/** `what did terraform delete`: what was done with it. */
function actingToolAt(sentence: Sentence, at: number): Piece | undefined {
  const tool = sentence.word(at);
  const next = sentence.word(at + 1);
  const acts = VERB_FORMS.get(next)?.form === 'base' || /^(do|done|been)$/.test(next);
  if (!isDeployingTool(tool) || !/^(did|has|had)$/.test(sentence.word(at - 1)) || !acts) return undefined;
  return { is: 'actor', words: 1, filter: filterOn('tool', tool), isThing: false };
}
