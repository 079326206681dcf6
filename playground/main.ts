import { parseArgs } from 'node:util';
import { type Page, servePage } from './page/server.ts';
import { Playground } from './playground.ts';

const DEFAULT_PORT = '8080';
const MAX_PORT = 65_535;

/** What was asked for: `--port`; `--athena`, so that log files are searched by Athena and not read. Ends the process for an option that there is not. */
function wantedOptions(): { readonly port?: string | undefined; readonly athena?: boolean | undefined } {
  try {
    return parseArgs({ options: { port: { type: 'string' }, athena: { type: 'boolean' } } }).values;
  } catch (error) {
    console.error(`The playground can't start: ${(error as Error).message}`);
    return process.exit(1);
  }
}

/** A port as it was asked for, else as PLAYGROUND_PORT has it. @throws where it is none */
function portOf(wanted: string | undefined): number {
  const text = wanted ?? process.env['PLAYGROUND_PORT'] ?? DEFAULT_PORT;
  if (/^\d{1,5}$/.test(text) && Number(text) <= MAX_PORT) return Number(text);
  throw new Error(`"${text}" is no port: give a number from 0 to ${MAX_PORT}, as in --port 8081`);
}

const wanted = wantedOptions();
const playground = new Playground({
  morning: true,
  space: true,
  reconciles: true,
  athena: wanted.athena === true,
  onLog: line => process.env['PLAYGROUND_VERBOSE'] && console.log(line),
});
let page: Page | undefined;
let ending: Promise<void> | undefined;

/** Ends everything, once: a second Ctrl+C must not leave half of it behind. */
function end(exitCode: number): Promise<void> {
  ending ??= (async () => {
    await page?.close();
    await playground.stop();
    process.exit(exitCode);
  })();
  return ending;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
try {
  const port = portOf(wanted.port);
  // The port first: where there is none, nothing else has begun.
  page = await servePage(playground, port);
  await playground.start();
  const instead = port === 0 || page.port === port ? '' : ` Port ${port} is taken, so it has this one.`;
  console.log(`The playground is at ${page.url} (Ctrl+C ends it).${instead} Nothing leaves this machine.`);
} catch (error) {
  // Whoever ended it during its start knows why it did not.
  if (ending === undefined) console.error(`The playground can't start: ${(error as Error).message}`);
  await end(1);
}
