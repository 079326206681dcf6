/** The parts of an Amazon Resource Name (IAM User Guide, "Identify AWS resources with ARNs"). */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** All after the account: `role/path/name`, `/connections/id`, `stack/name/id`. */
  readonly resource: string;
}

/** Reads an ARN; undefined where the text is none. */
export function readArn(text: string | undefined): Arn | undefined {
  const match = /^arn:([^:]*):([^:]+):([^:]*):([^:]*):(.+)$/s.exec(text ?? '');
  if (!match) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
}

/** The name of the role, user or other thing at the end of an ARN: `arn:aws:iam::1:role/path/Deploy` gives `Deploy`. */
export function nameInArn(text: string | undefined): string | undefined {
  return readArn(text)?.resource.split(/[/:]/).filter(Boolean).at(-1);
}
