/** Arguments of a call, as the bot sent them. */
export type Arguments = Record<string, unknown>;

/** An answer of the Web API; `retryAfterS` becomes a 429. */
export type Answer = Record<string, unknown>;

/** What goes wrong with the next calls of a method. */
export interface Fault {
  /** A method name, or `*`. */
  readonly method: string;
  readonly kind: /** 429 with Retry-After in seconds. */
    | { readonly rateLimit: number }
    /** `ok: false` with this error. */
    | { readonly error: string }
    /** HTTP 500, before anything was done. */
    | 'fails'
    /** HTTP 500, after it was done: nobody can know. */
    | 'fails after'
    /** The connection breaks after it was done. */
    | 'breaks after'
    /** No answer at all, after it was done. */
    | 'hangs after'
    /** No answer at all, and it is done only so many milliseconds later. */
    | { readonly lateMs: number }
    /** A proxy's page with HTTP 200, after it was done. */
    | 'page after';
  /** Which calls it hits; absent: all of the method. */
  readonly where?: (args: Arguments) => boolean;
  /** How many calls it hits; counted down. */
  times: number;
}

/** A call that was made, as the bot sent it. */
export interface Call {
  readonly method: string;
  readonly args: Arguments;
  /** Milliseconds since 1970. */
  readonly at: number;
}
