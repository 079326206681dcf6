import type { ActionsBlockElement, Button, ContextBlock, KnownBlock, SectionBlock } from '@slack/types';
import { clip } from './mrkdwn.ts';

/** Most characters of a section's text (Slack, "Section block"), and of an element of a context block that we fill. */
const MAX_SECTION_LENGTH = 3_000;
const MAX_CONTEXT_LENGTH = 2_900;

/** A section of mrkdwn in which Slack makes no links of its own. */
export function section(text: string): SectionBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: clip(text, MAX_SECTION_LENGTH), verbatim: true },
  };
}

/** Small print below what it belongs to. */
export function context(text: string): ContextBlock {
  return {
    type: 'context',
    elements: [{ type: 'mrkdwn', text: clip(text, MAX_CONTEXT_LENGTH), verbatim: true }],
  };
}

/** A row of buttons. */
export function actions(blockId: string, elements: ActionsBlockElement[]): KnownBlock {
  return { type: 'actions', block_id: blockId, elements };
}

/** A button; `value` comes back with the click. */
export function button(actionId: string, text: string, value: string, more: Partial<Button> = {}): Button {
  return { type: 'button', action_id: actionId, text: { type: 'plain_text', text }, value, ...more };
}
