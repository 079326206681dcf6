import { expect, test } from '@jest/globals';
import { ask, deleted, historyOf } from './history-of.ts';

const records = [
  deleted('e-1', 60, { requestParameters: { connectionId: 'c-1' } }),
  deleted('e-2', 120, {
    eventName: 'AcceptConnection',
    requestParameters: { connectionId: 'c-2' },
    userIdentity: {
      type: 'IAMUser',
      userName: 'carol',
      arn: 'arn:aws:iam::111122223333:user/carol',
      accountId: '111122223333',
    },
  }),
];

test.each([
  ['who deleted connection by carol', '"carol" was seen in 90 days, but not in this.'],
  ['who deleted connection by carl', 'Nobody called "carl" was seen in 90 days.'],
  ['who deleted connection named c-2', '"c-2" was seen in 90 days, but not in this.'],
  ['denied calls for zork-1 today', 'Nobody and nothing called "zork-1" was seen in 90 days.'],
  ['who deleted connection from ip 203.0.113.99', 'No such thing as ip "203.0.113.99" was seen in 90 days.'],
  ['who deleted role nope-1 or created role c-2', '"c-2" was seen in 90 days, but not in this.'],
  ['who deleted connection deadbeef01', 'Nothing called "deadbeef01" was seen in 90 days.'],
])('%s: an answer without events says whether the name was seen at all', async (text, said) => {
  const answer = await ask(text, historyOf(records));
  expect(answer.events).toEqual([]);
  expect(answer.sentence).toContain('No match in what was searched.');
  expect(answer.sentence).toContain(said);
});

test('where the look for a name fails, nothing is claimed of it', async () => {
  const history = historyOf(records, { fails: ({ question }) => question.asks === 'whether' });
  const { sentence } = await ask('who deleted connection by carl', history);
  expect(sentence).not.toContain('was seen in 90 days');
  expect(sentence).toContain('in what I could look through');
});

test('an answer that rests on no name looks for none', async () => {
  const history = historyOf([]);
  await ask('who deleted connection', history);
  expect(history.searches.filter(({ question }) => question.asks === 'whether')).toEqual([]);
});
