import type { IncomingMessage, ServerResponse } from 'node:http';
import { SCOPES } from '../../../src/slack/scopes.ts';
import { blockProblems } from '../block-kit.ts';
import type { Workspace } from '../workspace.ts';
import { readArguments } from './arguments.ts';
import { Chat } from './chat.ts';
import { channelInfo, channelMembers, history } from './conversations.ts';
import { Files } from './files.ts';
import type { Answer, Arguments, Call, Fault } from './types.ts';
import { userByEmail, userInfo, usersOfGroup } from './users.ts';
import { Views } from './views.ts';

/** Most blocks of a message (Slack, "Block Kit reference"). */
const MAX_BLOCKS = 50;
/** Blocks that not every workspace takes yet. */
const ROLLING_OUT = new Set(['data_table', 'data_visualization']);

/** Slack's Web API over a {@link Workspace}: tokens, limits, Block Kit rules, triggers and faults as Slack has them. */
export class WebApi {
  readonly calls: Call[] = [];
  readonly faults: Fault[] = [];
  /** Calls that are not answered yet. */
  inFlight = 0;
  readonly chat: Chat;
  readonly files: Files;
  readonly views: Views;
  /** users.info leaves e-mail addresses out, as workspaces can have it. */
  hidesEmails = false;
  /** Whether blocks that are still rolling out are refused, as some workspaces do. */
  refusesNewBlocks = false;
  /** What the token may do. */
  scopes: readonly string[] = SCOPES.map(({ name }) => name);
  /** Milliseconds that every answer takes. */
  latencyMs = 0;
  /** Where this API is reached, for addresses that it gives out. */
  origin = '';
  /** Where Socket Mode clients connect; set by the simulator. */
  socketUrl: string | undefined;
  readonly #workspace: Workspace;
  readonly #token: string;
  readonly #appToken: string;

  constructor(workspace: Workspace, token: string, appToken: string) {
    this.#workspace = workspace;
    this.#token = token;
    this.#appToken = appToken;
    this.chat = new Chat(workspace, blocks => this.refuses(blocks));
    this.files = new Files(workspace);
    this.views = new Views(workspace);
  }

  /** Whether Slack would not take blocks of a message. */
  refuses(blocks: unknown): boolean {
    const isNew = (blocks as { type?: string }[]).some(({ type }) => ROLLING_OUT.has(String(type)));
    return (isNew && this.refusesNewBlocks) || blockProblems(blocks, MAX_BLOCKS).length > 0;
  }

  /** Answers `POST /api/METHOD`. */
  async handle(method: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.inFlight += 1;
    response.once('close', () => {
      this.inFlight -= 1;
    });
    const args = await readArguments(request);
    if (this.latencyMs > 0) await new Promise(resolve => setTimeout(resolve, this.latencyMs));
    this.calls.push({ method, args, at: Date.now() });
    const send = (status: number, body: Answer, headers: Record<string, string> = {}) =>
      void response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    const pause = (seconds: unknown) =>
      send(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(seconds) });
    const fault = this.#takeFault(method, args);
    if (typeof fault === 'object' && 'rateLimit' in fault) return pause(fault.rateLimit);
    if (typeof fault === 'object' && 'lateMs' in fault)
      return void setTimeout(
        () => this.#refusal(method, request, args) ?? this.#call(method, args),
        fault.lateMs,
      );
    if (typeof fault === 'object') return send(200, { ok: false, error: fault.error });
    if (fault === 'fails') return send(500, { ok: false });
    const answer = this.#refusal(method, request, args) ?? this.#call(method, args);
    if (fault === 'fails after') return send(500, { ok: false });
    if (fault === 'breaks after') return void request.socket.destroy();
    if (fault === 'hangs after') return;
    if (fault === 'page after')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>sign in first</html>');
    if (answer['retryAfterS'] !== undefined) return pause(answer['retryAfterS']);
    send(200, answer, { 'x-oauth-scopes': this.scopes.join(',') });
  }

  #takeFault(method: string, args: Arguments): Fault['kind'] | undefined {
    const fault = this.faults.find(
      one => one.times > 0 && (one.method === method || one.method === '*') && (one.where?.(args) ?? true),
    );
    if (!fault) return undefined;
    fault.times -= 1;
    return fault.kind;
  }

  #refusal(method: string, request: IncomingMessage, args: Arguments): Answer | undefined {
    const bearer = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    const given = bearer || String(args['token'] ?? '');
    const expected = method === 'apps.connections.open' ? this.#appToken : this.#token;
    if (given === expected) return undefined;
    return { ok: false, error: given === '' ? 'not_authed' : 'invalid_auth' };
  }

  #call(method: string, args: Arguments): Answer {
    const workspace = this.#workspace;
    const methods: Record<string, () => Answer> = {
      'auth.test': () => authTest(workspace),
      'apps.connections.open': () =>
        this.socketUrl === undefined
          ? { ok: false, error: 'internal_error' }
          : { ok: true, url: this.socketUrl },
      'chat.postMessage': () => this.chat.postMessage(args),
      'chat.postEphemeral': () => this.chat.postEphemeral(args),
      'chat.delete': () => this.chat.delete(args),
      'chat.update': () => this.chat.update(args),
      'conversations.history': () => history(workspace, args),
      'conversations.info': () => channelInfo(workspace, args),
      'conversations.members': () => channelMembers(workspace, args),
      'conversations.replies': () => history(workspace, args, String(args['ts'])),
      'files.completeUploadExternal': () => this.files.completeUpload(args),
      'files.getUploadURLExternal': () => this.files.getUploadUrl(args, this.origin),
      'usergroups.users.list': () => usersOfGroup(workspace, args),
      'users.info': () => userInfo(workspace, args, this.hidesEmails),
      'users.lookupByEmail': () => userByEmail(workspace, args),
      'views.open': () => this.views.open(args),
      'views.update': () => this.views.update(args),
    };
    return methods[method]?.() ?? { ok: false, error: 'unknown_method' };
  }
}

function authTest({ bot, teamId }: Workspace): Answer {
  return {
    ok: true,
    team_id: teamId,
    team: 'Playground',
    user_id: bot.userId,
    bot_id: bot.botId,
    user: 'cctrail',
    url: 'https://playground.slack.com/',
  };
}
