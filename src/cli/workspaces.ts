import type { Store } from '../app/ports.ts';
import { openWorkspaces } from '../compose/workspaces.ts';
import type { Config } from '../config/config.ts';
import { CctrailError } from '../domain/error.ts';
import { createLog } from '../runtime/log.ts';
import { writeText } from './output.ts';
import type { Process } from './process.ts';

/** Works with what the store holds of each workspace; 1 with a line where it can't be used. */
export async function withWorkspaces(
  config: Config,
  { stderr }: Process,
  work: (parts: readonly Store[]) => Promise<number>,
): Promise<number> {
  let close: (() => Promise<void>) | undefined;
  try {
    const workspaces = await openWorkspaces(config, createLog('error', config.secrets, stderr));
    close = () => workspaces.close();
    return await work(workspaces.parts);
  } catch (error) {
    if (!(error instanceof CctrailError)) throw error;
    writeText(stderr, `${error.message}. ${error.hint}\n`);
    return 1;
  } finally {
    await close?.();
  }
}
