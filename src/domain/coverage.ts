import { type Gap, type GapCause, isOpenGap } from './gap.ts';
import { formatInstant } from './instant.ts';
import { isSpacePlace } from './space.ts';

/** A part of one account and Region that a history was searched for; instants are ISO 8601. */
export interface Searched {
  readonly history: string;
  readonly accountId: string | null;
  readonly region: string;
  readonly from: string;
  readonly to: string;
}

/** What was and was not searched. An answer without it would be a guess. */
export interface Coverage {
  /** Whether every planned look-up ended. */
  readonly complete: boolean;
  /** Events after this instant may still arrive (ISO 8601). */
  readonly settledUntil: string;
  readonly searched: readonly Searched[];
  readonly notSearched: readonly Gap[];
  /** Look-ups that were sent to AWS and those that the cache served. */
  readonly requests: number;
  readonly cached: number;
  /** Bytes that Athena has scanned for it, which cost money; absent: none. */
  readonly scannedBytes?: number | undefined;
}

/** How answers speak: the asker's zone and the names of the accounts. */
export interface Voice {
  readonly timeZone: string;
  readonly accountName: (accountId: string | null) => string;
}

/** Causes of gaps in two or three words, for a sentence. */
const SHORT_CAUSES: Readonly<Record<GapCause, string>> = {
  time: 'time ran out',
  cancelled: 'cancelled',
  limit: 'too many look-ups',
  tooMany: 'too many events',
  throttled: 'throttled',
  unreachable: 'unreachable',
  denied: 'access denied',
  misconfigured: 'not set up',
  unreadable: 'could not be read',
  silent: 'days without log files',
  tooOld: 'too old',
};
/** Most places that the sentence of an answer names. */
const MAX_NAMED_PLACES = 3;

/** Which places were not searched, or not for all of the time, in one short sentence; empty where nothing is missing. */
export function notSearchedSentence(coverage: Coverage, voice: Voice): string {
  const gaps = coverage.notSearched.filter(isOpenGap);
  const open = gaps.filter(({ about }) => about === undefined);
  const sessions = new Set(gaps.filter(({ about }) => about === 'sessions').map(({ cause }) => cause));
  const runs = new Set(gaps.filter(({ about }) => about === 'runs').map(({ cause }) => cause));
  const why = (causes: ReadonlySet<GapCause>) => [...causes].map(cause => SHORT_CAUSES[cause]).join(', ');
  const unknown = [
    sessions.size === 0 ? '' : `Who obtained some sessions was not found out (${why(sessions)}).`,
    runs.size === 0 ? '' : `In which workflow runs some of it was done was not found out (${why(runs)}).`,
  ]
    .filter(Boolean)
    .join(' ');
  const places = new Map<string, Set<GapCause>>();
  for (const gap of open) {
    const place = placeOf(gap, coverage, voice);
    const causes = places.get(place) ?? new Set();
    // What failed first is what people can mend.
    for (const { cause } of [...coverage.notSearched.filter(other => isReplacedIn(other, gap)), gap])
      causes.add(cause);
    places.set(place, causes);
  }
  const short = open.filter(gap => isShortOf(gap, coverage));
  for (const gap of short) places.delete(placeOf(gap, coverage, voice));
  const kept = short.map(({ accountId = null, to }) => {
    const place = voice.accountName(accountId);
    return `${place.charAt(0).toUpperCase()}${place.slice(1)} goes back to ${dayOf(to, voice)} only.`;
  });
  if (places.size === 0) return [...new Set(kept), unknown].filter(Boolean).join(' ');
  const named = [...places].map(
    ([place, causes]) => `${place} (${[...causes].map(cause => SHORT_CAUSES[cause]).join(', ')})`,
  );
  const more = named.length > MAX_NAMED_PLACES ? `; and ${named.length - MAX_NAMED_PLACES} more` : '';
  return [`Not searched: ${named.slice(0, MAX_NAMED_PLACES).join('; ')}${more}.`, ...new Set(kept), unknown]
    .filter(Boolean)
    .join(' ');
}

/** Whether all that is missing at a place is what it never had: a space's log keeps some weeks, which is told with nearly every answer and nobody can mend. */
function isShortOf({ cause, accountId, region }: Gap, { notSearched }: Coverage): boolean {
  return (
    cause === 'tooOld' &&
    isSpacePlace(accountId ?? null) &&
    notSearched.every(
      other => other.cause === cause || other.accountId !== accountId || other.region !== region,
    )
  );
}

/** Whether a gap of another history was to be closed by the one that has this gap, at the same place and time. */
function isReplacedIn(other: Gap, { history, accountId, region, from, to }: Gap): boolean {
  const isSamePlace = other.accountId === accountId && other.region === region;
  return other.replacedBy === history && isSamePlace && other.from < to && from < other.to;
}

/** A place in a few words: an account of which nothing was searched by its name alone; part of the time where the rest was searched. */
function placeOf({ accountId, region, from, to }: Gap, { searched }: Coverage, voice: Voice): string {
  const same = searched.filter(part => accountId === undefined || part.accountId === accountId);
  const account = accountId === undefined ? '' : voice.accountName(accountId);
  // The log of a space has no Region.
  if (region === undefined && !isSpacePlace(accountId ?? null)) return account || 'part of the time';
  const here = same.filter(part => region === undefined || part.region === region);
  if (here.length === 0 && same.length === 0 && account !== '') return account;
  const place = [account, region].filter(Boolean).join(' ');
  if (here.length === 0) return place;
  const first = here.map(part => part.from).toSorted()[0] ?? from;
  const day = (iso: string) => dayOf(iso, voice);
  if (to <= first) return `${place} before ${day(to)}`;
  return day(from) === day(to) ? `${place} on ${day(from)}` : `${place} ${day(from)} to ${day(to)}`;
}

function dayOf(iso: string, { timeZone }: Voice): string {
  return formatInstant(iso, timeZone).split(',')[0] ?? iso;
}

/** What was searched and what was not, place by place, as sentences. */
export function coverageSentence(coverage: Coverage, voice: Voice): string {
  const searched =
    coverage.searched.length === 0 ? 'Nothing was searched.' : searchedSentence(coverage, voice);
  const cost = `${coverage.requests} look-up${coverage.requests === 1 ? '' : 's'}${coverage.cached > 0 ? `, ${coverage.cached} records from cache` : ''}${priceOf(coverage)}.`;
  const gaps = coverage.notSearched.map(gap => {
    const place = [gap.accountId === undefined ? '' : voice.accountName(gap.accountId), gap.region ?? '']
      .filter(Boolean)
      .join(' ');
    // What another history searched instead is no gap, but where it came from matters.
    if (!isOpenGap(gap)) return `${gap.history} of ${place}: ${gap.reason}.`;
    return `Not searched: ${[place, `${formatInstant(gap.from, voice.timeZone)} to ${formatInstant(gap.to, voice.timeZone)}`].filter(Boolean).join(', ')} (${gap.reason}).`;
  });
  const said = [...new Set(gaps)];
  return [
    searched,
    cost,
    ...said.slice(0, 5),
    ...(said.length > 5 ? [`${said.length - 5} more gaps.`] : []),
  ].join(' ');
}

const BYTES_PER_TB = 1e12;
const BYTES_PER_MB = 1e6;
/** Price of what Athena scans, in US dollars for each TB (Amazon Athena pricing; most Regions). */
const DOLLARS_PER_TB = 5;

/** What Athena scanned, and about what that costs. */
function priceOf({ scannedBytes = 0 }: Coverage): string {
  if (scannedBytes === 0) return '';
  const megabytes = Math.ceil(scannedBytes / BYTES_PER_MB).toLocaleString('en');
  const dollars = (scannedBytes / BYTES_PER_TB) * DOLLARS_PER_TB;
  return `, ${megabytes} MB scanned by Athena (about $${dollars < 0.01 ? '0.01 at most' : dollars.toFixed(2)})`;
}

/** Each place with the time since when it was searched; places of which the same holds together. */
function searchedSentence({ searched, settledUntil }: Coverage, voice: Voice): string {
  const places = new Map<string, { histories: Set<string>; from: string }>();
  for (const { history, accountId, region, from } of searched) {
    const place = `${voice.accountName(accountId)} ${region}`.trim();
    const known = places.get(place);
    places.set(place, {
      histories: (known?.histories ?? new Set()).add(history),
      from: known && known.from < from ? known.from : from,
    });
  }
  const groups = new Map<string, string[]>();
  for (const [place, { histories, from }] of places) {
    const key = `${[...histories].join(', ')}\n${formatInstant(from, voice.timeZone)}`;
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  const parts = [...groups].map(([key, named]) => {
    const [histories = '', since = ''] = key.split('\n');
    return `${histories} of ${named.join('; ')} since ${since}`;
  });
  return `Searched ${parts.join('; ')}; settled until ${formatInstant(settledUntil, voice.timeZone)}.`;
}
