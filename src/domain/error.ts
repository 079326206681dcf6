/** What can go wrong, as logs, answers and people's messages know it. */
export type ErrorCode =
  | 'config_invalid'
  | 'format_unknown'
  | 'history_unavailable'
  | 'missing_scope'
  | 'not_ready'
  | 'replay_path'
  | 'store_unavailable';

/** How an error came about, and what to do about it. */
export interface ErrorDetails {
  readonly cause?: unknown;
  /** A sentence that says what to do, where it is not what one usually does. */
  readonly hint?: string;
}

/** The base of all errors that are our own. `message` says what failed and why, `hint` what to do. */
export abstract class CctrailError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, { cause, hint = '' }: ErrorDetails = {}) {
    super(message, { cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = hint;
  }
}
