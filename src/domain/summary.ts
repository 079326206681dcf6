import { type CatalogueEntry, catalogueEntry } from './catalogue.ts';
import type { Category, ReviewRequest, Severity } from './categories.ts';
import { type Chain, withChain } from './issuers.ts';
import { asObject, asText } from './json.ts';
import { type Known, NOTHING_KNOWN } from './known.ts';
import type { Principal } from './principal.ts';
import { principalOf } from './principal-of.ts';
import { type CloudTrailRecord, isDenied } from './record.ts';
import { partiesOf } from './resource.ts';
import { withUserNames } from './user-names.ts';
import { projectsOfRole } from './workflow-role.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** A record understood: who did what to what, how it went, how much it matters. All that cards and answers speak from. */
export interface RecordSummary {
  readonly record: CloudTrailRecord;
  readonly entry: CatalogueEntry;
  readonly principal: Principal;
  readonly category: Category;
  readonly resource: string | null;
  /** To whom it was attached, for whom it was made, with what it was connected. */
  readonly second: string | null;
  /** Further resources of the same call. */
  readonly others: readonly string[];
  /** Why the record came late or again, in CloudTrail's words: `UPDATED_DATA` (CloudTrail User Guide, "addendum"). */
  readonly addendum: string | null;
  /** Where else the same deed is recorded: the log of a space, by its place. */
  readonly alsoIn?: string;
  /** The runs of workflows that went on when a workflow did it; absent: they were not looked up. */
  readonly runs?: readonly WorkflowRun[];
  /** The projects of CodeCatalyst whose workflows use its role, as the settings say; absent: they say nothing. */
  readonly projects?: readonly string[];
  readonly denied: boolean;
  readonly severity: Severity;
  /** Whether the built-in catalogue would show it, and what it would ask. */
  readonly notable: boolean;
  readonly ask: ReviewRequest;
}

/**
 * Reads a record whole. `known`: what is known of whoever acts, `chain` what was found out of who obtained its
 * session. Pure.
 */
export function summarise(
  record: CloudTrailRecord,
  known: Known = NOTHING_KNOWN,
  chain?: Chain,
): RecordSummary {
  const entry = catalogueEntry(record, known.workflowRoles);
  const named = principalOf(record, known.workflowRoles);
  const principal = withUserNames(chain ? withChain(record, named, chain) : named, known.userNames);
  const byWorkflow = principal.kind === 'workflow' || principal.chain.some(link => link.kind === 'workflow');
  const category = entry.category === 'other' && byWorkflow ? 'workflow' : entry.category;
  const changes = entry.changes && !(category === 'workflow' && record.readOnly);
  const notable = changes && category !== 'other';
  const failed = record.outcome === 'failure';
  const projects = known.workflowRoles.length === 0 ? [] : projectsOfRole(record, principal, known);
  return {
    record,
    entry,
    principal,
    category,
    ...partiesOf(record, entry),
    addendum: asText(asObject(record.fields['addendum'])?.['reason']) ?? null,
    ...(projects.length > 0 && { projects }),
    denied: isDenied(record),
    ...weightOf(entry, failed),
    notable,
    ...(!notable && { ask: 'nothing' }),
  };
}

/** How much an event matters, and what it asks of people. */
type Weight = Pick<RecordSummary, 'severity' | 'ask'>;

/** How much an event matters and what it asks. An attempt that failed changed nothing: it weighs one step less, and asks for no approval. */
export function weightOf({ severity, ask }: Weight, failed: boolean): Weight {
  if (!failed) return { severity, ask };
  return { severity: softer(severity), ask: ask === 'approval' ? 'acknowledgement' : ask };
}

function softer(severity: Severity): Severity {
  return severity === 'critical' ? 'high' : severity === 'high' ? 'medium' : 'low';
}

/** How the parts of a sentence are written: values come from the record, words are ours. For mark-up and escaping. */
export interface Writing {
  readonly value: (text: string) => string;
  readonly words: (text: string) => string;
}

const PLAIN: Writing = { value: text => text, words: text => text };

/**
 * The sentence without who and when: `deleted connection 1a2b`, `attached policy X to user bob`, or `tried to delete connection 1a2b, and was
 * denied (AccessDenied)`.
 */
export function actionClause(summary: RecordSummary, writing: Writing = PLAIN): string {
  const { record, entry } = summary;
  const corrected =
    summary.addendum === 'UPDATED_DATA' ? writing.words(', as CloudTrail corrected later') : '';
  if (record.outcome === 'success') return `${phraseWith(entry.did, summary, writing)}${corrected}`;
  const tried = phraseWith(entry.to, summary, writing);
  if (record.errorCode?.endsWith('DryRunOperation'))
    return `only tested (dry run) whether they may ${tried}${corrected}`;
  const why = writing.value(record.errorCode ?? record.errorMessage ?? 'no reason given');
  return `tried to ${tried}, ${summary.denied ? 'and was denied' : 'and failed'} (${why})${corrected}`;
}

/** A phrase with what it is about in its places. */
function phraseWith(template: string, { resource, second, others }: RecordSummary, writing: Writing): string {
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const values = {
    '%': resource === null ? '' : `${writing.value(resource)}${more}`,
    '%2': second === null ? '' : writing.value(second),
  };
  const whole = template.replace(/\[([^\]]*)\]/g, (_, optional: string) => (second === null ? '' : optional));
  const placed = /%(?!2)/.test(whole) ? whole : `${whole} %`;
  return placed
    .split(/(%2?)/)
    .map(part => (part === '%' || part === '%2' ? values[part] : writing.words(part)))
    .join('')
    .replace(/ {2,}/g, ' ')
    .trim();
}
