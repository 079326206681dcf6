import { CODECATALYST, serviceOf } from '../catalogue.ts';
import { codeCatalystPlaceOf } from '../codecatalyst-place.ts';
import { matchesWildcard } from '../event-pattern.ts';
import { isByWorkflow } from '../runs-during.ts';
import type { RecordSummary } from '../summary.ts';
import type { WorkflowRun } from '../workflow-run.ts';
import { without } from './filters.ts';
import { OBJECTS } from './lexicon/nouns.ts';
import type { Filter, Pattern, Question } from './question.ts';

/** The filters of a pattern that only the runs of workflows can tell: which workflow; and of what workflows may have done in accounts, for which project. */
export function runFilters(pattern: Pattern): readonly Filter[] {
  const { filters } = pattern;
  if (!filters.some(({ key }) => key === 'workflow' || key === 'project')) return [];
  const mayBeInAccounts = filters.some(asksWorkflows) || namesOthers(pattern);
  return filters.filter(({ key }) => key === 'workflow' || (key === 'project' && mayBeInAccounts));
}

/** A question about a workflow's runs that asks for workflows, too: so the sessions that they obtained are looked for, whatever their roles are called. */
export function askingWorkflows(question: Question): Question {
  const isOfRuns = runFilters(question).some(({ negated }) => !negated);
  const isAsked = question.filters.some(({ key, negated }) => key === 'user' && !negated);
  if (!isOfRuns || isAsked) return question;
  return {
    ...question,
    filters: [...question.filters, { key: 'user', values: ['workflow'], negated: false }],
  };
}

/** Whether only what workflows did can answer a question: of what is done in sessions that they obtained it is looked up in which run. */
export function isOfWorkflowsOnly(question: Question): boolean {
  const people = question.filters.filter(({ key, negated }) => key === 'user' && !negated);
  return runFilters(question).length > 0 && people.every(asksWorkflows);
}

/** A question without whom it asks for, and without the runs, both of which are told once it is proven who acted. */
export function byWhomever(question: Question): Question {
  const ofRuns = runFilters(question);
  const others = question.filters.filter(filter => !ofRuns.includes(filter) || filter.negated);
  return without({ ...question, filters: others }, 'user', 'wanted');
}

/** Whether things, services or events of others than CodeCatalyst are asked for. */
function namesOthers(pattern: Pattern): boolean {
  const { filters, objects, or = [] } = pattern;
  const sources = filters.find(({ key, negated }) => key === 'source' && !negated)?.values;
  if (sources) return !sources.every(source => source === CODECATALYST);
  const nouns = [objects, ...or.map(deed => deed.objects)].flat();
  // What CodeCatalyst has of the kind, it has in projects: secrets, repositories.
  return (
    filters.some(({ key, negated }) => key === 'event' && !negated) ||
    nouns.some(noun => OBJECTS.get(noun)?.sources.includes(CODECATALYST) === false)
  );
}

function asksWorkflows({ key, values, negated }: Filter): boolean {
  if (negated) return false;
  if (key === 'user') return values.every(value => /^workflows?$/i.test(value));
  return key === 'workflow' || (key === 'kind' && values.includes('workflow'));
}

/**
 * Whether a record passes a filter of {@link runFilters}, by the runs that went on then; until they are looked up any workflow of any project may have done it. `isOfWorkflow`: whether
 * a workflow did it, where more is known of that than the record's principal says.
 */
export function passesRun(
  filter: Filter,
  summary: RecordSummary,
  isOfWorkflow = isByWorkflow(summary),
): boolean {
  const { negated, key } = filter;
  const { runs, record, projects } = summary;
  // What workflows do in CodeCatalyst itself says where.
  if (key === 'project' && serviceOf(record) === CODECATALYST) return isInPlace(filter, summary) !== negated;
  if (key === 'project' && projects)
    return (isOfWorkflow && isAmong(filter, projects.map(lower))) !== negated;
  if (runs === undefined) return negated || isOfWorkflow;
  const isIts = ({ workflowName, project }: WorkflowRun) =>
    isAmong(filter, [lower(key === 'project' ? project : workflowName)]);
  // Of several runs any may have done it, so only what no other can have done is left out.
  return negated ? !(runs.length > 0 && runs.every(isIts)) : isOfWorkflow && runs.some(isIts);
}

/** Whether a record of CodeCatalyst is of one of the projects or spaces of a filter. One that names them by ids alone may be of any: it is neither left out nor passed over. */
export function isInPlace(filter: Filter, { record }: RecordSummary): boolean {
  const { spaces, projects } = codeCatalystPlaceOf(record);
  const names = [...(filter.key === 'space' ? spaces : projects)];
  if (names.length > 0 && names.every(name => UUID.test(name)) && !isAmong(filter, names))
    return !filter.negated;
  return isAmong(filter, names);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function lower(name: string): string {
  return name.toLowerCase();
}

function isAmong({ values }: Pick<Filter, 'values'>, names: readonly string[]): boolean {
  return values.some(value => names.some(name => matchesWildcard(value.toLowerCase(), name)));
}
