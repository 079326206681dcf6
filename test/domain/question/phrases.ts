/** Now, in the phrases: a Monday, 11:00 in Berlin. */
export const NOW = Date.parse('2026-11-23T10:00:00Z');
export const CONTEXT = {
  now: NOW,
  timeZone: 'Europe/Berlin',
  accounts: [{ id: '111122223333', name: 'storefront' }],
};

/** Questions and how they must be understood; the time zone is Berlin's. */
export const READ: readonly (readonly [question: string, reading: string])[] = [
  ['who deleted connection', 'who deleted CodeCatalyst connections, in the last 90 days'],
  ['Who deleted the connection?', 'who deleted CodeCatalyst connections, in the last 90 days'],
  ['who removed a connection', 'who removed CodeCatalyst connections, in the last 90 days'],
  ['who disconnected connection', 'who removed CodeCatalyst connections, in the last 90 days'],
  ['who dropped account connections', 'who deleted CodeCatalyst connections, in the last 90 days'],
  [
    'who accepted or rejected connection',
    'who accepted or rejected CodeCatalyst connections, in the last 90 days',
  ],
  [
    'who declined the connection yesterday',
    'who rejected CodeCatalyst connections, from 22 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  ['who associated a role', 'who associated roles, in the last 90 days'],
  ['who linked role Deploy', 'who associated roles, named Deploy, in the last 90 days'],
  ['who unlinked role', 'who disassociated roles, in the last 90 days'],
  ['who authorised billing', 'who authorized CodeCatalyst billing, in the last 90 days'],
  [
    'who changed billing authorization last 7 days',
    'who changed CodeCatalyst billing, since 16 Nov 2026 11:00 CET',
  ],
  [
    'who deleted connection 1a2b3c4d',
    'who deleted CodeCatalyst connections, named 1a2b3c4d, in the last 90 days',
  ],
  ['who deleted “my connection”', 'who deleted, named my connection, in the last 90 days'],
  ['who deleted stack storefront-old', 'who deleted stacks, named storefront-old, in the last 90 days'],
  ['who deleted stack storefront', 'who deleted stacks, named storefront, in the last 90 days'],
  ['who deleted stacks in storefront', 'who deleted stacks, in account 111122223333, in the last 90 days'],
  ['who terminated instance i-0123', 'who deleted instances, named i-0123, in the last 90 days'],
  [
    'who created a dev environment last month',
    'who created CodeCatalyst dev environments, from 1 Oct 2026 00:00 CEST to 1 Nov 2026 00:00 CET',
  ],
  [
    'when was connection c-1 deleted',
    'when somebody deleted CodeCatalyst connections, named c-1, in the last 90 days',
  ],
  ['what did alice do yesterday', 'what happened: by alice, from 22 Nov 2026 00:00 to 23 Nov 2026 00:00 CET'],
  ['what has root done today', 'what happened: by root, since 23 Nov 2026 00:00 CET'],
  ['what did workflows do today', 'what happened: by workflows, since 23 Nov 2026 00:00 CET'],
  [
    'did alice delete connection',
    'whether somebody deleted CodeCatalyst connections, by alice, in the last 90 days',
  ],
  [
    'what happened in us-west-2 in the last 2 hours',
    'what happened: in us-west-2, since 23 Nov 2026 09:00 CET',
  ],
  ['what happened yesterday', 'what happened: from 22 Nov 2026 00:00 to 23 Nov 2026 00:00 CET'],
  [
    'how many connections were deleted this week',
    'how many times somebody deleted CodeCatalyst connections, since 23 Nov 2026 00:00 CET',
  ],
  [
    'last 5 deleted connections',
    'events: deleted CodeCatalyst connections, latest 5 only, in the last 90 days',
  ],
  [
    'first connection deleted in 2026-11-01',
    'events: deleted CodeCatalyst connections, first only, from 1 Nov 2026 00:00 to 2 Nov 2026 00:00 CET',
  ],
  ['list events by alice@example.com or bob', 'events: by alice@example.com or bob, in the last 90 days'],
  ['list events by alice not by root', 'events: by alice, not by root, in the last 90 days'],
  [
    'everything by role Deploy in account storefront past 2h',
    'events: role Deploy, in account 111122223333, since 23 Nov 2026 09:00 CET',
  ],
  [
    'show failed attempts to delete connection',
    'events: deleted CodeCatalyst connections, failed, in the last 90 days',
  ],
  ['show access denied', 'events: denied, in the last 90 days'],
  ['who stopped logging since monday', 'who stopped logging, since 23 Nov 2026 00:00 CET'],
  [
    'who deleted a trail between 1 and 5 november',
    'who deleted trails, from 1 Nov 2026 00:00 to 6 Nov 2026 00:00 CET',
  ],
  ['who signed in on friday', 'who signed in, from 20 Nov 2026 00:00 to 21 Nov 2026 00:00 CET'],
  ['who signed in yesterday around 14:30', 'who signed in, from 22 Nov 2026 14:30 to 22 Nov 2026 14:31 CET'],
  ['who assumed role Admin', 'who assumed roles, named Admin, in the last 90 days'],
  ['DeleteConnection', 'events: event DeleteConnection, in the last 90 days'],
  [
    'event:DeleteConnection user:alice -region:us-west-2',
    'events: event DeleteConnection, by alice, not in us-west-2, in the last 90 days',
  ],
  [
    'sourceIPAddress:192.0.2.1 eventName:CreateRole',
    'events: from 192.0.2.1, event CreateRole, in the last 90 days',
  ],
  ['who created instance from 192.0.2.1', 'who created instances, from 192.0.2.1, in the last 90 days'],
  ['readonly:true by alice today', 'events: readonly true, by alice, since 23 Nov 2026 00:00 CET'],
  [
    'who deleted connection before 10 november',
    'who deleted CodeCatalyst connections, from 25 Aug 2026 11:00 CEST to 10 Nov 2026 00:00 CET',
  ],
  [
    'who deleted connection 2 days ago',
    'who deleted CodeCatalyst connections, from 21 Nov 2026 00:00 to 22 Nov 2026 00:00 CET',
  ],
  [
    'who deleted connection on 2026-11-20',
    'who deleted CodeCatalyst connections, from 20 Nov 2026 00:00 to 21 Nov 2026 00:00 CET',
  ],
];

/** Near misses: what must be refused, and what the refusal must name. */
export const REFUSED: readonly (readonly [question: string, code: string, names: string])[] = [
  ['connection', 'not_a_question', 'connection'],
  ['who', 'not_a_question', 'who'],
  ['yesterday', 'not_a_question', 'yesterday'],
  ['alice', 'unplaced_part', 'alice'],
  ['flurb the wibble', 'unplaced_part', 'flurb'],
  ['who deleted connection tomorow', 'unplaced_part', 'tomorow'],
  ['who deleted connection tomorrow', 'no_such_time', 'tomorrow'],
  ['who deleted connection next week', 'no_such_time', 'next week'],
  ['who did not delete connection', 'unplaced_part', 'not'],
  ['nobody deleted connection', 'unplaced_part', 'nobody'],
  ['who deleted connection because of alice', 'unplaced_part', 'because'],
  ['foo:bar who deleted connection', 'unknown_key', 'foo'],
  ['who deleted connection outcome:maybe', 'bad_value', 'maybe'],
  ['account:nowhere', 'bad_value', 'nowhere'],
  ['region:mars', 'bad_value', 'mars'],
  ['category:weather', 'bad_value', 'weather'],
  ['who deleted connection yesterday on 2026-11-01', 'two_times', '2026-11-01'],
  [`who deleted ${'x'.repeat(3_000)}`, 'question_too_long', '3,012'],
];
