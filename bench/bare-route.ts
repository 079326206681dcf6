import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The least that can be done with an event: read it, parse it, say 200. Prints the port that it listens on. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { id } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { id?: string };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ eventID: id }));
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
