import type { Message, OpenView, Workspace } from './workspace.ts';

/** What a payload says of where it comes from, whichever it is. */
export function commandPayload(
  workspace: Workspace,
  typed: { user: string; channel: string; text: string; command: string },
  given: { responseUrl: string; triggerId: string },
): Record<string, string> {
  return {
    token: 'verification',
    team_id: workspace.teamId,
    team_domain: 'playground',
    channel_id: typed.channel,
    channel_name: workspace.channel(typed.channel)?.name ?? '',
    user_id: typed.user,
    user_name: workspace.member(typed.user)?.name ?? typed.user,
    command: typed.command,
    text: typed.text,
    api_app_id: workspace.bot.appId,
    is_enterprise_install: 'false',
    response_url: given.responseUrl,
    trigger_id: given.triggerId,
  };
}

/** A click on a button of a message, or a choice in a menu. `value` stands in for the element's own. */
export function actionPayload(
  workspace: Workspace,
  clicked: { user: string; message: Message; actionId: string; value: string | undefined },
  given: { responseUrl: string; triggerId: string },
): object {
  const { user, message, actionId } = clicked;
  const element = findElement(message.blocks, actionId);
  const value = clicked.value ?? element?.value ?? '';
  const chosen =
    element?.type === 'static_select' || element?.type === 'overflow'
      ? { type: element.type, selected_option: { value, text: { type: 'plain_text', text: value } } }
      : { type: 'button', value };
  return {
    type: 'block_actions',
    team: { id: workspace.teamId, domain: 'playground' },
    user: {
      id: user,
      username: workspace.member(user)?.name ?? user,
      team_id: workspace.member(user)?.team_id ?? 'T0OTHER',
    },
    api_app_id: workspace.bot.appId,
    token: 'verification',
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: message.visibleTo !== undefined,
    },
    trigger_id: given.triggerId,
    channel: { id: message.channel, name: workspace.channel(message.channel)?.name },
    message: { type: 'message', ts: message.ts, text: message.text, user: message.user },
    response_url: given.responseUrl,
    actions: [
      {
        ...chosen,
        action_id: actionId,
        block_id: element?.blockId ?? 'gone',
        action_ts: workspace.nextTs(),
      },
    ],
  };
}

/** A submitted modal; `values` by block id and action id. */
export function submissionPayload(
  workspace: Workspace,
  { id, user, view }: OpenView,
  values: Record<string, Record<string, string>>,
  triggerId: string,
): object {
  const input = (block: string, actions: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(actions).map(([action, value]) => [action, stateOf(elementOf(view, block), value)]),
    );
  const state = Object.entries(values).map(([block, actions]) => [block, input(block, actions)]);
  return {
    type: 'view_submission',
    team: { id: workspace.teamId, domain: 'playground' },
    user: { id: user, username: user, team_id: workspace.teamId },
    api_app_id: workspace.bot.appId,
    trigger_id: triggerId,
    view: { id, ...view, state: { values: Object.fromEntries(state) } },
    response_urls: [],
  };
}

interface InputElement {
  readonly type?: string;
  readonly options?: readonly { readonly value: string }[];
}

function elementOf(view: OpenView['view'], blockId: string): InputElement {
  const blocks = (view['blocks'] ?? []) as readonly { block_id?: string; element?: InputElement }[];
  return blocks.find(block => block.block_id === blockId)?.element ?? {};
}

/** What Slack says of an input (Slack, "View submission payload"); one that was left empty has the value null. */
function stateOf({ type = 'plain_text_input', options = [] }: InputElement, value: string): object {
  return type === 'static_select'
    ? { type, selected_option: options.find(option => option.value === value) ?? null }
    : { type, value: value === '' ? null : value };
}

/** A mention of the bot, as the Events API tells of it. */
export function mentionPayload(
  { teamId, bot, nextTs }: { teamId: string; bot: Workspace['bot']; nextTs: () => string },
  said: { user: string; channel: string; text: string },
  eventId: string,
): object {
  return {
    type: 'event_callback',
    team_id: teamId,
    api_app_id: bot.appId,
    event_id: eventId,
    event_time: Math.floor(Date.now() / 1_000),
    authorizations: [
      {
        team_id: teamId,
        user_id: bot.userId,
        is_bot: true,
        enterprise_id: null,
        is_enterprise_install: false,
      },
    ],
    event: {
      type: 'app_mention',
      user: said.user,
      text: `<@${bot.userId}> ${said.text}`,
      ts: nextTs(),
      channel: said.channel,
      event_ts: nextTs(),
    },
  };
}

function findElement(
  blocks: unknown[] | undefined,
  actionId: string,
): { type: string; blockId: string; value: string } | undefined {
  type Element = { type?: string; action_id?: string; value?: string };
  for (const block of (blocks ?? []) as { block_id?: string; elements?: Element[]; accessory?: Element }[]) {
    const element = [...(block.elements ?? []), ...(block.accessory ? [block.accessory] : [])].find(
      one => one.action_id === actionId,
    );
    if (element)
      return { type: element.type ?? '', blockId: block.block_id ?? '', value: element.value ?? '' };
  }
  return undefined;
}
