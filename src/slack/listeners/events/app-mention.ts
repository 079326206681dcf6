import { isFirstTime } from '../../../app/state/first-time.ts';
import { KEYS } from '../../../app/state/keys.ts';
import { attempt } from '../attempt.ts';
import type { Register } from '../context.ts';
import { firstMentioned, withoutOwnMention } from '../own-mention.ts';
import { replyTo } from '../typed.ts';

/**
 * Time that the ids of events are remembered: Slack sends some more than once, within the hour (Slack, "Events API", "Error handling").
 */
const REMEMBERED_MS = 3_600_000;

/** `@cctrail …`: the same questions where slash commands can't be typed, in threads. The answer is private to the asker. */
export const registerAppMention: Register = (app, context) => {
  app.event('app_mention', async ({ event, body, context: { botUserId } }) => {
    const { user, channel, thread_ts: thread } = event;
    if (user === undefined) return;
    const target = { channel, user, thread };
    await attempt(context, target, 'answering a mention', async () => {
      const { store } = context.flows();
      if (!(await isFirstTime(store, KEYS.slackEvent(body.event_id), REMEMBERED_MS))) return undefined;
      // Without its id it is the mention that stands first.
      const own = botUserId ?? firstMentioned(event.text) ?? '';
      return replyTo(context, withoutOwnMention(event.text, own), { target, channel });
    });
  });
};
