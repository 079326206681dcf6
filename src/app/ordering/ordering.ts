import { isOrderCommand, type OrderCommand, readOrderCommand } from '../../domain/order-command.ts';
import { patternsLike } from '../../domain/question/like.ts';
import { describePattern } from '../../domain/question/print.ts';
import { readUntil } from '../../domain/until.ts';
import { redactText } from '../../records/redact.ts';
import { noteQuestion } from '../asking/question-entries.ts';
import { findSummary } from '../state/find-summary.ts';
import { endOrder } from './changing.ts';
import { type MuteChoice, muteChoices } from './mute-form.ts';
import { hiddenBy, mute, widestMute } from './muting.ts';
import { openReviews, showReview } from './open-reviews.ts';
import type { Orderer, OrderingDeps } from './orderer.ts';
import { type OrderOutcome, unread } from './outcome.ts';
import { readAskedPattern } from './pattern-asked.ts';
import { mayLook, refuseNoManager } from './permission.ts';
import { preview } from './previewing.ts';
import { subscribe } from './subscribing.ts';

const UNKNOWN_CARD =
  "I don't know this card any more: it may be older than what I keep, or of an account that you may not look at.";

/** What people have the bot do from now on, and see before they do: subscriptions, mutes, what waits. */
export class Ordering {
  readonly #deps: OrderingDeps;

  constructor(deps: OrderingDeps) {
    this.#deps = deps;
  }

  /** Whether a text is a command of this sort. */
  takes(typed: string): boolean {
    return isOrderCommand(typed);
  }

  /** Does what somebody typed. @throws {StoreError} when the store is away */
  async run(
    typed: string,
    { user, channel }: { user: string; channel: string | null },
  ): Promise<OrderOutcome> {
    const permission = await mayLook(user, channel, this.#deps);
    if (permission.kind === 'refused') return permission;
    const { person, isManager } = permission;
    const timeZone = person.timeZone ?? 'UTC';
    const command = readOrderCommand(typed, { now: this.#deps.clock.now(), timeZone });
    if (!command || command.kind === 'usage')
      return command ?? { kind: 'refused', message: 'That is no command that I know.' };
    return this.#do(command, redactText(typed), { person, isManager, channel, timeZone });
  }

  /** The ways to mute events like that of a card, for somebody who may. @throws {StoreError} when the store is away */
  async muteForm(
    notificationId: string,
    user: string,
    channel: string | null,
  ): Promise<
    | { readonly kind: 'refused'; readonly message: string }
    | { readonly kind: 'form'; readonly choices: readonly MuteChoice[]; readonly timeZone: string }
  > {
    const permission = await mayLook(user, channel, this.#deps);
    if (permission.kind === 'refused') return permission;
    const refusal = refuseNoManager(permission, this.#deps, 'mute');
    if (refusal !== undefined) return { kind: 'refused', message: refusal };
    const choices = await muteChoices(
      notificationId,
      id => this.#mayLookInto(id),
      pattern => hiddenBy(widestMute(pattern, permission, this.#deps.clock.now()), this.#deps),
      this.#deps,
    );
    if (!choices || choices.length === 0)
      return {
        kind: 'refused',
        message: UNKNOWN_CARD,
      };
    return { kind: 'form', choices, timeZone: permission.person.timeZone ?? 'UTC' };
  }

  /** Mutes events like that of a card, as they were chosen in the form. @throws {StoreError} when the store is away */
  async muteLike(
    chosen: {
      readonly notificationId: string;
      readonly likeness: string;
      /** As a command says it: `for 2h`. */
      readonly lasting: string;
      readonly reason: string | null;
      readonly everywhere: boolean;
    },
    { user, channel }: { user: string; channel: string | null },
  ): Promise<OrderOutcome> {
    const permission = await mayLook(user, channel, this.#deps);
    if (permission.kind === 'refused') return permission;
    const { person, isManager } = permission;
    const { clock, store, known } = this.#deps;
    const timeZone = person.timeZone ?? 'UTC';
    const summary = await findSummary(store, chosen.notificationId, known);
    const like = summary && patternsLike(summary).find(({ likeness }) => likeness === chosen.likeness);
    const until = readUntil(chosen.lasting, { now: clock.now(), timeZone });
    if (!summary || !this.#mayLookInto(summary.record.accountId) || !like || !until)
      return {
        kind: 'refused',
        message: UNKNOWN_CARD,
      };
    const { pattern } = like;
    const asked = { kind: 'pattern', pattern, reading: describePattern(pattern), setAside: [] } as const;
    const command = { ...chosen, kind: 'mute', pattern: '', until: until.at } as const;
    return mute(command, asked, { person, isManager, channel, timeZone }, this.#deps);
  }

  /** Has the card of a muted review posted; gives what whoever clicked is told. @throws {StoreError} when the store is away */
  async showReview(id: string, user: string, channel: string | null): Promise<string> {
    const permission = await mayLook(user, channel, this.#deps);
    if (permission.kind === 'refused') return permission.message;
    const summary = await findSummary(this.#deps.store, id, this.#deps.known);
    if (!summary || !this.#mayLookInto(summary.record.accountId)) return UNKNOWN_CARD;
    const isShown = await showReview(id, this.#deps);
    if (isShown) this.#deps.wake();
    return isShown ? 'Its card is on its way.' : 'That review has a card already, or is decided.';
  }

  #mayLookInto(accountId: string | null): boolean {
    const { accounts } = this.#deps.rules;
    return accounts.length === 0 || accounts.includes(accountId ?? '');
  }

  async #do(
    command: Exclude<OrderCommand, { kind: 'usage' }>,
    typed: string,
    orderer: Orderer,
  ): Promise<OrderOutcome> {
    switch (command.kind) {
      case 'preview':
      case 'subscribe':
      case 'mute':
        return this.#withPattern(command, typed, orderer);
      case 'subscriptions':
      case 'mutes':
        return this.#list(command, orderer);
      case 'unsubscribe':
      case 'unmute':
        return this.#end(command, orderer);
      case 'open': {
        return { kind: 'open', ...(await openReviews(this.#deps, id => this.#mayLookInto(id))) };
      }
    }
  }

  async #withPattern(
    command: Extract<OrderCommand, { kind: 'preview' | 'subscribe' | 'mute' }>,
    typed: string,
    orderer: Orderer,
  ): Promise<OrderOutcome> {
    const { clock } = this.#deps;
    const text = redactText(command.pattern);
    const asked = await readAskedPattern(text, orderer.person, clock.now(), this.#deps);
    if (asked.kind === 'refused') return asked;
    if (asked.kind !== 'pattern') return unread(asked, text, typed);
    switch (command.kind) {
      case 'preview': {
        const found = await preview(asked.pattern, this.#deps);
        await this.#noteLook(typed, asked.reading, found.matched, orderer);
        const { reading, setAside } = asked;
        return { kind: 'previewed', text, reading, setAside, preview: found, timeZone: orderer.timeZone };
      }
      case 'subscribe':
        return subscribe(command, asked, orderer, this.#deps);
      case 'mute':
        return mute(command, asked, orderer, this.#deps);
    }
  }

  /** A preview tells of events as an answer does. */
  async #noteLook(
    asked: string,
    reading: string,
    results: number,
    { person, channel }: Orderer,
  ): Promise<void> {
    await noteQuestion({ by: person.id, channel, asked, reading, results, complete: false }, this.#deps);
  }

  async #list(
    { kind, everywhere }: Extract<OrderCommand, { kind: 'subscriptions' | 'mutes' }>,
    { channel }: Orderer,
  ): Promise<OrderOutcome> {
    const { subscriptions, mutes } = (await this.#deps.book.refresh()).orders;
    const where = everywhere ? null : channel;
    const isHere = (one: { readonly channel: string | null }) =>
      where === null || one.channel === null || one.channel === where;
    const now = this.#deps.clock.now();
    return kind === 'mutes'
      ? {
          kind,
          orders: mutes.all.filter(one => isHere(one) && Date.parse(one.until) > now),
          channel: where,
        }
      : { kind, orders: subscriptions.all.filter(isHere), channel: where };
  }

  async #end(
    { kind, number }: Extract<OrderCommand, { kind: 'unsubscribe' | 'unmute' }>,
    orderer: Orderer,
  ): Promise<OrderOutcome> {
    const { person, channel } = orderer;
    const { subscriptions, mutes } = (await this.#deps.book.refresh()).orders;
    const [sort, all] =
      kind === 'unmute' ? (['mute', mutes.all] as const) : (['subscription', subscriptions.all] as const);
    const order = all.find(one => one.number === number);
    if (!order) {
      const list = kind === 'unmute' ? 'mutes all' : 'subscriptions all';
      return {
        kind: 'usage',
        message: `There is no ${sort} #${number}; it may have ended.`,
        examples: [list],
      };
    }
    const isOwn = order.by.id === person.id;
    const refusal = isOwn ? undefined : refuseNoManager(orderer, this.#deps, `end what others have set up`);
    if (refusal !== undefined) return { kind: 'refused', message: refusal };
    await endOrder(sort, order as never, person, order.channel ?? channel, this.#deps);
    this.#deps.wake();
    return { kind: 'ended', order };
  }
}
