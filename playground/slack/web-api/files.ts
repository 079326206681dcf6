import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Workspace } from '../workspace.ts';
import { json, readBody } from './arguments.ts';
import type { Answer, Arguments } from './types.ts';

/** Files on their way into the workspace, in the three steps that Slack has for them. */
export class Files {
  readonly #workspace: Workspace;
  readonly #uploads = new Map<string, { name: string; length: number; content: string }>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** files.getUploadURLExternal; `origin` is where this API is reached. */
  getUploadUrl(args: Arguments, origin: string): Answer {
    const id = `F${this.#uploads.size + 1}`;
    this.#uploads.set(id, { name: String(args['filename']), length: Number(args['length']), content: '' });
    return { ok: true, file_id: id, upload_url: `${origin}/upload/${id}` };
  }

  /** Takes the bytes of a file at the address that was given for it. */
  async upload(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const upload = this.#uploads.get(path.split('/').at(-1) ?? '');
    const body = fileIn(await readBody(request), request.headers['content-type'] ?? '');
    if (!upload || body.length !== upload.length) return void response.writeHead(400).end('no such upload');
    upload.content = body.toString('utf8');
    response.writeHead(200).end(`OK - ${body.length}`);
  }

  /** files.completeUploadExternal. */
  completeUpload(args: Arguments): Answer {
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
}

/** The bytes of the file in a request: its only part where it is a form, else all of it. */
function fileIn(body: Buffer, contentType: string): Buffer {
  const boundary = /multipart\/form-data;.*boundary=([^;]+)/.exec(contentType)?.[1];
  if (boundary === undefined) return body;
  const start = body.indexOf('\r\n\r\n') + 4;
  return body.subarray(start, body.indexOf(`\r\n--${boundary}`, start));
}
