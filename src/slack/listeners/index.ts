import { registerCommand } from './command.ts';
import { registerDecide, registerReject, registerRejectModal } from './decide.ts';
import { registerDetails, registerUnknownAction } from './details.ts';
import { registerMention } from './mention.ts';
import type { Register } from './parts.ts';

/** Everything that Slack can cause, in one list. */
export const LISTENERS: readonly Register[] = [
  registerCommand,
  registerMention,
  registerDecide,
  registerReject,
  registerRejectModal,
  registerDetails,
  registerUnknownAction,
];
