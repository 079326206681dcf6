import { createHmac } from 'node:crypto';
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

/** Time limits for answering a request, and for acknowledging over Socket Mode (Slack, "Acknowledgment response"). */
const REQUEST_TIMEOUT_MS = 10_000;
const ACK_WITHIN_MS = 3_000;

/** What came back for something that was sent to the bot. */
export interface Delivered {
  readonly status: number;
  readonly body: string;
}

/** What is sent to the bot. */
export interface Outgoing {
  /** Type of the Socket Mode envelope. */
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: object;
  /** Body of the HTTP request. */
  readonly body: string;
  readonly contentType: string;
}

/** Sends a signed request over HTTP, as Slack does (Slack, "Verifying requests from Slack"). */
export async function deliverSigned(url: string, secret: string, outgoing: Outgoing): Promise<Delivered> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const base = `v0:${timestamp}:${outgoing.body}`;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': outgoing.contentType,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${createHmac('sha256', secret).update(base).digest('hex')}`,
    },
    body: outgoing.body,
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
  return { status: response.status, body: await response.text() };
}

/** The other end of Socket Mode: one client, envelopes to it, acknowledgements from it. */
export class Sockets {
  #server: WebSocketServer | undefined;
  #client: WebSocket | undefined;
  readonly #acks = new Map<string, (payload: unknown) => void>();
  #sent = 0;

  /** Takes connections at `/socket` of a server. */
  attach(server: Server, appId: string): void {
    this.#server = new WebSocketServer({ server, path: '/socket' });
    this.#server.on('connection', socket => {
      this.#client = socket;
      socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: appId } }));
      socket.on('message', data => {
        const answer = JSON.parse(String(data)) as { envelope_id: string; payload?: unknown };
        this.#acks.get(answer.envelope_id)?.(answer.payload);
      });
    });
  }

  /** Whether a client is connected. */
  get connected(): boolean {
    return this.#client?.readyState === 1;
  }

  /** Cuts the connection. */
  drop(): void {
    this.#client?.terminate();
  }

  /** Sends an envelope. @throws when it is not acknowledged in time */
  deliver({ type, payload }: Outgoing): Promise<Delivered> {
    const id = `envelope-${(this.#sent += 1)}`;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('no ack within three seconds')), ACK_WITHIN_MS);
      this.#acks.set(id, answer => {
        clearTimeout(late);
        this.#acks.delete(id);
        resolve({ status: 200, body: answer === undefined ? '' : JSON.stringify(answer) });
      });
      const envelope = { type, envelope_id: id, accepts_response_payload: type !== 'events_api', payload };
      this.#client?.send(JSON.stringify(envelope));
    });
  }

  close(): void {
    this.#client?.terminate();
    this.#server?.close();
  }
}
