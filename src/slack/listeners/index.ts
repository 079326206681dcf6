import { type ActionListener, link, unknownAction } from './action.ts';
import { back, focus, narrow, paging, pivot, reading, searchOn } from './browse.ts';
import { cancel } from './cancel.ts';
import { registerCommand } from './command.ts';
import { decideOnClick, registerRejectModal, reject } from './decide.ts';
import { answerDetails, details } from './details.ts';
import { file } from './file.ts';
import { registerMention } from './mention.ts';
import type { Register } from './parts.ts';
import { share } from './share.ts';

/** Every button and menu. */
const ACTIONS: readonly ActionListener[] = [
  cancel,
  paging,
  searchOn,
  narrow,
  pivot,
  reading,
  focus,
  back,
  share,
  file,
  answerDetails,
  decideOnClick,
  reject,
  details,
  link,
];

/** Everything that Slack can cause, in one list. */
export const LISTENERS: readonly Register[] = [
  registerCommand,
  registerMention,
  registerRejectModal,
  ...[...ACTIONS, unknownAction(ACTIONS)].map(listener => listener.register),
];
