import type { Known } from '../../domain/known.ts';
import type { Packs } from '../../domain/pack.ts';
import type { Person, PersonMapping } from '../../domain/person.ts';
import type { QuestionContext } from '../../domain/question/question.ts';
import type { AskerRules } from '../../domain/review.ts';
import type { Channels, SpaceNames } from '../ports.ts';
import type { ChangingDeps } from './changing.ts';
import type { OrderPermissionDeps } from './permission.ts';

/** What commands about what the bot is to do from now on work with. */
export interface OrderingDeps extends ChangingDeps, OrderPermissionDeps {
  readonly channels: Channels;
  readonly rules: AskerRules;
  readonly people: readonly PersonMapping[];
  /** What files change of how grave events are, and of what is asked. */
  readonly packs?: Packs | undefined;
  readonly known: Known;
  readonly accounts: QuestionContext['accounts'];
  /** Absent: no space is configured. */
  readonly spaceNames?: SpaceNames | undefined;
  /** How long records without a card are kept, in milliseconds. */
  readonly plainMs: number;
  /** Tells managers what only they can mend, once. */
  readonly tellManagers: (about: string, text: string) => Promise<void>;
  /** Brings lines to Slack without waiting for the next look into the outbox. */
  readonly wake: () => void;
}

/** Whoever typed a command, and where. */
export interface Orderer {
  readonly person: Person;
  readonly isManager: boolean;
  /** A Slack channel id; null: nobody knows. */
  readonly channel: string | null;
  readonly timeZone: string;
}
