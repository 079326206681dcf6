import type { BlockElementAction } from '@slack/bolt';
import { type ActionListener, onAction } from './listener.ts';

/** Any action that none of the others knows: from an older version, or not ours. */
export function unknownAction(known: readonly ActionListener[]): ActionListener {
  const pattern = new RegExp(`^(?!${known.map(one => `(?:${one.pattern.source})`).join('|')})`);
  return onAction<BlockElementAction>(pattern, 'answering an unknown button', async (context, { action }) => {
    context.log.warn({ action: action.action_id }, 'a button that is not known was clicked');
    return {
      text: "I don't know this button. It may come from an older version of me; nothing was recorded.",
    };
  });
}
