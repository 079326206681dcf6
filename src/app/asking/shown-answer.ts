import type { Answer } from '../../domain/answer.ts';
import { namesakesIn } from '../../domain/namesakes.ts';
import { emailsAmong, mappedPerson, type PersonMapping } from '../../domain/person.ts';
import { EVENT_HISTORY_REACH_MS } from '../../domain/plan.ts';
import type { Question } from '../../domain/question/question.ts';
import type { RecordSummary } from '../../domain/summary.ts';
import type { Clock, Directory } from '../ports.ts';
import type { KeptAnswer } from '../state/kept-answers.ts';
import { recordCodec } from '../state/record-codec.ts';

/** Number of events that an answer shows at a time. */
export const SHOWN_COUNT = 20;
/** Most counts that are shown: a month of days. */
const MAX_COUNTS = 31;
/** Most e-mail addresses that are looked up in Slack for one answer, and how long that may take. */
const MAX_EMAILS = 5;
const EMAILS_WITHIN_MS = 2_000;

/** Who asked what, and how its answer is shown. */
export interface Inquiry {
  /** Slack user id. */
  readonly by: string;
  readonly channel: string | null;
  readonly typed: string;
  readonly guesses: readonly string[];
  readonly setAside?: readonly string[];
  /** What it follows from, where it was not typed. */
  readonly title?: string | null;
  readonly parent?: string | null;
  /** How many of the newest events are passed over. */
  readonly offset?: number;
  /** The asker has said already which of several people they mean, or all of them. */
  readonly decided?: boolean;
}

/** An event that is shown, and the Slack user behind it. */
export interface ShownEvent {
  readonly summary: RecordSummary;
  readonly slack: string | null;
}

/** An answer as it is shown, and what its buttons need of it. */
export interface ShownAnswer {
  readonly kept: KeptAnswer;
  readonly events: readonly ShownEvent[];
}

/** What showing answers works with. */
export interface ShowDeps {
  readonly directory: Directory;
  readonly people: readonly PersonMapping[];
  readonly clock: Clock;
  /** Makes ids that nobody can guess. */
  readonly newId: () => string;
}

/** Makes of an answer what is shown: a page of its events, tied to Slack users. */
export async function showAnswer(
  inquiry: Inquiry,
  answer: Answer,
  timeZone: string,
  deps: ShowDeps,
): Promise<ShownAnswer> {
  const { by, channel, typed, guesses, setAside = [], title = null, parent = null, offset = 0 } = inquiry;
  const events = await tied(answer.events.slice(offset, offset + SHOWN_COUNT), deps);
  const kept: KeptAnswer = {
    id: deps.newId(),
    by,
    channel,
    typed,
    question: withFixedTime(answer.question, deps.clock.now()),
    reading: answer.reading,
    guesses: [...guesses],
    setAside: [...setAside],
    title,
    timeZone,
    answeredAt: answer.answeredAt,
    sentence: answer.sentence,
    offset,
    rows: events.map(({ summary, slack }) => ({
      record: recordCodec.encode(summary.record),
      principal: summary.principal as KeptAnswer['rows'][number]['principal'],
      slack,
      ...(summary.alsoIn !== undefined && { alsoIn: summary.alsoIn }),
      ...(summary.runs && { runs: summary.runs }),
    })),
    matched: answer.matched,
    held: answer.events.length,
    counts: answer.tallies.slice(0, MAX_COUNTS),
    namesakes: inquiry.decided ? [] : [...namesakesIn(answer.question, answer.events)],
    coverage: answer.coverage as KeptAnswer['coverage'],
    parent,
  };
  return { kept, events };
}

/** The Slack users behind events: by `people`, then by e-mail address; only where AWS vouches for the name. */
async function tied(
  summaries: readonly RecordSummary[],
  { directory, people, clock }: ShowDeps,
): Promise<ShownEvent[]> {
  const emails = [...new Set(summaries.flatMap(summary => vouchedEmail(summary) ?? []))].slice(0, MAX_EMAILS);
  const end = new AbortController();
  const late = clock.sleep(EMAILS_WITHIN_MS, end.signal).then(() => undefined);
  const lookUp = async (email: string) => {
    const found = directory.personByEmail(email).catch(() => undefined);
    return [email, (await Promise.race([found, late]))?.id ?? null] as const;
  };
  const known = new Map(await Promise.all(emails.map(lookUp)));
  end.abort();
  return summaries.map(summary => {
    const mapped = mappedPerson(summary.principal, people);
    const slack = mapped?.certain ? mapped.slack : (known.get(vouchedEmail(summary) ?? '') ?? null);
    return { summary, slack };
  });
}

/** The e-mail address that AWS vouches for, of the principal or of the person who is proven to be behind it. */
function vouchedEmail({ principal }: RecordSummary): string | undefined {
  return principal.confidence === 'certain' ? emailsAmong(principal.behind)[0] : undefined;
}

/** The question with a time that does not move, so that paging and sharing speak of the same events. */
function withFixedTime(question: Question, now: number): KeptAnswer['question'] {
  const time = question.time ?? { from: now - EVENT_HISTORY_REACH_MS, to: now };
  return { ...question, time } as KeptAnswer['question'];
}
