/** A sort of text that looks like a question and that no record answers. */
export interface Gate {
  readonly code: string;
  readonly pattern: RegExp;
  /** What is said, with the words that show it. */
  readonly message: (words: string) => string;
  readonly suggestion: string;
}

const VERB =
  '(delete|remove|create|accept|reject|authorize|authorise|associate|disassociate|attach|detach|connect|disconnect|link|unlink|update|change|modify|start|stop|view|see|read|list|access|assume|approve|do|use|enable|disable|rotate|restore|revoke|deploy|run|sign|log)';

/** Gates in the order in which they are tried. */
export const GATES: readonly Gate[] = [
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
      /\b(slack messages?|pull requests?|merged|merge requests?|jira|tickets?|commits?|git|github issue|npm|weather|joke|jokes|poem|translate|terraform module|meeting|meetings|invoice|cost|costs|spend|spent|spending|price|pricing|over budget|bill for|how much (does|do|did|is|was|were|will)|on call|oncall|world cup|stock|azure|gcp|google cloud|coffee|build (is |was )?(failed|failing|fails|broken)|my build|(did|does|has|what) [\w.@-]+ (say|said|says)|who said|what .* said|write me|regex)\b|\b(errors?|exceptions?|messages?|lines?) (that |which )?(the )?\S+ (logged|printed|threw|emitted)\b|\b(okta|entra|azure ad|google workspace|active directory|jira|pagerduty|datadog) (groups?|users?|tickets?|incidents?|alerts?|monitors?|apps?|dashboards?|passwords?|accounts?|logins?|sessions?|admins?)\b|\bin (okta|entra|jira|github|gitlab|bitbucket|datadog|pagerduty|azure|gcp|google cloud|jenkins|confluence|grafana|splunk)\b|^(select|insert|drop|update) .*(from|into|table|;)|\bdrop table\b(?!s?$)/,
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
      /^(did|do|does|has|have|had|was|were) (everyone|everybody|everything|all (of )?(the |our |my |of )?(?!access (denied|denials))[a-z-]+|every [a-z-]+|each [a-z-]+)\b|^(did|has|have|was|were) .* (in|to|from) (each|every|all|both) (the |our )?(accounts?|regions?)\b/,
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
