import { EventEmitter } from 'node:events';

/** Somebody in the simulated workspace. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly tz: string;
  readonly team_id: string;
  readonly is_bot?: boolean;
  readonly deleted?: boolean;
  readonly is_restricted?: boolean;
}

/** A message in a channel; `visibleTo` is set on ephemeral ones. */
export interface Message {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  text: string;
  blocks?: unknown[];
  attachments?: unknown[];
  metadata?: { event_type: string; event_payload: Record<string, unknown> };
  readonly thread_ts?: string;
  readonly visibleTo?: string;
  readonly file?: { readonly name: string; readonly content: string };
  edited?: boolean;
}

/** A channel of the workspace. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  /** Whether the bot was invited. */
  member: boolean;
  /** Ids of those who are in it; absent: everybody is. */
  people?: readonly string[];
  archived: boolean;
}

/** A modal that is open for somebody. */
export interface OpenView {
  readonly id: string;
  readonly user: string;
  readonly view: Record<string, unknown> & {
    blocks?: unknown[];
    callback_id?: string;
    private_metadata?: string;
  };
}

/** The state of a simulated Slack workspace. Emits `change` after everything that a person would see. */
export class Workspace extends EventEmitter {
  readonly teamId = 'T0PLAY';
  readonly bot = { userId: 'U0BOT', botId: 'B0BOT', appId: 'A0CCTRAIL' };
  readonly members: Member[];
  readonly channels: Channel[];
  readonly groups = new Map<string, string[]>();
  readonly messages: Message[] = [];
  readonly views: OpenView[] = [];
  /** Number of changes so far: what shows this one shows all before it. */
  revision = 0;
  #lastTs = 0;

  constructor(
    members: readonly Omit<Member, 'team_id'>[],
    channels: readonly Pick<Channel, 'id' | 'name'>[],
  ) {
    super();
    this.members = members.map(member => ({ team_id: this.teamId, ...member }));
    this.channels = channels.map(channel => ({ ...channel, member: true, archived: false }));
  }

  /** A message id as Slack makes them: seconds, unique within the workspace. */
  nextTs(): string {
    this.#lastTs = Math.max(this.#lastTs + 1, Date.now() * 1000);
    return `${Math.floor(this.#lastTs / 1e6)}.${String(this.#lastTs % 1e6).padStart(6, '0')}`;
  }

  member(id: string): Member | undefined {
    return this.members.find(member => member.id === id);
  }

  channel(id: string): Channel | undefined {
    return this.channels.find(channel => channel.id === id || channel.name === id.replace(/^#/, ''));
  }

  /** A person's conversation with the bot. */
  directMessages(user: string): Channel {
    const id = `D${user.slice(1)}`;
    const known = this.channel(id);
    if (known) return known;
    const channel = {
      id,
      name: `cctrail and ${this.member(user)?.name ?? user}`,
      member: true,
      archived: false,
    };
    this.channels.push(channel);
    return channel;
  }

  message(channel: string, ts: string): Message | undefined {
    return this.messages.find(message => message.channel === channel && message.ts === ts);
  }

  /** Cards of a channel: what everybody sees outside of threads. */
  cards(channel: string): Message[] {
    return this.messages.filter(
      message => message.channel === channel && !message.visibleTo && !message.thread_ts,
    );
  }

  /** What one person sees privately. */
  ephemerals(user: string): Message[] {
    return this.messages.filter(message => message.visibleTo === user);
  }

  add(message: Omit<Message, 'ts'>): Message {
    const added = { ...message, ts: this.nextTs() };
    this.messages.push(added);
    this.changed();
    return added;
  }

  /** Takes a message away; gives whether there was one. */
  remove(channel: string, ts: string): boolean {
    const message = this.message(channel, ts);
    if (!message) return false;
    this.messages.splice(this.messages.indexOf(message), 1);
    this.changed();
    return true;
  }

  changed(): void {
    this.revision += 1;
    this.emit('change');
  }
}
