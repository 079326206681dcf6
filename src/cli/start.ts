import { errorFields, faultFields } from '../app/errors.ts';
import { type Bot, startBot } from '../compose/bot.ts';
import { isStoreEcho } from '../compose/store.ts';
import type { BotConfig } from '../config/config.ts';
import { CctrailError } from '../domain/error.ts';
import { createLog } from '../runtime/log.ts';
import type { Process } from './process.ts';

/** Ten seconds is what whoever stops the bot waits for; the rest is for the exit itself. */
const SHUTDOWN_MS = 8_500;

/** Oldest major version of Node that the AWS SDK still has updates for. */
const RECOMMENDED_NODE_VERSION = 22;

/** `cctrail start`: runs the bot until the process is told to stop. */
export async function start(config: BotConfig, host: Process): Promise<number> {
  const { stdout, onStop, onFault, onWarning, onConsole, nodeVersion } = host;
  const log = createLog(config.logLevel, config.secrets, stdout);
  // A fault in one corner, a library's say, must not end the intake.
  onFault(fault => {
    // Whoever asked the store to write was told; LMDB rejects promises of its own besides.
    if (isStoreEcho(fault))
      log.debug({ ...errorFields(fault) }, 'the store says again that it could not write');
    else log.error({ ...faultFields(fault) }, 'a fault that nobody handled');
  });
  onConsole(text => log.debug({ text }, 'a library writes to the console'));
  onWarning(warning => log.debug({ ...errorFields(warning) }, 'a library warns'));
  if (Number(nodeVersion.split('.')[0]) < RECOMMENDED_NODE_VERSION)
    log.warn(
      { node: nodeVersion },
      `Node ${RECOMMENDED_NODE_VERSION} or later is recommended: the AWS SDK has no more updates for older ones`,
    );
  const stopped = new Promise<void>(resolve => onStop(resolve));
  let bot: Bot;
  try {
    bot = await startBot(config, log);
  } catch (error) {
    const hint = error instanceof CctrailError && { hint: error.hint };
    log.error({ ...errorFields(error), ...hint }, 'cctrail can not start');
    return 1;
  }
  log.info({ port: bot.port, opsPort: bot.opsPort }, 'listening');
  await stopped;
  log.info({}, 'stopping');
  const late = new Promise<string>(resolve => setTimeout(() => resolve('late'), SHUTDOWN_MS));
  // What is cut off here is handed back: leases end by themselves and the outbox still has it.
  const ended = await Promise.race([bot.stop().then(() => 'done'), late]);
  log.info({ ended }, 'stopped');
  return 0;
}
