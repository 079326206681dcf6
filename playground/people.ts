import type { Member } from './slack/workspace.ts';

/** People to be in the playground. */
export const PEOPLE: readonly Omit<Member, 'team_id'>[] = [
  { id: 'U0ALICE', name: 'Alice', email: 'alice@example.com', tz: 'Europe/Berlin' },
  { id: 'U0BOB', name: 'Bob', email: 'bob@example.com', tz: 'America/New_York' },
  { id: 'U0CAROL', name: 'Carol', email: 'carol@example.com', tz: 'Asia/Tokyo' },
  { id: 'U0GUEST', name: 'Gus (guest)', email: 'gus@partner.example', tz: 'UTC', is_restricted: true },
  { id: 'U0GONE', name: 'Dave (left)', email: 'dave@example.com', tz: 'UTC', deleted: true },
  { id: 'U0ROBOT', name: 'Robbie (bot)', tz: 'UTC', is_bot: true },
];

/** Its channels. */
export const CHANNELS = [
  { id: 'C0TRAIL', name: 'aws-trail' },
  { id: 'C0DEPLOY', name: 'deployments' },
  { id: 'C0CHAT', name: 'general' },
] as const;
