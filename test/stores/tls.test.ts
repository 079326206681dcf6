import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hasRedis, RedisServer } from '../redis-server.ts';

/** Whether certificates can be made; where CI is set they must be. */
const hasOpenssl = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env['CI']) throw new Error('openssl is not installed, and CI must not leave its tests out');
    process.stderr.write(
      "\n!!! openssl is not installed: Redis over TLS is LEFT OUT. Install Debian's package openssl.\n\n",
    );
    return false;
  }
})();

/** Writes and reads over a URL, in a process of its own: which authorities Node trusts it is told when it begins. */
const PROGRAM = `
  import { openRedisStore } from './src/stores/redis.ts';
  const say = (fields, message) => console.error(message, fields);
  const { store } = await openRedisStore(process.env.URL, { debug: say, info: say, warn: say, error: say });
  await store.commit({ put: [{ key: 'cctrail:1:{T}:a', value: 'over TLS' }] });
  console.log((await store.get('cctrail:1:{T}:a'))?.value);
  await store.close();
`;

(hasRedis && hasOpenssl ? describe : describe.skip)('Redis over TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cctrail-tls-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-keyout',
      key,
    ].concat(['-out', certificate, '-addext', 'subjectAltName=DNS:localhost']),
    { stdio: 'ignore' },
  );
  const server = new RedisServer(
    ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', certificate].concat([
      '--tls-auth-clients',
      'no',
      '--requirepass',
      'a-password-of-redis',
    ]),
    'tls',
  );
  beforeAll(() => server.start());
  afterAll(async () => {
    await server.remove();
    rmSync(folder, { recursive: true });
  });

  const run = (trusted: string) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', PROGRAM], {
      env: {
        PATH: process.env['PATH'] ?? '',
        URL: `rediss://:a-password-of-redis@localhost:${new URL(server.url).port}`,
        NODE_EXTRA_CA_CERTS: trusted,
      },
    });

  test('is spoken where the certificate can be trusted, and not where it can not', async () => {
    expect((await run(certificate)).stdout).toBe('over TLS\n');
    await expect(run('/dev/null')).rejects.toMatchObject({ stderr: expect.stringMatching(/certificate/) });
  }, 60_000);
});
