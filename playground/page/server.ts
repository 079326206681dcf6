import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Playground } from '../playground.ts';
import { SCENARIOS } from '../scenarios/scenarios.ts';

/** What the page sends: who does it, where, and what that needs. */
interface Action {
  readonly as: string;
  readonly channel: string;
  readonly text?: string;
  readonly ts?: string;
  readonly action?: string;
  readonly value?: string;
  readonly values?: Record<string, Record<string, string>>;
  readonly scenario?: string;
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};
/** Number of ports after the wanted one that are tried where it is taken. */
const MAX_STEPS = 50;
const MAX_PORT = 65_535;

/** The page, being served. */
export interface Page {
  /** Such as `http://127.0.0.1:8080/`. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the page of the playground, and does what is clicked there. Where the port is taken, the next free one is used. */
export async function servePage(playground: Playground, wantedPort: number): Promise<Page> {
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
  const port = await listenFrom(server, wantedPort);
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    close: async () => {
      workspace.off('change', tell);
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** Listens on a port, or on the next that is free; 0 for any. Gives the port. @throws where none is free */
async function listenFrom(server: Server, wantedPort: number): Promise<number> {
  for (let port = wantedPort; ; port += 1) {
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const isTaken = (error as { code?: string }).code === 'EADDRINUSE';
      if (!isTaken || port === wantedPort + MAX_STEPS || port === MAX_PORT) throw error;
    }
  }
}

async function handle(
  playground: Playground,
  watchers: Set<ServerResponse>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const file = fileAt(url.pathname);
  if (file) {
    const type = TYPES[file.pathname.split('.').at(-1) ?? ''] ?? '';
    response.writeHead(200, { 'content-type': type }).end(await readFile(file));
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
  const action = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Action;
  send(response, await act(playground, url.pathname, action));
}

/** The file that a path names: of this folder, or of the library that draws. */
function fileAt(path: string): URL | null {
  const name = path === '/' ? '/index.html' : path;
  if (/^\/[\w-]+\.(html|js|css)$/.test(name)) return new URL(`.${name}`, import.meta.url);
  const library = /^\/lit-html\/((?:directives\/)?[\w-]+\.js)$/.exec(name)?.[1];
  return library === undefined ? null : new URL(library, import.meta.resolve('lit-html'));
}

/** Does what was clicked or typed. Gives what is wrong with a submitted modal, by block id. */
async function act(
  playground: Playground,
  path: string,
  action: Action,
): Promise<{ errors?: Readonly<Record<string, string>> }> {
  const { slack, workspace } = playground;
  const { as, channel, ts = '' } = action;
  switch (path) {
    case '/say':
      await say(playground, action);
      return {};
    case '/click': {
      const message = workspace.message(channel, ts);
      const chosen = action.value === undefined ? {} : { value: action.value };
      if (message) await slack.click(as, message, action.action ?? '', chosen);
      return {};
    }
    case '/submit': {
      const { body } = await slack.submit(as, action.values ?? {});
      return body === '' ? {} : (JSON.parse(body) as { errors?: Record<string, string> });
    }
    case '/close':
      slack.closeView(as);
      return {};
    case '/cause':
      await letHappen(playground, action.scenario ?? '');
      return {};
    case '/fault':
      slack.api.faults.push({ method: 'chat.postMessage', kind: { rateLimit: 3 }, times: 1 });
      return {};
    default:
      throw new Error(`nothing is at ${path}`);
  }
}

/** Says something in a channel: a slash command is shown to nobody else, a mention is told to the bot. */
async function say({ slack, workspace }: Playground, { as, channel, text = '' }: Action): Promise<void> {
  const isCommand = text.startsWith('/');
  workspace.add({ channel, user: as, text, ...(isCommand && { visibleTo: as }) });
  const [, addressed, rest = ''] = /^([/@]cctrail)(?:\s+(.*))?$/s.exec(text) ?? [];
  if (addressed === '/cctrail') await slack.command(as, channel, rest);
  else if (addressed === '@cctrail') await slack.mention(as, channel, rest);
  else if (isCommand) {
    const [word] = text.split(/\s/);
    workspace.add({ channel, user: 'USLACKBOT', visibleTo: as, text: `\`${word}\` is not a valid command.` });
  }
}

/** What somebody sees. */
function stateFor(playground: Playground, as: string): object {
  const { workspace } = playground;
  const open = workspace.views.findLast(({ user }) => user === as);
  const channels = workspace.channels.filter(({ id }) => !id.startsWith('D') || id === `D${as.slice(1)}`);
  return {
    people: workspace.members.map(({ id, name }) => ({ id, name })),
    channels: channels.map(({ id, name }) => ({ id, name })),
    scenarios: Object.entries(SCENARIOS).flatMap(([id, { label, entries }]) =>
      entries && !playground.hasSpace ? [] : [{ id, label }],
    ),
    messages: workspace.messages.filter(
      message =>
        (message.visibleTo === undefined || message.visibleTo === as) &&
        channels.some(({ id }) => id === message.channel),
    ),
    view: open ? { ...open.view, id: open.id } : null,
    bot: workspace.bot.userId,
    revision: workspace.revision,
  };
}

function send(response: ServerResponse, body: object): void {
  response
    .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

/** Lets a scenario happen; what EventBridge misses only CloudTrail has. */
async function letHappen(playground: Playground, name: string): Promise<void> {
  const scenario = SCENARIOS[name];
  if (!scenario) return;
  const records = scenario.make();
  playground.aws.codeCatalyst.entries.push(...(scenario.entries?.() ?? []));
  if (scenario.isMissed) playground.aws.cloudTrail.records.push(...records);
  else await playground.happen(records);
}
