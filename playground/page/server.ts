import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Playground } from '../playground.ts';
import { SCENARIOS } from '../scenarios/scenarios.ts';

type Body = Record<string, string>;

const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/page.js': ['page.js', 'text/javascript; charset=utf-8'],
  '/mrkdwn.js': ['mrkdwn.js', 'text/javascript; charset=utf-8'],
  '/page.css': ['page.css', 'text/css; charset=utf-8'],
};

/** Serves the page of the playground, and does what is clicked there. */
export async function servePage(
  playground: Playground,
  port: number,
): Promise<{ url: string; close: () => Promise<void> }> {
  const { workspace } = playground;
  const watchers = new Set<ServerResponse>();
  const tell = () => {
    for (const watcher of watchers) watcher.write('data: changed\n\n');
  };
  workspace.on('change', tell);
  const server = createServer((request, response) => {
    handle(playground, watchers, request, response).catch(error => {
      response
        .writeHead(500, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: String(error) }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      workspace.off('change', tell);
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

async function handle(
  playground: Playground,
  watchers: Set<ServerResponse>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const file = FILES[url.pathname];
  if (file) {
    response
      .writeHead(200, { 'content-type': file[1] })
      .end(await readFile(new URL(file[0], import.meta.url)));
    return;
  }
  if (url.pathname === '/watch') {
    response
      .writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      .write('data: hello\n\n');
    watchers.add(response);
    request.once('close', () => watchers.delete(response));
    return;
  }
  if (url.pathname === '/state')
    return send(response, stateFor(playground, url.searchParams.get('as') ?? ''));
  if (request.method !== 'POST') return void response.writeHead(404).end();
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  await act(playground, url.pathname, JSON.parse(Buffer.concat(chunks).toString('utf8')) as Body);
  send(response, { ok: true });
}

async function act(playground: Playground, path: string, body: Body): Promise<void> {
  const { slack, workspace } = playground;
  const { as = '', channel = '', text = '' } = body;
  switch (path) {
    case '/say':
      // A slash command is shown to nobody; anything else is a message.
      workspace.add({ channel, user: as, text, ...(text.startsWith('/') && { visibleTo: as }) });
      if (text.startsWith('/cctrail')) await slack.command(as, channel, text.slice('/cctrail'.length).trim());
      else if (text.startsWith('@cctrail'))
        await slack.mention(as, channel, text.slice('@cctrail'.length).trim());
      return;
    case '/click': {
      const message = workspace.message(channel, body['ts'] ?? '');
      const value = body['value'];
      if (message) await slack.click(as, message, body['action'] ?? '', value === undefined ? {} : { value });
      return;
    }
    case '/submit':
      await slack.submit(as, { reason: { reason: body['reason'] ?? '' } });
      return;
    case '/close':
      slack.closeView(as);
      return;
    case '/cause':
      await playground.happen(SCENARIOS[body['scenario'] ?? '']?.make() ?? []);
      return;
    case '/fault':
      slack.api.faults.push({ method: 'chat.postMessage', kind: { rateLimit: 3 }, times: 1 });
      return;
    default:
      throw new Error(`nothing is at ${path}`);
  }
}

function stateFor({ workspace }: Playground, as: string): object {
  return {
    people: workspace.members.map(({ id, name }) => ({ id, name })),
    channels: workspace.channels
      .filter(({ id }) => !id.startsWith('D') || id === `D${as.slice(1)}`)
      .map(({ id, name }) => ({ id, name })),
    scenarios: Object.entries(SCENARIOS).map(([id, { label }]) => ({ id, label })),
    messages: workspace.messages.filter(
      message => message.visibleTo === undefined || message.visibleTo === as,
    ),
    view: workspace.views.findLast(open => open.user === as)?.view ?? null,
    bot: workspace.bot.userId,
  };
}

function send(response: ServerResponse, body: object): void {
  response
    .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}
