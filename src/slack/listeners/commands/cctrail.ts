import { renderHelp } from '../../blocks/help.ts';
import { answerQuestion } from '../ask.ts';
import { attempt, type Register } from '../context.ts';

/** The one slash command. The manifest and the README are held against it. */
export const COMMAND = '/cctrail';

/** `/cctrail …`: acknowledged at once with a short line, then answered privately through the response_url. */
export const registerCommand: Register = (app, parts) => {
  app.command(COMMAND, async ({ command, ack }) => {
    const text = command.text.trim();
    if (/^(help|\?)?$/i.test(text)) {
      await ack({ response_type: 'ephemeral', ...renderHelp() });
      return;
    }
    await ack({ response_type: 'ephemeral', text: 'Reading CloudTrail…' });
    const place = { responseUrl: command.response_url, channel: command.channel_id, user: command.user_id };
    await attempt(parts, place, 'answering a question', () =>
      answerQuestion(parts, text, place, command.channel_id),
    );
  });
};
