#!/usr/bin/env node
import { format } from 'node:util';
import { run } from './cli/program.ts';

// EPIPE: the reader of stdout or stderr closed it; what is written after that is lost, and nothing else.
for (const out of [process.stdout, process.stderr]) out.on('error', () => undefined);

// Node shows warnings of libraries as raw text on stderr; commands that have a log put them there.
process.removeAllListeners('warning');

const exitCode = await run(process.argv.slice(2), {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  onFault: callback => {
    process.on('unhandledRejection', callback);
    process.on('uncaughtException', callback);
  },
  onWarning: callback => void process.on('warning', callback),
  onConsole: callback => {
    for (const level of ['error', 'warn'] as const)
      console[level] = (...parts: unknown[]) => callback(format(...parts));
  },
  self: [process.execPath, ...process.execArgv, ...process.argv.slice(1, 2)],
  nodeVersion: process.versions.node,
  onStop: callback => {
    process.once('SIGTERM', callback);
    process.once('SIGINT', callback);
  },
});
// Sockets that Slack or AWS keep open must not keep the process; what is still to be written is waited for.
await Promise.all(
  [process.stdout, process.stderr].map(out => new Promise(resolve => out.write('', resolve))),
);
process.exit(exitCode);
