import { viewProblems } from '../block-kit.ts';
import type { OpenView, Workspace } from '../workspace.ts';
import { json } from './arguments.ts';
import type { Answer, Arguments } from './types.ts';

/** Lifetime of a trigger_id (Slack, "Modals"). */
const TRIGGER_TTL_MS = 3_000;

/** Modals, and the triggers that clicks give for them. */
export class Views {
  readonly #workspace: Workspace;
  readonly #triggers = new Map<string, { user: string; issued: number; used: boolean }>();
  #opened = 0;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** A trigger_id as a click makes it: good for three seconds, once. */
  issueTrigger(user: string): string {
    const id = `${Date.now()}.${this.#triggers.size}.trigger`;
    this.#triggers.set(id, { user, issued: Date.now(), used: false });
    return id;
  }

  /** views.open. */
  open(args: Arguments): Answer {
    const trigger = this.#triggers.get(String(args['trigger_id']));
    if (!trigger) return { ok: false, error: 'invalid_trigger_id' };
    if (trigger.used) return { ok: false, error: 'exchanged_trigger_id' };
    if (Date.now() - trigger.issued > TRIGGER_TTL_MS) return { ok: false, error: 'expired_trigger_id' };
    const view = json(args['view']) as OpenView['view'];
    const problems = viewProblems(view);
    if (problems.length > 0)
      return { ok: false, error: 'invalid_arguments', response_metadata: { messages: problems } };
    trigger.used = true;
    const opened = { id: `V${(this.#opened += 1)}`, user: trigger.user, view };
    this.#workspace.views.push(opened);
    this.#workspace.changed();
    return { ok: true, view: { id: opened.id, ...view } };
  }

  /** views.update, of a modal that is still open. */
  update(args: Arguments): Answer {
    const view = json(args['view']) as OpenView['view'];
    const at = this.#workspace.views.findIndex(({ id }) => id === args['view_id']);
    const open = this.#workspace.views[at];
    if (!open) return { ok: false, error: 'not_found' };
    const problems = viewProblems(view);
    if (problems.length > 0)
      return { ok: false, error: 'invalid_arguments', response_metadata: { messages: problems } };
    this.#workspace.views[at] = { ...open, view };
    this.#workspace.changed();
    return { ok: true, view: { id: open.id, ...view } };
  }
}
