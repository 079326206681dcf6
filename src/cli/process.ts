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
  /** Calls back with what libraries and Node itself warn of. */
  readonly onWarning: (callback: (warning: Error) => void) => void;
  /** Calls back with what libraries write to the console, as text; it is not shown then. */
  readonly onConsole: (callback: (text: string) => void) => void;
  /** The command that runs this program, to run it again in a process of its own. */
  readonly self: readonly [executable: string, ...args: string[]];
  /** Such as `24.1.0`. */
  readonly nodeVersion: string;
  /** Calls back once, when the process is told to stop. */
  readonly onStop: (callback: () => void) => void;
}
