import type { Click, Ruling } from '../../../app/deciding/decide.ts';
import { formatInstant } from '../../../domain/instant.ts';
import type { Verdict } from '../../../domain/review.ts';
import { localTime, mention } from '../../blocks/mrkdwn.ts';
import { renderAbout, renderRejectModal } from '../../blocks/views.ts';
import type { PrivateReply } from '../../respond.ts';
import { attempt, type ListenerParts, type Register } from '../context.ts';
import { onAction } from './listener.ts';

/** Buttons that decide on the click itself, by their action_id. */
const VERDICTS: Readonly<Record<string, Verdict>> = { acknowledge: 'acknowledged', approve: 'approved' };

/** `acknowledge` and `approve`: decided on the click. */
export const decideOnClick = onAction(
  /^(acknowledge|approve)(:|$)/,
  'recording a decision',
  async (parts, { body, action }) => {
    const verdict = VERDICTS[action.action_id.split(':')[0] ?? ''];
    if (verdict === undefined) return undefined;
    return decide(parts, { notificationId: action.value ?? '', verdict, userId: body.user.id });
  },
);

/** `reject`: opens a modal that asks why, unless it is clear already that whoever clicked may not. */
export const reject = onAction(
  /^reject(:|$)/,
  'opening the modal for a rejection',
  async (parts, { body, action, place }) => {
    const notificationId = action.value ?? '';
    const { decisions, cards, wake } = parts.flows();
    const refusal = await decisions.mayDecide({ notificationId, verdict: 'rejected', userId: body.user.id });
    if (refusal) {
      wake();
      return say(refusal);
    }
    const summary = await cards.behind(notificationId);
    const view = renderRejectModal(
      JSON.stringify({ id: notificationId, channel: place.channel, url: place.responseUrl }),
      summary ? renderAbout(summary) : 'This event',
    );
    await parts.client.views.open({ trigger_id: body.trigger_id, view });
    return undefined;
  },
);

/** The submitted modal: the rejection, with its reason. Whoever submits is judged again. */
export const registerRejectModal: Register = (app, parts) => {
  app.view('reject', async ({ ack, body, view }) => {
    const reason = view.state.values['reason']?.['reason']?.value?.trim() ?? '';
    if (reason === '') {
      await ack({ response_action: 'errors', errors: { reason: 'Say why; it is kept on record.' } });
      return;
    }
    await ack();
    const { id, channel, url } = readMetadata(view.private_metadata);
    const place = { responseUrl: url, channel, user: body.user.id };
    const click = {
      notificationId: id,
      verdict: 'rejected' as const,
      userId: body.user.id,
      reason: reason.slice(0, 1_000),
    };
    await attempt(parts, place, 'recording a rejection', () => decide(parts, click));
  });
};

async function decide(parts: ListenerParts, click: Click): Promise<PrivateReply | undefined> {
  const { decisions, wake } = parts.flows();
  const ruling = await decisions.decide(click);
  parts.meter.count('cctrail_decisions_total', { ruling: ruling.kind });
  if (ruling.kind !== 'refused') wake();
  return say(ruling);
}

/** What the person who clicked is told; the card itself tells what was recorded. */
function say(ruling: Ruling): PrivateReply | undefined {
  if (ruling.kind === 'refused') return { text: ruling.message };
  if (ruling.kind === 'recorded') return undefined;
  const { verdict, by, at } = ruling.decision;
  return {
    text: `Already ${verdict} by ${mention(by)} ${localTime(at, formatInstant(at, 'UTC'))}; that stands.`,
  };
}

function readMetadata(text: string): { id: string; channel: string | undefined; url: string | undefined } {
  const string = (value: unknown) => (typeof value === 'string' ? value : undefined);
  try {
    const { id, channel, url } = JSON.parse(text) as Record<string, unknown>;
    return { id: string(id) ?? '', channel: string(channel), url: string(url) };
  } catch {
    return { id: '', channel: undefined, url: undefined };
  }
}
