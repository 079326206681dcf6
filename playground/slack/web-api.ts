import type { IncomingMessage, ServerResponse } from 'node:http';
import { blockProblems, viewProblems } from './block-kit.ts';
import type { Message, OpenView, Workspace } from './workspace.ts';

type Arguments = Record<string, unknown>;
type Answer = Record<string, unknown>;

/** Something that goes wrong with the next calls of a method. */
export interface Fault {
  /** A method name, or `*`. */
  readonly method: string;
  readonly kind: /** 429 with Retry-After in seconds. */
    | { readonly rateLimit: number }
    /** `ok: false` with this error. */
    | { readonly error: string }
    /** HTTP 500, before anything was done. */
    | 'fails'
    /** HTTP 500, after it was done: nobody can know. */
    | 'fails after'
    /** The connection breaks after it was done. */
    | 'breaks after'
    /** No answer at all, after it was done. */
    | 'hangs after';
  /** How many calls it hits; counted down. */
  times: number;
}

/** A call that was made, as the bot sent it. */
export interface Call {
  readonly method: string;
  readonly args: Arguments;
  readonly at: number;
}

/** Slack's Web API over a {@link Workspace}: tokens, limits, Block Kit rules, triggers and faults as Slack has them. */
export class WebApi {
  readonly calls: Call[] = [];
  readonly faults: Fault[] = [];
  /** users.info leaves e-mail addresses out, as workspaces can have it. */
  hidesEmails = false;
  readonly #workspace: Workspace;
  readonly #token: string;
  readonly #appToken: string;
  /** Where this API is reached, for addresses that it gives out. */
  origin = '';
  /** Whether blocks that are still rolling out are refused, as some workspaces do. */
  refusesTables = false;
  readonly #uploads = new Map<string, { name: string; length: number; content: string }>();
  readonly #triggers = new Map<string, { user: string; issued: number; used: boolean }>();
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  /** Where Socket Mode clients connect; set by the socket simulator. */
  socketUrl: string | undefined;
  /** Whether chat.postMessage is held to one a second and channel, as Slack does. */
  strictRates = true;

  constructor(workspace: Workspace, token: string, appToken: string) {
    this.#workspace = workspace;
    this.#token = token;
    this.#appToken = appToken;
  }

  /** A trigger_id as a click makes it: good for three seconds, once. */
  issueTrigger(user: string): string {
    const id = `${Date.now()}.${this.#triggers.size}.trigger`;
    this.#triggers.set(id, { user, issued: Date.now(), used: false });
    return id;
  }

  /** Whether Slack would not take blocks of a message. */
  refuses(blocks: unknown): boolean {
    const tables = (blocks as { type?: string }[]).some(block => block.type === 'data_table');
    return (tables && this.refusesTables) || blockProblems(blocks, 50).length > 0;
  }

  /** Answers `POST /api/METHOD`. */
  async handle(method: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const args = await readArguments(request);
    this.calls.push({ method, args, at: Date.now() });
    const send = (status: number, body: Answer, headers: Record<string, string> = {}) =>
      void response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    const fault = this.#takeFault(method);
    if (typeof fault === 'object' && 'rateLimit' in fault) {
      return send(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(fault.rateLimit) });
    }
    if (typeof fault === 'object') return send(200, { ok: false, error: fault.error });
    if (fault === 'fails') return send(500, { ok: false });

    const given =
      (request.headers.authorization ?? '').replace(/^Bearer /, '') || String(args['token'] ?? '');
    const expected = method === 'apps.connections.open' ? this.#appToken : this.#token;
    const answer =
      given === expected
        ? this.#call(method, args)
        : { ok: false, error: given === '' ? 'not_authed' : 'invalid_auth' };
    if (fault === 'fails after') return send(500, { ok: false });
    if (fault === 'breaks after') return void request.socket.destroy();
    if (fault === 'hangs after') return;
    if (answer['retryAfter'] !== undefined) {
      return send(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(answer['retryAfter']) });
    }
    send(200, answer);
  }

  #takeFault(method: string): Fault['kind'] | undefined {
    const fault = this.faults.find(one => one.times > 0 && (one.method === method || one.method === '*'));
    if (!fault) return undefined;
    fault.times -= 1;
    return fault.kind;
  }

  #call(method: string, args: Arguments): Answer {
    const { bot, teamId } = this.#workspace;
    switch (method) {
      case 'auth.test':
        return {
          ok: true,
          team_id: teamId,
          team: 'Playground',
          user_id: bot.userId,
          bot_id: bot.botId,
          user: 'cctrail',
          url: 'https://playground.slack.com/',
        };
      case 'chat.postMessage':
        return this.#postMessage(args);
      case 'chat.postEphemeral':
        return this.#postEphemeral(args);
      case 'chat.update':
        return this.#update(args);
      case 'conversations.history':
        return this.#history(args);
      case 'conversations.replies':
        return this.#history(args, String(args['ts']));
      case 'users.info': {
        const member = this.#workspace.member(String(args['user']));
        if (!member) return { ok: false, error: 'user_not_found' };
        const { email: _, ...withoutEmail } = member;
        return { ok: true, user: userObject(this.hidesEmails ? withoutEmail : member) };
      }
      case 'users.lookupByEmail': {
        const member = this.#workspace.members.find(
          one => one.email?.toLowerCase() === String(args['email']).toLowerCase() && !one.deleted,
        );
        return member ? { ok: true, user: userObject(member) } : { ok: false, error: 'users_not_found' };
      }
      case 'usergroups.users.list': {
        const users = this.#workspace.groups.get(String(args['usergroup']));
        return users ? { ok: true, users } : { ok: false, error: 'no_such_subteam' };
      }
      case 'files.getUploadURLExternal': {
        const id = `F${this.#uploads.size + 1}`;
        this.#uploads.set(id, {
          name: String(args['filename']),
          length: Number(args['length']),
          content: '',
        });
        return { ok: true, file_id: id, upload_url: `${this.origin}/upload/${id}` };
      }
      case 'files.completeUploadExternal':
        return this.#completeUpload(args);
      case 'views.open':
        return this.#openView(args);
      case 'apps.connections.open':
        return this.socketUrl === undefined
          ? { ok: false, error: 'internal_error' }
          : { ok: true, url: this.socketUrl };
      default:
        return { ok: false, error: 'unknown_method' };
    }
  }

  /** Takes the bytes of a file at the address that files.getUploadURLExternal gave. */
  async upload(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const upload = this.#uploads.get(path.split('/').at(-1) ?? '');
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = fileIn(Buffer.concat(chunks), request.headers['content-type'] ?? '');
    if (!upload || body.length !== upload.length) return void response.writeHead(400).end('no such upload');
    upload.content = body.toString('utf8');
    response.writeHead(200).end(`OK - ${body.length}`);
  }

  #completeUpload(args: Arguments): Answer {
    const files = json(args['files']) as { id: string }[];
    const channel = this.#workspace.channel(String(args['channel_id']));
    if (!channel) return { ok: false, error: 'channel_not_found' };
    for (const { id } of files) {
      const upload = this.#uploads.get(id);
      if (!upload) return { ok: false, error: 'file_not_found' };
      this.#workspace.add({
        channel: channel.id,
        user: this.#workspace.bot.userId,
        text: `:page_facing_up: ${upload.name}`,
        file: { name: upload.name, content: upload.content },
        ...(typeof args['thread_ts'] === 'string' && { thread_ts: args['thread_ts'] }),
      });
    }
    return { ok: true, files };
  }

  #postMessage(args: Arguments): Answer {
    // A message to a person goes into their conversation with the bot.
    if (String(args['channel']).startsWith('U'))
      args['channel'] = this.#workspace.directMessages(String(args['channel'])).id;
    const content = this.#content(args);
    if ('error' in content) return { ok: false, error: content.error };
    const channel = this.#workspace.channel(String(args['channel']))?.id ?? '';
    if (this.strictRates && !this.#takeToken(channel)) return { ok: false, retryAfter: 1 };
    const threadTs = args['thread_ts'];
    const message = this.#workspace.add({
      channel,
      user: this.#workspace.bot.userId,
      ...content,
      ...(typeof threadTs === 'string' && { thread_ts: threadTs }),
    });
    return { ok: true, channel, ts: message.ts, message };
  }

  #postEphemeral(args: Arguments): Answer {
    const content = this.#content(args);
    if ('error' in content) return { ok: false, error: content.error };
    const message = this.#workspace.add({
      channel: String(args['channel']),
      user: this.#workspace.bot.userId,
      visibleTo: String(args['user']),
      ...content,
    });
    return { ok: true, message_ts: message.ts };
  }

  #update(args: Arguments): Answer {
    const content = this.#content(args);
    if ('error' in content) return { ok: false, error: content.error };
    const message = this.#workspace.message(String(args['channel']), String(args['ts']));
    if (!message) return { ok: false, error: 'message_not_found' };
    Object.assign(message, content, { edited: true });
    this.#workspace.changed();
    return { ok: true, channel: message.channel, ts: message.ts, text: message.text };
  }

  #content(args: Arguments): Pick<Message, 'text' | 'blocks' | 'metadata'> | { error: string } {
    const channel = this.#workspace.channel(String(args['channel']));
    if (!channel) return { error: 'channel_not_found' };
    if (channel.archived) return { error: 'is_archived' };
    if (!channel.member) return { error: 'not_in_channel' };
    const blocks = json(args['blocks']);
    const text = String(args['text'] ?? '');
    if (text === '' && blocks === undefined) return { error: 'no_text' };
    if (blocks !== undefined && this.refuses(blocks)) return { error: 'invalid_blocks' };
    if (text.length > 40_000) return { error: 'msg_too_long' };
    const metadata = json(args['metadata']) as Message['metadata'] | undefined;
    return {
      text,
      ...(blocks !== undefined && { blocks: blocks as unknown[] }),
      ...(metadata && { metadata }),
    };
  }

  #history(args: Arguments, thread?: string): Answer {
    const channel = this.#workspace.channel(String(args['channel']));
    if (!channel) return { ok: false, error: 'channel_not_found' };
    if (!channel.member) return { ok: false, error: 'not_in_channel' };
    const oldest = Number(args['oldest'] ?? 0);
    const all = this.#workspace.messages
      .filter(one => one.channel === channel.id && !one.visibleTo && Number(one.ts) >= oldest)
      .filter(one =>
        thread === undefined ? one.thread_ts === undefined : one.thread_ts === thread || one.ts === thread,
      )
      .toSorted((a, b) => Number(b.ts) - Number(a.ts));
    const start = Number(args['cursor'] ?? 0);
    const limit = Math.min(Number(args['limit'] ?? 100), 200);
    const withMetadata = String(args['include_all_metadata']) === 'true';
    const messages = all
      .slice(start, start + limit)
      .map(({ metadata, ...rest }) => (withMetadata && metadata ? { ...rest, metadata } : rest));
    const more = start + limit < all.length;
    return {
      ok: true,
      messages,
      has_more: more,
      response_metadata: { next_cursor: more ? String(start + limit) : '' },
    };
  }

  #openView(args: Arguments): Answer {
    const trigger = this.#triggers.get(String(args['trigger_id']));
    if (!trigger) return { ok: false, error: 'invalid_trigger_id' };
    if (trigger.used) return { ok: false, error: 'exchanged_trigger_id' };
    if (Date.now() - trigger.issued > 3_000) return { ok: false, error: 'expired_trigger_id' };
    const view = json(args['view']) as OpenView['view'];
    const problems = viewProblems(view);
    if (problems.length > 0)
      return { ok: false, error: 'invalid_arguments', response_metadata: { messages: problems } };
    trigger.used = true;
    const open = { id: `V${this.#workspace.views.length + 1}`, user: trigger.user, view };
    this.#workspace.views.push(open);
    this.#workspace.changed();
    return { ok: true, view: { id: open.id, ...view } };
  }

  /** One a second and channel, with a burst of three. */
  #takeToken(channel: string): boolean {
    const now = Date.now();
    const bucket = this.#buckets.get(channel) ?? { tokens: 3, at: now };
    const tokens = Math.min(3, bucket.tokens + (now - bucket.at) / 1_000);
    this.#buckets.set(channel, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  }
}

/** The bytes of the file in a request: its only part where it is a form, else all of it. */
function fileIn(body: Buffer, contentType: string): Buffer {
  const boundary = /multipart\/form-data;.*boundary=([^;]+)/.exec(contentType)?.[1];
  if (boundary === undefined) return body;
  const start = body.indexOf('\r\n\r\n') + 4;
  return body.subarray(start, body.indexOf(`\r\n--${boundary}`, start));
}

function userObject({ name, email, ...member }: Workspace['members'][number]): Answer {
  return {
    ...member,
    name: name.toLowerCase(),
    real_name: name,
    profile: { real_name: name, ...(email !== undefined && { email }) },
  };
}

function json(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

async function readArguments(request: IncomingMessage): Promise<Arguments> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  if (/json/.test(request.headers['content-type'] ?? '')) return JSON.parse(text || '{}') as Arguments;
  return Object.fromEntries(new URLSearchParams(text));
}
