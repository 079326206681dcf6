import { helpAsked, renderHelp } from '../../blocks/help.ts';
import { attempt } from '../attempt.ts';
import type { Register } from '../context.ts';
import { withoutOwnMention } from '../own-mention.ts';
import { replyTo } from '../typed.ts';

/** The one slash command. The manifest and the README are held against it. */
export const COMMAND = '/cctrail';

/** `/cctrail …`: acknowledged at once, then answered privately and once through the response_url. */
export const registerCctrailCommand: Register = (app, context) => {
  app.command(COMMAND, async ({ command, ack, context: { botUserId } }) => {
    const text = withoutOwnMention(command.text, botUserId ?? '');
    const topic = helpAsked(text);
    if (topic) {
      await ack({ response_type: 'ephemeral', ...renderHelp(topic) });
      return;
    }
    // The first reply can't be replaced, so there is none: an answer comes, or after some seconds how far a search is.
    await ack();
    const { response_url: responseUrl, channel_id: channel, user_id: user } = command;
    const target = { responseUrl, channel, user };
    await attempt(context, target, 'answering a question', () => replyTo(context, text, { target, channel }));
  });
};
