import * as z from 'zod';
import { asObject, type Json, type JsonObject } from '../../domain/json.ts';
import { ASSURANCES, type CloudTrailRecord } from '../../domain/record.ts';
import { issuedKeyId, type Session } from '../../domain/session.ts';
import { digest } from '../../records/digest.ts';
import { carrierOf, readRecord } from '../../records/read-record.ts';
import { REDACTION_VERSION } from '../../records/redact.ts';
import type { Put, Store } from '../ports.ts';
import { codec } from './codec.ts';
import { KEYS } from './keys.ts';
import { recordCodec } from './record-codec.ts';

/** Lifetime of what is known of a session: the longest that one may last, 36 hours (STS API Reference, "GetSessionToken"), and one more. */
export const SESSION_TTL_MS = 37 * 3_600_000;
/** Most documents of one session that are read. */
const MAX_DOCUMENTS = 100;

/** When a session's STS record was looked for in vain: the event that first asked for it, and the last look (milliseconds). */
const askedCodec = codec(z.object({ eventAt: z.number(), askedAt: z.number() }));
/** See {@link askedCodec}. */
export type Asked = Readonly<ReturnType<typeof askedCodec.decode>>;

/** A card that waits for who obtained a session, and the session's account. */
export interface WaitingCard {
  readonly notificationId: string;
  readonly accountId: string | null;
}

/** What the store knows of a session. */
export interface KnownSession {
  /** STS records that say that they issued it, whatever they rest on. */
  readonly issuers: readonly CloudTrailRecord[];
  readonly asked: Asked | undefined;
  /** Notifications whose cards wait for who obtained it, with the account that they wait for. */
  readonly waiting: readonly WaitingCard[];
}

const ISSUER = 'issuer/';
const WAITING = 'waiting/';
const ASKED = 'asked';

/** What the store knows of a session, by its access key id. @throws {StoreError} when the store is away */
export async function readSession(store: Store, accessKeyId: string): Promise<KnownSession> {
  const prefix = KEYS.session(accessKeyId);
  const entries = await store.range(prefix, '', null, MAX_DOCUMENTS);
  const under = (kind: string) => entries.filter(({ key }) => key.startsWith(prefix + kind));
  return {
    issuers: under(ISSUER).flatMap(({ value }) => recordCodec.tryDecode(value) ?? []),
    asked: under(ASKED).map(({ value }) => askedCodec.tryDecode(value))[0],
    waiting: under(WAITING).map(({ key, value }) => ({
      notificationId: key.slice((prefix + WAITING).length),
      accountId: value === '' ? null : value,
    })),
  };
}

/** The write that keeps an STS record with the session that it issued, and of it only what proves; none for any other record. */
export function issuerPuts(record: CloudTrailRecord): Put[] {
  const keyId = issuedKeyId(record);
  if (keyId === undefined) return [];
  const proving = provingPart(record);
  // What proves is read first: what anybody may send must not crowd it out.
  const rank = ASSURANCES.indexOf(record.assurance);
  const key = `${KEYS.session(keyId)}${ISSUER}${rank}-${digest(record.key).slice(0, 16)}`;
  return [{ key, value: recordCodec.encode(proving), ttl: SESSION_TTL_MS }];
}

/** The write that notes that a session's STS record was looked for in vain. */
export function askedPut(accessKeyId: string, asked: Asked): Put {
  return {
    key: `${KEYS.session(accessKeyId)}${ASKED}`,
    value: askedCodec.encode(asked),
    ttl: SESSION_TTL_MS,
  };
}

/** The write that notes that a card waits for who obtained a session. */
export function waitingPut(
  { accessKeyId, accountId }: Pick<Session, 'accessKeyId' | 'accountId'>,
  notificationId: string,
): Put {
  const key = `${KEYS.session(accessKeyId)}${WAITING}${notificationId}`;
  return { key, value: accountId ?? '', ttl: SESSION_TTL_MS };
}

/** Fields of an STS record that show who obtained which session. */
const PROVING = [
  'eventVersion',
  'eventID',
  'eventTime',
  'eventName',
  'eventSource',
  'eventType',
  'awsRegion',
  'readOnly',
  'recipientAccountId',
  'sharedEventID',
  'sourceIPAddress',
  'userIdentity',
] as const;
/** The same of its parameters and of what it gave out. */
const PROVING_PARAMETERS = [
  'roleArn',
  'targetPrincipal',
  'name',
  'roleSessionName',
  'sourceIdentity',
] as const;

/** An STS record with no more than shows who obtained which session. */
export function provingPart(record: CloudTrailRecord): CloudTrailRecord {
  const { fields } = record;
  const credentials = asObject(asObject(fields['responseElements'])?.['credentials']) ?? {};
  const proving: JsonObject = {
    ...pick(fields, PROVING),
    requestParameters: pick(asObject(fields['requestParameters']) ?? {}, PROVING_PARAMETERS),
    responseElements: { credentials: pick(credentials, ['accessKeyId']) },
  };
  const reading = readRecord(proving, { ...carrierOf(record), redaction: REDACTION_VERSION });
  return reading.kind === 'record' ? reading.record : record;
}

function pick(object: JsonObject, names: readonly string[]): { readonly [name: string]: Json } {
  return Object.fromEntries(
    names.flatMap(name => (object[name] === undefined ? [] : [[name, object[name]]])),
  );
}
