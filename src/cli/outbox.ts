import { listSetAside, retrySetAside, type SetAside } from '../app/delivery/set-aside.ts';
import type { Config } from '../config/config.ts';
import { systemClock } from '../runtime/clock.ts';
import { writeText } from './output.ts';
import type { Process } from './process.ts';
import { withWorkspaces } from './workspaces.ts';

/** `cctrail outbox list`: messages that Slack did not take and that were set aside; 0 listed, 1 the store can't be used. */
export function list(config: Config, host: Process): Promise<number> {
  return withWorkspaces(config, host, async parts => {
    const all = (await Promise.all(parts.map(listSetAside))).flat();
    writeText(host.stdout, all.length === 0 ? 'Nothing is set aside.\n' : `${all.map(lineOf).join('\n')}\n`);
    return 0;
  });
}

/** `cctrail outbox retry ID`: has one of them sent again; 0 done, 1 there is none of that name or the store can't be used. */
export function retry(config: Config, id: string, host: Process): Promise<number> {
  return withWorkspaces(config, host, async parts => {
    for (const part of parts) {
      if (!(await retrySetAside(part, id, systemClock.now()))) continue;
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
