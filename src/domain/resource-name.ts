import { nameInArn } from './arn.ts';

/** What a load balancer, a listener's or a target group is called, before the id that ends its ARN (Elastic Load Balancing, resource types of the Service Authorization Reference). */
export function nameOfLoadBalancing(text: string): string | undefined {
  return /^arn:[^:]*:elasticloadbalancing:[^:]*:\d*:[a-z-]+\/(?:(?:app|net|gwy)\/)?([^/]+)\/[0-9a-f]+/i.exec(
    text,
  )?.[1];
}

/** The name of a queue in its URL (Amazon SQS Developer Guide, "Queue name and URL"); undefined where a text is none. */
export function queueInUrl(text: string): string | undefined {
  return /^https?:\/\/[^/\s]+\/\d{12}\/([\w-]{1,80}(?:\.fifo)?)$/.exec(text)?.[1];
}

/** An ARN is shown by its last part, which is what people call the thing; anything else as it stands. */
export function displayName(text: string): string {
  const queue = queueInUrl(text);
  if (queue !== undefined) return queue;
  return /^arn:[^:]*:(codecatalyst|iam|cloudtrail):/.test(text) ? (nameInArn(text) ?? text) : text;
}
