import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import type { PostResult } from '../app/ports.ts';

/** Errors by which Slack says that the token is at fault (Slack Web API, "chat.postMessage", "Errors"). */
const TOKEN_ERRORS = new Set([
  'accesslimited',
  'account_inactive',
  'app_access_restricted',
  'deprecated_endpoint',
  'invalid_auth',
  'method_deprecated',
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

/** Errors by which Slack refuses a channel (Slack Web API, "chat.postMessage", "Errors"). */
const CHANNEL_ERRORS = new Set([
  'access_denied',
  'as_user_not_supported',
  'channel_not_found',
  'channel_type_not_supported',
  'is_archived',
  'message_limit_exceeded',
  'messages_tab_disabled',
  'not_in_channel',
  'posting_to_general_channel_denied',
  'restricted_action',
  'restricted_action_non_threadable_channel',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'send_on_behalf_not_allowed',
  'team_not_found',
  'user_not_found',
]);

/** Errors about what a message holds. */
const MESSAGE_ERRORS = new Set([
  'attachment_payload_limit_exceeded',
  'duplicate_channel_not_found',
  'duplicate_message_not_found',
  'invalid_arg_name',
  'invalid_arguments',
  'invalid_array_arg',
  'invalid_charset',
  'invalid_form_data',
  'invalid_post_type',
  'markdown_text_conflict',
  'metadata_must_be_sent_from_app',
  'missing_post_type',
  'no_text',
  'slack_connect_canvas_sharing_blocked',
  'slack_connect_file_link_sharing_blocked',
  'slack_connect_lists_sharing_blocked',
  'too_many_attachments',
  'too_many_contact_cards',
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
const PLACE_ERRORS = new Set([
  'cannot_reply_to_message',
  'cant_update_message',
  'edit_window_closed',
  'message_not_found',
  'restricted_action_thread_locked',
  'thread_not_found',
]);

/** Faults by the codes that say so. Of any other code nobody knows whether the call took effect. */
const SCOPES = [
  ['token', TOKEN_ERRORS],
  ['channel', CHANNEL_ERRORS],
  ['place', PLACE_ERRORS],
  ['message', MESSAGE_ERRORS],
  ['message', CONTENT_ERRORS],
] as const;
/** Codes look so; anything else is not Slack's own answer, but a proxy's, say. */
const CODE = /^[a-z0-9_]{1,80}$/;

/** Shortest pause where Slack wants one and does not say how long. */
const SHORTEST_PAUSE_MS = 1_000;

/** What a failed call means for the message that it carried. */
export function failureOf(error: unknown): Exclude<PostResult, { kind: 'posted' }> {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: 'rateLimited', retryAfterMs: Math.max(1, error.retryAfter) * 1_000 };
  const code = slackError(error);
  if (code === undefined) {
    return { kind: 'ambiguous', error: unclear(error) };
  }
  if (code === 'ratelimited' || code === 'rate_limited')
    return { kind: 'rateLimited', retryAfterMs: SHORTEST_PAUSE_MS };
  const scope = SCOPES.find(([, codes]) => codes.has(code))?.[0];
  return scope === undefined ? { kind: 'ambiguous', error: code } : { kind: 'refused', scope, error: code };
}

/** What is to be told of a failure of which Slack itself said nothing. */
function unclear(error: unknown): string {
  if (error instanceof WebAPIHTTPError) return `HTTP ${error.statusCode}`;
  return error instanceof WebAPIPlatformError ? 'an answer that is not Slack’s' : (error as Error).message;
}

/** The `error` of an answer with `ok: false`, or undefined where Slack gave none that it would give. */
export function slackError(error: unknown): string | undefined {
  if (!(error instanceof WebAPIPlatformError)) return undefined;
  const { error: code } = error.data;
  return typeof code === 'string' && CODE.test(code) ? code : undefined;
}

/** Whether Slack refused the make-up of a message, not the message. */
export function isContentError(error: unknown): boolean {
  return CONTENT_ERRORS.has(slackError(error) ?? '');
}
