import { readBody } from './web-api/arguments.ts';
import type { Message, Workspace } from './workspace.ts';

/** Limits of a response_url (Slack, "Handling user interaction", "Message responses"). */
const MAX_USES = 5;
const TTL_MS = 30 * 60_000;

/** What a response_url was given for. */
interface ResponseUrl {
  readonly channel: string;
  readonly user: string;
  readonly expires: number;
  uses: number;
  /** The message that was clicked, or the last one that came through it. */
  ts: string | undefined;
}

/** What is sent to a response_url, or as an acknowledgement. */
type ResponseBody = Partial<Message> & { response_type?: string; replace_original?: boolean };

/** Addresses that take answers to commands and clicks. */
export class ResponseUrls {
  readonly #workspace: Workspace;
  readonly #refuses: (blocks: unknown) => boolean;
  readonly #urls = new Map<string, ResponseUrl>();

  constructor(workspace: Workspace, refuses: (blocks: unknown) => boolean) {
    this.#workspace = workspace;
    this.#refuses = refuses;
  }

  /** A new address, for a command or (with the `ts` of its message) a click. */
  issue(origin: string, channel: string, user: string, ts?: string): string {
    const path = `/response/${this.#urls.size + 1}`;
    this.#urls.set(path, { channel, user, uses: 0, expires: Date.now() + TTL_MS, ts });
    return `${origin}${path}`;
  }

  /** Takes an answer. It replaces the message that was clicked, or the last one that came this way; never the first answer to a command. */
  async take(
    path: string,
    request: AsyncIterable<Buffer>,
    response: { writeHead(status: number): { end(text?: string): void } },
  ): Promise<void> {
    const url = this.#urls.get(path);
    const text = (await readBody(request)).toString('utf8');
    if (!url || url.expires < Date.now()) return response.writeHead(404).end('expired_url');
    url.uses += 1;
    if (url.uses > MAX_USES) return response.writeHead(404).end('used_url');
    const body = JSON.parse(text) as ResponseBody;
    if (body.blocks !== undefined && this.#refuses(body.blocks))
      return response.writeHead(400).end('invalid_blocks');
    const original = url.ts === undefined ? undefined : this.#workspace.message(url.channel, url.ts);
    if (body.replace_original && original) {
      const edited = original.visibleTo === undefined;
      Object.assign(original, { text: body.text ?? '', blocks: body.blocks, edited });
      this.#workspace.changed();
    } else url.ts = this.#show(body, url.channel, url.user).ts;
    response.writeHead(200).end('ok');
  }

  /** Shows what the bot acknowledged a command with, as text or as a message in JSON. */
  showAck(text: string, channel: string, user: string): void {
    if (text.trim() === '') return;
    let body: ResponseBody = { text };
    try {
      body = JSON.parse(text) as ResponseBody;
    } catch {
      // It is plain text.
    }
    this.#show(body, channel, user);
  }

  #show(body: ResponseBody, channel: string, user: string): Message {
    return this.#workspace.add({
      channel,
      user: this.#workspace.bot.userId,
      text: body.text ?? '',
      ...(body.blocks && { blocks: body.blocks }),
      ...(body.response_type !== 'in_channel' && { visibleTo: user }),
    });
  }
}
