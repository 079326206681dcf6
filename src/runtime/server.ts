import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultFields } from '../app/errors.ts';
import type { Log } from '../app/ports.ts';

/** One row of the route table. */
export interface HttpRoute {
  readonly path: string;
  /** Absent: the handler judges methods itself. */
  readonly method?: 'GET' | 'POST';
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
}

/** A server that listens. */
export interface HttpServer {
  readonly port: number;
  /** Takes no new requests, lets those in hand finish until the deadline, then cuts them off. */
  close(deadlineMs: number): Promise<void>;
}

/** What a server puts up with. */
export interface ServerLimits {
  /** Longest that a request's headers and body may take to arrive. */
  readonly requestMs: number;
  /** Longest that a connection may be silent. */
  readonly silenceMs: number;
  /** Most connections at once: EventBridge and Slack keep a few, and each costs memory. */
  readonly connections: number;
  /** Time in which somebody who still sends after the answer can read it. */
  readonly lastWordMs: number;
}

/** Limits for whoever may reach the bot; a handler that waits for the store is done earlier. */
const LIMITS: ServerLimits = { requestMs: 15_000, silenceMs: 30_000, connections: 2_000, lastWordMs: 1_000 };
/** Interval at which connections are looked at; Node's own would let slow ones live half a minute longer. */
const CHECK_INTERVAL_MS = 1_000;

/**
 * Serves a table of routes. A handler that fails answers 500 with a reference that the log has; it never takes the process down.
 * @throws when the address is taken
 */
export async function listen(
  host: string,
  port: number,
  routes: readonly HttpRoute[],
  log: Log,
  reference: () => string,
  limits: ServerLimits = LIMITS,
): Promise<HttpServer> {
  const server = createServer(
    {
      requestTimeout: limits.requestMs,
      headersTimeout: limits.requestMs,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
    },
    (request, response) => {
      response.once('finish', () => hangUpUnread(request, limits.lastWordMs));
      void serve(request, response, routes, log, reference);
    },
  );
  server.maxConnections = limits.connections;
  server.timeout = limits.silenceMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: deadlineMs => close(server, deadlineMs) };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  routes: readonly HttpRoute[],
  log: Log,
  reference: () => string,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0];
  const route = routes.find(one => one.path === path);
  try {
    if (!route) return answer(response, 404, { error: 'no such route' });
    const asked = request.method === 'HEAD' ? 'GET' : request.method;
    if (route.method !== undefined && route.method !== asked) {
      response.setHeader('allow', route.method);
      return answer(response, 405, { error: `use ${route.method}` });
    }
    await route.handle(request, response);
  } catch (error) {
    // Whoever sent the request hung up: there is nobody to answer.
    if (request.destroyed && !request.complete) return log.debug({ path }, 'a request broke off');
    const id = reference();
    log.error({ reference: id, path, ...faultFields(error) }, 'a request failed');
    if (!response.headersSent) answer(response, 500, { error: 'something went wrong', reference: id });
  }
}

/** Reads no further where the answer is out before the request is in: whoever was refused could send for ever. */
function hangUpUnread(request: IncomingMessage, afterMs: number): void {
  if (request.complete) return;
  const { socket } = request;
  // Node reads on by itself, to throw it away.
  setImmediate(() => socket.pause());
  setTimeout(() => socket.destroy(), afterMs).unref();
}

/** Answers with JSON. */
export function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function close(server: Server, deadlineMs: number): Promise<void> {
  return new Promise(resolve => {
    const cut = setTimeout(() => server.closeAllConnections(), deadlineMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
