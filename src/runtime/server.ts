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

/** Longest that a request's headers and body may take to arrive. */
const REQUEST_TIMEOUT_MS = 15_000;

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
): Promise<HttpServer> {
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS },
    (request, response) => {
      void serve(request, response, routes, log, reference);
    },
  );
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
