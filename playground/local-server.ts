import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Time for which connections that nobody uses stay open: after Node's own five seconds they end just when a client takes one up again. */
const IDLE_MS = 60_000;

/** A server on this machine that answers as a simulated service does; what it throws is answered with 500. */
export class LocalServer {
  readonly server: Server;

  constructor(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
    this.server = createServer({ keepAliveTimeout: IDLE_MS }, (request, response) => {
      handle(request, response).catch(error => response.writeHead(500).end(String(error)));
    });
  }

  /** Listens on a port, 0 for a free one; gives its origin, such as `http://127.0.0.1:8080`. */
  async listen(port: number): Promise<string> {
    await new Promise<void>(resolve => this.server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Cuts what is open, and ends. */
  async close(): Promise<void> {
    this.server.closeAllConnections();
    if (this.server.listening) await new Promise(resolve => this.server.close(resolve));
  }
}
