import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answer, type HttpRoute, type HttpServer, listen } from '../../src/runtime/server.ts';
import { keptLog } from '../kept-log.ts';

const LIMITS = { requestMs: 500, silenceMs: 800, connections: 5, lastWordMs: 100 };
const routes: HttpRoute[] = [
  { path: '/refusing', handle: (_, response) => answer(response, 401, { error: 'no' }) },
];
let server: HttpServer;
beforeAll(async () => {
  server = await listen('127.0.0.1', 0, routes, keptLog(), () => 'r-1', LIMITS);
});
afterAll(() => server.close(100));

/** A raw connection: what came back, and when it was closed, in milliseconds from its beginning. */
async function raw(
  begin: (socket: ReturnType<typeof connect>) => void,
): Promise<{ text: string; closedMs: number }> {
  const started = Date.now();
  const socket = connect(server.port, '127.0.0.1');
  let text = '';
  socket.on('data', data => {
    text += data;
  });
  socket.on('error', () => undefined);
  begin(socket);
  await new Promise(resolve => socket.once('close', resolve));
  return { text, closedMs: Date.now() - started };
}

describe('whoever reaches the server', () => {
  test('and says nothing is hung up on', async () => {
    expect((await raw(() => undefined)).closedMs).toBeLessThan(5_000);
  });

  test('and drips a header or a body is cut off', async () => {
    for (const start of [
      'GET / HTTP/1.1\r\nhost: x\r\n',
      'POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 999\r\n\r\n',
    ]) {
      const { closedMs } = await raw(socket => {
        socket.write(start);
        const drip = setInterval(() => socket.write('a'), 50);
        socket.once('close', () => clearInterval(drip));
      });
      expect(closedMs).toBeLessThan(5_000);
    }
  });

  test('and goes on sending after a refusal is read no further, and can read the answer', async () => {
    let sent = 0;
    const { text, closedMs } = await raw(socket => {
      socket.write('POST /refusing HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n');
      const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
      const pump = () => {
        while (!socket.destroyed && socket.write(chunk)) sent += 1;
        sent += 1;
      };
      socket.on('drain', pump);
      pump();
    });
    expect(text).toMatch(/^HTTP\/1\.1 401 /);
    expect(closedMs).toBeLessThan(3_000);
    // What the machine holds in its buffers, not what ten seconds could carry.
    expect(sent * 65_536).toBeLessThan(64 * 1024 * 1024);
  });

  test('with too many connections is not let in, and those who are stay', async () => {
    const many = Array.from({ length: 12 }, () => connect(server.port, '127.0.0.1'));
    const closed = await Promise.all(
      many.map(
        socket =>
          new Promise<boolean>(resolve => {
            socket.on('error', () => undefined);
            socket.once('close', () => resolve(true));
            setTimeout(() => resolve(false), 300);
          }),
      ),
    );
    expect(closed.filter(Boolean)).toHaveLength(7);
    for (const socket of many) socket.destroy();
  });
});
