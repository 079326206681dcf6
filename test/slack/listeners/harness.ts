import type { ModalView } from '@slack/types';
import { Intake } from '../../../src/app/delivery/intake.ts';
import { cardPuts } from '../../../src/app/delivery/new-card.ts';
import { NotReadyError } from '../../../src/app/errors.ts';
import { NO_METER } from '../../../src/app/measures.ts';
import type { Store } from '../../../src/app/ports.ts';
import { KEYS } from '../../../src/app/state/keys.ts';
import { type LedgerEntry, ledgerEntryCodec } from '../../../src/app/state/ledger-entries.ts';
import { notificationCodec } from '../../../src/app/state/notifications.ts';
import { OrderBook } from '../../../src/app/state/order-book.ts';
import { recordPuts, USUAL_RETENTION } from '../../../src/app/state/records.ts';
import type { CloudTrailRecord } from '../../../src/domain/record.ts';
import { summarise } from '../../../src/domain/summary.ts';
import type { ListenerContext } from '../../../src/slack/listeners/context.ts';
import { LISTENERS } from '../../../src/slack/listeners/index.ts';
import type { EphemeralMessage, ReplyTarget } from '../../../src/slack/respond.ts';
import { memoryStore } from '../../../src/stores/memory.ts';
import { INTAKE_SETTINGS, type ManualClock, manualClock } from '../../fixtures.ts';
import { keptLog } from '../../kept-log.ts';
import { flowsOf, type HarnessOptions } from './flows.ts';
import { typedInto, valueOf } from './shown-elements.ts';

type Handler = (payload: Record<string, unknown>) => Promise<void>;

/** What Bolt would call, by what it was registered for. */
interface Registered {
  readonly commands: Map<string, Handler>;
  readonly events: Map<string, Handler>;
  readonly actions: { readonly pattern: RegExp; readonly handle: Handler }[];
  readonly views: Map<string, Handler>;
}

/** A call to the Web API that a listener made. */
export interface ApiCall {
  readonly method: string;
  readonly args: Record<string, unknown>;
}

/** All listeners, registered with an app that only remembers them, and what came of calling them. */
export class ListenerHarness {
  readonly calls: ApiCall[] = [];
  readonly sent: { readonly target: ReplyTarget; readonly message: EphemeralMessage }[] = [];
  readonly acks: unknown[] = [];
  readonly log = keptLog();
  /** Errors that the next calls of a method throw. */
  readonly failures = new Map<string, unknown>();
  /** What was counted: a counter's name and its labels. */
  readonly counts: [string, object][] = [];
  woken = 0;
  /** What managers were told. */
  readonly toldManagers: string[] = [];
  readonly store: Store;
  readonly clock: ManualClock;
  readonly #book: OrderBook;
  readonly #options: HarnessOptions;
  readonly #registered: Registered = {
    commands: new Map(),
    events: new Map(),
    actions: [],
    views: new Map(),
  };

  constructor(options: HarnessOptions) {
    this.#options = options;
    this.clock = manualClock(options.now);
    const inner = memoryStore(() => this.clock.now());
    this.store = options.store?.(inner) ?? inner;
    this.#book = new OrderBook(this.store, this.log);
    const context = this.#context();
    for (const register of LISTENERS) register(this.#app() as never, context);
  }

  /** Takes records in, as a feed would; gives the ids of their notifications. */
  async accept(...records: readonly CloudTrailRecord[]): Promise<string[]> {
    const intake = new Intake({
      target: () => ({ store: this.store, known: null, orders: this.#book }),
      onCard: () => undefined,
      settings: { ...INTAKE_SETTINGS, ...this.#options.settings },
      clock: manualClock(this.#options.now),
      meter: NO_METER,
    });
    for (const record of records) await intake.accept(record);
    const stored = await this.store.range(KEYS.notification(''), '', null, 100);
    return stored.map(({ value }) => notificationCodec.decode(value).id);
  }

  /** Keeps a record with a notification of its own in the default channel, as when its card is posted. */
  async commitCard(record: CloudTrailRecord): Promise<void> {
    const summary = summarise(record);
    const now = this.#options.now;
    const delivery = {
      route: 'default',
      channel: 'C0TRAIL',
      ask: summary.ask,
      severity: summary.severity,
      stories: false,
    };
    await this.store.commit({
      put: [
        ...recordPuts(record, summary.principal, true, USUAL_RETENTION),
        ...cardPuts(delivery, summary, {
          now,
          lateMs: 1,
          keptForMs: USUAL_RETENTION.cardedMs,
          quorum: 1,
        }).filter(({ key }) => key.startsWith(KEYS.notification(''))),
      ],
    });
  }

  /** Types a slash command; gives the last private message. */
  async command(user: string, text: string, channel = 'C0CHAT'): Promise<EphemeralMessage | undefined> {
    const command = { text, user_id: user, channel_id: channel, response_url: 'https://hooks.slack.com/r' };
    return this.#call(this.#registered.commands.get('/cctrail'), {
      command,
      context: { botUserId: 'U0BOT' },
    });
  }

  /** Mentions the bot; gives the last private message. */
  async mention(user: string, text: string, eventId = 'Ev1'): Promise<EphemeralMessage | undefined> {
    const said = text.includes('<@U0BOT>') ? text : `<@U0BOT> ${text}`;
    const event = { user, text: said, channel: 'C0CHAT', thread_ts: '1.000001' };
    const call = { event, body: { event_id: eventId }, context: { botUserId: 'U0BOT' } };
    return this.#call(this.#registered.events.get('app_mention'), call);
  }

  /** Clicks a button or chooses from a menu, of a message or with a value of its own; gives the last private message. */
  async click(
    user: string,
    clicked: string,
    from: EphemeralMessage | string | undefined,
    channel = 'C0CHAT',
    thread: string | null = '1.000002',
  ): Promise<EphemeralMessage | undefined> {
    const value = typeof from === 'string' ? from : valueOf(from, clicked);
    const actionId = clicked.split('=')[0] ?? '';
    const chosen = /^(focus|more|more:answer|pivot)$/.test(actionId)
      ? { selected_option: { value } }
      : { value };
    const action = { action_id: actionId, ...chosen };
    const place = { channel: { id: channel }, container: { thread_ts: thread ?? undefined } };
    const responseUrl = 'https://hooks.slack.com/r';
    const body = { user: { id: user }, ...place, trigger_id: 'trigger', response_url: responseUrl };
    const fitting = this.#registered.actions.filter(({ pattern }) => pattern.test(actionId));
    if (fitting.length !== 1) throw new Error(`${fitting.length} listeners listen for ${actionId}`);
    return this.#call(fitting[0]?.handle, { action, body });
  }

  /** Submits the modal that was opened last. */
  async submit(user: string, typed: string | Record<string, string>): Promise<EphemeralMessage | undefined> {
    const opened = this.calls.findLast(({ method }) => method === 'views.open')?.args['view'] as ModalView;
    const view = { ...opened, state: { values: typedInto(opened, typed) } };
    return this.#call(this.#registered.views.get(opened.callback_id ?? ''), {
      body: { user: { id: user } },
      view,
    });
  }

  /** The entries of the ledger. */
  async ledger(): Promise<LedgerEntry[]> {
    const entries = await this.store.range(KEYS.ledger, '', null, 100);
    return entries.map(({ value }) => ledgerEntryCodec.decode(value));
  }

  async #call(handler: Handler | undefined, payload: object): Promise<EphemeralMessage | undefined> {
    if (!handler) throw new Error('nothing listens for that');
    const before = this.sent.length;
    const ack = async (response?: unknown) => void this.acks.push(response);
    await handler({ ...payload, ack });
    return this.sent.slice(before).at(-1)?.message;
  }

  #app(): object {
    const { commands, events, actions, views } = this.#registered;
    return {
      command: (name: string, handle: Handler) => commands.set(name, handle),
      event: (name: string, handle: Handler) => events.set(name, handle),
      action: (pattern: RegExp, handle: Handler) => actions.push({ pattern, handle }),
      view: (id: string, handle: Handler) => views.set(id, handle),
    };
  }

  #context(): ListenerContext {
    const flows = flowsOf(this.#options, {
      store: this.store,
      book: this.#book,
      clock: this.clock,
      log: this.log,
      counts: this.counts,
      onWake: () => void (this.woken += 1),
      onTold: text => void this.toldManagers.push(text),
    });
    let ids = 0;
    return {
      client: this.#client() as never,
      respond: async (target, message) => void this.sent.push({ target, message }),
      log: this.log,
      meter: NO_METER,
      flows: () => {
        if (this.#options.notReady) throw new NotReadyError();
        return flows;
      },
      accountName: id => id ?? 'this account',
      track: () => undefined,
      reference: () => 'ref-1',
      newId: () => `search-${(ids += 1)}`,
      clock: this.clock,
    };
  }

  #client(): object {
    const call = (method: string, answer: object) => async (args: Record<string, unknown>) => {
      this.calls.push({ method, args });
      const failure = this.failures.get(method);
      this.failures.delete(method);
      if (failure) throw failure;
      return answer;
    };
    return {
      views: { open: call('views.open', {}) },
      chat: { postMessage: call('chat.postMessage', { channel: 'D0DM', ts: '2.000001' }) },
      filesUploadV2: call('filesUploadV2', {}),
    };
  }
}
