import { CctrailError, type ErrorDetails } from '../domain/error.ts';
import type { GapCause } from '../domain/gap.ts';

/** The store did not do what was asked. */
export class StoreError extends CctrailError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('store_unavailable', message, {
      hint: 'Check that the store can be reached and written; nothing that was acknowledged is lost.',
      ...details,
    });
  }
}

/** The store holds what a newer version wrote. */
export class StoreFormatError extends CctrailError {
  constructor(message: string) {
    super('format_unknown', message, { hint: 'Run the newer version of cctrail, or another store.' });
  }
}

/** A history could not be searched. The message is for people: what failed and what to do. */
export class HistoryError extends CctrailError {
  /** What kind of gap it leaves. */
  readonly gap: GapCause;

  constructor(gap: GapCause, message: string, details: ErrorDetails = {}) {
    super('history_unavailable', message, details);
    this.gap = gap;
  }
}

/** The bot has started, but Slack has not confirmed who it is. */
export class NotReadyError extends CctrailError {
  constructor() {
    super('not_ready', 'Slack has not yet said which workspace this is', {
      hint: 'Try again in a minute; /readyz says what Slack answers.',
    });
  }
}

/** An error as fields of a log line: its name, its code where it has one, what it says and what is behind it. */
export function errorFields(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof Error)) return { errorName: typeof error, error: String(error) };
  const { name, message, cause } = error;
  const code = (error as { code?: unknown }).code;
  return {
    errorName: name,
    ...(typeof code === 'string' && { code }),
    error: message,
    ...(cause instanceof Error && { cause: `${cause.name}: ${cause.message}` }),
  };
}

/** The same for what should never happen: with the stack. */
export function faultFields(error: unknown): Readonly<Record<string, string>> {
  const stack = error instanceof Error ? error.stack : undefined;
  return { ...errorFields(error), ...(stack !== undefined && { stack }) };
}

/** Slack's app has not been given what a feature needs. */
export class MissingScopeError extends CctrailError {
  constructor(scopes: string, details: ErrorDetails = {}) {
    super('missing_scope', `the Slack app lacks ${scopes}`, {
      hint: 'Update the app from manifest.yml, and install it to the workspace again.',
      ...details,
    });
  }
}
