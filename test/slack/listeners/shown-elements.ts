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

/** The elements of a message that can be clicked. */
export function elementsOf(message: EphemeralMessage | undefined): { action_id?: string; value?: string }[] {
  return (message?.blocks ?? []).flatMap((block: KnownBlock) => {
    const { elements = [], accessory } = block as { elements?: object[]; accessory?: object };
    return [...elements, ...(accessory ? [accessory] : [])];
  });
}

/** The value that comes back with a click. */
export function valueOf(message: EphemeralMessage | undefined, actionId: string): string {
  const element = elementsOf(message).find(one => one.action_id === actionId);
  if (!element) throw new Error(`the message has no ${actionId}`);
  return element.value ?? '';
}
