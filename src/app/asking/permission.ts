import type { Question } from '../../domain/question/question.ts';
import {
  type AskerRules,
  type Person,
  type PersonMapping,
  type Refusal,
  refuseOutsider,
} from '../../domain/review.ts';
import type { Directory, Log } from '../ports.ts';

/** Somebody who may ask, or why they may not. */
export type Permission =
  | { readonly kind: 'allowed'; readonly person: Person }
  | { readonly kind: 'refused'; readonly message: string };

/** How old may be what is known of somebody who asks, in milliseconds. Decisions ask anew. */
const KNOWN_FOR = 30_000;

/** Says who may ask questions, and whom words like `me` and mentions in them mean. */
export class Askers {
  readonly #directory: Directory;
  readonly #rules: AskerRules;
  readonly #people: readonly PersonMapping[];
  readonly #log: Log;

  constructor(directory: Directory, rules: AskerRules, people: readonly PersonMapping[], log: Log) {
    this.#directory = directory;
    this.#rules = rules;
    this.#people = people;
    this.#log = log;
  }

  /** Whether somebody may ask in a channel; a look-up that fails refuses. `channel` is null where they click and don't type. */
  async mayAsk(userId: string, channel: string | null): Promise<Permission> {
    try {
      const person = await this.#directory.person(userId, KNOWN_FOR);
      if (!person)
        return { kind: 'refused', message: "Slack doesn't tell me who you are, so I can't answer you." };
      const refusal = refuseOutsider(person, 'ask questions') ?? (await this.#refuseByRules(userId, channel));
      return refusal === undefined ? { kind: 'allowed', person } : { kind: 'refused', message: refusal };
    } catch (error) {
      this.#log.error({ error: String(error), user: userId }, 'could not look up who asks; refused');
      return {
        kind: 'refused',
        message: "I couldn't check with Slack whether you may ask. Try again in a minute.",
      };
    }
  }

  /**
   * The names that AWS knows the people in a question by: `me` and mentions, from `people` in the configuration and by e-mail address.
   * Gives the first word nobody can be named for.
   * @throws when somebody can't be looked up
   */
  async namesIn(
    question: Question,
    asker: Person,
  ): Promise<{ names: Map<string, readonly string[]> } | { unknown: string }> {
    const names = new Map<string, readonly string[]>();
    for (const value of question.filters
      .filter(filter => filter.key === 'user')
      .flatMap(filter => filter.values)) {
      const mentioned = /^<@([UW][A-Z0-9]+)/.exec(value)?.[1];
      if (mentioned === undefined && value.toLowerCase() !== 'me') continue;
      const person = mentioned === undefined ? asker : await this.#directory.person(mentioned);
      const known = [
        ...this.#people.filter(one => one.slack === person?.id).flatMap(one => one.principals),
        ...(person?.email ? [person.email] : []),
      ];
      if (known.length === 0) return { unknown: value };
      // A whole name only: `bob` is not whoever is called so elsewhere.
      names.set(
        value.toLowerCase(),
        known.map(name => (name.includes('*') ? name : `=${name.toLowerCase()}`)),
      );
    }
    return { names };
  }

  async #refuseByRules(userId: string, channel: string | null): Promise<Refusal> {
    const { users, groups, channels } = this.#rules;
    if (channel !== null && channels.length > 0 && !channels.includes(channel)) {
      return `Questions are answered only in ${channels.map(id => `<#${id}>`).join(', ')}.`;
    }
    if (users.length + groups.length === 0 || users.includes(userId)) return undefined;
    if (groups.length > 0 && (await this.#directory.inGroup(userId, groups))) return undefined;
    const whom = [...users.map(id => `<@${id}>`), ...groups.map(id => `<!subteam^${id}>`)];
    return `You are not among those who may ask. Ask ${whom.join(', ')}.`;
  }
}
