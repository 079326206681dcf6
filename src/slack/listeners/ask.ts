import type { Asker } from '../../app/asking/answer.ts';
import type { GivenAnswer, Inquiry } from '../../app/asking/answers.ts';
import type { Progress } from '../../app/search/search.ts';
import { redactText } from '../../records/redact.ts';
import {
  type Reply,
  renderAnswer,
  renderChoices,
  renderProgress,
  renderUnreadable,
} from '../blocks/answer.ts';
import { renderHelp } from '../blocks/help.ts';
import type { PrivateReply, ReplyPlace } from '../respond.ts';
import type { ListenerParts } from './context.ts';

/** How long an answer may take; Slack users are promised one within 20 seconds. */
const BUDGET = 17_000;
/**
 * When somebody who waits is told how far the search is, in milliseconds after it began. A response_url takes five messages: these, the
 * answer, and twice more where Slack refuses its table and its blocks.
 */
const PROGRESS = [3_000, 9_000] as const;

/** Answers what somebody typed, wherever they did: first whether they may, then the question. */
export async function answerQuestion(
  parts: ListenerParts,
  typed: string,
  place: ReplyPlace,
  channel: string | null,
  inPlace = false,
): Promise<PrivateReply> {
  const { askers, questions } = parts.flows();
  // What was pasted by mistake must be neither kept nor shown.
  const text = redactText(typed);
  const permission = await askers.mayAsk(place.user, channel);
  if (permission.kind === 'refused') return plain(permission.message);
  const timeZone = permission.person.timeZone ?? 'UTC';
  const reading = questions.read(text, timeZone);
  parts.meter.count('cctrail_questions_total', { reading: reading.kind });
  if (reading.kind === 'help') return renderHelp();
  if (reading.kind === 'ambiguous') return renderChoices(reading.message, reading.choices);
  if (reading.kind === 'unreadable') return renderUnreadable(reading.message, reading.suggestion);
  const named = await askers.namesIn(reading.question, permission.person);
  if ('unknown' in named) {
    return plain(
      `I don't know which AWS names belong to ${named.unknown === 'me' ? 'you' : named.unknown}. An administrator can say so under \`people\` in cctrail.yml.`,
    );
  }
  const { question, guesses } = reading;
  const inquiry = { by: place.user, channel: place.channel ?? null, typed: text, question, guesses };
  return inquire(parts, place, inquiry, { timeZone, names: named.names }, inPlace);
}

/** Asks, and tells whoever waits how far it is and how to end it. `inPlace`: the answer takes the place of the message that was clicked. */
export async function inquire(
  parts: ListenerParts,
  place: ReplyPlace,
  inquiry: Inquiry,
  asker: Pick<Asker, 'timeZone' | 'names'>,
  inPlace = false,
): Promise<PrivateReply> {
  const { answers } = parts.flows();
  const searchId = parts.newId();
  const [search, done] = [new AbortController(), new AbortController()];
  const stop = () => search.abort();
  parts.stopping.addEventListener('abort', stop);
  const teller = tellProgress(parts, place, searchId, asker.timeZone, inPlace);
  const watching = answers.watch(searchId, search, done.signal);
  try {
    const given = await answers.give(inquiry, {
      ...asker,
      budget: BUDGET,
      cancelled: search.signal,
      onProgress: teller.onProgress,
    });
    return { ...show(parts, given), replace: inPlace || (await teller.end()) };
  } finally {
    done.abort();
    parts.stopping.removeEventListener('abort', stop);
    await Promise.all([watching, teller.end()]);
  }
}

/** Renders an answer for whoever asked. `focus` is the row that its buttons are about. */
export function show(parts: ListenerParts, given: GivenAnswer, focus = headline(given)): Reply {
  const voice = { timeZone: given.answered.timeZone, accountName: parts.accountName };
  return renderAnswer({ given, voice, focus, sharedBy: null });
}

/** The row that the sentence speaks of: the newest that succeeded. */
function headline({ rows }: GivenAnswer): number {
  return Math.max(
    0,
    rows.findIndex(({ summary }) => summary.record.outcome === 'success'),
  );
}

/** Tells how far a search is at the times of {@link PROGRESS}; `end` resolves to whether anything was told. */
function tellProgress(
  parts: ListenerParts,
  place: ReplyPlace,
  searchId: string,
  timeZone: string,
  inPlace: boolean,
) {
  let latest: Progress = { requests: 0, records: 0, matches: 0, reachedBackTo: null };
  let told = 0;
  let telling: Promise<void> = Promise.resolve();
  const voice = { timeZone, accountName: parts.accountName };
  const timers = PROGRESS.map(after =>
    setTimeout(() => {
      // Only a response_url lets a message be replaced; a row of ephemeral ones would be noise.
      if (place.responseUrl === undefined) return;
      const reply = { ...renderProgress(latest, searchId, voice), replace: inPlace || told > 0 };
      told += 1;
      telling = telling.then(() => parts.whisper(place, reply));
    }, after),
  );
  return {
    onProgress: (progress: Progress) => {
      latest = progress;
    },
    end: async () => {
      for (const timer of timers) clearTimeout(timer);
      await telling;
      return told > 0;
    },
  };
}

function plain(text: string): Reply {
  return { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] };
}
