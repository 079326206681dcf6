import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
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
  #process: ChildProcess | undefined;
  #port = 0;

  constructor(settings: readonly string[] = ['--appendonly', 'yes']) {
    this.#settings = settings;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#port ||= await freePort();
    const server = spawn('redis-server', [
      '--port',
      String(this.#port),
      '--bind',
      '127.0.0.1',
      '--dir',
      this.#folder,
      '--save',
      '',
      ...this.#settings,
    ]);
    this.#process = server;
    await new Promise<void>((resolve, reject) => {
      server.stdout?.on('data', chunk => /Ready to accept connections/i.test(String(chunk)) && resolve());
      server.once('exit', code => reject(new Error(`redis-server ended with ${code}`)));
    });
  }

  async stop(): Promise<void> {
    const server = this.#process;
    if (!server || server.exitCode !== null) return;
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
