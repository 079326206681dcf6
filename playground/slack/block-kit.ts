type Block = Record<string, unknown>;

interface Chart {
  readonly type?: string;
  readonly series?: readonly { name: string; data: readonly { label: string; value: number }[] }[];
  readonly axis_config?: { readonly categories?: readonly string[] };
}

const TEXT_LIMITS: Record<string, number> = { section: 3000, header: 150 };
/** Most charts of a message, their points and series, and letters of a label and a title (Slack, "Data visualization block"). */
const MAX_CHARTS = 2;
const MAX_POINTS = 20;
const MAX_SERIES = 6;
const MAX_LABEL_LENGTH = 20;
const MAX_TITLE_LENGTH = 50;
const KNOWN = [
  'section',
  'context',
  'actions',
  'divider',
  'header',
  'input',
  'image',
  'rich_text',
  'table',
  'data_table',
  'data_visualization',
  'markdown',
];

/**
 * What Slack would refuse about blocks (Slack, "Block Kit reference": limits of each block and element). An empty list: nothing.
 * `most` is 50 for messages and 100 for modals.
 */
export function blockProblems(blocks: unknown, most: number): string[] {
  if (!Array.isArray(blocks)) return ['blocks must be a list'];
  const problems: string[] = [];
  const charts = (blocks as Block[]).filter(({ type }) => type === 'data_visualization');
  if (charts.length > MAX_CHARTS) problems.push(`no more than ${MAX_CHARTS} charts allowed`);
  if (blocks.length > most) problems.push(`no more than ${most} items allowed`);
  const ids = new Set<string>();
  for (const [index, block] of (blocks as Block[]).entries()) {
    const here = `/blocks/${index}`;
    const type = String(block['type']);
    if (!KNOWN.includes(type)) problems.push(`${here}: unsupported type ${type}`);
    const id = block['block_id'];
    if (typeof id === 'string') {
      if (id.length > 255) problems.push(`${here}: block_id too long`);
      if (ids.has(id)) problems.push(`${here}: block_id ${id} is not unique`);
      ids.add(id);
    }
    if (block['text'] !== undefined)
      problems.push(...textProblems(block['text'], TEXT_LIMITS[type] ?? 3000, `${here}/text`));
    if (type === 'section' && block['text'] === undefined && block['fields'] === undefined)
      problems.push(`${here}: a section needs text`);
    const elements = block['elements'];
    if (type === 'context')
      problems.push(
        ...listProblems(elements, 10, here),
        ...each(elements, (one, path) => textProblems(one, 2000 * 2, path), here),
      );
    if (type === 'actions') {
      problems.push(...listProblems(elements, 25, here), ...each(elements, elementProblems, here));
      const names = ((elements ?? []) as Block[]).map(element => element['action_id']);
      if (new Set(names).size < names.length) problems.push(`${here}: an action_id is not unique`);
    }
    if (type === 'data_table') problems.push(...tableProblems(block, here));
    if (type === 'data_visualization') problems.push(...chartProblems(block, here));
    if (type === 'input')
      problems.push(
        ...textProblems(block['label'], 2000, `${here}/label`),
        ...elementProblems(block['element'] as Block, `${here}/element`),
      );
    if (block['accessory'] !== undefined)
      problems.push(...elementProblems(block['accessory'] as Block, `${here}/accessory`));
  }
  return problems;
}

/** What Slack would refuse about a modal. */
export function viewProblems(view: Block): string[] {
  const problems = blockProblems(view['blocks'], 100);
  for (const part of ['title', 'submit', 'close']) {
    if (view[part] !== undefined) problems.push(...textProblems(view[part], 24, `/${part}`));
  }
  if (String(view['private_metadata'] ?? '').length > 3000)
    problems.push('/private_metadata: longer than 3000 characters');
  const hasInput =
    Array.isArray(view['blocks']) && (view['blocks'] as Block[]).some(block => block['type'] === 'input');
  if (hasInput && view['submit'] === undefined) problems.push('a modal with an input needs submit');
  return problems;
}

function elementProblems(element: Block, path: string): string[] {
  const problems: string[] = [];
  const actionId = element['action_id'];
  if (typeof actionId === 'string' && actionId.length > 255) problems.push(`${path}: action_id too long`);
  if (element['type'] === 'static_select' || element['type'] === 'overflow') {
    const options = (element['options'] ?? []) as Block[];
    const most = element['type'] === 'overflow' ? 5 : 100;
    if (options.length < 1 || options.length > most) problems.push(`${path}: 1 to ${most} options`);
    for (const option of options) {
      problems.push(...textProblems(option['text'], 75, `${path}/option`));
      if (String(option['value'] ?? '').length > 150) problems.push(`${path}: an option's value is too long`);
    }
    const initial = JSON.stringify(element['initial_option']);
    if (initial !== undefined && !options.some(option => JSON.stringify(option) === initial))
      problems.push(`${path}: initial_option is none of the options`);
  }
  if (element['type'] === 'button') {
    problems.push(...textProblems(element['text'], 75, `${path}/text`));
    if (String(element['value'] ?? '').length > 2000)
      problems.push(`${path}: value longer than 2000 characters`);
    const confirm = element['confirm'] as Block | undefined;
    if (confirm) {
      problems.push(...textProblems(confirm['title'], 100, `${path}/confirm/title`));
      problems.push(...textProblems(confirm['text'], 300, `${path}/confirm/text`));
      problems.push(...textProblems(confirm['confirm'], 30, `${path}/confirm/confirm`));
      problems.push(...textProblems(confirm['deny'], 30, `${path}/confirm/deny`));
    }
  }
  return problems;
}

/** Slack, "Data table block": rows of equal length with a header, 10,000 characters in all. */
function tableProblems(block: Block, path: string): string[] {
  const rows = (block['rows'] ?? []) as Block[][];
  const problems: string[] = [];
  if (typeof block['caption'] !== 'string' || block['caption'] === '')
    problems.push(`${path}: caption is missing`);
  if (rows.length < 2 || rows.length > 101) problems.push(`${path}: 2 to 101 rows`);
  const width = rows[0]?.length ?? 0;
  if (width < 1 || width > 20 || rows.some(row => row.length !== width))
    problems.push(`${path}: rows of 1 to 20 cells, all the same`);
  if (rows[0]?.some(cell => cell['type'] === 'rich_text')) problems.push(`${path}: a header is no rich text`);
  const size = Number(block['page_size'] ?? 5);
  if (size < 1 || size > 100) problems.push(`${path}: page_size from 1 to 100`);
  const raw = rows.flat().filter(cell => cell['type'] === 'raw_text');
  if (raw.some(cell => typeof cell['text'] !== 'string' || cell['text'] === ''))
    problems.push(`${path}: a cell is empty`);
  if (rows.flat().reduce((sum, cell) => sum + String(cell['text'] ?? 'a date and a time').length, 0) > 10_000)
    problems.push(`${path}: more than 10,000 characters`);
  return problems;
}

/** Slack, "Data visualization block": bars, lines and areas of up to six series, which have one point for each category. */
function chartProblems({ title, chart }: Block, path: string): string[] {
  const problems: string[] = [];
  if (typeof title !== 'string' || title === '' || title.length > MAX_TITLE_LENGTH)
    problems.push(`${path}: a title of 1 to ${MAX_TITLE_LENGTH} characters`);
  const { type, series = [], axis_config: axis } = (chart ?? {}) as Chart;
  if (!['bar', 'line', 'area'].includes(String(type))) problems.push(`${path}: no chart that is known here`);
  const categories = axis?.categories ?? [];
  if (categories.length < 1 || categories.length > MAX_POINTS)
    problems.push(`${path}: 1 to ${MAX_POINTS} categories`);
  if (categories.some(label => label === '' || label.length > MAX_LABEL_LENGTH))
    problems.push(`${path}: a label has 1 to ${MAX_LABEL_LENGTH} characters`);
  if (new Set(categories).size < categories.length) problems.push(`${path}: a category is not unique`);
  if (series.length < 1 || series.length > MAX_SERIES) problems.push(`${path}: 1 to ${MAX_SERIES} series`);
  for (const { name, data } of series) {
    if (name === '' || name.length > MAX_LABEL_LENGTH) problems.push(`${path}: a series needs a short name`);
    if (JSON.stringify(data.map(({ label }) => label)) !== JSON.stringify(categories))
      problems.push(`${path}: the points of a series are not its categories`);
    if (!data.every(({ value }) => Number.isFinite(value))) problems.push(`${path}: a value is no number`);
  }
  return problems;
}

function textProblems(text: unknown, limit: number, path: string): string[] {
  const object = text as Block | undefined;
  const value = object?.['text'];
  if (object?.['type'] !== 'mrkdwn' && object?.['type'] !== 'plain_text')
    return [`${path}: must be a text object`];
  if (typeof value !== 'string' || value.length === 0) return [`${path}: must be more than 0 characters`];
  return value.length > limit ? [`${path}: must be less than ${limit + 1} characters`] : [];
}

function listProblems(list: unknown, most: number, path: string): string[] {
  if (!Array.isArray(list) || list.length === 0) return [`${path}: elements are missing`];
  return list.length > most ? [`${path}: no more than ${most} elements`] : [];
}

function each(list: unknown, check: (one: Block, path: string) => string[], path: string): string[] {
  return Array.isArray(list)
    ? (list as Block[]).flatMap((one, index) => check(one, `${path}/elements/${index}`))
    : [];
}
