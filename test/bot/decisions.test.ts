import { describe, expect, test } from '@jest/globals';
import type { Message } from '../../playground/slack/workspace.ts';
import { buttonsOf, cardOf, deletion, idle, runningBot } from './running-bot.ts';

const bot = runningBot();

async function freshCard(actor: Parameters<typeof deletion>[0] = 'alice', more = {}): Promise<Message> {
  const event = deletion(actor, more);
  await bot.happen([event]);
  return cardOf(bot, event);
}

const lastWhisper = (user: string) => bot.workspace.ephemerals(user).at(-1)?.text ?? '';

describe('decisions', () => {
  test('approving names who and when, takes the buttons away, and is published', async () => {
    const card = await freshCard();
    await bot.slack.click('U0CAROL', card, 'approve');
    await bot.until(() => card.edited === true);
    expect(card.text).toContain('Approved by <@U0CAROL>');
    expect(buttonsOf(card)).toEqual(['details', 'more']);
    await bot.until(() =>
      bot.workspace.messages.some(
        message => message.thread_ts === card.ts && message.text.includes('<@U0CAROL> approved this'),
      ),
    );
    await bot.until(() => bot.aws.published.length > 0);
    expect(bot.aws.published.at(-1)).toMatchObject({
      Source: 'cctrail',
      DetailType: 'CloudTrail Review Decision',
      EventBusName: 'reviews',
    });
  });

  test.each([
    ['whoever did it', 'alice', 'U0ALICE', /the one behind this event/],
    ['whoever did it, by configuration', 'bob', 'U0BOB', /the one behind this event/],
    ['a guest', 'alice', 'U0GUEST', /Guests can't/],
    ['somebody deactivated', 'alice', 'U0GONE', /Deactivated users can't/],
    ['a bot', 'alice', 'U0ROBOT', /Bots can't/],
    ['somebody whom Slack does not know', 'alice', 'U0NOBODY', /doesn't tell me who you are/],
  ] as const)('%s is refused privately, and nothing is recorded', async (_, actor, user, reason) => {
    const card = await freshCard(actor);
    await bot.slack.click(user, card, 'approve');
    await bot.until(() => reason.test(lastWhisper(user)));
    await idle(bot);
    expect(buttonsOf(card)).toContain('approve');
  });

  test('whoever did it is refused also where Slack ties them to their address only the other way round', async () => {
    const card = await freshCard('alice');
    bot.slack.api.hidesEmails = true;
    await bot.slack.click('U0ALICE', card, 'approve');
    await bot.until(() => /the one behind this event/.test(lastWhisper('U0ALICE')));
    bot.slack.api.faults.push({ method: 'users.lookupByEmail', kind: 'fails', times: 1 });
    bot.slack.api.hidesEmails = false;
    expect(buttonsOf(card)).toContain('approve');
    bot.slack.api.faults.length = 0;
  });

  test('where Slack can not say who clicked, they are refused', async () => {
    const card = await freshCard();
    bot.slack.api.faults.push({ method: 'users.info', kind: 'fails', times: 1 });
    await bot.slack.click('U0CAROL', card, 'approve');
    await bot.until(() => /couldn't check with Slack/.test(lastWhisper('U0CAROL')));
    expect(buttonsOf(card)).toContain('approve');
  });

  test('of many clicks at once the first wins, and every card says the same', async () => {
    const card = await freshCard();
    const people = ['U0BOB', 'U0CAROL'];
    const published = bot.aws.published.length;
    await Promise.all(
      people.flatMap(user => [
        bot.slack.click(user, card, 'approve'),
        bot.slack.click(user, card, 'approve'),
      ]),
    );
    await bot.until(() => card.edited === true);
    await idle(bot);
    expect(card.text.match(/Approved by <@\w+>/g)).toHaveLength(1);
    expect(bot.aws.published.length - published).toBe(1);
    expect(
      people.filter(user => /Already approved by/.test(lastWhisper(user))).length,
    ).toBeGreaterThanOrEqual(1);
  });

  test('rejecting asks why, and the reason stands on the card', async () => {
    const card = await freshCard();
    await bot.slack.click('U0CAROL', card, 'reject');
    await bot.until(() => bot.workspace.views.length === 1);
    expect(bot.workspace.views[0]?.view.callback_id).toBe('reject');
    const empty = await bot.slack.submit('U0CAROL', { reason: { reason: '  ' } });
    expect(empty.body).toContain('errors');
    await bot.slack.submit('U0CAROL', { reason: { reason: 'not <!channel> agreed' } });
    await bot.until(() => card.edited === true);
    expect(card.text).toContain('Rejected by <@U0CAROL>');
    expect(JSON.stringify(card.blocks)).toContain('not &lt;!channel&gt; agreed');
  });

  test('a modal that was open when somebody else decided changes nothing', async () => {
    const card = await freshCard();
    await bot.slack.click('U0CAROL', card, 'reject');
    await bot.until(() => bot.workspace.views.length === 1);
    await bot.slack.click('U0BOB', card, 'approve');
    await bot.until(() => card.edited === true);
    await bot.slack.submit('U0CAROL', { reason: { reason: 'late' } });
    await bot.until(() => /Already approved by <@U0BOB>/.test(lastWhisper('U0CAROL')));
    expect(card.text).toContain('Approved by <@U0BOB>');
  });

  test('a denied attempt asks for acknowledgement', async () => {
    const card = await freshCard('root', { errorCode: 'AccessDenied', errorMessage: 'no' });
    expect(card.text).toContain('tried to delete connection');
    expect(buttonsOf(card)).toEqual(['acknowledge', 'details', 'more']);
    await bot.slack.click('U0CAROL', card, 'approve', { value: buttonValue(card) });
    await bot.until(() => /asks for acknowledgement/.test(lastWhisper('U0CAROL')));
    await bot.slack.click('U0CAROL', card, 'acknowledge');
    await bot.until(() => card.edited === true);
    expect(card.text).toContain('Acknowledged by <@U0CAROL>');
  });

  test('cards and buttons that are not known are answered', async () => {
    const card = await freshCard();
    await bot.slack.click('U0CAROL', card, 'approve', { value: 'no-such-card' });
    await bot.until(() => /don't know this card/.test(lastWhisper('U0CAROL')));
    await bot.slack.click('U0CAROL', card, 'explode');
    await bot.until(() => /don't know this button/.test(lastWhisper('U0CAROL')));
  });

  test('a guest sees no details', async () => {
    const card = await freshCard();
    await bot.slack.click('U0GUEST', card, 'details');
    await bot.until(() => /Guests can't ask/.test(lastWhisper('U0GUEST')));
    expect(bot.workspace.views).toHaveLength(0);
  });

  test('decisions outlive the bot', async () => {
    const card = await freshCard();
    // As it still stands on Bob's screen, whenever the update reaches Slack.
    const seen = structuredClone(card);
    await bot.slack.click('U0CAROL', card, 'approve');
    expect(await bot.stopBot()).toBe(0);
    await bot.startBot();
    await bot.slack.click('U0BOB', seen, 'approve');
    await bot.until(() => /Already approved by <@U0CAROL>/.test(lastWhisper('U0BOB')));
    await bot.until(() => card.text.includes('Approved by <@U0CAROL>'));
  });
});

function buttonValue(card: Message): string {
  const elements = (card.blocks ?? []).flatMap(block => (block as { elements?: object[] }).elements ?? []);
  const button = elements.find(element => (element as { action_id?: string }).action_id === 'acknowledge');
  return (button as { value?: string } | undefined)?.value ?? '';
}
