export type Json = Record<string, unknown>;

/** A record as CloudTrail keeps it. */
export type TrailRecord = Json & {
  eventID: string;
  eventTime: string;
  eventName: string;
  eventSource: string;
  awsRegion: string;
};

export function hasAttribute(record: TrailRecord, key: string, value: string): boolean {
  const identity = (record['userIdentity'] ?? {}) as Json;
  switch (key) {
    case 'EventId':
      return record.eventID === value;
    case 'EventName':
      return record.eventName === value;
    case 'EventSource':
      return record.eventSource === value;
    case 'ReadOnly':
      return String(record['readOnly'] ?? false) === value;
    case 'AccessKeyId':
      return identity['accessKeyId'] === value;
    case 'Username':
      return usernameOf(record) === value;
    case 'ResourceName':
      return JSON.stringify(record['resources'] ?? []).includes(`"${value}"`);
    default:
      return false;
  }
}

export function usernameOf(record: TrailRecord): string {
  const identity = (record['userIdentity'] ?? {}) as Json;
  return String(
    identity['userName'] ??
      String(identity['arn'] ?? '')
        .split('/')
        .at(-1),
  );
}
