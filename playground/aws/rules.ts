import { matchesEventPattern } from '../../src/domain/event-pattern.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Json } from './record.ts';

/** A rule of an event bus. */
export interface Rule {
  readonly name: string;
  readonly pattern: object;
  readonly isEnabled?: boolean;
  /** ARNs. */
  readonly targets: readonly string[];
}

/** EventBridge's rules: ListRules, ListTargetsByRule, and TestEventPattern as the bot itself reads patterns. */
export class Rules {
  readonly all: Rule[] = [
    {
      name: 'archive',
      pattern: { source: [{ prefix: 'aws.' }] },
      targets: ['arn:aws:logs:us-west-2:111122223333:log-group:/aws/events/all'],
    },
    {
      name: 'cctrail',
      pattern: {
        'detail-type': ['AWS API Call via CloudTrail'],
        detail: { eventSource: ['codecatalyst.amazonaws.com'], readOnly: [false] },
      },
      targets: ['arn:aws:events:us-west-2:111122223333:api-destination/cctrail/0a1b'],
    },
  ];
  /** Whether the role may look at them. */
  isAllowed = true;

  /** Answers a request. */
  handle(operation: string, body: Json): { status: number; body: Json } {
    if (!this.isAllowed)
      return {
        status: 400,
        body: { __type: 'AccessDeniedException', message: `no ${operation} (simulated)` },
      };
    switch (operation) {
      case 'ListRules':
        return {
          status: 200,
          body: {
            Rules: this.all.map(({ name, pattern, isEnabled = true }) => ({
              Name: name,
              EventPattern: JSON.stringify(pattern),
              State: isEnabled ? 'ENABLED' : 'DISABLED',
            })),
          },
        };
      case 'ListTargetsByRule': {
        const { targets = [] } = this.all.find(({ name }) => name === body['Rule']) ?? {};
        return {
          status: 200,
          body: { Targets: targets.map((arn, index) => ({ Id: String(index), Arn: arn })) },
        };
      }
      case 'TestEventPattern':
        return {
          status: 200,
          body: { Result: matchesEventPattern(parsed(body['EventPattern']), parsed(body['Event'])) },
        };
      default:
        return { status: 400, body: { __type: 'UnknownOperationException' } };
    }
  }
}

function parsed(text: unknown): JsonObject {
  return JSON.parse(String(text)) as JsonObject;
}
