import { asObject, type Json, type JsonObject } from '../json.ts';
import type { CloudTrailRecord } from '../record.ts';
import { eventNamed } from './lexicon/event-names.ts';
import rows from './lexicon/switches.json' with { type: 'json' };
import { isDeed } from './match-deed.ts';
import type { Deed, VerbName } from './question.ts';

/** A parameter of a call that turns something on or off. */
interface Switch {
  readonly event: string;
  /** The thing that it is about, where the call may be about others as well. */
  readonly noun?: string;
  readonly parameter: string;
  readonly on: string;
  readonly off: string;
}

const SWITCHES: ReadonlyMap<string, readonly Switch[]> = new Map(
  (rows as readonly Switch[]).map(({ event }) => [event, rows.filter(row => row.event === event)] as const),
);

/** Things of which calls may be about that are about others as well. */
const NOUNS: ReadonlySet<string> = new Set((rows as readonly Switch[]).flatMap(({ noun }) => noun ?? []));

const ON: ReadonlySet<VerbName> = new Set<VerbName>(['enable', 'activate', 'start', 'associate']);
const OFF: ReadonlySet<VerbName> = new Set<VerbName>(['disable', 'deactivate', 'stop', 'remove']);

/**
 * Whether a call that turns something on or off turned it the way a deed asks for: who set an access key to Inactive did not activate it. A call whose record does not say
 * which way is not left out, unless it may be about something else.
 */
export function turnsAsAsked(deed: Deed, { eventName, fields }: CloudTrailRecord): boolean {
  const found = switchOf(deed, eventName);
  if (!found) return true;
  const { verbs } = deed;
  const value = valueOf(asObject(fields['requestParameters']) ?? {}, found.parameter.split('.'));
  if (value === undefined) return found.noun === undefined;
  const [isOn, isOff] = [verbs.some(verb => ON.has(verb)), verbs.some(verb => OFF.has(verb))];
  return isOn === isOff || value === (isOn ? found.on : found.off);
}

/** Whether only the record of a call tells if it turned something on or off. */
export function mayTurnEitherWay(deed: Deed, eventName: string | null): boolean {
  return switchOf(deed, eventName) !== undefined;
}

/** Whether there is an event of a deed of which only the record tells if it turned something on or off. `sources`: services that a question names. */
export function needsTurn(deed: Deed, sources: readonly string[]): boolean {
  return [...SWITCHES.keys()].some(
    eventName =>
      mayTurnEitherWay(deed, eventName) &&
      (eventNamed(eventName)?.sources ?? []).some(eventSource =>
        isDeed(deed, { eventName, eventSource }, sources),
      ),
  );
}

function switchOf({ verbs, objects }: Deed, eventName: string | null): Switch | undefined {
  const known = SWITCHES.get(eventName ?? '');
  if (!known) return undefined;
  // "enabled or updated": either will do, whichever way it was turned.
  const isTurned = verbs.length > 0 && verbs.every(verb => ON.has(verb) || OFF.has(verb));
  const isOneWay = isTurned && verbs.some(verb => ON.has(verb)) !== verbs.some(verb => OFF.has(verb));
  return known.find(({ noun }) => {
    if (noun === undefined) return isOneWay;
    return objects.length > 0 ? objects.every(name => NOUNS.has(name)) && objects.includes(noun) : isTurned;
  });
}

/** The value of a parameter; EC2 takes some by their name, `attribute` and `value`, as well. */
function valueOf(parameters: JsonObject, path: readonly string[]): string | undefined {
  const isByName = parameters['attribute'] === path[0];
  return valueAt(parameters, path) ?? (isByName ? valueAt(parameters, ['value']) : undefined);
}

function valueAt(value: Json | undefined, path: readonly string[]): string | undefined {
  const [field, ...rest] = path;
  if (field === undefined) return typeof value === 'string' ? value : JSON.stringify(value ?? undefined);
  return valueAt(asObject(value)?.[field], rest);
}
