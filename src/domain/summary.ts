import { type CatalogueEntry, type Category, catalogueEntry, type Severity } from './catalogue.ts';
import { type Chain, withChain } from './issuers.ts';
import type { Principal } from './principal.ts';
import { principalOf } from './principal-of.ts';
import { type CloudTrailRecord, isDenied } from './record.ts';
import { resourceOf } from './resource.ts';
import type { WorkflowRole } from './workflow-role.ts';

/** Requests that a card can make of people. */
export const REVIEW_REQUESTS = ['nothing', 'acknowledgement', 'approval'] as const;
export type ReviewRequest = (typeof REVIEW_REQUESTS)[number];

/** A record understood: who did what to what, how it went, how much it matters. All that cards and answers speak from. */
export interface RecordSummary {
  readonly record: CloudTrailRecord;
  readonly entry: CatalogueEntry;
  readonly principal: Principal;
  readonly category: Category;
  readonly resource: string | null;
  readonly denied: boolean;
  readonly severity: Severity;
  /** Whether the built-in catalogue would show it, and what it would ask. */
  readonly notable: boolean;
  readonly ask: ReviewRequest;
}

/** Categories whose changes want a sign-off. */
const GUARDED: ReadonlySet<Category> = new Set(['connection', 'role', 'billing', 'trail']);

/**
 * Reads a record whole. `workflowRoles` are the configured roles that workflows run with, `chain` what was found out of who obtained its
 * session. Pure.
 */
export function summarise(
  record: CloudTrailRecord,
  workflowRoles: readonly WorkflowRole[] = [],
  chain?: Chain,
): RecordSummary {
  const entry = catalogueEntry(record, workflowRoles);
  const named = principalOf(record, workflowRoles);
  const principal = chain ? withChain(record, named, chain) : named;
  const byWorkflow = principal.kind === 'workflow' || principal.chain.some(link => link.kind === 'workflow');
  const category = entry.category === 'other' && byWorkflow ? 'workflow' : entry.category;
  const changes = entry.changes && !(category === 'workflow' && record.readOnly);
  const notable = changes && category !== 'other';
  const failed = record.outcome === 'failure';
  return {
    record,
    entry,
    principal,
    category,
    resource: resourceOf(record, entry),
    denied: isDenied(record),
    severity: failed ? softer(entry.severity) : entry.severity,
    notable,
    ask: !notable || !GUARDED.has(category) ? 'nothing' : failed ? 'acknowledgement' : 'approval',
  };
}

/** An attempt that failed changed nothing; it weighs one step less. */
function softer(severity: Severity): Severity {
  return severity === 'critical' ? 'high' : severity === 'high' ? 'medium' : 'low';
}

/** How the parts of a sentence are written: values come from the record, words are ours. For mark-up and escaping. */
export interface Writing {
  readonly value: (text: string) => string;
  readonly words: (text: string) => string;
}

const PLAIN: Writing = { value: text => text, words: text => text };

/** The sentence without who and when: `deleted connection 1a2b` or `tried to delete connection 1a2b, and was denied (AccessDenied)`. */
export function actionClause(summary: RecordSummary, writing: Writing = PLAIN): string {
  const { record, entry, resource } = summary;
  const phrase = (template: string): string => {
    const [before = '', after] = template.split(/ ?%/);
    const named = resource === null ? '' : ` ${writing.value(resource)}`;
    return `${writing.words(before)}${named}${after === undefined ? '' : writing.words(after)}`;
  };
  if (record.outcome === 'success') return phrase(entry.did);
  const why = writing.value(record.errorCode ?? record.errorMessage ?? 'no reason given');
  return `tried to ${phrase(entry.to)}, ${summary.denied ? 'and was denied' : 'and failed'} (${why})`;
}
