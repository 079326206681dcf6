import {
  registerBack,
  registerFocus,
  registerNarrow,
  registerPaging,
  registerPivot,
  registerReading,
  registerSearchOn,
} from './browse.ts';
import { registerCancel } from './cancel.ts';
import { registerCommand } from './command.ts';
import { registerDecide, registerReject, registerRejectModal } from './decide.ts';
import { registerAnswerDetails, registerDetails, registerLink, registerUnknownAction } from './details.ts';
import { registerFile } from './file.ts';
import { registerMention } from './mention.ts';
import type { Register } from './parts.ts';
import { registerShare } from './share.ts';

/** Everything that Slack can cause, in one list. */
export const LISTENERS: readonly Register[] = [
  registerCommand,
  registerMention,
  registerCancel,
  registerPaging,
  registerSearchOn,
  registerNarrow,
  registerPivot,
  registerReading,
  registerFocus,
  registerBack,
  registerShare,
  registerFile,
  registerAnswerDetails,
  registerDecide,
  registerReject,
  registerRejectModal,
  registerDetails,
  registerLink,
  registerUnknownAction,
];
