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

/** `through the console`, `via terraform`, `not with the cli`: what a call was made with. Who signs in does so in the console anyway. */
export function toolsAt(sentence: Sentence, at: number): readonly Piece[] {
  const not = sentence.word(at) === 'not' ? 1 : 0;
  const joint = sentence.word(at + not);
  if (!/^(through|via|using|with|from|in|over|on)$/.test(joint)) return [];
  const article = /^(the|our|an?)$/.test(sentence.word(at + not + 1)) ? 1 : 0;
  const place = at + not + 1 + article;
  const found = TOOLS.find(([words]) => sentence.has(place, words));
  if (!found) return [];
  const [words, tool] = found;
  // "in terraform" is where something stands, and "with sdk" nothing.
  if (/^(from|in|over|on)$/.test(joint) && tool !== 'console' && tool !== 'cloudshell') return [];
  const isSignIn = sentence.tokens.some(({ word }) =>
    /^(log|logs|logged|logging|log-?ins?|sign|signs|signed|signing|sign-?ins?)$/.test(word),
  );
  if (isSignIn && tool === 'console') return [];
  const filters = [{ ...filterOn('tool', tool), negated: not === 1 }];
  return [{ is: 'filter', filters, about: 'how', words: place + words.length - at }];
}
