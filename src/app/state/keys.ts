import { digest } from '../../records/digest.ts';

/** Keys of all documents, below the prefix of the workspace. Every key of the store is made from this table. */
export const KEYS = {
  /** The format of everything in the workspace. */
  format: 'format',
  /** Marks a part of the store as a workspace's. */
  workspace: 'workspace',
  record: (recordKey: string) => `record/${recordKey}`,
  /** Pointers to records by their source, and by the time of their event, newest first. */
  lately: 'lately/',
  /** What is known of a session: the STS records that issued it, when they were looked for, the cards that wait for them. */
  session: (accessKeyId: string) => `session/${digest(accessKeyId.toUpperCase()).slice(0, 32)}/`,
  notification: (id: string) => `notification/${id}`,
  /** Beginning of the keys of all jobs. */
  jobs: 'outbox',
  outbox: 'outbox/',
  /** Jobs that are to be done once more. Versions that do not know of them do not look here. */
  again: 'outbox!again/',
  /** Records that wait to be put on a card. Versions that do not know of them do not look here. */
  placings: 'outbox!new/',
  /** Members of a story, by their number; and which story a record belongs to that is no card's first. */
  member: (notificationId: string) => `member/${notificationId}/`,
  memberOf: (recordKey: string, channel: string) => `member-of/${digest({ record: recordKey, channel })}`,
  /** What the card of a notification shows. */
  shown: (notificationId: string) => `shown/${notificationId}`,
  /** The card that takes the next record of a story, and the one that takes copies of a record from other accounts. */
  openStory: (story: string) => `open-story/${story}`,
  /** The digest of a channel that takes more. */
  openDigest: (channel: string) => `open-digest/${channel}`,
  sharedCard: (shared: string) => `shared-card/${shared}`,
  lane: (lane: string) => `lane/${lane}`,
  parked: 'parked/',
  /** What could not be read, kept for a person to look at. */
  setAside: 'set-aside/',
  /** What people had the bot do from then on, by its number; and how often that changed, with the last numbers. */
  order: (kind: 'subscription' | 'mute') => `order/${kind}/`,
  ordersHead: 'orders-head',
  /** Since when records are kept here. */
  began: 'began',
  /** When somebody did what is shown only if it is often. */
  burst: (what: string) => `burst/${what}`,
  /** What somebody was seen to come from, or to do. */
  seen: (what: string) => `seen/${what}`,
  /** Reviews that wait for a decision. */
  openReview: 'open-review/',
  /** What somebody asked last in a place, and what they saved under a name. */
  last: (what: string) => `last/${what}`,
  saved: (userId: string) => `saved/${userId}/`,
  /** Events of a channel that somebody muted, by when they came in; and until when a channel was told what came in. */
  mutedIn: (channel: string) => `muted/${channel}/`,
  reported: (schedule: string) => `reported/${schedule}`,
  /** Texts that could not be read as questions, by when. */
  refused: 'refused/',
  /** Answers whose buttons still work. */
  answer: (id: string) => `answer/${id}`,
  /** What happened and must not happen again. */
  once: (what: string) => `once/${what}`,
  slackEvent: (eventId: string) => `slack-event/${eventId}`,
  /** Searches that their asker wants to end. */
  cancelled: (searchId: string) => `cancel/${searchId}`,
  ledger: 'ledger/',
  ledgerHead: 'ledger-head',
  /** When cards were brought up to date within the last minute. */
  updatesUsed: 'updates-used',
  /** When channels were searched for messages within the last minute. */
  looksUsed: 'looks-used',
  /** The next free slot of a resource that takes only so many requests. */
  limit: (resource: string) => `limit/${resource}`,
  /** Settled time of a search, and how much room each part takes. */
  cache: (searchKey: string) => `cache/${searchKey}/`,
  cacheSize: 'cache-size/',
  /** When an account last sent something. */
  pulse: (accountId: string) => `pulse/${accountId}`,
  /** When a bot was last at work. */
  alive: 'alive',
  /** What managers are to be told, and have not got yet. */
  notices: 'notice/',
  /** How far the reconciler has come, who reconciles, and what Event history did not have. */
  reconciled: (lookup: string) => `reconciled/${lookup}`,
  reconciler: 'reconciler',
  suspect: (recordKey: string) => `suspect/${recordKey}`,
  suspectsDue: 'suspect-due/',
  /** How far polling of a place has come. */
  polled: (place: string) => `polled/${place}`,
  /** How a space calls a user, by their id. */
  userName: (id: string) => `user-name/${id}`,
  /** Written to see whether the store can be written. */
  probe: 'probe',
} as const;

/** A number as part of a key, so that keys sort as numbers do. */
export function sortable(number: number): string {
  return String(number).padStart(15, '0');
}
