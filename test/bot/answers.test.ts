import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../playground/slack/web-api/types.ts';
import type { Message } from '../../playground/slack/workspace.ts';
import { KEYS } from '../../src/app/state/keys.ts';
import { verifyLedger } from '../../src/app/state/ledger.ts';
import { ledgerEntryCodec } from '../../src/app/state/ledger-entries.ts';
import { answerTo, buttonsOf, deletion, envelope, runningBot, storeOf } from './running-bot.ts';

const bot = runningBot();

const ask = (user: string, text: string) => answerTo(bot, text, user);

/** Clicks, and waits until the message says something else. */
async function click(user: string, message: Message, action: string, value?: string): Promise<void> {
  const before = JSON.stringify(message.blocks);
  await bot.slack.click(user, message, action, value === undefined ? {} : { value });
  await bot.until(() => JSON.stringify(message.blocks) !== before);
}

/** The value of a row of a menu, by how it begins. */
const chosen = (message: Message, choice: string) => {
  const options = (message.blocks as { elements?: { options?: { value: string }[] }[] }[]).flatMap(block =>
    (block.elements ?? []).flatMap(element => element.options ?? []),
  );
  return { value: options.find(({ value }) => value.startsWith(`${choice}#`))?.value ?? '' };
};
/** Follows up an event of an answer; of several the newest. */
async function follow(answer: Message, pivot: string): Promise<void> {
  const id = valueOf(answer).split('/')[0];
  if (buttonsOf(answer).includes('focus')) await click('U0CAROL', answer, 'focus', `${id}/0`);
  await click('U0CAROL', answer, 'pivot', chosen(answer, pivot).value);
}

const whole = (message: Message) => JSON.stringify(message.blocks);
const tableOf = (message: Message) =>
  (message.blocks as { type: string; rows?: { text?: string }[][] }[]).find(
    block => block.type === 'data_table',
  );

describe('an answer', () => {
  test('is a sentence, a table, what was searched, and what can be done next', async () => {
    const answer = await ask('U0CAROL', 'list stacks');
    expect(answer.text).toMatch(/events match/);
    expect(tableOf(answer)?.rows).toHaveLength(21);
    expect(whole(answer)).toMatch(/1–20 of 1\d\d, newest first/);
    expect(whole(answer)).toMatch(/✓ complete · \d Regions? · 90 days · as of/);
    expect(whole(answer)).toContain(
      'us-west-2.console.aws.amazon.com/cloudtrailv2/home?region=us-west-2#/events/',
    );
    expect(buttonsOf(answer)).toEqual(expect.arrayContaining(['share', 'older', 'focus', 'more:answer']));
  });

  test('is text where Slack refuses tables', async () => {
    bot.slack.api.refusesNewBlocks = true;
    const answer = await ask('U0CAROL', 'list stacks');
    bot.slack.api.refusesNewBlocks = false;
    expect(tableOf(answer)).toBeUndefined();
    expect(whole(answer)).toMatch(/created stack `storefront-\d+`/);
    expect(buttonsOf(answer)).toContain('older');
  });

  test('draws what it counts, beside the table; as bars of text where Slack refuses charts', async () => {
    const drawn = await ask('U0CAROL', 'how many stacks were created per day in the last 7 days');
    const types = (message: Message) => (message.blocks as { type: string }[]).map(({ type }) => type);
    expect(types(drawn)).toContain('data_visualization');
    bot.slack.api.refusesNewBlocks = true;
    const written = await ask('U0CAROL', 'how many stacks were created per day in the last 7 days');
    bot.slack.api.refusesNewBlocks = false;
    expect(types(written)).not.toContain('data_visualization');
    expect(whole(written)).toMatch(/█+ \d+/);
  });

  test('Older and Newer page through it in place', async () => {
    const answer = await ask('U0CAROL', 'list stacks');
    await click('U0CAROL', answer, 'older');
    expect(whole(answer)).toMatch(/21–40 of/);
    await click('U0CAROL', answer, 'newer');
    expect(whole(answer)).toMatch(/1–20 of/);
    expect(buttonsOf(answer)).not.toContain('newer');
  });

  test('Share shows it to the channel, once, and says who shared it', async () => {
    const answer = await ask('U0CAROL', 'who deleted connection');
    await bot.slack.click('U0CAROL', answer, 'share');
    const shared = () =>
      bot.workspace.messages.filter(
        one => one.channel === 'C0CHAT' && one.metadata?.event_type === 'cctrail_answer',
      );
    await bot.until(() => shared().length === 1);
    expect(JSON.stringify(shared()[0]?.blocks)).toMatch(/<@U0CAROL> shares: `who deleted connection`/);
    expect(buttonsOf(shared()[0] as Message)).toEqual([]);
    await bot.slack.click('U0CAROL', answer, 'share');
    await bot.until(() =>
      bot.workspace.ephemerals('U0CAROL').some(one => /was shared here already/.test(one.text)),
    );
    expect(shared()).toHaveLength(1);
  });

  test('Share says what became of it: not in the channel, busy, nobody knows', async () => {
    const answer = await ask('U0CAROL', 'who created bucket');
    const says = async (fault: Fault['kind'], expected: RegExp) => {
      bot.slack.api.faults.push({ method: 'chat.postMessage', kind: fault, times: 1 });
      await bot.slack.click('U0CAROL', answer, 'share');
      await bot.until(() => expected.test(bot.workspace.ephemerals('U0CAROL').at(-1)?.text ?? ''));
    };
    await says({ error: 'not_in_channel' }, /Invite me/);
    await says({ rateLimit: 1 }, /Slack is busy/);
    await says('fails after', /Look into the channel/);
    await bot.slack.click('U0CAROL', answer, 'share');
    await bot.until(() =>
      /was shared here already/.test(bot.workspace.ephemerals('U0CAROL').at(-1)?.text ?? ''),
    );
    const shared = bot.workspace.messages.filter(
      one => one.metadata?.event_type === 'cctrail_answer' && one.text.includes('storefront-assets'),
    );
    expect(shared).toHaveLength(1);
  });

  test('a date that can be two days is asked about', async () => {
    const answer = await ask('U0CAROL', 'who deleted connection 5/11');
    expect(answer.text).toBe('"5/11" can be two days. Which do you mean?');
    await click('U0CAROL', answer, 'reading:0');
    expect(answer.text).toMatch(/^No match in what was searched\./);
  });

  test('what was pasted by mistake is neither shown nor kept', async () => {
    const answer = await ask('U0CAROL', 'who deleted bucket "password=hunter2secret"');
    expect(JSON.stringify(answer)).not.toContain('hunter2secret');
  });

  test('Details, files and pivots are questions too: a guest gets none', async () => {
    const answer = await ask('U0CAROL', 'who deleted connection');
    for (const action of ['details:answer', 'more:answer', 'pivot', 'share', 'older', 'focus', 'back']) {
      const before = bot.workspace.ephemerals('U0GUEST').length;
      await bot.slack.click('U0GUEST', answer, action, { value: valueOf(answer) });
      await bot.until(() => bot.workspace.ephemerals('U0GUEST').length > before);
      expect(bot.workspace.ephemerals('U0GUEST').at(-1)?.text).toMatch(/Guests can't/);
    }
    expect(bot.workspace.views.filter(view => view.user === 'U0GUEST')).toEqual([]);
  });

  test('Details shows the record of the event in focus', async () => {
    const answer = await ask('U0CAROL', 'who deleted connection');
    await click('U0CAROL', answer, 'focus', `${valueOf(answer).split('/')[0]}/1`);
    expect(whole(answer)).toMatch(/\*bob\* tried to delete connection.*in Slack <@U0BOB>/);
    await bot.slack.click('U0CAROL', answer, 'details:answer');
    await bot.until(() => bot.workspace.views.some(view => view.user === 'U0CAROL'));
    expect(JSON.stringify(bot.workspace.views.at(-1)?.view)).toContain('AccessDenied');
    bot.slack.closeView('U0CAROL');
  });

  test('files go to whoever asked for them', async () => {
    const answer = await ask('U0CAROL', 'list stacks');
    await bot.slack.click('U0CAROL', answer, 'more:answer', chosen(answer, 'csv'));
    await bot.slack.click('U0CAROL', answer, 'more:answer', chosen(answer, 'json'));
    const files = () => bot.workspace.messages.filter(one => one.channel === 'D0CAROL' && one.file);
    await bot.until(() => files().length === 2);
    const csv = files().find(one => one.file?.name.endsWith('.csv'))?.file?.content ?? '';
    expect(csv.split('\r\n')[0]).toMatch(/^eventTime,eventName,/);
    expect(csv.trim().split('\r\n').length).toBeGreaterThan(120);
    const json = JSON.parse(
      files().find(one => one.file?.name.endsWith('.json'))?.file?.content ?? '',
    ) as object[];
    expect(json.length).toBe(csv.trim().split('\r\n').length - 1);
    bot.slack.api.faults.push({
      method: 'files.getUploadURLExternal',
      kind: { error: 'missing_scope' },
      times: 1,
    });
    await bot.slack.click('U0CAROL', answer, 'more:answer', chosen(answer, 'csv'));
    await bot.until(() => bot.workspace.ephemerals('U0CAROL').some(one => /files:write/.test(one.text)));
  });

  test('pivots answer in place, and Back leads back', async () => {
    const answer = await ask('U0CAROL', 'who deleted connection');
    const first = answer.text;
    await follow(answer, 'resource');
    expect(whole(answer)).toContain('History of 4b1f0c9e');
    expect(whole(answer)).toMatch(/3 events|2 events/);
    await click('U0CAROL', answer, 'back');
    expect(answer.text).toBe(first);
    await follow(answer, 'principal');
    expect(whole(answer)).toContain('half an hour around it');
    await click('U0CAROL', answer, 'back');
    await follow(answer, 'undone');
    expect(answer.text).toMatch(/^No match in what was searched\./);
    await click('U0CAROL', answer, 'back');
    await follow(answer, 'first');
    expect(whole(answer)).toMatch(/The first DeleteConnection by alice@example.com/);
  });

  test('what was undone is found', async () => {
    const answer = await ask('U0CAROL', 'who created table');
    await follow(answer, 'undone');
    expect(answer.text).toMatch(/^robin@example\.com deleted table carts/);
  });

  test('where a name fits two people it asks which one', async () => {
    const answer = await ask('U0CAROL', 'what did robin do');
    expect(answer.text).toMatch(
      /That name fits several people: .*robin@example\.com.*robin.*Which do you mean\?/,
    );
    expect(tableOf(answer)).toBeUndefined();
    await click('U0CAROL', answer, 'narrow:0');
    expect(answer.text).toMatch(/^robin(@example\.com)? (created|deleted) table carts/);
    await click('U0CAROL', answer, 'back');
    await click('U0CAROL', answer, 'narrow:all');
    expect(tableOf(answer)?.rows).toHaveLength(3);
  });

  test('counts come as bars', async () => {
    const answer = await ask('U0CAROL', 'how many stacks were created or updated');
    expect(whole(answer)).toMatch(/█+ \d+/);
  });

  test('a session is followed up to who obtained it', async () => {
    expect((await ask('U0CAROL', 'who deleted bucket')).text).toMatch(
      /^bob, as Deploy\/release-42, deleted bucket storefront-assets/,
    );
    expect((await ask('U0CAROL', 'who updated stack "shop"')).text).toMatch(
      /^CodeCatalyst workflow \(ShopPipeline\) /,
    );
    expect((await ask('U0CAROL', 'what did bob do through role Deploy')).text).toMatch(
      /^bob, as Deploy\/release-42, deleted bucket/,
    );
  });

  test('what came in a moment ago can be asked for at once, long before CloudTrail shows it', async () => {
    const fresh = deletion('root', { eventName: 'DeleteSpace' });
    await bot.send(envelope(fresh));
    const answer = await ask('U0CAROL', 'who deleted space');
    expect(answer.text).toMatch(/^root of 111122223333 deleted space/);
    expect(whole(answer)).not.toContain('Recent intake');
  });

  test('what is older than Event history comes from the logs of the trail', async () => {
    expect((await ask('U0CAROL', 'who deleted bucket in the last 300 days')).text).toMatch(/2 events match/);
    expect(
      (await ask('U0CAROL', 'who accepted connection between 220 days ago and 190 days ago')).text,
    ).toMatch(/^root of 111122223333 accepted connection 0a11ce00/);
  });

  test('an answer that is not kept any more says so', async () => {
    const answer = await ask('U0CAROL', 'who deleted connection');
    await bot.slack.click('U0CAROL', answer, 'older', { value: 'gone' });
    await bot.until(() =>
      bot.workspace.ephemerals('U0CAROL').some(one => /older than what I keep/.test(one.text)),
    );
  });
});

test('every question, and every click that is one, is in the ledger, in a chain that holds', async () => {
  const answer = await ask('U0CAROL', 'who deleted connection');
  const csv = chosen(answer, 'csv');
  await bot.slack.click('U0CAROL', answer, 'details:answer', { value: valueOf(answer) });
  await bot.slack.click('U0CAROL', answer, 'more:answer', csv);
  const store = await storeOf(bot);
  const entries = async () =>
    (await store.range(KEYS.ledger, '', null, 1_000)).map(entry => ledgerEntryCodec.decode(entry.value));
  const questions = async () =>
    (await entries()).flatMap(entry =>
      entry.kind === 'question' ? [`${entry.by} ${entry.asked} ${entry.results}`] : [],
    );
  await bot.until(async () => {
    const all = (await questions()).join('\n');
    return (
      all.includes('U0CAROL who deleted connection 2') &&
      /U0CAROL details of event \S+ 1/.test(all) &&
      all.includes('U0CAROL csv file of: who deleted connection 2')
    );
  });
  expect(await verifyLedger(store)).toMatchObject({ ok: true });
  bot.slack.closeView('U0CAROL');
});

describe('a search that takes long', () => {
  test('tells how far it is, and ends when it is told to', async () => {
    // Every request is throttled for a while, so that the search can't end.
    bot.aws.cloudTrail.faults.push(
      ...Array.from({ length: 60 }, () => ({ code: 'ThrottlingException', status: 400 })),
    );
    const before = bot.workspace.messages.length;
    await bot.slack.command('U0CAROL', 'C0CHAT', 'list events by bob in the last 80 days readonly:true');
    const progress = () =>
      bot.workspace.messages.slice(before).find(one => one.text.startsWith('Still searching'));
    await bot.until(() => progress() !== undefined, 20_000);
    bot.aws.cloudTrail.faults.length = 0;
    const message = progress() as Message;
    await bot.slack.click('U0CAROL', message, 'cancel');
    await bot.until(() => !message.text.startsWith('Still searching'));
    expect(whole(message)).toMatch(/Not searched: [^*]*\(cancelled\)|the search was cancelled/);
  }, 40_000);
});

function valueOf(message: Message): string {
  return (
    /"action_id":"details:answer"[^}]*\}?,?"value":"([^"]+)"/.exec(whole(message))?.[1] ??
    /"value":"([0-9a-f]{24}\/\d+)"/.exec(whole(message))?.[1] ??
    ''
  );
}
