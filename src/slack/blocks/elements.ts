import type {
  ActionsBlockElement,
  Button,
  ContextBlock,
  KnownBlock,
  MrkdwnElement,
  Overflow,
  SectionBlock,
} from '@slack/types';
import { clip } from './mrkdwn.ts';

/** Most characters of a section's text (Slack, "Section block"), and of an element of a context block that we fill. */
const MAX_SECTION_LENGTH = 3_000;
const MAX_CONTEXT_LENGTH = 2_900;

/** A section of mrkdwn in which Slack makes no links of its own. */
export function section(text: string, more: Partial<SectionBlock> = {}): SectionBlock {
  return { type: 'section', text: mrkdwn(text, MAX_SECTION_LENGTH), ...more };
}

/** Small print below what it belongs to. */
export function context(texts: string | readonly string[], more: Partial<ContextBlock> = {}): ContextBlock {
  const elements = (typeof texts === 'string' ? [texts] : texts).map(text =>
    mrkdwn(text, MAX_CONTEXT_LENGTH),
  );
  return { type: 'context', elements, ...more };
}

/** Text in which no address, channel or `@here` of a record becomes a link or a mention (Slack, "Text object", `verbatim`). */
function mrkdwn(text: string, most: number): MrkdwnElement {
  return { type: 'mrkdwn', text: clip(text, most), verbatim: true };
}

/** A row of buttons. */
export function actions(blockId: string, elements: ActionsBlockElement[]): KnownBlock {
  return { type: 'actions', block_id: blockId, elements };
}

/** A button; `value` comes back with the click. */
export function button(actionId: string, text: string, value: string, more: Partial<Button> = {}): Button {
  return { type: 'button', action_id: actionId, text: { type: 'plain_text', text }, value, ...more };
}

/** A menu behind three dots; the value of what is chosen comes back with the click. */
export function overflow(
  actionId: string,
  choices: readonly (readonly [value: string, text: string])[],
): Overflow {
  const options = choices.map(([value, text]) => ({ text: { type: 'plain_text' as const, text }, value }));
  return { type: 'overflow', action_id: actionId, options };
}
