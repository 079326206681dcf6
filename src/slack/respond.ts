import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../app/ports.ts';

/** A private answer to one person. */
export interface PrivateReply {
  readonly text: string;
  readonly blocks?: KnownBlock[];
}

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
  return async (place, reply) => {
    const { responseUrl, channel, user, thread } = place;
    if (responseUrl !== undefined && isSlacks(responseUrl, apiUrl)) {
      try {
        const answer = await fetch(responseUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...reply }),
          signal: AbortSignal.timeout(TIMEOUT),
          redirect: 'error',
        });
        if (answer.ok) return;
        log.warn(
          { status: answer.status },
          'Slack did not take an answer at the response_url; trying an ephemeral message',
        );
      } catch (error) {
        log.warn(
          { error: (error as Error).message },
          'a response_url could not be reached; trying an ephemeral message',
        );
      }
    } else if (responseUrl !== undefined) {
      log.error({ host: hostOf(responseUrl) }, 'a response_url does not lead to Slack and was not followed');
    }
    if (channel === undefined)
      return log.error({ user }, 'an answer could not be delivered: no channel is known');
    try {
      await client.chat.postEphemeral({
        channel,
        user,
        ...(thread !== undefined && { thread_ts: thread }),
        ...reply,
      });
    } catch (error) {
      log.error({ error: (error as Error).message, user }, 'an answer could not be delivered');
    }
  };
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
