import type { KnownBlock } from '@slack/types';
import type { EphemeralMessage } from '../respond.ts';
import { actions, button, section } from './elements.ts';
import { clip } from './mrkdwn.ts';

/** Questions that show what can be asked; the README and the tests use the same ones. */
export const EXAMPLES = [
  'who deleted connection',
  'who associated a role since monday',
  'what did alice do yesterday',
  'who deleted stack storefront-old in the last 7 days',
  'show denied attempts this week',
  'what did workflows do today',
  'how many connections were deleted this week',
  'event:StopLogging region:us-east-1 -user:root',
] as const;

/** What can be asked, by what people look for. */
export interface HelpTopic {
  /** The word behind `/cctrail help`. */
  readonly name: string;
  readonly title: string;
  /** What there is to know, in a sentence or two of mrkdwn. */
  readonly says: string;
  /** Questions that can be asked as they are. */
  readonly examples: readonly string[];
}

/** Topics of the help, in the order in which they are offered. */
export const TOPICS: readonly HelpTopic[] = [
  {
    name: 'ask',
    title: 'Asking',
    says: 'A word that asks, what was done, and to what. Names of things go in quotes where they are plain words. After an answer, `and in dev?`, `only failed ones` or `since monday instead` change it for ten minutes; `save NAME` keeps it, `NAME` asks it again.',
    examples: [
      'who deleted connection',
      'did anybody create an access key today',
      'when was stack storefront-old deleted',
      'what happened to role Deploy this week',
      'who added users to groups or created access keys',
      'saved',
    ],
  },
  {
    name: 'people',
    title: 'People',
    says: '`by` somebody, `not by` somebody, `me`, `root`, `workflows`; `through role` for the role that was used.',
    examples: [
      'what did I do today',
      'who deleted stacks, not by workflows',
      'what did root do this month',
      'what was done through role Deploy yesterday',
      'what did iam users create this week',
    ],
  },
  {
    name: 'time',
    title: 'Time',
    says: 'Without a time I search the last 90 days. Times are in your zone; `last week` is the calendar’s, `past week` goes back from now.',
    examples: [
      'what happened today',
      'who deleted connection since monday',
      'who created roles last week',
      'what was deleted yesterday between 14:00 and 16:00',
      'first deletion of a connection',
    ],
  },
  {
    name: 'count',
    title: 'Counting',
    says: '`how many`, `per day` (`week`, `person`, `account`, `region`, `event`, `service`), `top 5`, `most`, `at least 3 times`.',
    examples: [
      'how many connections were deleted this week',
      'deletions per day last week',
      'top 5 users by deletions',
      'which account had the most denied calls',
      'who deleted stacks at least 3 times',
    ],
  },
  {
    name: 'watch',
    title: 'Watching',
    says: 'The words that ask for events also watch and silence them: `subscribe PATTERN to #channel`, `mute PATTERN for 2h because REASON everywhere`. A pattern is a question without its time. `unsubscribe N` and `unmute N` end them.',
    examples: ['preview deleted connection', 'subscribe changes to roles', 'subscriptions', 'mutes', 'open'],
  },
  {
    name: 'filters',
    title: 'Filters',
    says: '`key:value`, `-key:value` to leave out: `id event source user role key ip account region resource outcome readonly category kind session`. CloudTrail’s own names mean the same.',
    examples: [
      'event:StopLogging region:us-east-1 -user:root',
      'sourceIPAddress:203.0.113.0/24 today',
      'event:Delete* -source:cloudformation since yesterday',
      'user:alice outcome:denied',
      'show reads of secrets today',
    ],
  },
];

/** The topic that a command asks for, `help` without one: undefined where it is no call for help. */
export function helpAsked(text: string): HelpTopic | 'all' | undefined {
  const [first = '', second, ...others] = text.trim().toLowerCase().split(/\s+/);
  if (!/^(help|\?|)$/.test(first) || others.length > 0) return undefined;
  return second === undefined ? 'all' : TOPICS.find(({ name }) => name === second);
}

/** Renders the help: what the bot answers, with examples; or one topic of it, whose examples are buttons. */
export function renderHelp(topic: HelpTopic | 'all' = 'all'): EphemeralMessage {
  return topic === 'all' ? overview() : about(topic);
}

function overview(): EphemeralMessage {
  const list = EXAMPLES.map(question => `• \`/cctrail ${question}\``).join('\n');
  const does = [
    '*Ask who did what in your AWS accounts.* I read CloudTrail, answer in private, and say what I searched; _Share_ shows an answer to the channel.',
    '*Watch and silence* with the same words: `/cctrail subscribe …`, `/cctrail mute … for 2h`.',
    '*Decide* on cards: what asks for approval is on record with who decided, when and why. `/cctrail open` lists what waits.',
    'In threads mention me: `@cctrail who deleted connection`. What I do not understand I name, rather than answer something else.',
  ].join('\n');
  return {
    text: 'Ask who did what in your AWS accounts, for example: /cctrail who deleted connection',
    blocks: [section(does), section(list), topics()],
  };
}

function about({ title, says, examples }: HelpTopic): EphemeralMessage {
  const buttons = examples.map((question, index) => button(`reading:${index}`, clip(question, 70), question));
  return {
    text: `${title}: /cctrail ${examples[0] ?? 'help'}`,
    blocks: [section(`*${title}.* ${says}`), actions('readings', buttons), topics()],
  };
}

function topics(): KnownBlock {
  return actions(
    'topics',
    TOPICS.map(({ name, title }) => button(`help:${name}`, title, name)),
  );
}
