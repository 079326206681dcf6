import { faultFields } from '../../app/errors.ts';
import { CctrailError } from '../../domain/error.ts';
import type { EphemeralMessage, ReplyTarget } from '../respond.ts';
import type { ListenerContext } from './context.ts';

/** What a person is answered, and what is done once they were; it never fails. */
export interface Reply extends EphemeralMessage {
  readonly afterwards?: () => Promise<void>;
}

/** Words for people, by the `code` of what went wrong. */
const MESSAGES: Readonly<Record<string, string>> = {
  store_unavailable: 'My store is away, so nothing was recorded.',
  not_ready: 'I have only just started, and Slack has not confirmed who I am yet.',
};

/**
 * Runs what a person caused. Whatever goes wrong they learn so privately, with a reference that the log has, and the bot goes on.
 */
export async function attempt(
  context: ListenerContext,
  target: ReplyTarget,
  doing: string,
  work: () => Promise<Reply | undefined>,
): Promise<void> {
  const running = run(context, target, doing, work);
  context.track(running);
  await running;
}

async function run(
  context: ListenerContext,
  target: ReplyTarget,
  doing: string,
  work: () => Promise<Reply | undefined>,
): Promise<void> {
  const reply = await work().catch(error => failureReply(context, target, doing, error));
  if (!reply) return;
  const { afterwards, ...message } = reply;
  try {
    await context.respond(target, message);
  } finally {
    await afterwards?.();
  }
}

function failureReply(context: ListenerContext, target: ReplyTarget, doing: string, error: unknown): Reply {
  const reference = context.reference();
  context.log.error({ reference, ...faultFields(error), user: target.user }, `${doing} failed`);
  context.meter.count('cctrail_errors_total', { where: 'slack' });
  const known = error instanceof CctrailError ? MESSAGES[error.code] : undefined;
  return {
    text: `${known ?? 'Something went wrong on my side.'} Try again in a minute; if it stays so, give your administrator the reference \`${reference}\`.`,
  };
}
