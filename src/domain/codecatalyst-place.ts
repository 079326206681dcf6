import { CODECATALYST, serviceOf } from './catalogue.ts';
import { eachText } from './json.ts';
import type { CloudTrailRecord } from './record.ts';
import { spaceOfPlace } from './space.ts';

/** Where in CodeCatalyst something was done: names and ids of spaces and of projects, in lower case. */
export interface CodeCatalystPlace {
  readonly spaces: ReadonlySet<string>;
  readonly projects: ReadonlySet<string>;
}

/** ARNs of spaces, and of projects in them (Service Authorization Reference, "Actions, resources, and condition keys for Amazon CodeCatalyst"). */
const ARN = /^arn:[\w-]+:codecatalyst:[^:]*:[^:]*:\/?space\/([^/]+)(?:\/project\/([^/]+))?/;
/** Fields by what they name, wherever they stand. */
const OF_SPACES = /^space(name|id)?$/i;
const OF_PROJECTS = /^project(name|id)?$/i;
/** Fields that name what an event itself is about. */
const OF_ITSELF = /^(name|id|displayname)$/i;

const known = new WeakMap<CloudTrailRecord, CodeCatalystPlace>();

/** The spaces and projects that a record names, as where it was done or as what was changed; those of no other service than CodeCatalyst. Payloads are documented nowhere, so fields count by their names. */
export function codeCatalystPlaceOf(record: CloudTrailRecord): CodeCatalystPlace {
  const before = known.get(record);
  if (before) return before;
  const found = findPlace(record);
  known.set(record, found);
  return found;
}

function findPlace(record: CloudTrailRecord): CodeCatalystPlace {
  const [spaces, projects] = [new Set<string>(), new Set<string>()];
  const { eventName, accountId, fields } = record;
  if (serviceOf(record) !== CODECATALYST) return { spaces, projects };
  const own = /space$/i.test(eventName ?? '') ? spaces : /project$/i.test(eventName ?? '') ? projects : null;
  const inLog = spaceOfPlace(accountId);
  if (inLog !== undefined) spaces.add(inLog.toLowerCase());
  for (const place of ['requestParameters', 'responseElements', 'additionalEventData', 'resources'])
    eachText(fields[place], (text, field) => {
      const name = text.trim().toLowerCase();
      const [, space, project] = ARN.exec(name) ?? [];
      if (space !== undefined) spaces.add(space);
      if (project !== undefined) projects.add(project);
      if (OF_SPACES.test(field)) spaces.add(name);
      if (OF_PROJECTS.test(field)) projects.add(name);
      if (own && place !== 'resources' && OF_ITSELF.test(field)) own.add(name);
    });
  return { spaces, projects };
}
