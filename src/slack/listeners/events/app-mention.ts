import { answerQuestion } from '../ask.ts';
import { attempt, type Register } from '../context.ts';

/** `@cctrail …`: the same questions where slash commands can't be typed, in threads. The answer is private to whoever asked. */
export const registerMention: Register = (app, parts) => {
  app.event('app_mention', async ({ event, body }) => {
    const user = event.user;
    if (user === undefined) return;
    const place = { channel: event.channel, user, thread: event.thread_ts };
    await attempt(parts, place, 'answering a mention', async () => {
      if (!(await parts.flows().cards.firstSight(body.event_id))) return undefined;
      const text = event.text.replace(/^\s*<@[UW][A-Z0-9]+(\|[^>]*)?>\s*/, '');
      return answerQuestion(parts, text, place, event.channel);
    });
  });
};
