import { servePage } from './page/server.ts';
import { Playground } from './playground.ts';

const port = Number(process.env['PLAYGROUND_PORT'] ?? 8080);
const playground = new Playground({ onLog: line => process.env['PLAYGROUND_VERBOSE'] && console.log(line) });
await playground.start();
const page = await servePage(playground, port);
console.log(`The playground is at ${page.url} (Ctrl+C ends it). Nothing leaves this machine.`);

const end = () => {
  void page
    .close()
    .then(() => playground.stop())
    .then(() => process.exit(0));
};
process.once('SIGINT', end);
process.once('SIGTERM', end);
