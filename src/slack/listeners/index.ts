import { cancel } from './actions/cancel.ts';
import { decideOnClick } from './actions/decide.ts';
import { answerDetails, details, look } from './actions/details.ts';
import { back, focus } from './actions/focus.ts';
import { help } from './actions/help.ts';
import { link } from './actions/link.ts';
import type { ActionListener } from './actions/listener.ts';
import { exportMembers, showMembers, showMoreMembers } from './actions/members.ts';
import { more } from './actions/more.ts';
import { moreOfAnswer } from './actions/more-answer.ts';
import { narrow } from './actions/narrow.ts';
import { page, searchOn } from './actions/page.ts';
import { pivot } from './actions/pivot.ts';
import { reading } from './actions/reading.ts';
import { refine } from './actions/refine.ts';
import { reject } from './actions/reject.ts';
import { shareAnswer } from './actions/share.ts';
import { showReview } from './actions/show-review.ts';
import { unknownAction } from './actions/unknown.ts';
import { registerCctrailCommand } from './commands/cctrail.ts';
import type { Register } from './context.ts';
import { registerAppMention } from './events/app-mention.ts';
import { registerMuteView } from './views/mute.ts';
import { registerRefineView } from './views/refine.ts';
import { registerRejectView } from './views/reject.ts';

/** Every button and menu. */
const ACTIONS: readonly ActionListener[] = [
  cancel,
  page,
  searchOn,
  narrow,
  pivot,
  reading,
  help,
  refine,
  focus,
  back,
  shareAnswer,
  moreOfAnswer,
  answerDetails,
  decideOnClick,
  reject,
  details,
  look,
  showMembers,
  showMoreMembers,
  exportMembers,
  showReview,
  more,
  link,
];

/** Everything that Slack can cause, in one list. */
export const LISTENERS: readonly Register[] = [
  registerCctrailCommand,
  registerAppMention,
  registerRejectView,
  registerRefineView,
  registerMuteView,
  ...[...ACTIONS, unknownAction(ACTIONS)].map(listener => listener.register),
];
