/** Where a trail of an account puts its log files. */
export interface Trail {
  /** `s3://bucket/prefix` or `file:///folder`: the place that holds `AWSLogs/`. */
  readonly url: string;
  /** Who may read the bucket, where that is not the role of the account. */
  readonly roleArn?: string | undefined;
  readonly externalId?: string | undefined;
  /** The bucket's Region, where it is not the bot's. */
  readonly region?: string | undefined;
}

/** A table over a trail's log files that Athena searches. */
export interface AthenaTable {
  readonly database: string;
  readonly table: string;
  readonly workgroup: string;
  /** `s3://bucket/prefix`: where Athena puts results. */
  readonly output: string;
  /** The Region of the table, where it is not the bot's. */
  readonly region?: string | undefined;
  /** Most that one question may scan, in MB. */
  readonly maxScannedMb: number;
}

/** An AWS account whose history is searched. */
export interface Account {
  /** 12 digits; null for the bot's own account when none is configured. */
  readonly id: string | null;
  readonly name: string;
  readonly regions: readonly string[];
  readonly roleArn?: string | undefined;
  readonly externalId?: string | undefined;
  /** What cards of its events say. */
  readonly note?: string | undefined;
  readonly trail?: Trail | undefined;
  readonly athena?: AthenaTable | undefined;
}
