import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { WebApi } from './web-api.ts';
import type { Message, Workspace } from './workspace.ts';

/** Tokens and secrets of the simulated app. */
export const CREDENTIALS = {
  botToken: 'xoxb-playground-0123456789',
  appToken: 'xapp-playground-0123456789',
  signingSecret: 'playground-signing-secret',
} as const;

/** What came back for something that was sent to the bot. */
export interface Delivered {
  readonly status: number;
  readonly body: string;
}

/** A simulated Slack: the Web API on one side, signed requests or Socket Mode envelopes to the bot on the other. */
export class SlackSimulator {
  readonly workspace: Workspace;
  readonly api: WebApi;
  /** Where the bot takes requests, `http://127.0.0.1:PORT/slack/events`; unused in Socket Mode. */
  requestUrl = '';
  #server: Server | undefined;
  #sockets: WebSocketServer | undefined;
  #client: WebSocket | undefined;
  readonly #acks = new Map<string, (payload: unknown) => void>();
  readonly #responseUrls = new Map<
    string,
    { channel: string; user: string; uses: number; expires: number; ts?: string }
  >();
  #counter = 0;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
    this.api = new WebApi(workspace, CREDENTIALS.botToken, CREDENTIALS.appToken);
  }

  /** Listens on a free port; gives the base of the Web API. */
  async listen(port = 0): Promise<string> {
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      const work = path.startsWith('/api/')
        ? this.api.handle(path.slice('/api/'.length), request, response)
        : path.startsWith('/upload/')
          ? this.api.upload(path, request, response)
          : this.#takeResponse(path, request, response);
      work.catch(error => response.writeHead(500).end(String(error)));
    });
    this.#server = server;
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
    const actual = (server.address() as AddressInfo).port;
    this.#sockets = new WebSocketServer({ server, path: '/socket' });
    this.#sockets.on('connection', socket => {
      this.#client = socket;
      socket.send(
        JSON.stringify({
          type: 'hello',
          num_connections: 1,
          connection_info: { app_id: this.workspace.bot.appId },
        }),
      );
      socket.on('message', data => {
        const { envelope_id: id, payload } = JSON.parse(String(data)) as {
          envelope_id: string;
          payload?: unknown;
        };
        this.#acks.get(id)?.(payload);
      });
    });
    this.api.origin = `http://127.0.0.1:${actual}`;
    this.api.socketUrl = `ws://127.0.0.1:${actual}/socket`;
    return `http://127.0.0.1:${actual}/api/`;
  }

  /** Whether a Socket Mode client is connected. */
  get connected(): boolean {
    return this.#client?.readyState === 1;
  }

  /** Cuts the Socket Mode connection. */
  dropConnection(): void {
    this.#client?.terminate();
  }

  /** Types a slash command. What the bot answers at once is shown to whoever typed. */
  async command(user: string, channel: string, text: string, command = '/cctrail'): Promise<Delivered> {
    const form = {
      token: 'verification',
      team_id: this.workspace.teamId,
      team_domain: 'playground',
      channel_id: channel,
      channel_name: this.workspace.channel(channel)?.name ?? '',
      user_id: user,
      user_name: this.workspace.member(user)?.name ?? user,
      command,
      text,
      api_app_id: this.workspace.bot.appId,
      is_enterprise_install: 'false',
      response_url: this.#responseUrl(channel, user),
      trigger_id: this.api.issueTrigger(user),
    };
    const delivered = await this.#deliver('slash_commands', form, new URLSearchParams(form).toString());
    this.#showAck(delivered.body, channel, user);
    return delivered;
  }

  /** Clicks a button of a message, or chooses from a menu (`override.value`). `override` changes the payload, to try what a click on an old or forged card does. */
  async click(
    user: string,
    message: Message,
    actionId: string,
    override: { value?: string } = {},
  ): Promise<Delivered> {
    const element = findElement(message.blocks, actionId);
    const value = override.value ?? element?.value ?? '';
    const chosen =
      element?.type === 'static_select'
        ? { type: 'static_select', selected_option: { value, text: { type: 'plain_text', text: value } } }
        : { type: 'button', value };
    const payload = {
      type: 'block_actions',
      team: { id: this.workspace.teamId, domain: 'playground' },
      user: {
        id: user,
        username: this.workspace.member(user)?.name ?? user,
        team_id: this.workspace.member(user)?.team_id ?? 'T0OTHER',
      },
      api_app_id: this.workspace.bot.appId,
      token: 'verification',
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: message.channel,
        is_ephemeral: message.visibleTo !== undefined,
      },
      trigger_id: this.api.issueTrigger(user),
      channel: { id: message.channel, name: this.workspace.channel(message.channel)?.name },
      message: { type: 'message', ts: message.ts, text: message.text, user: message.user },
      response_url: this.#responseUrl(message.channel, user, message.ts),
      actions: [
        {
          ...chosen,
          action_id: actionId,
          block_id: element?.blockId ?? 'gone',
          action_ts: this.workspace.nextTs(),
        },
      ],
    };
    return this.#interact(payload);
  }

  /** Submits the modal that is open for somebody; `values` by block id and action id. */
  async submit(user: string, values: Record<string, Record<string, string>>): Promise<Delivered> {
    const index = this.workspace.views.findLastIndex(open => open.user === user);
    const open = this.workspace.views[index];
    if (!open) throw new Error(`no modal is open for ${user}`);
    const state = Object.fromEntries(
      Object.entries(values).map(([block, actions]) => [
        block,
        Object.fromEntries(
          Object.entries(actions).map(([action, value]) => [action, { type: 'plain_text_input', value }]),
        ),
      ]),
    );
    const delivered = await this.#interact({
      type: 'view_submission',
      team: { id: this.workspace.teamId, domain: 'playground' },
      user: { id: user, username: user, team_id: this.workspace.teamId },
      api_app_id: this.workspace.bot.appId,
      trigger_id: this.api.issueTrigger(user),
      view: { id: open.id, ...open.view, state: { values: state } },
      response_urls: [],
    });
    if (!delivered.body.includes('"errors"')) this.closeView(user);
    return delivered;
  }

  /** Closes the modal that is open for somebody. */
  closeView(user: string): void {
    const index = this.workspace.views.findLastIndex(open => open.user === user);
    if (index !== -1) this.workspace.views.splice(index, 1);
    this.workspace.changed();
  }

  /** Mentions the bot in a channel, as the Events API tells of it. `eventId` is given to deliver one event twice. */
  async mention(
    user: string,
    channel: string,
    text: string,
    eventId = `Ev${(this.#counter += 1)}`,
  ): Promise<Delivered> {
    const body = {
      type: 'event_callback',
      team_id: this.workspace.teamId,
      api_app_id: this.workspace.bot.appId,
      event_id: eventId,
      event_time: Math.floor(Date.now() / 1_000),
      authorizations: [
        {
          team_id: this.workspace.teamId,
          user_id: this.workspace.bot.userId,
          is_bot: true,
          enterprise_id: null,
          is_enterprise_install: false,
        },
      ],
      event: {
        type: 'app_mention',
        user,
        text: `<@${this.workspace.bot.userId}> ${text}`,
        ts: this.workspace.nextTs(),
        channel,
        event_ts: this.workspace.nextTs(),
      },
    };
    return this.#deliver('events_api', body, JSON.stringify(body), 'application/json');
  }

  async close(): Promise<void> {
    this.#client?.terminate();
    this.#sockets?.close();
    this.#server?.closeAllConnections();
    await new Promise(resolve => (this.#server ? this.#server.close(resolve) : resolve(undefined)));
  }

  #interact(payload: object): Promise<Delivered> {
    return this.#deliver(
      'interactive',
      payload,
      new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
    );
  }

  async #deliver(
    type: string,
    payload: object,
    body: string,
    contentType = 'application/x-www-form-urlencoded',
  ): Promise<Delivered> {
    if (this.connected) return this.#overSocket(type, payload);
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = `v0=${createHmac('sha256', CREDENTIALS.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
    const response = await fetch(this.requestUrl, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signature,
      },
      body,
      signal: AbortSignal.timeout(10_000),
    });
    return { status: response.status, body: await response.text() };
  }

  #overSocket(type: string, payload: object): Promise<Delivered> {
    const id = `envelope-${(this.#counter += 1)}`;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('no ack within three seconds')), 3_000);
      this.#acks.set(id, answer => {
        clearTimeout(late);
        this.#acks.delete(id);
        resolve({ status: 200, body: answer === undefined ? '' : JSON.stringify(answer) });
      });
      this.#client?.send(
        JSON.stringify({ type, envelope_id: id, accepts_response_payload: type !== 'events_api', payload }),
      );
    });
  }

  #responseUrl(channel: string, user: string, ts?: string): string {
    const address = this.#server?.address() as AddressInfo | undefined;
    const path = `/response/${(this.#counter += 1)}`;
    this.#responseUrls.set(path, {
      channel,
      user,
      uses: 0,
      expires: Date.now() + 30 * 60_000,
      ...(ts !== undefined && { ts }),
    });
    return `http://127.0.0.1:${address?.port}${path}`;
  }

  /**
   * response_url has its own rules: five uses in thirty minutes (Slack, "Handling user interaction", "Message responses"). What it replaces
   * is the message that was clicked, or the last one that came through it; never the first answer to a slash command.
   */
  async #takeResponse(
    path: string,
    request: AsyncIterable<Buffer>,
    response: { writeHead(status: number): { end(text?: string): void } },
  ): Promise<void> {
    const place = this.#responseUrls.get(path);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (!place || place.expires < Date.now()) return response.writeHead(404).end('expired_url');
    place.uses += 1;
    if (place.uses > 5) return response.writeHead(404).end('used_url');
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Partial<Message> & {
      response_type?: string;
      replace_original?: boolean;
    };
    if (body.blocks !== undefined && this.api.refuses(body.blocks))
      return response.writeHead(400).end('invalid_blocks');
    const original = place.ts === undefined ? undefined : this.workspace.message(place.channel, place.ts);
    if (body.replace_original && original) {
      Object.assign(original, {
        text: body.text ?? '',
        blocks: body.blocks,
        edited: original.visibleTo === undefined,
      });
      this.workspace.changed();
    } else place.ts = this.#show(body, place.channel, place.user).ts;
    response.writeHead(200).end('ok');
  }

  #showAck(text: string, channel: string, user: string): void {
    if (text.trim() === '') return;
    try {
      this.#show(JSON.parse(text) as Partial<Message>, channel, user);
    } catch {
      this.#show({ text }, channel, user);
    }
  }

  #show(body: Partial<Message> & { response_type?: string }, channel: string, user: string): Message {
    return this.workspace.add({
      channel,
      user: this.workspace.bot.userId,
      text: body.text ?? '',
      ...(body.blocks && { blocks: body.blocks }),
      ...(body.response_type !== 'in_channel' && { visibleTo: user }),
    });
  }
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
