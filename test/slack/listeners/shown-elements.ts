import type { KnownBlock, ModalView } from '@slack/types';
import type { EphemeralMessage } from '../../../src/slack/respond.ts';

interface Input {
  readonly block_id?: string;
  readonly element?: {
    readonly type?: string;
    readonly initial_value?: string;
    readonly initial_option?: { readonly value: string };
  };
}

/** The state of a modal's inputs, each block's action being called as its block: as they were filled in, and what somebody typed. */
export function typedInto({ blocks }: ModalView, typed: string | Record<string, string>): object {
  const given: Record<string, string> = typeof typed === 'string' ? { reason: typed } : typed;
  const states = (blocks as readonly Input[]).flatMap(({ block_id: id, element }) => {
    if (id === undefined || !element) return [];
    const value = given[id] ?? element.initial_value ?? element.initial_option?.value ?? null;
    const state = element.type === 'static_select' ? { selected_option: { value } } : { value };
    return [[id, { [id]: state }] as const];
  });
  return Object.fromEntries(states);
}

interface Clickable {
  readonly action_id?: string;
  readonly value?: string;
  readonly options?: readonly { readonly value?: string }[];
}

/** The elements of a message that can be clicked. */
export function elementsOf(message: EphemeralMessage | undefined): Clickable[] {
  return (message?.blocks ?? []).flatMap((block: KnownBlock) => {
    const { elements = [], accessory } = block as { elements?: object[]; accessory?: object };
    return [...elements, ...(accessory ? [accessory] : [])];
  });
}

/** The value that comes back with a click; `pivot=undone` is the row of a menu whose value begins so. */
export function valueOf(message: EphemeralMessage | undefined, actionId: string): string {
  const [id, choice] = actionId.split('=');
  const element = elementsOf(message).find(one => one.action_id === id);
  if (!element) throw new Error(`the message has no ${actionId}`);
  if (choice === undefined) return element.value ?? '';
  const option = element.options?.find(({ value }) => value?.startsWith(choice));
  if (!option) throw new Error(`the menu ${id} has no ${choice}`);
  return option.value ?? '';
}
