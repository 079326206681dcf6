import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { LONG_SECRET, SECRET, SECRET_FIELDS, SECRET_TEXTS } from '../records/secret-shapes.ts';
import { cardOf, cardsOf, deletion, envelope, idle, runningBot } from './running-bot.ts';

const bot = runningBot();
/** Slack takes questions of up to 500 characters; longer ones are refused unread, which is another matter. */
const TYPED_TEXTS = SECRET_TEXTS.filter(text => text.length < 400);
/** Number of texts that one record holds. */
const TEXTS_IN_ONE = 25;

const parts = Array.from({ length: Math.ceil(SECRET_TEXTS.length / TEXTS_IN_ONE) }, (_, part) =>
  SECRET_TEXTS.slice(part * TEXTS_IN_ONE, (part + 1) * TEXTS_IN_ONE),
);

/** Where a secret is found in what somebody may read, with some of what stands around it. */
function traces(text: string): string[] {
  return [SECRET, LONG_SECRET].flatMap(secret =>
    [...text.matchAll(new RegExp(secret, 'g'))]
      .slice(0, 5)
      .map(({ index }) => text.slice(Math.max(0, index - 80), index + 80)),
  );
}

test('150 shapes of secrets, in records, names of fields, errors, questions and reasons, leave no trace in store, log or Slack', async () => {
  expect(SECRET_TEXTS.length + SECRET_FIELDS.length).toBeGreaterThanOrEqual(150);
  const events = parts.flatMap(texts => [
    { ...deletion('root'), requestParameters: { texts, [texts[0] ?? '']: 'a name', fields: SECRET_FIELDS } },
    { ...deletion('root'), errorCode: 'ValidationException', errorMessage: texts.join(' ; ') },
    { ...deletion('root'), userAgent: texts[1] ?? '', resources: texts.map(text => ({ ARN: text })) },
  ]);
  bot.slack.api.chat.strictRates = false;
  for (const event of events) expect(await bot.send(envelope(event))).toMatchObject({ status: 200 });
  const last = events.at(-1);
  if (!last) throw new Error('no events');
  // A card a second.
  await bot.until(() => cardsOf(bot, last).length > 0, 90_000);
  const asked = bot.workspace.messages.length;
  for (const text of TYPED_TEXTS) await bot.slack.command('U0CAROL', 'C0CHAT', `who deleted "${text}"`);
  await bot.until(() => bot.workspace.messages.length - asked >= TYPED_TEXTS.length, 60_000);
  const approvable = events.filter(event => !('errorCode' in event && event.errorCode !== undefined));
  for (const [index, event] of approvable.slice(0, 3).entries()) {
    const one = await cardOf(bot, event);
    await bot.slack.click('U0CAROL', one, 'details');
    await bot.slack.click('U0CAROL', one, 'reject');
    const reason =
      parts[index]
        ?.filter(text => text.length < 200)
        .join(' ')
        .slice(0, 2_500) ?? '';
    await bot.until(() => bot.workspace.views.some(({ view }) => JSON.stringify(view).includes('"reason"')));
    await bot.slack.submit('U0CAROL', { reason: { reason } });
    await bot.until(() => one.text.includes('Rejected'));
  }
  await idle(bot);
  const store = readFileSync(join(bot.env['DATA_DIR'] ?? '', 'data.mdb'));
  expect(traces(store.toString('latin1'))).toEqual([]);
  expect(traces(store.toString('utf16le'))).toEqual([]);
  expect(traces(bot.log.join('\n'))).toEqual([]);
  expect(traces(JSON.stringify(bot.slack.api.calls))).toEqual([]);
  expect(traces(JSON.stringify(bot.workspace.messages))).toEqual([]);
}, 180_000);
