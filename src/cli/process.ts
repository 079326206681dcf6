import type { Readable, Writable } from 'node:stream';
import type { Environment } from '../config/settings.ts';

/** What a command may touch of the process. */
export interface Process {
  readonly env: Environment;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Calls back with whatever nobody handled. */
  readonly onFault: (callback: (fault: unknown) => void) => void;
  /** Calls back once, when the process is told to stop. */
  readonly onStop: (callback: () => void) => void;
}
