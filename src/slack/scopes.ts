/** A bot scope that the manifest asks for, and why; the README's table and the manifest are held against this list. */
export interface Scope {
  readonly name: string;
  readonly why: string;
  /** The bot works without it; `why` says what then does not. */
  readonly optional?: true;
}

/** Every bot scope that is used. */
export const SCOPES: readonly Scope[] = [
  { name: 'commands', why: 'the slash command' },
  { name: 'app_mentions:read', why: 'questions in threads, where slash commands can not be typed' },
  { name: 'chat:write', why: 'cards, thread notes and private answers' },
  {
    name: 'users:read',
    why: 'who may ask and decide: guests, bots and deactivated users may not; time zones',
  },
  {
    name: 'users:read.email',
    why: 'ties the principal behind an event to a person, so that nobody signs off their own deed',
  },
  { name: 'files:write', why: 'answers as CSV and JSON files, in direct messages' },
  { name: 'usergroups:read', why: 'user groups as approvers and askers' },
  {
    name: 'channels:read',
    why: 'subscriptions: whether whoever subscribes a channel, and the bot, are in it',
    optional: true,
  },
  { name: 'groups:read', why: 'the same for private channels', optional: true },
  {
    name: 'channels:history',
    why: 'finds out whether a card whose posting broke off is there, in public channels',
    optional: true,
  },
  { name: 'groups:history', why: 'the same in private channels', optional: true },
];
