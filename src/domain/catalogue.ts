import type { Category, ReviewRequest, Severity } from './categories.ts';
import { insightPhrase } from './insight.ts';
import { eachText } from './json.ts';
import { knownEvent } from './known-events.ts';
import codecatalyst from './packs/codecatalyst.json' with { type: 'json' };
import { type Phrase, past, phraseOf } from './phrase.ts';
import type { CloudTrailRecord } from './record.ts';
import { remembering } from './remember.ts';
import { isWorkflowRole, type WorkflowRole } from './workflow-role.ts';

/** What the catalogue knows of an event. */
export interface CatalogueEntry extends Phrase {
  // In `did` and `to` a `%` marks where the resource is named, if not at the end; `%2` the second party, in brackets where it may be absent.
  readonly eventName: string;
  readonly eventSource: string;
  readonly category: Category;
  /** Whether the call changes something; List…, Get… and Describe… do not. */
  readonly changes: boolean;
  readonly severity: Severity;
  /** What is asked of people where it is notable. */
  readonly ask: ReviewRequest;
  /** What usually follows; null: nothing worth a line. */
  readonly follows: string | null;
  /** Request or response fields that name the resource, best first; in lower case, as case does not matter. */
  readonly resourceFields: readonly string[];
  /** The same of the second party: with what, to whom, of what. */
  readonly secondFields: readonly string[];
}

/** The `eventSource` of CodeCatalyst's own events. */
export const CODECATALYST = 'codecatalyst.amazonaws.com';

const CONSOLE_LOGIN: Phrase = { did: 'signed in to the console', to: 'sign in to the console' };

/** The pack that is always there: every CodeCatalyst event and all that endangers the trail; and calls that matter only where they touch what is ours. */
const GROUPS = codecatalyst as readonly Group[];
const ENTRIES = index(GROUPS.filter(({ onlyOurs }) => onlyOurs !== true));
const TRUST_ENTRIES = index(GROUPS.filter(({ onlyOurs }) => onlyOurs === true));

/** What a row of the catalogue is called where files change it: `codecatalyst DeleteConnection`; in lower case, as case does not matter. */
export function rowNameOf({ eventSource, eventName }: CatalogueEntry): string {
  return `${eventSource.replace('.amazonaws.com', '')} ${sameSpelling(eventName)}`;
}

/** The entries of CodeCatalyst and of the trail, for documentation, help and questions. */
export const CATALOGUE: readonly CatalogueEntry[] = [...ENTRIES.values()];

/** The entries of the services that CodeCatalyst relies on, of which a record is notable only where it concerns us. */
export const TRUST_CATALOGUE: readonly CatalogueEntry[] = [...TRUST_ENTRIES.values()];

/**
 * What the catalogue says of a record; any event of another service reads well from its name and falls under `other`.
 * Names are compared without regard to case, and `Dissassociate` (as the user guide writes it) is `Disassociate`.
 */
export function catalogueEntry(
  record: CloudTrailRecord,
  workflowRoles: readonly WorkflowRole[] = [],
): CatalogueEntry {
  const known = lookUp(ENTRIES, record);
  if (known) return known;
  const trust = lookUp(TRUST_ENTRIES, record);
  if (trust && concernsUs(trust, record, workflowRoles)) return trust;
  const insight = record.eventName === null ? insightPhrase(record) : undefined;
  const other = otherEntry(record.eventName ?? '');
  const eventSource = record.eventSource ?? '';
  const ofPeople =
    eventSource === CODECATALYST && OF_PEOPLE.test(record.eventName ?? '') ? CHANGED_PEOPLE : {};
  return { ...other, ...insight, ...ofPeople, eventSource, changes: !record.readOnly };
}

/**
 * Words by which an event of CodeCatalyst, whatever its name, is about who may do what in a space: no list of all that its log may hold is published, and what is not known must
 * not be silent.
 */
const OF_PEOPLE =
  /member|invit|role|permission|access|grant|token|secret|credential|password|pat$|sshkey|collaborator|user|team|group|join|leave|admin|owner|identity|login|sso|space|workflow$/i;
const CHANGED_PEOPLE = { category: 'space', severity: 'medium' } as const;

/** What an event of another service is, by its name alone. */
const otherEntry = remembering(
  (eventName): Omit<CatalogueEntry, 'eventSource' | 'changes'> => ({
    ...otherPhrase(eventName),
    resourceFields: [],
    secondFields: [],
    ...knownEvent(eventName),
    eventName,
    category: 'other',
    severity: 'low',
    ask: 'nothing',
    follows: null,
  }),
);

function otherPhrase(eventName: string): Phrase {
  return eventName === 'ConsoleLogin' ? CONSOLE_LOGIN : phraseOf(eventName === '' ? null : eventName);
}

/** The service that an event is of. One documented sample of CodeCatalyst's writes `account-ID` where the source belongs. */
export function serviceOf({ eventSource }: Pick<CloudTrailRecord, 'eventSource'>): string {
  return eventSource?.includes('.') ? eventSource : CODECATALYST;
}

/** The spelling under which two event names are the same. */
export function sameSpelling(eventName: string): string {
  return eventName.toLowerCase().replace('dissassociate', 'disassociate');
}

function lookUp(
  entries: ReadonlyMap<string, CatalogueEntry>,
  record: CloudTrailRecord,
): CatalogueEntry | undefined {
  if (record.eventName === null) return undefined;
  return entries.get(`${serviceOf(record)}/${spelling(record.eventName)}`);
}

const spelling = remembering(sameSpelling);

function concernsUs(
  entry: CatalogueEntry,
  record: CloudTrailRecord,
  workflowRoles: readonly WorkflowRole[],
): boolean {
  let concerns = false;
  eachText(record.fields['requestParameters'], (text, field) => {
    if (/codecatalyst/i.test(text) || (entry.category === 'trail' && /cctrail/i.test(text))) concerns = true;
    if (/^role(name|arn)$/i.test(field) && isWorkflowRole(text, workflowRoles)) concerns = true;
  });
  return concerns;
}

/** Rows of the pack about one part of a set-up in one service. */
interface Group {
  readonly category: Category;
  readonly service: string;
  readonly ask: ReviewRequest;
  /** The calls matter only where they touch a CodeCatalyst role, or (on EventBridge) what feeds this bot. */
  readonly onlyOurs?: boolean;
  readonly rows: readonly {
    readonly event: string;
    readonly verb: string;
    readonly object: string;
    readonly severity: Severity;
    readonly follows?: string;
    /** Fields that name the resource and the second party, best first. */
    readonly resource?: string;
    readonly second?: string;
  }[];
}

function index(groups: readonly Group[]): Map<string, CatalogueEntry> {
  const entries = new Map<string, CatalogueEntry>();
  for (const { category, service, ask, rows } of groups) {
    for (const {
      event: eventName,
      verb,
      object,
      severity,
      follows = null,
      resource = '',
      second = '',
    } of rows) {
      const eventSource = `${service}.amazonaws.com`;
      entries.set(`${eventSource}/${sameSpelling(eventName)}`, {
        eventName,
        eventSource,
        category,
        changes: !/^(Get|List)/.test(eventName),
        severity,
        ask,
        follows,
        resourceFields: resource.toLowerCase().split(' ').filter(Boolean),
        secondFields: second.toLowerCase().split(' ').filter(Boolean),
        did: `${past(verb)} ${object}`,
        to: `${verb} ${object}`,
      });
    }
  }
  return entries;
}
