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
  [
    'who deleted connection on the 5th',
    'who deleted CodeCatalyst connections, from 5 Nov 2026 00:00 to 6 Nov 2026 00:00 CET',
  ],
  [
    'what did alice do at 3 pm yesterday',
    'what happened, reads left out: by alice, from 22 Nov 2026 15:00 to 22 Nov 2026 16:00 CET',
  ],
  [
    'who deleted the bucket at 14:30 on friday',
    'who deleted buckets, from 20 Nov 2026 14:30 to 20 Nov 2026 14:31 CET',
  ],
  [
    'who deleted a connection from 9 to 5pm',
    'who deleted CodeCatalyst connections, since 23 Nov 2026 09:00 CET',
  ],
  [
    'who deleted a connection between 2 and 4pm yesterday',
    'who deleted CodeCatalyst connections, from 22 Nov 2026 14:00 to 22 Nov 2026 16:00 CET',
  ],
  [
    'what happened last night at 2am',
    'what happened, reads left out: from 23 Nov 2026 02:00 to 23 Nov 2026 03:00 CET',
  ],
  [
    'who deleted connection in the past fortnight',
    'who deleted CodeCatalyst connections, since 9 Nov 2026 11:00 CET',
  ],
  [
    'who deleted stack a couple of days ago',
    'who deleted stacks, from 21 Nov 2026 00:00 to 22 Nov 2026 00:00 CET',
  ],
  ['who deleted stack friday night', 'who deleted stacks, from 20 Nov 2026 18:00 to 21 Nov 2026 00:00 CET'],
  [
    'who deleted stack last friday evening',
    'who deleted stacks, from 20 Nov 2026 18:00 to 21 Nov 2026 00:00 CET',
  ],
  ['who deleted stack earlier this week', 'who deleted stacks, since 23 Nov 2026 00:00 CET'],
  ['5 latest deleted stacks', 'events: deleted stacks, latest 5 only, in the last 90 days'],
  ['denied or successful calls', 'events, reads left out: denied or succeeded, in the last 90 days'],
  [
    'what did everyone but alice delete today',
    'what happened: deleted, not by alice, since 23 Nov 2026 00:00 CET',
  ],
  [
    'between 22:00 and 02:00 who deleted stack',
    'who deleted stacks, from 22 Nov 2026 22:00 to 23 Nov 2026 02:00 CET',
  ],
  [
    'who deleted stack between 22:00 yesterday and 02:00 today',
    'who deleted stacks, from 22 Nov 2026 22:00 to 23 Nov 2026 02:00 CET',
  ],
  ['who deleted stack on the 31st', 'who deleted stacks, from 31 Oct 2026 00:00 to 1 Nov 2026 00:00 CET'],
  [
    'who deleted stack last week on monday',
    'who deleted stacks, from 16 Nov 2026 00:00 to 17 Nov 2026 00:00 CET',
  ],
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
  ['who deleted stack "storefront"', 'who deleted stacks, named storefront, in the last 90 days'],
  [
    'who deleted connection named shop',
    'who deleted CodeCatalyst connections, named shop, in the last 90 days',
  ],
  [
    'who deleted stack in eu-west-1 or us-west-2',
    'who deleted stacks, in eu-west-1 or us-west-2, in the last 90 days',
  ],
  ['who deleted stack a-1 and stack b-1', 'who deleted stacks, named a-1 or b-1, in the last 90 days'],
  ['event:CreateRole or event:DeleteRole', 'events: event CreateRole or DeleteRole, in the last 90 days'],
  ['what did I do today', 'what happened, reads left out: by me, since 23 Nov 2026 00:00 CET'],
  ['show me my changes', 'events, reads left out: by me, in the last 90 days'],
  [
    'did I delete the connection',
    'whether somebody deleted CodeCatalyst connections, by me, in the last 90 days',
  ],
  ['what did the role Deploy do', 'what happened, reads left out: role Deploy, in the last 90 days'],
  ['what did user alice do', 'what happened, reads left out: by alice, in the last 90 days'],
  ['what did the root user do', 'what happened, reads left out: by root, in the last 90 days'],
  ['who stopped cloudtrail', 'who stopped, source cloudtrail.amazonaws.com, in the last 90 days'],
  [
    'who deleted codecatalyst connection abc-1',
    'who deleted CodeCatalyst connections, named abc-1, in the last 90 days',
  ],
  ['list events not from 192.0.2.1', 'events, reads left out: not from 192.0.2.1, in the last 90 days'],
  [
    'who deleted connection between 9am and 5pm yesterday',
    'who deleted CodeCatalyst connections, from 22 Nov 2026 09:00 to 22 Nov 2026 17:00 CET',
  ],
  [
    'who deleted connection 2026-11-01 to 2026-11-05',
    'who deleted CodeCatalyst connections, from 1 Nov 2026 00:00 to 6 Nov 2026 00:00 CET',
  ],
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
  [
    'what did alice do yesterday',
    'what happened, reads left out: by alice, from 22 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  ['what has root done today', 'what happened, reads left out: by root, since 23 Nov 2026 00:00 CET'],
  ['what did workflows do today', 'what happened, reads left out: by workflows, since 23 Nov 2026 00:00 CET'],
  [
    'did alice delete connection',
    'whether somebody deleted CodeCatalyst connections, by alice, in the last 90 days',
  ],
  [
    'what happened in us-west-2 in the last 2 hours',
    'what happened, reads left out: in us-west-2, since 23 Nov 2026 09:00 CET',
  ],
  [
    'what happened yesterday',
    'what happened, reads left out: from 22 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
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
  [
    'list events by alice@example.com or bob',
    'events, reads left out: by alice@example.com or bob, in the last 90 days',
  ],
  ['list events by alice not by root', 'events, reads left out: by alice, not by root, in the last 90 days'],
  [
    'everything by role Deploy in account storefront past 2h',
    'events, reads left out: role Deploy, in account 111122223333, since 23 Nov 2026 09:00 CET',
  ],
  [
    'show failed attempts to delete connection',
    'events: deleted CodeCatalyst connections, failed, in the last 90 days',
  ],
  ['show access denied', 'events, reads left out: denied, in the last 90 days'],
  ['who stopped logging since monday', 'who stopped logging, since 23 Nov 2026 00:00 CET'],
  [
    'who deleted a trail between 1 and 5 november',
    'who deleted trails, from 1 Nov 2026 00:00 to 6 Nov 2026 00:00 CET',
  ],
  ['who signed in on friday', 'who signed in, from 20 Nov 2026 00:00 to 21 Nov 2026 00:00 CET'],
  ['who signed in yesterday around 14:30', 'who signed in, from 22 Nov 2026 14:00 to 22 Nov 2026 15:00 CET'],
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

/** Pairs that differ in a word or two, and what that must change. */
export const NEAR_MISSES: readonly (readonly [question: string, reading: string])[] = [
  ['who deleted connection c-1', 'who deleted CodeCatalyst connections, named c-1, in the last 90 days'],
  ['who deleted role c-1', 'who deleted roles, named c-1, in the last 90 days'],
  ['who viewed connection c-1', 'who viewed CodeCatalyst connections, named c-1, in the last 90 days'],
  ['who deleted connection by alice', 'who deleted CodeCatalyst connections, by alice, in the last 90 days'],
  [
    'who deleted connection not by alice',
    'who deleted CodeCatalyst connections, not by alice, in the last 90 days',
  ],
  [
    'who deleted connection except by role Deploy',
    'who deleted CodeCatalyst connections, not role Deploy, in the last 90 days',
  ],
  [
    'who created access key AKIAI44QH8DHBEXAMPLE',
    'who created access keys, named AKIAI44QH8DHBEXAMPLE, in the last 90 days',
  ],
  ['who used access key AKIAI44QH8DHBEXAMPLE', 'who, key AKIAI44QH8DHBEXAMPLE, in the last 90 days'],
  ['who deleted bucket logs-1', 'who deleted buckets, named logs-1, in the last 90 days'],
  [
    'who deleted stack "storefront" in storefront',
    'who deleted stacks, named storefront, in account 111122223333, in the last 90 days',
  ],
  [
    'who deleted connection in eu-west-1',
    'who deleted CodeCatalyst connections, in eu-west-1, in the last 90 days',
  ],
  [
    'who deleted connection outside eu-west-1',
    'who deleted CodeCatalyst connections, not in eu-west-1, in the last 90 days',
  ],
  [
    'who deleted connection not in eu-west-1',
    'who deleted CodeCatalyst connections, not in eu-west-1, in the last 90 days',
  ],
  [
    'what happened last week',
    'what happened, reads left out: from 16 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  ['what happened past week', 'what happened, reads left out: since 16 Nov 2026 11:00 CET'],
  ['what happened this week', 'what happened, reads left out: since 23 Nov 2026 00:00 CET'],
  [
    'what happened last night',
    'what happened, reads left out: from 22 Nov 2026 18:00 to 23 Nov 2026 06:00 CET',
  ],
  [
    'what happened yesterday evening',
    'what happened, reads left out: from 22 Nov 2026 18:00 to 23 Nov 2026 00:00 CET',
  ],
  ['what happened this morning', 'what happened, reads left out: since 23 Nov 2026 00:00 CET'],
  [
    'what happened over the weekend',
    'what happened, reads left out: from 21 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  ['what happened since friday', 'what happened, reads left out: since 20 Nov 2026 00:00 CET'],
  ['what happened after friday', 'what happened, reads left out: since 21 Nov 2026 00:00 CET'],
  [
    'what happened before friday',
    'what happened, reads left out: from 25 Aug 2026 11:00 CEST to 20 Nov 2026 00:00 CET',
  ],
  [
    'what happened on friday',
    'what happened, reads left out: from 20 Nov 2026 00:00 to 21 Nov 2026 00:00 CET',
  ],
  ['first connection deleted', 'events: deleted CodeCatalyst connections, first only, in the last 90 days'],
  ['last connection deleted', 'events: deleted CodeCatalyst connections, latest only, in the last 90 days'],
  [
    'last 3 connections deleted',
    'events: deleted CodeCatalyst connections, latest 3 only, in the last 90 days',
  ],
  [
    'how many connections were deleted',
    'how many times somebody deleted CodeCatalyst connections, in the last 90 days',
  ],
  ['which connections were deleted', 'events: deleted CodeCatalyst connections, in the last 90 days'],
  [
    'when was the last connection deleted',
    'when somebody deleted CodeCatalyst connections, latest only, in the last 90 days',
  ],
  ['did root stop logging', 'whether somebody stopped logging, by root, in the last 90 days'],
  ['what did root stop', 'what happened: stopped, by root, in the last 90 days'],
  ['who started logging', 'who started logging, in the last 90 days'],
  ['who accepted connection', 'who accepted CodeCatalyst connections, in the last 90 days'],
  ['who rejected connection', 'who rejected CodeCatalyst connections, in the last 90 days'],
  ['who associated connection', 'who associated CodeCatalyst connections, in the last 90 days'],
  ['who disassociated connection', 'who disassociated CodeCatalyst connections, in the last 90 days'],
  ['show failed deletions', 'events: deleted, failed, in the last 90 days'],
  ['show successful deletions', 'events: deleted, succeeded, in the last 90 days'],
  ['who signed in yesterday at 14:30', 'who signed in, from 22 Nov 2026 14:30 to 22 Nov 2026 14:31 CET'],
  [
    'who deleted connection between 9 to 17 yesterday',
    'who deleted CodeCatalyst connections, from 22 Nov 2026 09:00 to 22 Nov 2026 17:00 CET',
  ],
  [
    'who deleted connection 25/11/2025',
    'who deleted CodeCatalyst connections, from 25 Nov 2025 00:00 to 26 Nov 2025 00:00 CET',
  ],
  [
    'who deleted connection 11/25/2025',
    'who deleted CodeCatalyst connections, from 25 Nov 2025 00:00 to 26 Nov 2025 00:00 CET',
  ],
  ['who deleted by user mallory', 'who deleted, by mallory, in the last 90 days'],
  ['what did user mallory delete', 'what happened: deleted, by mallory, in the last 90 days'],
  ['everything alice did', 'events, reads left out: by alice, in the last 90 days'],
  [
    "alice's changes yesterday",
    'events, reads left out: by alice, from 22 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  [
    'who did what in us-east-1 yesterday',
    'who, in us-east-1, from 22 Nov 2026 00:00 to 23 Nov 2026 00:00 CET',
  ],
  ['from which ip did alice sign in', 'from where somebody signed in, by alice, in the last 90 days'],
  ['who signed in from 192.0.2.1', 'who signed in, from 192.0.2.1, in the last 90 days'],
  ['-user:root event:StopLogging', 'events: not by root, event StopLogging, in the last 90 days'],
  ['user:root event:StopLogging', 'events: by root, event StopLogging, in the last 90 days'],
  [
    'who deleted connection the day before yesterday',
    'who deleted CodeCatalyst connections, from 21 Nov 2026 00:00 to 22 Nov 2026 00:00 CET',
  ],
  ['who deleted stack storefront', 'who deleted stacks, named storefront, in the last 90 days'],
];

/** Near misses: what must be refused, and what the refusal must name. */
export const REFUSED: readonly (readonly [question: string, code: string, names: string])[] = [
  ['connection', 'not_a_question', 'connection'],
  ['who', 'not_a_question', 'who'],
  ['yesterday', 'not_a_question', 'yesterday'],
  ['alice', 'unplaced_part', 'alice'],
  [
    'who deleted stack in prod',
    'unplaced_part',
    'no account, Region or service called "prod". Of accounts I know storefront',
  ],
  ['who deleted stack in storefornt', 'unplaced_part', 'storefornt'],
  ['who deleted stack by mistake', 'unplaced_part', 'by'],
  ['who deleted the connection for real', 'unplaced_part', 'real'],
  ['flurb the wibble', 'unplaced_part', 'flurb'],
  ['who deleted connection tomorow', 'no_such_time', 'tomorrow'],
  ['who deleted connection tomorrow', 'no_such_time', 'tomorrow'],
  ['who deleted connection next week', 'no_such_time', 'next week'],
  ['who did not delete connection', 'unplaced_part', 'not'],
  ['nobody deleted connection', 'unplaced_part', 'nobody'],
  ['who deleted connection because of alice', 'unplaced_part', 'because'],
  ['who undeleted connection', 'unplaced_part', 'undeleted'],
  ['who unapproved connection', 'unplaced_part', 'unapproved'],
  ['who deauthorized billing', 'unplaced_part', 'deauthorized'],
  ['pending connections', 'unplaced_part', 'pending'],
  ['who deleted connection at 9', 'unplaced_part', '9'],
  ['who deleted connection with mfa', 'unplaced_part', 'mfa'],
  ['who deleted connection by friday', 'unplaced_part', 'by'],
  ['who deleted connection using terraform', 'unplaced_part', 'using'],
  ['which roles does alice have', 'unplaced_part', 'alice'],
  ['how many roles exist', 'unplaced_part', 'exist'],
  ['connections other than abc', 'unplaced_part', 'other'],
  ['everything except the role', 'unplaced_part', 'except'],
  ['who created role and deleted stack', 'two_deeds', 'deleted'],
  ['foo:bar who deleted connection', 'unknown_key', 'foo'],
  ['who deleted connection outcome:maybe', 'bad_value', 'maybe'],
  ['account:nowhere', 'bad_value', 'nowhere'],
  ['region:mars', 'bad_value', 'mars'],
  ['category:weather', 'bad_value', 'weather'],
  ['who deleted connection yesterday on 2026-11-01', 'two_times', '2026-11-01'],
  ['who can delete connection', 'unplaced_part', 'can'],
  ['who should have deleted connection', 'unplaced_part', 'should'],
  ['who owns the connection', 'unplaced_part', 'owns'],
  ['who deleted connection without mfa', 'unplaced_part', 'without'],
  ['who deleted connection twice', 'unplaced_part', 'twice'],
  ['who accidentally deleted connection', 'unplaced_part', 'accidentally'],
  ['delete connection c-1', 'not_a_question', 'delete'],
  ['please stop logging', 'not_a_question', 'stop'],
  ['is the connection safe', 'unplaced_part', 'safe'],
  ['which connections are still active', 'unplaced_part', 'still'],
  ['who deleted connection on 31 november', 'unplaced_part', '31'],
  ['who deleted connection at 25:00', 'unplaced_part', '25:00'],
  ['who deleted connection in 2 days', 'unplaced_part', '2'],
  ['who deleted connection since tomorrow', 'no_such_time', 'tomorrow'],
  ['who deleted connection between friday and monday and tuesday', 'two_times', 'tuesday'],
  ['did anyone blorf the connection', 'unplaced_part', 'blorf'],
  ['who never deleted connection', 'unplaced_part', 'never'],
  ['everyone except', 'unplaced_part', 'except'],
  ['who deleted connection instead of role', 'unplaced_part', 'instead'],
  ['who deleted connection by', 'unplaced_part', 'by'],
  ['region:us-west-22', 'bad_value', 'us-west-22'],
  ['readonly:perhaps', 'bad_value', 'perhaps'],
  ['usr:alice', 'unknown_key', 'usr'],
  [`who deleted ${'x'.repeat(3_000)}`, 'question_too_long', '3,012'],
];
