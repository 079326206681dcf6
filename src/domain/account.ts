/** An AWS account whose history is searched. */
export interface Account {
  /** 12 digits; null for the bot's own account when none is configured. */
  readonly id: string | null;
  readonly name: string;
  readonly regions: readonly string[];
  readonly roleArn?: string | undefined;
  readonly externalId?: string | undefined;
}
