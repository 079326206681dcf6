/** A noun that a question can be about. */
export interface ObjectNoun {
  /** How it is printed, singular. */
  readonly name: string;
  /** How people are told of it, where that is not how it reads back. */
  readonly said?: string;
  /** Services whose events count, as `eventSource`. */
  readonly sources: readonly string[];
  /** Words of an event name that mean it, lower case and singular; any of these runs. */
  readonly words: readonly (readonly string[])[];
  /** It is none that is listed, and its words may be meant otherwise. */
  readonly isGuess?: true;
  /** What is done to it AWS counts among the reads. */
  readonly isRead?: true;
  /** What each of it is on, though no event is called so: a session is on an instance. */
  readonly on?: readonly string[];
  /** What is put into it or taken from it, where that is named without saying what it is. */
  readonly holds?: string;
}
