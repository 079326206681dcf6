import type { SetAside } from '../app/delivery/set-aside.ts';
import { type AsideDesk, openAsideDesk } from '../compose/outbox.ts';
import type { Config } from '../config/config.ts';
import { CctrailError } from '../domain/error.ts';
import { createLog } from '../runtime/log.ts';
import { writeText } from './output.ts';
import type { Process } from './process.ts';

/** `cctrail outbox list`: messages that Slack did not take and that were set aside; 0 listed, 1 the store can't be used. */
export function list(config: Config, host: Process): Promise<number> {
  return withDesk(config, host, async desk => {
    const all = await desk.list();
    writeText(host.stdout, all.length === 0 ? 'Nothing is set aside.\n' : `${all.map(lineOf).join('\n')}\n`);
    return 0;
  });
}

/** `cctrail outbox retry ID`: has one of them sent again; 0 done, 1 there is none of that name or the store can't be used. */
export function retry(config: Config, id: string, host: Process): Promise<number> {
  return withDesk(config, host, async desk => {
    if (await desk.retry(id)) {
      writeText(host.stdout, `${id} is in the outbox again; a running bot sends it.\n`);
      return 0;
    }
    writeText(host.stderr, `Under ${id} nothing is set aside. "cctrail outbox list" tells what is.\n`);
    return 1;
  });
}

function lineOf({ id, channel, eventID, error, at, replaced }: SetAside): string {
  const parts = [id, at ?? '', channel ?? '', eventID === null ? '' : `event ${eventID}`, error];
  return [...parts, replaced ? 'a few words stand in its place' : ''].filter(Boolean).join('  ');
}

async function withDesk(
  config: Config,
  { stderr }: Process,
  work: (desk: AsideDesk) => Promise<number>,
): Promise<number> {
  let desk: AsideDesk | undefined;
  try {
    desk = await openAsideDesk(config, createLog('error', config.secrets, stderr));
    return await work(desk);
  } catch (error) {
    if (!(error instanceof CctrailError)) throw error;
    writeText(stderr, `${error.message}. ${error.hint}\n`);
    return 1;
  } finally {
    await desk?.close();
  }
}
