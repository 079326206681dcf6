import type { SavingOutcome } from '../../app/asking/saved-questions.ts';
import type { EphemeralMessage } from '../respond.ts';
import { actions, button, section } from './elements.ts';
import { code, count, words } from './mrkdwn.ts';
import { renderPlain, withCommands } from './question-replies.ts';

/** Most questions that have buttons of their own: Slack takes 50 blocks, and each is two. */
const MAX_WITH_BUTTONS = 20;

/** Renders what became of a command about saved questions, for whoever typed it. */
export function renderSaving(outcome: SavingOutcome): EphemeralMessage {
  switch (outcome.kind) {
    case 'refused':
      return renderPlain(outcome.message);
    case 'forgotten':
      return renderPlain(`*${words(outcome.name)}* is forgotten.`);
    case 'saved': {
      const { name, texts } = outcome.question;
      const instead = outcome.hasReplaced ? ', in the place of what had that name' : '';
      const text = `Saved as *${words(name)}*${instead}: ${saying(texts)}. \`/cctrail ${words(name)}\` asks it again, with its times read then.`;
      return {
        text: text.replaceAll('*', ''),
        blocks: [section(text), actions('readings', buttonsOf(name))],
      };
    }
    case 'listed':
      return listed(outcome.questions);
  }
}

function listed(
  questions: Extract<SavingOutcome, { readonly kind: 'listed' }>['questions'],
): EphemeralMessage {
  if (questions.length === 0)
    return withCommands('You have saved no question. After an answer, `/cctrail save NAME` does.', [
      'help ask',
    ]);
  const head = `*${count(questions.length, 'saved question')}*`;
  const shown = questions
    .slice(0, MAX_WITH_BUTTONS)
    .flatMap(({ name, texts }, at) => [
      section(`*${words(name)}* · ${saying(texts)}`),
      actions(`saved:${at}`, buttonsOf(name)),
    ]);
  const others = questions.slice(MAX_WITH_BUTTONS).map(({ name }) => `\`${words(name)}\``);
  return {
    text: head.replaceAll('*', ''),
    blocks: [
      section(head),
      ...shown,
      ...(others.length > 0 ? [section(`As well: ${others.join(', ')}`)] : []),
    ],
  };
}

function buttonsOf(name: string) {
  return [button('reading:0', 'Ask', name), button('reading:1', 'Forget', `forget ${name}`)];
}

/** What was typed, and what changed it then. */
function saying(texts: readonly string[]): string {
  return texts.map(text => code(text, 200)).join(', then ');
}
