import type { KnownBlock } from '@slack/types';
import type { Card } from '../../app/outgoing.ts';
import { nameOf } from '../../domain/name-of.ts';
import type { Notification } from '../../domain/notification.ts';
import { confidenceNote } from '../../domain/principal.ts';
import { settled } from '../../domain/review.ts';
import { actionClause } from '../../domain/summary.ts';
import { oneLine } from '../../domain/visible.ts';
import { cardActions } from './card-actions.ts';
import { factsOf, notesOf } from './card-facts.ts';
import { colorOf, stateLines } from './card-state.ts';
import { accountPlace, cardText, eventIdOf, sentenceOf } from './card-text.ts';
import { digestBody } from './digest.ts';
import { context, section } from './elements.ts';
import type { Message } from './message.ts';
import { capital, identifier, mention, words } from './mrkdwn.ts';
import { storyClause, storyIn, storyLines } from './story.ts';

/** Renders the card of a notification in its present state: the state, one sentence, few facts, what can be done. Pure. */
export function renderCard(card: Card): Message {
  const { notification, summary } = card;
  const { record } = summary;
  const story = storyIn(card);
  const eventId = notification.corrected?.eventID ?? eventIdOf(record);
  const text = cardText(card);
  return {
    text,
    blocks: [
      ...(notification.short ? [section(text, { block_id: 'what' })] : bodyOf(card)),
      cardActions(notification, oneLine(notification.short ? text : sentenceOf(card))),
    ],
    ...(!notification.short && !notification.digest && { attachments: [bar(card)] }),
    metadata: notification.digest
      ? digestMetadata(notification)
      : {
          event_type: 'cctrail_notification',
          event_payload: {
            event_id: eventId.slice(0, 200),
            account: (record.accountId ?? '').slice(0, 64),
            region: (record.awsRegion ?? '').slice(0, 64),
            ...(notification.lateMs !== undefined && { late: true }),
            ...(story && { story_id: notification.id, count: story.count }),
          },
        },
  };
}

function digestMetadata({ id, story }: Notification): Message['metadata'] {
  return { event_type: 'cctrail_digest', event_payload: { digest_id: id, count: story?.count ?? 0 } };
}

/** The bar of colour that says how much it matters, or what was decided; in words as well, for whoever does not see colours. */
function bar({ notification, summary }: Card): NonNullable<Message['attachments']>[number] {
  const { severity, route } = notification;
  const by = route === 'default' ? '' : ` · ${words(route, 80)}`;
  const text = `${capital(severity)} · ${summary.category}${by}`;
  return { color: colorOf(notification), fallback: text, blocks: [context(text, { block_id: 'weight' })] };
}

function bodyOf(card: Card): KnownBlock[] {
  if (card.notification.digest) return digestBody(card);
  const story = storyIn(card);
  const notes = notesOf(card);
  return [
    section([...stateLines(card.notification), headline(card)].join('\n'), { block_id: 'what' }),
    ...(story ? storyLines(story, card.lines ?? []) : []),
    context(factsOf(card), { block_id: 'how' }),
    ...(notes.length > 0 ? [context(notes, { block_id: 'notes' })] : []),
    ...pinged(card),
  ];
}

/** Who is to look at it, while it is open. */
function pinged({ notification: { decisions, quorum, ask }, route }: Card): KnownBlock[] {
  const { users = [], groups = [] } = route?.notify ?? {};
  const isOver = ask !== 'nothing' && settled(decisions, quorum) !== undefined;
  if (users.length + groups.length === 0 || isOver) return [];
  const who = [...users.map(mention), ...groups.map(id => `<!subteam^${id}>`)];
  return [section(who.join(' '), { block_id: 'notify' })];
}

/** Who did what to what, and where. */
function headline(card: Card): string {
  const { summary, accountName } = card;
  const { record, principal } = summary;
  const note = confidenceNote(principal);
  const sure = note === '' ? '' : ` (${note})`;
  const story = storyIn(card);
  const writing = { value: (text: string) => identifier(text), words };
  const clause = story ? storyClause(story, card.lines ?? [], writing) : actionClause(summary, writing);
  const name = nameOf(principal);
  const comma = name === principal.name || sure !== '' ? '' : ',';
  return `*${words(name, 300)}*${sure}${comma} ${clause} in *${words(accountPlace(accountName, record.accountId), 120)}*`;
}
