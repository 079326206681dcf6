/** The Region that a queue's address names; undefined where it names none, as behind an endpoint of one's own (Amazon SQS Developer Guide, "queue URL"). */
export function regionOf(queueUrl: string): string | undefined {
  return /^https:\/\/sqs\.([a-z0-9-]+)\./.exec(queueUrl)?.[1];
}
