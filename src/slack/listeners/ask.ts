import type { Unanswered } from '../../app/asking/ask.ts';
import type { RunningSearch, Shown } from '../../app/asking/asking.ts';
import type { ShownAnswer } from '../../app/asking/shown-answer.ts';
import type { Progress } from '../../app/search/search.ts';
import type { Speaker } from '../../app/state/conversations.ts';
import { redactText } from '../../records/redact.ts';
import { renderAnswer } from '../blocks/answer.ts';
import { renderHelp } from '../blocks/help.ts';
import {
  renderChoices,
  renderPlain,
  renderProgress,
  renderUnknownPerson,
  renderUnreadable,
} from '../blocks/question-replies.ts';
import type { EphemeralMessage, ReplyTarget } from '../respond.ts';
import type { Reply } from './attempt.ts';
import type { ListenerContext } from './context.ts';

/**
 * Times after its beginning at which an asker is told how far a search is. A response_url takes five messages: these, the answer, and twice
 * more where Slack refuses its table and its blocks.
 */
const PROGRESS_AFTER_MS = [3_000, 9_000] as const;

/** Most characters of what was typed that are looked through for secrets, to be repeated in part. */
const MAX_TYPED_LENGTH = 4_000;

/** Where a question was asked. */
export interface AskedIn {
  readonly target: ReplyTarget;
  /** The channel that was typed in; null where they clicked. */
  readonly channel: string | null;
  /** The answer takes the place of the message that was clicked. */
  readonly inPlace?: boolean;
}

/** Who types, and where. */
export function speakerOf({ user, channel, thread }: ReplyTarget): Speaker {
  return { user, at: channel ?? null, thread };
}

/** Answers what somebody typed, wherever they did. */
export async function answerTyped(
  context: ListenerContext,
  typed: string,
  { target, channel, inPlace = false }: AskedIn,
): Promise<Reply> {
  const { asking } = context.flows();
  const asker = { ...speakerOf(target), channel };
  return searching(
    context,
    target,
    inPlace,
    search => asking.ask(typed, asker, search),
    redactText(typed.slice(0, MAX_TYPED_LENGTH)),
  );
}

/** Runs what gives an answer, tells whoever waits how far it is and how to end it, and renders the outcome. */
export async function searching(
  context: ListenerContext,
  target: ReplyTarget,
  inPlace: boolean,
  ask: (search: RunningSearch) => Promise<Unanswered | Shown>,
  typed = '',
): Promise<Reply> {
  const searchId = context.newId();
  const progress = tellProgress(context, target, searchId, inPlace);
  try {
    const outcome = await ask({ searchId, onProgress: progress.onProgress });
    const hasTold = await progress.end();
    // Choices stay where one of them could not be answered; what was told of a search does not.
    if (outcome.kind !== 'answered') return { ...renderUnanswered(outcome, typed), replace: hasTold };
    return { ...show(context, outcome.shown), replace: inPlace || hasTold, afterwards: outcome.keep };
  } finally {
    await progress.end();
  }
}

/** Renders an answer for its asker; `focus`: one event of it by itself. */
export function show(
  { accountName }: ListenerContext,
  shown: ShownAnswer,
  focus: number | null = null,
): EphemeralMessage {
  const voice = { timeZone: shown.kept.timeZone, accountName };
  return renderAnswer({ shown, voice, focus, sharedBy: null });
}

function renderUnanswered(outcome: Unanswered, typed: string): EphemeralMessage {
  switch (outcome.kind) {
    case 'help':
      return renderHelp();
    case 'ambiguous':
      return renderChoices(outcome.message, outcome.choices, typed);
    case 'unreadable':
      return renderUnreadable(outcome, typed);
    case 'refused':
      return renderPlain(outcome.message);
    case 'unknownPerson':
      return renderUnknownPerson(outcome.word);
  }
}

/** Tells how far a search is at the times of {@link PROGRESS_AFTER_MS}; `end` resolves to whether anything was told. */
function tellProgress(context: ListenerContext, target: ReplyTarget, searchId: string, inPlace: boolean) {
  let latest: Progress = { requests: 0, records: 0, matches: 0, reachedBackTo: null };
  let zone = 'UTC';
  let told = 0;
  let telling: Promise<void> = Promise.resolve();
  const tell = () => {
    // Only a response_url lets a message be replaced; a row of ephemeral ones would be noise.
    if (target.responseUrl === undefined) return;
    const message = { ...renderProgress(latest, searchId, zone), replace: inPlace || told > 0 };
    told += 1;
    telling = telling.then(() => context.respond(target, message));
  };
  const ended = new AbortController();
  for (const afterMs of PROGRESS_AFTER_MS)
    void context.clock.sleep(afterMs, ended.signal).then(() => ended.signal.aborted || tell());
  return {
    onProgress: (progress: Progress, timeZone: string) => {
      [latest, zone] = [progress, timeZone];
    },
    end: async () => {
      ended.abort();
      await telling;
      return told > 0;
    },
  };
}
