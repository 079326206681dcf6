import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TrailRecord } from './aws/record.ts';
import { AwsSimulator } from './aws/simulator.ts';
import { trailFiles, writeFiles } from './aws/trail-files.ts';
import { ALONE, configWith, TABLE } from './config.ts';
import { CHANNELS, PEOPLE } from './people.ts';
import { ACCOUNT } from './scenarios/actors.ts';
import { longPast, MORNING_REGION, morning, past } from './scenarios/history.ts';
import { envelope } from './scenarios/record.ts';
import { SPACE, spaceLog, spaceRuns } from './scenarios/space.ts';
import { CREDENTIALS, SlackSimulator } from './slack/simulator.ts';
import { Workspace } from './slack/workspace.ts';

/** The key that the playground's EventBridge connection sends. */
export const API_KEY = 'playground-eventbridge-key';

/** Loaded into the bot, but not into its threads: it ends with whoever started it, also where that was killed. */
const ENDS_WITH_PARENT = `data:text/javascript,${encodeURIComponent(`
  import { isMainThread } from 'node:worker_threads';
  const end = () => process.exit(1);
  if (isMainThread) process.stdin.on('end', end).on('error', end).resume().unref();
`)}`;

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** How a playground is set up. */
export interface PlaygroundOptions {
  /** Whether this morning's events are there too, and its second Region is searched: what people find who try it. */
  readonly morning?: boolean;
  /** Whether log files are searched by Athena, and not read. */
  readonly athena?: boolean;
  /** Whether a CodeCatalyst space is connected, whose own log is searched. */
  readonly space?: boolean;
  readonly socketMode?: boolean;
  readonly redisUrl?: string;
  /** More settings for the bot. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it is looked every few seconds what EventBridge missed, and not every quarter of an hour. */
  readonly reconciles?: boolean;
  /** Off: every event gets a card of its own. */
  readonly stories?: 'on' | 'off';
  /** The text of its cctrail.yml. */
  readonly config?: string;
  readonly onLog?: (line: string) => void;
  /** A command that runs the bot's, such as one that limits what it may use. */
  readonly under?: readonly [executable: string, ...args: string[]];
}

/** The real bot, driven through production settings only, between a simulated Slack and simulated AWS endpoints. */
export class Playground {
  readonly workspace = new Workspace(PEOPLE, CHANNELS);
  readonly slack = new SlackSimulator(this.workspace);
  readonly aws = new AwsSimulator();
  readonly log: string[] = [];
  readonly #options: PlaygroundOptions;
  #folder = '';
  #env: Record<string, string> = {};
  #bot: ChildProcess | undefined;
  #starting: Promise<void> | undefined;
  #stopped = false;
  /** Where the bot listens. */
  botUrl = '';

  constructor(options: PlaygroundOptions = {}) {
    this.#options = options;
    const now = Date.now();
    this.aws.cloudTrail.records.push(...past(now), ...(options.morning ? morning(now) : []));
    this.aws.codeCatalyst.space = SPACE;
    this.aws.codeCatalyst.entries.push(...spaceLog(now));
    this.aws.codeCatalyst.runs.set('storefront', spaceRuns(this.aws.cloudTrail.records, now));
  }

  /** Starts the simulators and the bot; resolves when the bot is ready. */
  start(): Promise<void> {
    this.#starting = this.#begin();
    return this.#starting;
  }

  async #begin(): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), 'cctrail-playground-'));
    const logs = await this.#keepLogs();
    const configPath = join(this.#folder, 'cctrail.yml');
    const regions = [ACCOUNT.region, ...(this.#options.morning ? [MORNING_REGION] : [])];
    const { config, space, stories = 'on' } = this.#options;
    const text = config ?? configWith(logs, regions, stories);
    const isAlone = stories === 'off' && !/^routes:/m.test(text);
    const reconcile = this.#options.reconciles ? 'reconcile: { every: 5s, grace: 3s }\n' : '';
    const connected = space ? `space: ${SPACE}\n` : '';
    await writeFile(configPath, `${text}${isAlone ? `routes:\n${ALONE}` : ''}${reconcile}${connected}`);
    const slackApiUrl = await this.slack.listen();
    const awsEndpoint = await this.aws.listen();
    this.#env = {
      PATH: process.env['PATH'] ?? '',
      SLACK_BOT_TOKEN: CREDENTIALS.botToken,
      ...(this.#options.socketMode
        ? { SLACK_APP_TOKEN: CREDENTIALS.appToken }
        : { SLACK_SIGNING_SECRET: CREDENTIALS.signingSecret }),
      SLACK_API_URL: slackApiUrl,
      CCTRAIL_CHANNEL: 'C0TRAIL',
      CCTRAIL_CONFIG: configPath,
      EVENTBRIDGE_API_KEY: API_KEY,
      EVENT_BUS_NAME: 'reviews',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'debug',
      AWS_REGION: ACCOUNT.region,
      AWS_ACCESS_KEY_ID: 'AKIAPLAYGROUNDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'playground-secret-key',
      AWS_ENDPOINT_URL: awsEndpoint,
      ...(space && { CODECATALYST_TOKEN: this.aws.codeCatalyst.token }),
      ...(this.#options.redisUrl === undefined
        ? { DATA_DIR: join(this.#folder, 'data') }
        : { REDIS_URL: this.#options.redisUrl }),
      ...this.#options.env,
    };
    await this.startBot();
  }

  /** Keeps what is longer ago than Event history goes, in a folder or in the bucket; gives the setting that finds it. */
  async #keepLogs(): Promise<string> {
    const files = trailFiles(longPast(Date.now()));
    if (this.#options.athena) {
      for (const [key, body] of files) this.aws.bucket.objects.set(`logs/${key}`, body);
      return `athena: ${TABLE}`;
    }
    const folder = join(this.#folder, 'trail');
    await writeFiles(folder, files);
    return `trail: ${pathToFileURL(folder).href}`;
  }

  /** Whether a space is connected. */
  get hasSpace(): boolean {
    return this.#options.space === true;
  }

  /** The settings that the bot runs with, for other commands over the same store. */
  get env(): Readonly<Record<string, string>> {
    return this.#env;
  }

  /** Starts the bot (again); resolves when it is ready. */
  async startBot(waitUntilReady = true): Promise<void> {
    this.#throwIfStopped();
    const [executable, ...args] = [
      ...(this.#options.under ?? []),
      process.execPath,
      '--import',
      ENDS_WITH_PARENT,
      MAIN,
      'start',
    ];
    const bot = spawn(executable, args, {
      env: this.#env,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#bot = bot;
    const port = await new Promise<number>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        for (const line of chunk.toString('utf8').split('\n').filter(Boolean)) {
          this.log.push(line);
          this.#options.onLog?.(line);
          const listening = /"port":(\d+).*"msg":"listening"/.exec(line);
          if (listening) resolve(Number(listening[1]));
        }
      };
      bot.stdout.on('data', read);
      bot.stderr.on('data', read);
      bot.once('exit', code =>
        reject(new Error(`the bot ended with ${code}: ${this.log.slice(-5).join('\n')}`)),
      );
    });
    this.botUrl = `http://127.0.0.1:${port}`;
    this.slack.requestUrl = `${this.botUrl}/slack/events`;
    if (waitUntilReady)
      await this.until(
        async () =>
          (await fetch(`${this.botUrl}/readyz`)).status === 200 &&
          (!this.#options.socketMode || this.slack.connected),
      );
  }

  /** Ends the bot: politely with SIGTERM, or at once with SIGKILL. Gives the exit code. */
  async stopBot(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    const bot = this.#bot;
    if (!bot || bot.exitCode !== null || bot.signalCode !== null) return bot?.exitCode ?? null;
    const ended = new Promise<number | null>(resolve => bot.once('exit', resolve));
    bot.kill(signal);
    return ended;
  }

  /**
   * Lets records happen: CloudTrail has them, and EventBridge sends each to the bot, but for reads, which its rules leave out unless they ask
   * for them. Gives the answers' status and body.
   */
  async happen(records: readonly TrailRecord[]): Promise<{ status: number; body: unknown }[]> {
    this.aws.cloudTrail.records.push(...records);
    return Promise.all(
      records.filter(record => record['readOnly'] !== true).map(record => this.send(envelope(record))),
    );
  }

  /** Sends a body to `POST /eventbridge`. */
  async send(body: unknown, key = API_KEY): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${this.botUrl}/eventbridge`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  /** Waits until something holds. @throws after `milliseconds` */
  async until(holds: () => boolean | Promise<boolean>, milliseconds = 20_000): Promise<void> {
    const end = Date.now() + milliseconds;
    for (;;) {
      this.#throwIfStopped();
      if (await Promise.resolve(holds()).catch(() => false)) return;
      if (Date.now() > end)
        throw new Error(`waited ${milliseconds} ms for: ${holds}\n${this.log.slice(-8).join('\n')}`);
      await new Promise(resolve => setTimeout(resolve, 25));
    }
  }

  /** Ends everything and removes what was kept, also while it is still starting. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.stopBot();
    await this.#starting?.catch(() => undefined);
    await this.slack.close();
    await this.aws.close();
    if (this.#folder !== '') await rm(this.#folder, { recursive: true, force: true });
  }

  #throwIfStopped(): void {
    if (this.#stopped) throw new Error('the playground was stopped');
  }
}
