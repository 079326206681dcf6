import type { IncomingMessage } from 'node:http';
import type { Intake } from '../app/delivery/intake.ts';
import type { Log } from '../app/ports.ts';
import type { Config } from '../config/config.ts';
import { receiveFromApiDestination } from '../feeds/api-destination.ts';
import type { HealthDeps } from '../runtime/health.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { opsRoutes } from '../runtime/ops-routes.ts';
import { sampledLog } from '../runtime/sampled-log.ts';
import { type HttpRoute, type HttpServer, listen } from '../runtime/server.ts';
import type { SlackRoute } from '../slack/door.ts';
import { senderKeys } from './senders.ts';

/** What the servers hand over to. */
export interface HttpDeps {
  readonly intake: Intake;
  /** Handles what Slack sends; null in Socket Mode. */
  readonly slack: SlackRoute | null;
  readonly health: HealthDeps;
  readonly metrics: Metrics;
  readonly log: Log;
  /** A short reference that ties what a caller sees to the log. */
  readonly reference: () => string;
}

/** The servers that listen: one, or two where health and metrics have a port of their own. */
export interface HttpServers {
  readonly port: number;
  readonly opsPort: number;
  close(deadlineMs: number): Promise<void>;
}

/** Listens on the configured ports. @throws what the server throws when a port is taken */
export async function listenHttp(config: Config, deps: HttpDeps): Promise<HttpServers> {
  const { host, port, opsPort } = config.http;
  const { log, reference } = deps;
  const routes = ownRoutes(config, deps);
  const shared = port === opsPort;
  const ops = opsRoutes(deps.health, deps.metrics, shared ? isLocal : () => true);
  const main = await listen(host, port, shared ? [...routes, ...ops] : routes, log, reference);
  const servers: HttpServer[] = [main];
  if (!shared) servers.push(await listen(host, opsPort, ops, log, reference));
  return {
    port: main.port,
    opsPort: servers.at(-1)?.port ?? main.port,
    close: async deadlineMs => void (await Promise.all(servers.map(server => server.close(deadlineMs)))),
  };
}

/** Whether a request comes from this machine itself, and not through a proxy on it. */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  const isForwarded =
    ['forwarded', 'via', 'x-real-ip'].some(name => name in headers) ||
    Object.keys(headers).some(name => name.startsWith('x-forwarded-'));
  return !isForwarded && /^(?:127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '');
}

function ownRoutes(config: Config, { intake, slack, metrics, log }: HttpDeps): HttpRoute[] {
  const apiDestination = {
    intake,
    keys: senderKeys(config),
    log,
    sampled: sampledLog(log, Date.now),
    meter: metrics,
  };
  return [
    {
      path: '/eventbridge',
      handle: (request, response) => receiveFromApiDestination(request, response, apiDestination),
    },
    ...(slack ? [{ path: '/slack/events', method: 'POST' as const, handle: slack }] : []),
  ];
}
