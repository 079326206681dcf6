import { matchesEventPattern } from '../../src/domain/event-pattern.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Json } from './record.ts';

/** A rule of an event bus. */
export interface Rule {
  readonly name: string;
  readonly pattern: object;
  readonly isEnabled?: boolean;
}

/** EventBridge's rules: ListRules, and TestEventPattern as the bot itself reads patterns. */
export class Rules {
  readonly all: Rule[] = [
    {
      name: 'cctrail',
      pattern: { source: [{ prefix: 'aws.' }], 'detail-type': ['AWS API Call via CloudTrail'] },
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
