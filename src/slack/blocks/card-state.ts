import type { Severity } from '../../domain/categories.ts';
import { formatInstant } from '../../domain/instant.ts';
import type { Notification } from '../../domain/notification.ts';
import { type Decision, settled, type Verdict } from '../../domain/review.ts';
import { capital, code, localTime, mention, words } from './mrkdwn.ts';

/** The one sign that a state has. */
export const VERDICT_SIGNS: Readonly<Record<Verdict, string>> = {
  acknowledged: ':eyes:',
  approved: ':white_check_mark:',
  rejected: ':no_entry:',
};

/** Colours of the bar beside a card: by how much it matters while it is open, then by what was decided. */
const SEVERITY_COLORS: Readonly<Record<Severity, string>> = {
  critical: '#c4122f',
  high: '#e8912d',
  medium: '#ecb22e',
  low: '#a0a4a8',
};
const VERDICT_COLORS: Readonly<Record<Verdict, string>> = {
  acknowledged: '#a0a4a8',
  approved: '#2eb67d',
  rejected: '#e01e5a',
};

type Reviewed = Pick<Notification, 'decisions' | 'quorum' | 'ask'>;

/** The colour of a card. What asks for nothing and is not critical is grey. */
export function colorOf({ severity, ...review }: Reviewed & Pick<Notification, 'severity'>): string {
  const decision = settled(review.decisions, review.quorum);
  if (decision) return VERDICT_COLORS[decision.verdict];
  return review.ask === 'nothing' && severity !== 'critical'
    ? SEVERITY_COLORS.low
    : SEVERITY_COLORS[severity];
}

/** How a review stands, in lines: what is asked and how far it is, or what was decided, by whom, when and why. Empty where nothing is asked. */
export function stateLines({ decisions, quorum, ask }: Reviewed): readonly string[] {
  const decision = settled(decisions, quorum);
  if (decision) return [decidedLine(decision, decisions), ...decisions.filter(isVoided).map(voidedLine)];
  if (ask === 'nothing') return decisions.filter(isVoided).map(voidedLine);
  const standing = decisions.filter(one => !isVoided(one));
  return [
    `*${needs(ask, quorum, standing.length)}*${approvalsSoFar(standing)}`,
    ...decisions.filter(isVoided).map(voidedLine),
  ];
}

/** The same in a few plain words, for the fallback text. */
export function stateText({ decisions, quorum, ask }: Reviewed): string {
  const decision = settled(decisions, quorum);
  const standing = decisions.filter(one => !isVoided(one));
  if (decision) return `${capital(decision.verdict)} by ${whoDecided(decision, decisions)}`;
  if (ask === 'nothing') return '';
  const soFar = standing.length === 0 ? '' : `, approved by ${mentions(standing)}`;
  return `${needs(ask, quorum, standing.length)}${soFar}`;
}

/** `Needs approval`, `Needs 2 approvals (0 of 2)`, `Needs 1 more approval (1 of 2)`. */
function needs(ask: Notification['ask'], quorum: number, approvals: number): string {
  if (ask === 'acknowledgement') return 'Needs acknowledgement';
  if (quorum <= 1) return 'Needs approval';
  const left = quorum - approvals;
  if (approvals === 0) return `Needs ${quorum} approvals (0 of ${quorum})`;
  return `Needs ${left} more approval${left === 1 ? '' : 's'} (${approvals} of ${quorum})`;
}

function approvalsSoFar(standing: readonly Decision[]): string {
  return standing.map(({ by, at }) => ` · ${mention(by)} approved ${instant(at)}`).join('');
}

function decidedLine(decision: Decision, decisions: readonly Decision[]): string {
  const { verdict, at, reason, covers } = decision;
  const all = covers === undefined ? '' : ` all ${covers.count}`;
  const why = reason === undefined ? '' : ` · ${code(reason, 500)}`;
  return `${VERDICT_SIGNS[verdict]} *${capital(verdict)}${all} by ${whoDecided(decision, decisions)}* · ${instant(at)}${why}`;
}

/** Of a quorum all who approved. */
function whoDecided({ verdict, by }: Decision, decisions: readonly Decision[]): string {
  return verdict === 'approved'
    ? mentions(decisions.filter(one => one.verdict === 'approved' && !isVoided(one)))
    : mention(by);
}

function mentions(decisions: readonly Decision[]): string {
  return decisions.map(({ by }) => mention(by)).join(' and ');
}

function voidedLine({ verdict, by, voided }: Decision): string {
  return `:warning: ~${capital(verdict)} by ${mention(by)}~ counts no more: ${words(voided?.because ?? '', 300)}`;
}

function isVoided({ voided }: Decision): boolean {
  return voided !== undefined;
}

function instant(iso: string): string {
  return localTime(iso, formatInstant(iso, 'UTC'), 'to the minute');
}
