import { OUTCOMES } from '../filters.ts';
import { eventNamed } from '../lexicon/event-names.ts';
import { OBJECTS } from '../lexicon/nouns.ts';
import { SERVICES } from '../lexicon/services.ts';
import { pastOf, VERB_FORMS } from '../lexicon/verbs.ts';
import { FUNCTION_WORDS, QUESTION_WORDS } from '../lexicon/words.ts';
import type { QuestionReading } from '../question.ts';
import { GATES } from './gate-patterns.ts';
import { type Token, textOf } from './tokens.ts';
import { clip, unreadable } from './unreadable.ts';
import { isKnown } from './words.ts';

type Unreadable = Extract<QuestionReading, { kind: 'unreadable' }>;

/** A text that no record answers, for what sort of text it is; undefined where it may be a question. */
export function gateOf(tokens: readonly Token[]): Unreadable | undefined {
  // What is written as names are says nothing of what sort of text it is.
  const isNamed = (word: string) => /[-_.:/]/.test(word) && !isKnown(word);
  const words = tokens
    .map(({ word, quoted, filter }) => (quoted || filter ? '"' : isNamed(word) ? 'name' : word))
    .join(' ');
  for (const { code, pattern, message, suggestion } of GATES) {
    const found = pattern.exec(words)?.[0].trim();
    if (found !== undefined) return unreadable(code, message(clip(found)), suggestion);
  }
  return definition(words) ?? order(tokens) ?? inventory(words) ?? belongings(tokens);
}

/** A noun without the service that it is of: `codecatalyst account connection`. */
function withoutService(noun: string): string {
  const [first = '', ...rest] = noun.split(' ');
  return SERVICES.has(first) || /^(aws|amazon)$/.test(first) ? rest.join(' ') : noun;
}

/** "what is a connection" asks what a word means, which no record tells. */
function definition(words: string): Unreadable | undefined {
  const asked =
    /^(?:so )?(?:what|who) (?:exactly |actually |really )?(?:is|are) (?:exactly |actually )?(?:an? |the )?(?<noun>[a-z0-9 -]+?)(?: mean| stand for)?(?: exactly| actually| really| anyway)?(?: (?:in|of|on|for) [a-z0-9 -]+)?$/.exec(
      words,
    )?.groups?.['noun'];
  if (asked === undefined) return undefined;
  const noun = OBJECTS.get(asked) ?? OBJECTS.get(withoutService(asked));
  const event = noun || asked.includes(' ') ? undefined : eventNamed(asked);
  const isService = SERVICES.has(asked);
  // "what is role x".
  const isOne =
    OBJECTS.has(asked.split(' ').slice(0, -1).join(' ')) && !VERB_FORMS.has(asked.split(' ').at(-1) ?? '');
  if (!noun && !event && !isService && !isOne) return undefined;
  return unreadable(
    'definition',
    `I know what was done, not what things are ("${clip(words)}").`,
    noun ? `who changed ${noun.name}` : event ? `event:${event.name}` : 'what happened today',
  );
}

/** Texts that ask how much there is of something. */
const INVENTORY =
  /^(?:(?:are|were|is|was) there (?:any|an?|some) (?<some>[a-z0-9 -]+)|(?:how many|what|which) (?<counted>[a-z0-9 -]+?) (?:(?:are|were) (?:there|left|in)\b.*|do (?:we|i) have.*|exist))$/;

/** "how many roles are there", "are there any buckets": what there is, which no record tells. */
function inventory(words: string): Unreadable | undefined {
  const { some, counted } = INVENTORY.exec(words)?.groups ?? {};
  const asked = some?.replace(/ in [a-z0-9 -]+$/, '') ?? counted;
  const noun = asked === undefined ? undefined : (OBJECTS.get(asked) ?? OBJECTS.get(withoutService(asked)));
  if (!noun) return undefined;
  return unreadable(
    'present_state',
    `I know what was done, not what there is ("${clip(words)}").`,
    `who changed ${noun.name}`,
  );
}

/** "who has mfa", "what roles has bob": what somebody has, and nothing that was done. */
function belongings(tokens: readonly Token[]): Unreadable | undefined {
  const at = tokens.findIndex(({ word }) => /^(has|have|had)$/.test(word));
  const first = tokens[0]?.word ?? '';
  const isAsked =
    at > 0 && at <= 3 && /^(who|which|what|did)$/.test(first) && !tokens.slice(0, at).some(isDone);
  // "which users have access keys": no access to anything.
  const had = tokens
    .slice(at + 1)
    .filter(({ word }, place, all) => !(word === 'access' && /^keys?$/.test(all[place + 1]?.word ?? '')));
  if (!isAsked || had.some(isDone) || tokens[at + 1] === undefined) return undefined;
  const words = textOf(tokens.slice(0, at + 2));
  return unreadable(
    'present_state',
    `I know what was done, not what somebody has or had ("${clip(words)}").`,
    'what happened today',
  );
}

/** Whether a word says that something was done, how it went, or how often. */
function isDone({ word, filter, text }: Token): boolean {
  return (
    filter !== undefined ||
    VERB_FORMS.has(word) ||
    OUTCOMES.has(word) ||
    FUNCTION_WORDS.happening.has(word) ||
    FUNCTION_WORDS.things.has(word) ||
    /^(been|log|logged|sign|signed|most|fewest|least|more|access|up|started)$/.test(word) ||
    /^[A-Z][a-z]+[A-Z]/.test(text) ||
    /(ed|ing)$/.test(word)
  );
}

/** Words that order something that is no verb of ours. */
const ORDERS =
  /^(block|undo|revert|roll|fix|send|grant|give|make|put|set|ban|prevent|allow|retry|rerun|ignore|mute|silence|configure|install|upgrade|lock|kick|shut|isolate|quarantine|page|escalate)$/;

/** "delete the connection" is no question. Said so, lest anybody believes that it was done. */
function order(tokens: readonly Token[]): Unreadable | undefined {
  const lead = leadOf(tokens);
  const [first, ...rest] = tokens.slice(lead);
  if (!first || first.quoted || first.filter || rest.length === 0) return undefined;
  // "pull up the event".
  if (
    QUESTION_WORDS.some(
      ({ words }) => words.length > 1 && words.every((word, at) => tokens[lead + at]?.word === word),
    )
  )
    return undefined;
  const isTurned = /^(turn|switch|shut|spin|kick|roll|scale) (on|off|down|up|out|back)$/.test(
    `${first.word} ${rest[0]?.word ?? ''}`,
  );
  const verb = VERB_FORMS.get(first.word) ?? VERB_FORMS.get(first.word.replace(/^re-?/, ''));
  const isOrder = verb?.form === 'base' || (verb?.form === 'past' && /^(set|run|read|put)$/.test(first.word));
  if (!isOrder && !isTurned && !ORDERS.test(first.word)) return undefined;
  if (
    /^(give|send|put|make)$/.test(first.word) &&
    /^(me|us|a|the)$/.test(rest[0]?.word ?? '') &&
    first.word === 'give' &&
    (lead === 0 ||
      /^(me|us|list|full|complete)$/.test(
        rest[rest[0]?.word === 'the' || rest[0]?.word === 'a' ? 1 : 0]?.word ?? '',
      ))
  )
    return undefined;
  const asks = rest.some(({ word }) => /^(who|what|when|which|where|whether|if|how)$/.test(word));
  if (asks && verb && /^(view|sign|start|update|change)$/.test(verb.verb)) return undefined;
  if (asks && /^(check|see|find|read)$/.test(first.word)) return undefined;
  // "restart events", "start of billing", "start and stop of logging": nouns.
  const isJoined = /^(and|or)$/.test(rest[0]?.word ?? '') && VERB_FORMS.has(rest[1]?.word ?? '');
  if (verb && /^(events?|activity|of)$/.test(rest[isJoined ? 2 : 0]?.word ?? '')) return undefined;
  const undone = `I answer questions and change nothing: "${clip(`${first.text} …`)}" was not done.`;
  return unreadable(
    'not_a_question',
    undone,
    verb ? `who ${pastOf(verb.verb)} ${textOf(rest)}` : 'what happened today',
  );
}

/** How many words only make an order polite. */
function leadOf(tokens: readonly Token[]): number {
  const words = tokens.map(({ word }) => word).join(' ');
  const polite =
    /^((please|pls|plz|kindly|now|just|ok|okay|hey|hi|bot) )*((can|could|would|will) you (please |kindly |just )?|i (want|need) you to |go and |go ahead and |let us |lets )?/.exec(
      words,
    )?.[0] ?? '';
  return polite.split(' ').length - 1;
}
