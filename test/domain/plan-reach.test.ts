import { describe, expect, test } from '@jest/globals';
import { planQuestion } from '../../src/domain/plan.ts';
import { eventsOf } from '../../src/domain/question/lexicon/event-names.ts';
import { OBJECTS } from '../../src/domain/question/lexicon/nouns.ts';
import { VERB_FORMS } from '../../src/domain/question/lexicon/verbs.ts';
import { mayAnswerByName } from '../../src/domain/question/match.ts';
import type { Question } from '../../src/domain/question/question.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const VERBS = [...new Set([...VERB_FORMS.values()].map(({ verb }) => verb))];
const NOUNS = [...new Map([...OBJECTS.values()].map(noun => [noun.name, noun])).values()];

describe('what is looked up', () => {
  test('has every event that a verb and a noun mean', () => {
    const missed: string[] = [];
    const reads = { key: 'readonly', values: ['true', 'false'], negated: false } as const;
    for (const { name, sources } of NOUNS) {
      const events = sources.flatMap(eventSource =>
        // STS issues credentials, which CloudTrail counts among the reads.
        eventsOf(eventSource).map(eventName => ({
          eventName,
          eventSource,
          readOnly: eventSource === 'sts.amazonaws.com',
        })),
      );
      for (const [verb, filters] of VERBS.flatMap(one => [[one, []] as const, [one, [reads]] as const])) {
        const question: Question = {
          asks: 'list',
          verbs: [verb],
          objects: [name],
          filters,
          time: null,
          pick: 'all',
          limit: null,
        };
        const { attributes } = planQuestion(question, NOW);
        const isFound = ({ eventName, eventSource }: (typeof events)[number]) =>
          attributes.some(
            one =>
              one === null ||
              one.key === 'ReadOnly' ||
              (one.key === 'EventSource' && one.value === eventSource) ||
              (one.key === 'EventName' && one.value === eventName),
          );
        const lost = events.filter(event => !isFound(event) && mayAnswerByName(question, event));
        missed.push(...lost.map(({ eventName }) => `${verb} ${name}: ${eventName}`));
      }
    }
    expect(missed).toEqual([]);
  });
});
