import { back, focus, narrow, paging, pivot, reading, searchOn } from './actions/browse.ts';
import { cancel } from './actions/cancel.ts';
import { decideOnClick, registerRejectModal, reject } from './actions/decide.ts';
import { answerDetails, details } from './actions/details.ts';
import { file } from './actions/export.ts';
import { type ActionListener, link, unknownAction } from './actions/listener.ts';
import { share } from './actions/share.ts';
import { registerCommand } from './commands/cctrail.ts';
import type { Register } from './context.ts';
import { registerMention } from './events/app-mention.ts';

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
