import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../app/ports.ts';
import { isContentError } from './errors.ts';

/** A private answer to one person. */
export interface PrivateReply {
  readonly text: string;
  readonly blocks?: KnownBlock[];
  /** The same without what Slack may not know yet; sent where it refuses `blocks`. */
  readonly plain?: KnownBlock[];
  /** Takes the place of the message that the response_url belongs to, or that was sent to it before. */
  readonly replace?: boolean;
}

type Content = Pick<PrivateReply, 'text' | 'blocks'>;

/** Where a private answer can go: the payload's response_url, else the channel. */
export interface ReplyPlace {
  readonly responseUrl?: string | undefined;
  readonly channel?: string | undefined;
  readonly user: string;
  readonly thread?: string | undefined;
}

/** Answers one person privately. Never throws; a failure is logged. */
export type Whisper = (place: ReplyPlace, reply: PrivateReply) => Promise<void>;

/** How long Slack may take to accept an answer, in milliseconds. */
const TIMEOUT = 10_000;

/**
 * Answers through the response_url, and where that can't be used as an ephemeral message. A response_url is followed only to Slack:
 * `*.slack.com`, or the host that SLACK_API_URL names.
 */
export function whisperer(client: WebClient, apiUrl: string, log: Log): Whisper {
  return async (place, { plain, replace = false, ...reply }) => {
    const tries = [reply, ...(plain ? [{ text: reply.text, blocks: plain }] : [])];
    for (const [at, content] of tries.entries()) {
      const outcome = await deliver(place, content, replace);
      if (outcome !== 'refused') return;
      const last = at === tries.length - 1;
      log.warn({ plain: last }, 'Slack refuses the make-up of an answer; sending it plainer');
      if (last) await deliver(place, { text: reply.text }, replace);
    }
  };

  /** By the response_url, and where that can't be used as an ephemeral message. */
  async function deliver(
    place: ReplyPlace,
    content: Content,
    replace: boolean,
  ): Promise<'done' | 'refused' | 'failed'> {
    const { responseUrl } = place;
    if (responseUrl !== undefined && !isSlacks(responseUrl, apiUrl))
      log.error({ host: hostOf(responseUrl) }, 'a response_url does not lead to Slack and was not followed');
    else if (responseUrl !== undefined) {
      const outcome = await post(responseUrl, content, replace);
      if (outcome !== 'failed') return outcome;
    }
    return whisper(place, content);
  }

  async function post(
    responseUrl: string,
    content: Content,
    replace: boolean,
  ): Promise<'done' | 'refused' | 'failed'> {
    try {
      const answer = await fetch(responseUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ response_type: 'ephemeral', replace_original: replace, ...content }),
        signal: AbortSignal.timeout(TIMEOUT),
        redirect: 'error',
      });
      const said = (await answer.text()).slice(0, 500);
      if (content.blocks && /invalid_(blocks|attachments|payload)/.test(said)) return 'refused';
      if (answer.ok && !/"ok"\s*:\s*false/.test(said)) return 'done';
      log.warn(
        { status: answer.status, said },
        'Slack did not take an answer at the response_url; trying an ephemeral message',
      );
    } catch (error) {
      log.warn(
        { error: (error as Error).message },
        'a response_url could not be reached; trying an ephemeral message',
      );
    }
    return 'failed';
  }

  async function whisper(
    { channel, user, thread }: ReplyPlace,
    content: Content,
  ): Promise<'done' | 'refused' | 'failed'> {
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
      log.error({ error: (error as Error).message, user }, 'an answer could not be delivered');
      return 'failed';
    }
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
