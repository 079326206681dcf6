import type { OverflowAction } from '@slack/bolt';
import { renderMuteForm } from '../../blocks/mute-form.ts';
import { onAction } from './listener.ts';

/** `more`: what else can be done with a card: mute events like it, for long or for a while. */
export const more = onAction<OverflowAction>(
  /^more(:(?!answer$)|$)/,
  'opening the form that mutes',
  async (context, { body, action, target }) => {
    const [what, id = ''] = action.selected_option.value.split('#');
    const channel = target.channel ?? null;
    const form = await context.flows().ordering.muteForm(id, target.user, channel);
    if (form.kind === 'refused') return { text: form.message };
    const metadata = JSON.stringify({ id, channel, url: target.responseUrl });
    const lasting = what === 'snooze' ? 'for 1h' : 'for 7d';
    const view = renderMuteForm(metadata, form.choices, lasting, form.timeZone);
    await context.client.views.open({ trigger_id: body.trigger_id, view });
    return undefined;
  },
);
