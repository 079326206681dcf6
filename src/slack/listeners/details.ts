import type { BlockAction, ButtonAction } from '@slack/bolt';
import type { RecordSummary } from '../../domain/summary.ts';
import { renderDetails } from '../blocks/modals.ts';
import { onAnswerClick } from './browse.ts';
import { placeOf } from './decide.ts';
import { attempt, type ListenerParts, type Register } from './parts.ts';

/** `details:answer`: the redacted record of an event of an answer, in a modal. */
export const registerAnswerDetails = onAnswerClick(
  /^details:answer$/,
  'opening details',
  async (parts, { given, index, body }) => {
    const row = given.rows[index];
    if (!row) return { text: 'That event is not in this answer.' };
    await parts.client.views.open({ trigger_id: body.trigger_id, view: renderDetails(row.summary) });
    await noteDetails(parts, body.user.id, given.answered.channel, row.summary);
    return undefined;
  },
);

/** `details`: the redacted record in a modal. It is a question like any other, so whoever clicks must be one who may ask. */
export const registerDetails: Register = (app, parts) => {
  app.action<BlockAction<ButtonAction>>(/^details(:(?!answer$)|$)/, async ({ ack, body, action }) => {
    await ack();
    await attempt(parts, placeOf(body), 'opening details', async () => {
      const { askers, cards } = parts.flows();
      const [permission, summary] = await Promise.all([
        askers.mayAsk(body.user.id, null),
        cards.behind(action.value ?? ''),
      ]);
      if (permission.kind === 'refused') return { text: permission.message };
      if (!summary) return { text: "I don't know this card any more: it may be older than what I keep." };
      await parts.client.views.open({ trigger_id: body.trigger_id, view: renderDetails(summary) });
      await noteDetails(parts, body.user.id, body.channel?.id ?? null, summary);
      return undefined;
    });
  });
};

/** What our buttons and menus are called, without what follows a colon. */
const KNOWN = [
  'acknowledge',
  'approve',
  'reject',
  'details',
  'share',
  'older',
  'newer',
  'search_on',
  'narrow',
  'reading',
  'pivot',
  'focus',
  'back',
  'file',
  'cancel',
  'link',
];

/** Whose record was looked at is on record too; after the modal, whose trigger is good for three seconds only. */
async function noteDetails(
  parts: ListenerParts,
  by: string,
  channel: string | null,
  summary: RecordSummary,
): Promise<void> {
  const asked = `details of event ${summary.record.eventID ?? 'without an id'}`;
  await parts.flows().answers.note({ by, channel, asked, reading: asked, results: 1, complete: true });
}

/** A button that is only a link: Slack tells of the click all the same. */
export const registerLink: Register = app => {
  app.action(/^link:/, async ({ ack }) => ack());
};

/** Any other button: from an older version, or not ours. */
export const registerUnknownAction: Register = (app, parts) => {
  app.action<BlockAction>(new RegExp(`^(?!(${KNOWN.join('|')})(:|$))`), async ({ ack, body, action }) => {
    await ack();
    parts.log.warn({ action: action.action_id }, 'a button that is not known was clicked');
    await parts.whisper(placeOf(body), {
      text: "I don't know this button. It may come from an older version of me; nothing was recorded.",
    });
  });
};
