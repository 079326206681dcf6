import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { API_KEY, Playground } from '../playground/playground.ts';
import { ACTORS } from '../playground/scenarios/actors.ts';
import { envelope, record } from '../playground/scenarios/record.ts';
import { hasRedis, RedisServer } from '../test/redis-server.ts';

/** Requests of one measure, and how often each side is measured in turn. */
const REQUESTS_COUNT = 4_000;
const ROUNDS_COUNT = 5;
const CONNECTIONS = [1, 10, 50] as const;

/** Events a second, ours and of a bare route. */
export interface Rates {
  readonly store: string;
  readonly connections: number;
  readonly ours: number;
  readonly theirs: number;
}

/** Events through the whole bot until they are durable, against a bare route that parses the body; both are processes of their own. */
export async function benchHttpIntake(): Promise<Rates[]> {
  const bare = await bareRoute();
  const rates = await measure('the embedded store', new Playground({ env: { LOG_LEVEL: 'info' } }), bare.url);
  if (hasRedis) {
    const redis = new RedisServer();
    await redis.start();
    rates.push(
      ...(await measure(
        'Redis',
        new Playground({ env: { LOG_LEVEL: 'info' }, redisUrl: redis.url }),
        bare.url,
      )),
    );
    await redis.stop();
  } else console.log('no redis-server is installed, so intake on Redis was not measured');
  bare.process.kill();
  return rates;
}

async function measure(store: string, bot: Playground, bareUrl: string): Promise<Rates[]> {
  await bot.start();
  const all: Rates[] = [];
  for (const connections of CONNECTIONS) {
    const count = connections === 1 ? REQUESTS_COUNT / 4 : REQUESTS_COUNT;
    const rates: [number[], number[]] = [[], []];
    for (let round = 0; round <= ROUNDS_COUNT; round++)
      for (const [side, url] of [`${bot.botUrl}/eventbridge`, bareUrl].entries()) {
        const rate = await send(url, bodies(count), connections);
        if (round > 0) rates[side as 0 | 1].push(rate);
      }
    const [ours = 0, theirs = 0] = rates.map(
      list => list.toSorted((a, b) => a - b)[Math.floor(ROUNDS_COUNT / 2)],
    );
    all.push({ store, connections, ours, theirs });
    console.log(
      `durable intake over HTTP, ${store}, ${connections} connections: ${(ours / theirs).toFixed(2)} of a bare route (${ours.toFixed(0)} events/s against ${theirs.toFixed(0)})`,
    );
  }
  await bot.stop();
  return all;
}

let made = 0;
/** Events that get no card, each another one. */
function bodies(count: number): string[] {
  return Array.from({ length: count }, () => {
    made += 1;
    const parameters = { bucketName: `bucket-${made}`, policy: '{"Version":"2012-10-17","Statement":[]}' };
    return JSON.stringify(envelope(record('PutBucketPolicy', 's3.amazonaws.com', ACTORS.bob, parameters)));
  });
}

/** Sends them over so many connections; gives events a second. @throws where one is not taken */
async function send(url: string, texts: readonly string[], connections: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let next = 0;
  const started = performance.now();
  const worker = async () => {
    while (next < texts.length) await post(url, texts[next++] ?? '', agent);
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - started) / 1_000;
  agent.destroy();
  return texts.length / seconds;
}

function post(url: string, body: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-api-key': API_KEY,
    };
    const sending = request(url, { method: 'POST', agent, headers }, response => {
      response.resume();
      response.once('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`HTTP ${response.statusCode}`)),
      );
    });
    sending.once('error', reject);
    sending.end(body);
  });
}

async function bareRoute(): Promise<{ url: string; process: ChildProcess }> {
  const script = fileURLToPath(new URL('bare-route.ts', import.meta.url));
  const route = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(route.stdout, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${String(port).trim()}/`, process: route };
}
