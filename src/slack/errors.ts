import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import type { PostResult } from '../app/ports.ts';

/** Errors by which Slack says that the token is at fault (Slack Web API, "chat.postMessage", "Errors"). */
const TOKEN_ERRORS = new Set([
  'account_inactive',
  'invalid_auth',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_authed',
  'org_login_required',
  'team_access_not_granted',
  'token_expired',
  'token_revoked',
  'ekm_access_denied',
  'enterprise_is_restricted',
  'two_factor_setup_required',
]);

/** Errors after which nobody knows whether the call took effect. */
const UNSURE_ERRORS = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);

/** Errors that are about the make-up of the message, which plain text may get around. */
const CONTENT_ERRORS = new Set([
  'invalid_attachments',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'metadata_too_large',
  'msg_blocks_too_long',
  'msg_too_long',
]);

/** Errors about the message that is to be changed or answered: it is gone, or takes no answer. */
const MESSAGE_ERRORS = new Set([
  'cannot_reply_to_message',
  'cant_update_message',
  'edit_window_closed',
  'message_not_found',
  'restricted_action_thread_locked',
  'thread_not_found',
]);

/** Shortest pause where Slack wants one and does not say how long. */
const SHORTEST_PAUSE_MS = 1_000;

/** What a failed call means for the message that it carried. */
export function failureOf(error: unknown): Exclude<PostResult, { kind: 'posted' }> {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: 'rateLimited', retryAfterMs: Math.max(1, error.retryAfter) * 1_000 };
  const code = slackError(error);
  if (code === undefined) {
    const status = error instanceof WebAPIHTTPError ? `HTTP ${error.statusCode}` : (error as Error).message;
    return { kind: 'ambiguous', error: status };
  }
  if (code === 'ratelimited' || code === 'rate_limited')
    return { kind: 'rateLimited', retryAfterMs: SHORTEST_PAUSE_MS };
  if (UNSURE_ERRORS.has(code)) return { kind: 'ambiguous', error: code };
  const scope = TOKEN_ERRORS.has(code) ? 'token' : MESSAGE_ERRORS.has(code) ? 'message' : 'channel';
  return { kind: 'refused', scope, error: code };
}

/** The `error` of an answer with `ok: false`, or undefined where Slack gave none. */
export function slackError(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}

/** Whether Slack refused the make-up of a message, not the message. */
export function isContentError(error: unknown): boolean {
  return CONTENT_ERRORS.has(slackError(error) ?? '');
}
