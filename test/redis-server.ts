import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether a `redis-server` is installed. Where CI is set one must be: a suite that is left out there is a failure. */
export const hasRedis = (() => {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env['CI'])
      throw new Error('redis-server is not installed, and CI must not leave its tests out');
    process.stderr.write(
      "\n!!! redis-server is not installed: every test on Redis is LEFT OUT. Install Debian's package redis-server.\n\n",
    );
    return false;
  }
})();

/** A real Redis on a free port. */
export class RedisServer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'cctrail-redis-'));
  readonly #settings: readonly string[];
  readonly #kind: 'server' | 'sentinel' | 'tls';
  #lines: readonly string[] = [];
  #process: ChildProcess | undefined;
  #port = 0;

  constructor(
    settings: readonly string[] = ['--appendonly', 'yes'],
    kind: 'server' | 'sentinel' | 'tls' = 'server',
  ) {
    this.#settings = settings;
    this.#kind = kind;
  }

  /** Lines of a file of settings, for what takes no others. */
  configure(lines: readonly string[]): void {
    this.#lines = lines;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#port ||= await freePort();
    const file = join(this.#folder, 'redis.conf');
    writeFileSync(file, this.#lines.map(line => `${line}\n`).join(''));
    const server = spawn('redis-server', [
      file,
      ...(this.#kind === 'sentinel' ? ['--sentinel'] : []),
      ...(this.#kind === 'tls' ? ['--port', '0', '--tls-port'] : ['--port']),
      String(this.#port),
      '--bind',
      '127.0.0.1',
      '--dir',
      this.#folder,
      ...(this.#kind === 'sentinel' ? [] : ['--save', '']),
      ...this.#settings,
    ]);
    this.#process = server;
    await new Promise<void>((resolve, reject) => {
      server.stdout?.on(
        'data',
        chunk => /Ready to accept connections|Sentinel ID is/i.test(String(chunk)) && resolve(),
      );
      server.once('exit', code => reject(new Error(`redis-server ended with ${code}`)));
    });
  }

  async stop(): Promise<void> {
    const server = this.#process;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise(resolve => server.once('exit', resolve));
    server.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
