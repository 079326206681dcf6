import { CODECATALYST } from '../catalogue.ts';
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
  return (
    filters.some(({ key, negated }) => key === 'event' && !negated) ||
    nouns.some(noun => OBJECTS.get(noun)?.sources.some(source => source !== CODECATALYST))
  );
}

function asksWorkflows({ key, values, negated }: Filter): boolean {
  if (negated) return false;
  if (key === 'user') return values.every(value => /^workflows?$/i.test(value));
  return key === 'workflow' || (key === 'kind' && values.includes('workflow'));
}

/** Whether a record passes a filter of {@link runFilters}, by the runs that went on then; until they are looked up any workflow of any project may have done it. */
export function passesRun(filter: Filter, summary: RecordSummary): boolean {
  const { negated, key } = filter;
  const { runs, record } = summary;
  // What workflows do in CodeCatalyst itself says where.
  if (key === 'project' && codeCatalystPlaceOf(record).projects.size > 0)
    return isInProject(filter, summary) !== negated;
  const isWorkflow = isByWorkflow(summary);
  if (runs === undefined) return negated || isWorkflow;
  const isIts = ({ workflowName, project }: WorkflowRun) =>
    isAmong(filter, [(key === 'project' ? project : workflowName).toLowerCase()]);
  // Of several runs any may have done it, so only what no other can have done is left out.
  return negated ? !(runs.length > 0 && runs.every(isIts)) : isWorkflow && runs.some(isIts);
}

/** Whether a record of CodeCatalyst names one of the projects of a filter. */
export function isInProject(filter: Pick<Filter, 'values'>, { record }: RecordSummary): boolean {
  return isAmong(filter, [...codeCatalystPlaceOf(record).projects]);
}

/** Whether a record of CodeCatalyst is of one of the spaces of a filter; one that names its space by its id alone may be of any. */
export function isInSpace(filter: Pick<Filter, 'values'>, { record }: RecordSummary): boolean {
  const spaces = [...codeCatalystPlaceOf(record).spaces];
  return isAmong(filter, spaces) || (spaces.length > 0 && spaces.every(one => UUID.test(one)));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function isAmong({ values }: Pick<Filter, 'values'>, names: readonly string[]): boolean {
  return values.some(value => names.some(name => matchesWildcard(value.toLowerCase(), name)));
}
