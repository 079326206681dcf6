import { wordsOf } from '../../../phrase.ts';
import { isRegion } from '../../../region.ts';
import { remembering } from '../../../remember.ts';
import { eventNamed } from '../../lexicon/event-names.ts';
import regionPlaces from '../../lexicon/region-places.json' with { type: 'json' };
import type { FilterKey } from '../../question.ts';

/** Ids that AWS gives out, such as i-0123456789abcdef0 and sg-01234567. */
const GIVEN_ID = /^[a-z]{1,12}-[0-9a-f]{8}([0-9a-f]{9})?$/;

const FORMS: readonly (readonly [key: FilterKey, form: RegExp])[] = [
  ['account', /^\d{12}$/],
  ['ip', /^\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?$/],
  ['ip', /^(?!\d{1,2}:\d{2}:\d{2}$)(?=.*:.*:)[0-9a-f:]+(\/\d{1,3})?$/i],
  ['key', /^A[KS]IA[A-Z0-9]{8,}$/],
  ['source', /^[a-z0-9.-]+\.amazonaws\.com$/],
  ['user', /^arn:[^:]*:(iam|sts):[^:]*:\d*:(user|root|assumed-role|federated-user)/],
  ['resource', /^arn:/],
  ['user', /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
  ['user', /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/],
  ['resource', GIVEN_ID],
];

/** What a text is by its mere form; undefined where that says nothing. */
export function keyOfForm(text: string): FilterKey | undefined {
  // Most words are of letters only, and say nothing.
  if (/^[a-z]*$/i.test(text) && !/^A[KS]IA/.test(text)) return undefined;
  return isRegion(text.toLowerCase()) ? 'region' : FORMS.find(([, form]) => form.test(text))?.[0];
}

/** Regions by the places that they are called after, in lower case without points. */
export const REGION_PLACES: ReadonlyMap<string, string> = new Map(
  regionPlaces.flatMap(({ region, places }) => places.split(', ').map(place => [place, region] as const)),
);

/** The highest number of the Regions that are known in each part of the world. */
const HIGHEST: ReadonlyMap<string, number> = new Map(
  regionPlaces
    .map(({ region }) => region)
    .toSorted()
    .map(region => [region.slice(0, -2), Number(region.at(-1))] as const),
);
/** Regions that AWS may have opened in one place since the list was made. */
const MAX_NEWER_REGIONS = 2;

/** Whether a Region may exist: `us-west-9` has the form of one, and is far from any. */
export function mayExist(region: string): boolean {
  const isOther = /^(cn|us-gov|us-iso|eu-iso|eusc)/.test(region);
  return isOther || Number(region.at(-1)) <= (HIGHEST.get(region.slice(0, -2)) ?? 0) + MAX_NEWER_REGIONS;
}

/** Whether a text is the id of an instance, which acts in sessions that are called so. */
export function isInstanceId(text: string): boolean {
  return /^i-[0-9a-f]{8}([0-9a-f]{9})?$/.test(text);
}

/** Whether a text is a role's ARN. */
export function isRoleArn(text: string): boolean {
  return /^arn:[^:]*:iam::\d*:role\//.test(text);
}

/** An id as events and connections have it. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether only one thing can be called by a text: a UUID, `sg-0aa11bb22cc33dd44`, an ARN. */
export function isUniqueId(text: string): boolean {
  return UUID.test(text) || GIVEN_ID.test(text.toLowerCase()) || /^arn:aws[\w-]*:\S+$/i.test(text);
}

/** The event that a text names, as AWS writes it. Names of one word, such as Decrypt, count only where a call is spoken of. */
export function eventIn(text: string, isCalled = false): string | undefined {
  return isCalled ? calledEvent(text) : writtenEvent(text);
}

const calledEvent = remembering(text => eventOf(text, true));
const writtenEvent = remembering(text => eventOf(text, false));

function eventOf(text: string, isCalled: boolean): string | undefined {
  const bare = text.replace(/^[a-z0-9-]+:(?=[A-Z])/, '');
  if (!/^[A-Za-z][A-Za-z0-9_]{3,}$/.test(bare)) return undefined;
  // A lone word of everyday English is none, unless it is written as one.
  const event = eventNamed(bare);
  const isWritten = /[a-z][A-Z]/.test(bare) || (/[A-Z]/.test(bare) && bare !== bare.toUpperCase());
  const isPhrase = event !== undefined && (wordsOf(event.name).length > 1 || (isCalled && isWritten));
  return event && isPhrase ? (isWritten ? bare : event.name) : undefined;
}
