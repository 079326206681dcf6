import { hasAttribute, type Json, type TrailRecord, usernameOf } from './record.ts';

/** Most items of a page (CloudTrail API Reference, "LookupEvents"). */
const MAX_PAGE_SIZE = 50;
/** Two requests a second are taken in each Region (CloudTrail User Guide, "Quotas"); a little more, for requests travel. */
const MAX_REQUESTS_PER_SECOND = 2;
const SECOND_MS = 950;

/** A LookupEvents request that came in. */
export interface LookupCall {
  readonly region: string;
  readonly attribute: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly status: number;
}

/** What goes wrong with a call: an error code with its HTTP status, an answer that comes late, a reset, or an item that is not JSON. */
export type LookupFault =
  | { readonly code: string; readonly status: number }
  /** Milliseconds. */
  | { readonly slow: number }
  | 'reset'
  | 'garbage';

interface Attribute {
  readonly AttributeKey: string;
  readonly AttributeValue: string;
}

/** An answer: a status and its body, or (null) the connection is cut. */
export type LookupAnswer = { readonly status: number; readonly body: Json } | null;

/** LookupEvents over a list of records, with CloudTrail's limits. */
export class CloudTrail {
  readonly records: TrailRecord[] = [];
  readonly calls: LookupCall[] = [];
  /** Taken one by one. */
  readonly faults: LookupFault[] = [];
  /** Whether pages come as AWS promises, the newest first. */
  newestFirst = true;
  /** Whether requests beyond the limit are refused. */
  throttles = true;
  readonly #recent = new Map<string, number[]>();
  readonly #tokens = new Map<string, string>();
  #issued = 0;

  /** Answers a request. */
  async lookupEvents(region: string, body: Json): Promise<LookupAnswer> {
    const attributes = (body['LookupAttributes'] ?? []) as Attribute[];
    const [attribute] = attributes;
    const noted = (status: number, answer: Json): LookupAnswer => {
      const name = attribute ? `${attribute.AttributeKey}=${attribute.AttributeValue}` : null;
      this.calls.push({ region, attribute: name, at: Date.now(), status });
      return { status, body: answer };
    };
    const fault = this.faults.shift();
    if (fault === 'reset') return null;
    if (typeof fault === 'object' && 'slow' in fault)
      await new Promise(resolve => setTimeout(resolve, fault.slow));
    else if (typeof fault === 'object') return noted(fault.status, failure(fault.code));
    if (this.throttles && !this.#mayLookUp(region)) return noted(400, failure('ThrottlingException'));
    if (attributes.length > 1) return { status: 400, body: failure('InvalidLookupAttributesException') };
    const { NextToken: token, ...parameters } = body;
    const same = JSON.stringify([region, parameters]);
    // A token is good only with the parameters that it was given for.
    if (token !== undefined && this.#tokens.get(String(token)) !== same)
      return noted(400, failure('InvalidNextTokenException'));
    const answer = this.#page(region, attribute, body, fault === 'garbage');
    if (answer['NextToken'] !== undefined) this.#tokens.set(String(answer['NextToken']), same);
    return noted(200, answer);
  }

  #page(region: string, attribute: Attribute | undefined, body: Json, garbage: boolean): Json {
    const start = Number(body['StartTime'] ?? 0) * 1_000;
    const end = Number(body['EndTime'] ?? Number.POSITIVE_INFINITY) * 1_000;
    const fits = (record: TrailRecord) => {
      const at = Date.parse(record.eventTime);
      const has = !attribute || hasAttribute(record, attribute.AttributeKey, attribute.AttributeValue);
      return record.awsRegion === region && at >= start && at <= end && has;
    };
    const found = this.records
      .filter(fits)
      .toSorted((a, b) => Date.parse(b.eventTime) - Date.parse(a.eventTime));
    if (!this.newestFirst) found.reverse();
    const offset = Number(String(body['NextToken'] ?? '0').split('.')[0]);
    const size = Math.min(Number(body['MaxResults'] ?? MAX_PAGE_SIZE), MAX_PAGE_SIZE);
    return {
      Events: found
        .slice(offset, offset + size)
        .map((record, index) => itemOf(record, garbage && index === 0)),
      ...(offset + size < found.length && { NextToken: `${offset + size}.${(this.#issued += 1)}` }),
    };
  }

  #mayLookUp(region: string): boolean {
    const now = Date.now();
    const recent = (this.#recent.get(region) ?? []).filter(at => now - at < SECOND_MS);
    if (recent.length >= MAX_REQUESTS_PER_SECOND) return false;
    this.#recent.set(region, [...recent, now]);
    return true;
  }
}

function itemOf(record: TrailRecord, garbage: boolean): Json {
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    EventSource: record.eventSource,
    EventTime: Date.parse(record.eventTime) / 1_000,
    ReadOnly: String(record['readOnly'] ?? false),
    Username: usernameOf(record),
    Resources: [],
    CloudTrailEvent: garbage ? '{"eventVersion":' : JSON.stringify(record),
  };
}

function failure(code: string): Json {
  return { __type: code, message: `${code} (simulated)` };
}
