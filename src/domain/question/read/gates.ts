import { OUTCOMES } from '../filters.ts';
import { eventNamed } from '../lexicon/event-names.ts';
import { OBJECTS } from '../lexicon/nouns.ts';
import { SERVICES } from '../lexicon/services.ts';
import { pastOf, VERB_FORMS } from '../lexicon/verbs.ts';
import { FUNCTION_WORDS, QUESTION_WORDS } from '../lexicon/words.ts';
import type { QuestionReading } from '../question.ts';
import { type Token, textOf } from './tokens.ts';
import { clip, unreadable } from './unreadable.ts';
import { isKnown } from './words.ts';

type Unreadable = Extract<QuestionReading, { kind: 'unreadable' }>;

/** A sort of text that looks like a question and that no record answers. */
interface Gate {
  readonly code: string;
  readonly pattern: RegExp;
  /** What is said, with the words that show it. */
  readonly message: (words: string) => string;
  readonly suggestion: string;
}

const VERB =
  '(delete|remove|create|accept|reject|authorize|authorise|associate|disassociate|attach|detach|connect|disconnect|link|unlink|update|change|modify|start|stop|view|see|read|list|access|assume|approve|do|use|enable|disable|rotate|restore|revoke|deploy|run|sign|log)';

/** Gates in the order in which they are tried. */
const GATES: readonly Gate[] = [
  {
    code: 'how_to',
    pattern:
      /^(so )?(how (do|can|could|should|would|does|to|might) ?(i|you|we|one|it|somebody|someone|people)?\b|how to\b|what is the (best |right |easiest )?(way|steps?|process|procedure) (to|for)|steps (to|for)|guide (to|for)|is there a way to (?!see|find|know|tell|check|get)|where (do|can|should) (i|we|you)\b|(show|tell) me how to|what do i (need|have) to)/,
    message: words => `I know what was done, not how to do it ("${words}").`,
    suggestion: 'who accepted connection',
  },
  {
    code: 'why',
    pattern:
      /^(and |but |so )?(why|how come|what (made|caused|prompted|led|drove) |what is the reason|what (was|were) the reasons?|for what reason|what for)\b|\b(and|but) why\b|\breason (for|why)\b/,
    message: words => `CloudTrail records what was done and by whom, not why ("${words}").`,
    suggestion: 'who deleted connection',
  },
  {
    code: 'definition',
    pattern:
      /^(please )?(explain|define|describe|teach me|what does .* (mean|do|stand for|record|log)$|what happens (when|if)\b|what (is|are) the (arns?|ids?|names?|owners?) of\b|what does .* (mean|stand for)|what is meant by|meaning of|difference between|.*\b(made|created|built|wrote|trained|happened to|are|about) you$|what is the difference|what are the (types|kinds) of)\b/,
    message: words => `I know what was done, not what things are ("${words}").`,
    suggestion: 'who changed connection',
  },
  {
    code: 'permission',
    pattern: new RegExp(
      `\\b(who|which (people|users?|roles?|principals?|groups?)) (can|could|may|might|should|is allowed|are allowed|is able|has to|have to) ?(not )?(to )?${VERB}\\b|\\b(is|are|am|was|were|be) (?!(?<=(was|were) )not (allowed|permitted))(\\w+ )?(allowed|permitted|entitled|able|supposed|eligible|authorized|authorised) to\\b|\\b(has|have|had|having) (\\w+ )?(access to|permissions?|rights|privileges|admin|admin access|the right)|(?<!(changed|updated|modified|edited|removed|revoked|granted|added|altered|change|changes to|changing) (the |some |any |all )?)\\b(permissions?|rights|privileges) (to|for|of|does|do)\\b|^(can|could|may|might) (?!you)(i|we|he|she|they|[a-z][\\w.-]*) ${VERB}\\b|\\bwho (can|could|may|might|should|must|owns?)\\b|\\bshould\\b|^(is|was) (it|this|that) (ok|okay|fine|normal|expected|right|legit|allowed) (that|if|to|for)\\b|\\bhas access\\b|\\bowner of\\b|(?<!\\b(was|were) not )\\ballowed to\\b|\\b(allowed|allow|allows|permitted|permit|lets?|enabled) (?!(to|not) )(\\S+ ){1,4}to ${VERB}\\b`,
    ),
    message: words => `I know what was done, not who may do it ("${words}").`,
    suggestion: 'who deleted connection',
  },
  {
    code: 'future',
    pattern:
      /\b(will|going to|gonna|about to|shall|plans? to|planning to|upcoming)\b|^(please )?(notify|alert|remind|warn|ping|page|email|message) (me|us|the|my)\b|^(please )?(let|tell) (me|us) (know )?(when|if|whenever|as soon as|once) [\w.@-]+ (logs?|signs?|changes|stops|starts|uses|updates|removes)\b|^(please )?(let|tell) (me|us) (know )?(when|if|whenever|as soon as) (some|any)(one|body) (deletes?|creates?|changes?|does|removes?|accepts?|rejects?)\b|\bfrom now on\b|\bin (the )?future\b|\bwatch for\b/,
    message: words => `I know what was done, not what is still to come ("${words}").`,
    suggestion: 'what happened today',
  },
  {
    code: 'ledger',
    pattern:
      /\b(pending|open|outstanding|waiting) (approvals?|reviews?|decisions?|acknowledge?ments?|requests? for approval)\b|\b(acknowledged?|acknowledging|acked|sign-?offs?)\b|\bapprovals?\b|\b(approved|rejected|reviewed|signed off( on)?) (the |a |that |this |any )?(\w+ )?(deletion|creation|change|removal|card|alert|event|notification|story|review|approval|request for approval|modification|deed|action)s?\b|\b(approved|rejected|reviewed|acknowledged) (my|our|your) (\w+ )?(requests?|asks?|questions?|cards?)\b|\b(approved|rejected|acknowledged) (the |a |that |this |my |our |any )?requests?$|\b(waits?|waiting) for (me|us|approval|review|a decision|somebody)\b|\bwhat (do|did) i (have to )?(approve|acknowledge|decide)\b|\bdecisions?\b|\b(the|our|your) ledger\b(?= (say|says|show|shows|have|has|for|of|from|about|on|in)\b|$)|\bledger (entry|entries|export)\b|^ledger$/,
    message: words =>
      `"${words}" is about what people decided here, and not about what CloudTrail recorded: their cards and threads show it, and \`/cctrail open\` lists what waits.`,
    suggestion: 'what happened today',
  },
  {
    code: 'other_system',
    pattern:
      /\b(slack messages?|pull requests?|merged|merge requests?|jira|tickets?|commits?|git|github issue|npm|weather|joke|jokes|poem|translate|terraform module|meeting|meetings|invoice|cost|costs|spend|spent|spending|price|pricing|over budget|bill for|how much (does|do|did|is|was|were|will)|on call|oncall|world cup|stock|azure|gcp|google cloud|coffee|build (is |was )?(failed|failing|fails|broken)|my build|(did|does|has|what) [\w.@-]+ (say|said|says)|who said|what .* said|write me|regex)\b|\b(okta|entra|azure ad|google workspace|active directory|jira|pagerduty|datadog) (groups?|users?|tickets?|incidents?|alerts?|monitors?|apps?|dashboards?|passwords?|accounts?|logins?|sessions?|admins?)\b|\bin (okta|entra|jira|github|gitlab|bitbucket|datadog|pagerduty|azure|gcp|google cloud|jenkins|confluence|grafana|splunk)\b|^(select|insert|drop|update) .*(from|into|table|;)|\bdrop table\b(?!s?$)/,
    message: words => `I answer from CloudTrail only, and that does not record this ("${words}").`,
    suggestion: 'what happened today',
  },
  {
    code: 'run_status',
    pattern:
      /\b(failed|failing|broken|successful|succeeded|unsuccessful|flaky|red|green) (\w+ )?runs?\b|\bruns? (that |which )?(have |has |had |was |were )?(failed|fail|succeeded|passed|broke|broken|successful)\b|\b(did|does|has|have) (the |our |my )?([\w-]+ )?workflow( [\w-]+)?( run)? (fail(ed)?|succeed(ed)?|pass(ed)?|finish(ed)?|break|broke|go through)\b(?! to)/,
    message: words =>
      `How a run of a workflow ended, neither CloudTrail nor the log of a space records ("${words}"): CodeCatalyst shows it under CI/CD, Workflows, Runs.`,
    suggestion: 'what did workflows do today',
  },
  {
    code: 'of_all',
    pattern:
      /^(did|do|does|has|have|had|was|were) (everyone|everybody|everything|all (of )?(the |our |my |of )?(?!access\b)[a-z-]+|every [a-z-]+|each [a-z-]+)\b|^(did|has|have|was|were) .* (in|to|from) (each|every|all|both) (the |our )?(accounts?|regions?)\b/,
    message: words =>
      `I tell what was done, and not whether that was all of it ("${words}"). Ask for those that did, or did not.`,
    suggestion: 'what happened today',
  },
  {
    code: 'why',
    pattern:
      /\bwhen did (the |these |those |all )?(errors?|failures?|denials?|[a-z]+ (calls?|errors?)|problems?|outage) (start|stop|begin|end)\b/,
    message: words => `I know what was done, and not when it went wrong first ("${words}").`,
    suggestion: 'what happened today',
  },
  {
    code: 'present_state',
    pattern:
      /\b(right now|at the moment|at present|currently|nowadays|these days)\b|\b(do|does) (we|you|i|it|they|he|she|alice|bob|the \w+|[a-z]+) (still )?(have|exist|own)\b|\b(exists?|existing)$|\bstill (there|here|active|running|open|exists?|attached|alive|up|connected|enabled|valid|works?|in use)\b|^(is|are) (the |my |our |any |this |that |it |there )?[\w -]*\b(up|down|running|active|enabled|disabled|healthy|safe|ok|okay|available|broken|working|there|alive|connected|attached|public|encrypted|open|in use|online|offline)( or not| now| today|( for| on| in| to) .*)?$|(?<!who )\b(are|is) (currently )?(running|active|in use|attached|unused|available|public|open|enabled|disabled)\b|\b(is|are) (older|newer|younger|bigger|larger|smaller|longer|shorter) than\b|^what is (going on|new|up)|\band (what|how|which) (is|are) (our|the|my|your|that|this)\b|^what is the (current |actual )?(value|content|contents|password|version|size|status|state)\b|^(status|ping)$|\b(is|are|was|were) (still )?(logged|signed) (in|on)\b|\b(was|were) running\b|^(was|is|were|are|has|have) (the )?([\w-]+ ){1,2}(been )?(on|off)( (right )?now| today| yesterday| last \w+| since .*)?$|^(is|are) [\w -]+ (logging|recording|rotating|replicating)$|^(which|what) (\w+ )?is the (oldest|newest|latest|biggest|largest)\b|\b(is|are) (?!(asking|wondering|complaining|saying|telling|blaming|claiming|looking|costing|missing|failing|nagging|pinging|freaking|screaming|yelling|investigating|trying|bugging|pending|acting|throwing|behaving|crashing|timing|getting|blocking|hurting)\b)\w+ing\b|^(what|which|who|how many)( \w+)? (is|are) \w+ing\b/,
    message: words => `I know what was done, not what goes on or exists now ("${words}").`,
    suggestion: 'what happened today',
  },
];

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
  const verb = VERB_FORMS.get(first.word);
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
