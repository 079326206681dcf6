import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { errorFields } from '../app/errors.ts';
import type { Log } from '../app/ports.ts';
import { isContentError } from './errors.ts';

/** A message that one person sees. */
export interface EphemeralMessage {
  readonly text: string;
  readonly blocks?: KnownBlock[];
  /** The same with less of what Slack may not know yet, one after another: the next is sent where it refuses the one before. */
  readonly plainer?: readonly KnownBlock[][];
  /** Takes the place of the message that the response_url belongs to, or that was sent to it before. */
  readonly replace?: boolean;
}

type Content = Pick<EphemeralMessage, 'text' | 'blocks'>;

/** Where a private answer can go: the payload's response_url, else the channel. */
export interface ReplyTarget {
  readonly responseUrl?: string | undefined;
  readonly channel?: string | undefined;
  readonly user: string;
  readonly thread?: string | undefined;
}

/** Answers one person privately. Never throws; a failure is logged. */
export type RespondPrivately = (target: ReplyTarget, message: EphemeralMessage) => Promise<void>;

/** What became of one attempt; `refused` is Slack's word on the make-up of the message. */
type Delivered = 'done' | 'refused' | 'failed';

/** Time limit for Slack to accept an answer. */
const TIMEOUT_MS = 10_000;
/** Part of Slack's answer that is looked at, in characters. */
const MAX_ANSWER_LENGTH = 500;

/** What answering works with. */
interface RespondDeps {
  readonly client: WebClient;
  readonly apiUrl: string;
  readonly log: Log;
}

/**
 * Answers through the response_url, and where that can't be used as an ephemeral message. A response_url is followed only to Slack:
 * `*.slack.com`, or the host that SLACK_API_URL names.
 */
export function respondPrivately(client: WebClient, apiUrl: string, log: Log): RespondPrivately {
  const deps = { client, apiUrl, log };
  return async (target, { plainer = [], replace = false, ...message }) => {
    const tries = [message, ...plainer.map(blocks => ({ text: message.text, blocks }))];
    for (const [at, content] of tries.entries()) {
      const outcome = await deliver(target, content, replace, deps);
      if (outcome !== 'refused') return;
      const last = at === tries.length - 1;
      log.warn({ asText: last }, 'Slack refuses the make-up of an answer; sending it plainer');
      if (last) await deliver(target, { text: message.text }, replace, deps);
    }
  };
}

/** By the response_url, and where that can't be used as an ephemeral message. */
async function deliver(
  target: ReplyTarget,
  content: Content,
  replace: boolean,
  deps: RespondDeps,
): Promise<Delivered> {
  const { responseUrl } = target;
  if (responseUrl !== undefined && !isSlacks(responseUrl, deps.apiUrl))
    deps.log.error(
      { host: hostOf(responseUrl) },
      'a response_url does not lead to Slack and was not followed',
    );
  else if (responseUrl !== undefined) {
    const outcome = await postToUrl(responseUrl, content, replace, deps.log);
    if (outcome !== 'failed') return outcome;
  }
  return postEphemeral(target, content, deps);
}

async function postToUrl(
  responseUrl: string,
  content: Content,
  replace: boolean,
  log: Log,
): Promise<Delivered> {
  try {
    const answer = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: replace, ...content }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
    const said = (await answer.text()).slice(0, MAX_ANSWER_LENGTH);
    if (content.blocks && /invalid_(blocks|attachments|payload)/.test(said)) return 'refused';
    if (answer.ok && !/"ok"\s*:\s*false/.test(said)) return 'done';
    log.warn(
      { status: answer.status, said },
      'Slack did not take an answer at the response_url; trying an ephemeral message',
    );
  } catch (error) {
    log.warn({ ...errorFields(error) }, 'a response_url could not be reached; trying an ephemeral message');
  }
  return 'failed';
}

async function postEphemeral(
  { channel, user, thread }: ReplyTarget,
  content: Content,
  { client, log }: RespondDeps,
): Promise<Delivered> {
  if (channel === undefined) {
    log.error({ user }, 'an answer could not be delivered: no channel is known');
    return 'failed';
  }
  try {
    await client.chat.postEphemeral({
      channel,
      user,
      ...(thread !== undefined && { thread_ts: thread }),
      ...content,
    });
    return 'done';
  } catch (error) {
    if (content.blocks && isContentError(error)) return 'refused';
    log.error({ ...errorFields(error), user }, 'an answer could not be delivered');
    return 'failed';
  }
}

/** Whether a URL leads to Slack, or to the same origin as the Web API that is configured. */
export function isSlacks(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, host } = new URL(url);
  if (host === new URL(apiUrl).host && protocol === new URL(apiUrl).protocol) return true;
  return protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com'));
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : 'not a URL';
}
