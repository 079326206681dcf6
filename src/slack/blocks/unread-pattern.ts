import type { AskedPattern } from '../../app/ordering/pattern-asked.ts';
import type { Proposal } from '../../domain/question/question.ts';
import { oneLine } from '../../domain/visible.ts';
import type { EphemeralMessage } from '../respond.ts';
import { actions, button, section } from './elements.ts';
import { clip, words } from './mrkdwn.ts';

/** Most commands that are offered, and most characters of a button's text and value. */
const MAX_PROPOSALS = 3;
const MAX_LABEL_LENGTH = 70;
const MAX_VALUE_LENGTH = 2_000;

/** What is said to somebody whose command names events in a way that can't be taken: why, and a button for each command that may be meant. */
export function renderUnreadPattern(
  pattern: Exclude<AskedPattern, { readonly kind: 'pattern' | 'refused' | 'unknownPerson' }>,
  { before, after }: { readonly before: string; readonly after: string },
): EphemeralMessage {
  const text = words(messageOf(pattern), 1_500);
  const buttons = proposalsOf(pattern)
    .slice(0, MAX_PROPOSALS)
    .map((proposal, at) =>
      button(
        `reading:${at}`,
        clip(oneLine(proposal.label) || '…', MAX_LABEL_LENGTH),
        `${before}${proposal.text}${after}`.slice(0, MAX_VALUE_LENGTH),
      ),
    );
  const help = button('reading:help', 'Help', 'help watch');
  return { text, blocks: [section(text), actions('readings', [...buttons, help])] };
}

function messageOf(pattern: Parameters<typeof renderUnreadPattern>[0]): string {
  if (pattern.kind === 'help') return 'Say which events, as you would ask for them: `deleted connection`.';
  return pattern.message;
}

function proposalsOf(pattern: Parameters<typeof renderUnreadPattern>[0]): readonly Proposal[] {
  if (pattern.kind === 'help') return [];
  return pattern.kind === 'ambiguous' ? pattern.choices : (pattern.proposals ?? []);
}
