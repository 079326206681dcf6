import type { IncomingMessage } from 'node:http';
import { type HealthDeps, ReadinessProbe } from './health.ts';
import type { Metrics } from './metrics.ts';
import { answer, type HttpRoute } from './server.ts';

/** What operators ask: whether the process lives, whether it is ready, and its metrics. */
export function opsRoutes(
  health: HealthDeps,
  metrics: Metrics,
  /** Whether somebody may read how things stand, and not only whether all is well. */
  mayKnow: (request: IncomingMessage) => boolean,
): HttpRoute[] {
  const readiness = new ReadinessProbe(health);
  return [
    { path: '/healthz', method: 'GET', handle: (_, response) => answer(response, 200, { ok: true }) },
    {
      path: '/readyz',
      method: 'GET',
      handle: async (request, response) => {
        const state = mayKnow(request) ? await readiness.state() : { ready: await readiness.isReady() };
        answer(response, state.ready ? 200 : 503, state);
      },
    },
    {
      path: '/metrics',
      method: 'GET',
      handle: async (_, response) => {
        const { contentType, text } = await metrics.scrape();
        response.writeHead(200, { 'content-type': contentType }).end(text);
      },
    },
  ];
}
