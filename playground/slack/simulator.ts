import type { IncomingMessage, ServerResponse } from 'node:http';
import { LocalServer } from '../local-server.ts';
import { type Delivered, deliverSigned, type Outgoing, Sockets } from './deliver.ts';
import { actionPayload, commandPayload, mentionPayload, submissionPayload } from './payloads.ts';
import { ResponseUrls } from './response-urls.ts';
import { WebApi } from './web-api/web-api.ts';
import type { Message, Workspace } from './workspace.ts';

/** Tokens and secrets of the simulated app. */
export const CREDENTIALS = {
  botToken: 'xoxb-playground-0123456789',
  appToken: 'xapp-playground-0123456789',
  signingSecret: '00112233445566778899aabbccddeeff',
} as const;

const FORM = 'application/x-www-form-urlencoded';

/** A simulated Slack: the Web API on one side, signed requests or Socket Mode envelopes to the bot on the other. */
export class SlackSimulator {
  readonly workspace: Workspace;
  readonly api: WebApi;
  /** Where the bot takes requests, `http://127.0.0.1:PORT/slack/events`; unused in Socket Mode. */
  requestUrl = '';
  readonly #sockets = new Sockets();
  readonly #responseUrls: ResponseUrls;
  readonly #server = new LocalServer((request, response) => this.#route(request, response));
  #events = 0;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
    this.api = new WebApi(workspace, CREDENTIALS.botToken, CREDENTIALS.appToken);
    this.#responseUrls = new ResponseUrls(workspace, blocks => this.api.refuses(blocks));
  }

  /** Listens on a free port; gives the base of the Web API. */
  async listen(port = 0): Promise<string> {
    const origin = await this.#server.listen(port);
    this.#sockets.attach(this.#server.server, this.workspace.bot.appId);
    this.api.origin = origin;
    this.api.socketUrl = `${origin.replace('http', 'ws')}/socket`;
    return `${this.api.origin}/api/`;
  }

  /** Whether a Socket Mode client is connected. */
  get connected(): boolean {
    return this.#sockets.connected;
  }

  /** Cuts the Socket Mode connection. */
  dropConnection(): void {
    this.#sockets.drop();
  }

  /** Types a slash command. What the bot answers at once is shown to whoever typed. */
  async command(user: string, channel: string, text: string, command = '/cctrail'): Promise<Delivered> {
    const typed = { user, channel, text, command };
    const payload = commandPayload(this.workspace, typed, this.#given(user, channel));
    const body = new URLSearchParams(payload).toString();
    const delivered = await this.#deliver({ type: 'slash_commands', payload, body, contentType: FORM });
    this.#responseUrls.showAck(delivered.body, channel, user);
    return delivered;
  }

  /** Clicks a button of a message, or chooses from a menu. `override` changes the payload, to try what a click on an old or forged card does. */
  async click(
    user: string,
    message: Message,
    actionId: string,
    override: { value?: string } = {},
  ): Promise<Delivered> {
    const clicked = { user, message, actionId, value: override.value };
    return this.#interact(
      actionPayload(this.workspace, clicked, this.#given(user, message.channel, message.ts)),
    );
  }

  /** Submits the modal that is open for somebody; `values` by block id and action id. */
  async submit(user: string, values: Record<string, Record<string, string>>): Promise<Delivered> {
    const open = this.workspace.views.findLast(one => one.user === user);
    if (!open) throw new Error(`no modal is open for ${user}`);
    const trigger = this.api.views.issueTrigger(user);
    const delivered = await this.#interact(submissionPayload(this.workspace, open, values, trigger));
    if (!delivered.body.includes('"errors"')) this.closeView(user);
    return delivered;
  }

  /** Closes the modal that is open for somebody. */
  closeView(user: string): void {
    const index = this.workspace.views.findLastIndex(open => open.user === user);
    if (index !== -1) this.workspace.views.splice(index, 1);
    this.workspace.changed();
  }

  /** Mentions the bot in a channel. `eventId` is given to deliver one event twice. */
  async mention(
    user: string,
    channel: string,
    text: string,
    eventId = `Ev${(this.#events += 1)}`,
  ): Promise<Delivered> {
    const { teamId, bot } = this.workspace;
    const where = { teamId, bot, nextTs: () => this.workspace.nextTs() };
    const payload = mentionPayload(where, { user, channel, text }, eventId);
    const body = JSON.stringify(payload);
    return this.#deliver({ type: 'events_api', payload, body, contentType: 'application/json' });
  }

  async close(): Promise<void> {
    this.#sockets.close();
    await this.#server.close();
  }

  #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path.startsWith('/api/')) return this.api.handle(path.slice('/api/'.length), request, response);
    if (path.startsWith('/upload/')) return this.api.files.upload(path, request, response);
    return this.#responseUrls.take(path, request, response);
  }

  #given(user: string, channel: string, ts?: string): { responseUrl: string; triggerId: string } {
    return {
      responseUrl: this.#responseUrls.issue(this.api.origin, channel, user, ts),
      triggerId: this.api.views.issueTrigger(user),
    };
  }

  #interact(payload: object): Promise<Delivered> {
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    return this.#deliver({ type: 'interactive', payload, body, contentType: FORM });
  }

  #deliver(outgoing: Outgoing): Promise<Delivered> {
    return this.connected
      ? this.#sockets.deliver(outgoing)
      : deliverSigned(this.requestUrl, CREDENTIALS.signingSecret, outgoing);
  }
}
