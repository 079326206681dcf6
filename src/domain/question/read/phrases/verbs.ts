import { SERVICES } from '../../lexicon/services.ts';
import { PHRASAL_VERBS, type PhrasalVerb, VERB_FORMS } from '../../lexicon/verbs.ts';
import { FUNCTION_WORDS } from '../../lexicon/words.ts';
import type { Piece } from '../pieces.ts';
import type { Sentence } from '../sentence.ts';
import { isCalledSo } from './called.ts';
import { isAccount } from './environments.ts';
import { eventIn } from './forms.ts';
import { isName } from './names.ts';
import { nounsAt } from './things.ts';

/** A verb of the lexicon in any form; `log in` takes its preposition along. */
export function verbsAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  if (!VERB_FORMS.has(word) && !PHRASAL_FORMS.has(word) && !OTHERS.test(word)) return [];
  if (isAccountAlone(sentence, at)) return [];
  // "read access to a secret".
  if (word === 'read' && sentence.word(at + 1) === 'access' && !GRANTING.test(sentence.word(at - 1)))
    return [{ is: 'verb', verbs: ['view'], form: 'deed', words: 2 }];
  if (isCalledSo(sentence, at) || sentence.run(at - 1, 2) === 'last seen') return [];
  if (isTaken(sentence, at)) return [{ is: 'verb', verbs: ['create'], form: 'past', words: 1 }];
  const phrasal = PHRASAL_FORMS.get(word)?.find(({ particle }) => hasParticle(sentence, at + 1, particle));
  const isExposed = (phrasal ?? particleAfter(sentence, at))?.verbs.includes('expose') === true;
  if (MAKING.test(word) && !isExposed && (saysWhatWasMade(sentence, at) || endsThere(sentence, at)))
    return [];
  return [
    ...phrasalAt(sentence, at, phrasal),
    ...impliedAt(sentence, at),
    ...writtenAt(sentence, at, phrasal !== undefined),
  ];
}

/** Words that are verbs where the words around them say so, and verbs that are done again. */
const OTHERS = /^(new|list|listing|listed|re-.+|access|accessed|accesses|accessing)$/;

/** "shared, us-east-1, last week", "what ingrid did in shared": between commas and behind "in" what an account is called is the account. */
function isAccountAlone(sentence: Sentence, at: number): boolean {
  const isAlone =
    sentence.tokens[at]?.breaks === true && (at === 0 || sentence.tokens[at - 1]?.breaks === true);
  const isWhere = /^(in|within|across)$/.test(sentence.word(at - 1));
  return (isAlone || isWhere) && isAccount(sentence.word(at), sentence);
}

/** A verb with its particle behind it, or apart from it. */
function phrasalAt(sentence: Sentence, at: number, together: PhrasalVerb | undefined): readonly Piece[] {
  const word = sentence.word(at);
  const phrasal = together ?? particleAfter(sentence, at);
  if (!phrasal) return [];
  const isBaseForm = word === phrasal.base || phrasal.forms.has(`${word}s`);
  const form = word.endsWith('ing') ? 'ing' : isBaseForm ? 'base' : 'past';
  return [{ is: 'verb', verbs: phrasal.verbs, form, words: 1 + (together ? phrasal.particle.length : 0) }];
}

/** "new projects this quarter": made then; "did bob list connections": no order. */
function impliedAt(sentence: Sentence, at: number): readonly Piece[] {
  const word = sentence.word(at);
  const isNew =
    word === 'new' &&
    [1, 2].some(
      more => (more === 1 || SERVICES.has(sentence.word(at + 1))) && nounsAt(sentence, at + more).length > 0,
    ) &&
    !sentence.tokens.some(
      token =>
        (VERB_FORMS.has(token.word) && VERB_FORMS.get(token.word)?.verb !== 'create') ||
        PHRASAL_FORMS.has(token.word) ||
        (FUNCTION_WORDS.happening.has(token.word) && token.word !== 'made'),
    );
  if (isNew) return [{ is: 'verb', verbs: ['create'], form: 'past', words: 1 }];
  const isListed = word === 'list' && [2, 3, 4].some(back => /^(did|does)$/.test(sentence.word(at - back)));
  const form = isListed ? 'base' : word === 'listing' ? 'ing' : word === 'listed' ? 'past' : undefined;
  return form === undefined ? [] : [{ is: 'verb', verbs: ['view'], form, words: 1 }];
}

const GRANTING =
  /^(grant|grants|granted|granting|gave|give|gives|given|giving|revoke|revokes|revoked|revoking|lost|restored)$/;
const RELEASED = /^(address|addresses|ips?|eips?|hosts?|number|numbers|[a-z]*address|eipalloc\S*)$/;
const CALLING = /^(triggered|issued|called|ran|run|executed|invoked|sent|made|performed|initiated)$/;

/** A verb as it stands in the lexicon, or done again; `isPhrasal`: it has a particle, and then rather means something else. */
function writtenAt(sentence: Sentence, at: number, isPhrasal: boolean): readonly Piece[] {
  const word = sentence.word(at);
  // "granted access to a bucket": what was granted, and no call that reads it.
  const isToPlace = [2, 3, 4].some(more => /^(project|space)s?$/.test(sentence.word(at + more)));
  if (word === 'access' && GRANTING.test(sentence.word(at - 1)) && !isToPlace)
    return [{ is: 'filler', word, words: 1 }];
  // "released to prod": only addresses, hosts and numbers are released in AWS's sense.
  const isReleased = word.startsWith('releas') && !sentence.tokens.some(token => RELEASED.test(token.word));
  if (isReleased) return [];
  // "triggered UpdateStack": the event says what was done.
  if (CALLING.test(word) && eventIn(sentence.text(at + 1)) !== undefined)
    return [{ is: 'happening', word: 'did', words: 1 }];
  const pieces: Piece[] = [];
  const again = /^re-(.+)$/.exec(word)?.[1];
  const written = VERB_FORMS.get(word) ?? (again === undefined ? undefined : VERB_FORMS.get(again));
  if (written) {
    const { verb } = written;
    // "who make the access keys".
    const isMade =
      MAKING.test(word) && nounsAt(sentence, at + 2).length > 0 && sentence.word(at - 1) === 'who';
    const form = isMade ? 'past' : written.form;
    const isGuess = again !== undefined && !VERB_FORMS.has(word);
    pieces.push({
      is: 'verb',
      verbs: [verb],
      form,
      words: 1,
      ...(isPhrasal && { cost: 0.5 }),
      ...(isGuess && { guess: `"${sentence.text(at)}" read as "${again}"`, cost: 0.2 }),
    });
  }
  // "was denied access to secret x": to reading it as much as to changing it.
  if (word === 'access' || word === 'accessed' || word === 'accesses' || word === 'accessing')
    pieces.push({
      is: 'verb',
      verbs: ['access'],
      form: word === 'access' ? 'deed' : 'past',
      words: 1,
      cost: 0.1,
    });
  return pieces;
}

/** "all what lopez made in eu-west-1": did. */
function endsThere(sentence: Sentence, at: number): boolean {
  const next = sentence.word(at + 1);
  return (
    at > 1 &&
    (at + 1 >= sentence.length ||
      /^(in|on|from|at|during|today|yesterday|since)$/.test(next) ||
      sentence.times.at(at + 1) !== undefined)
  );
}

/** "took a snapshot". */
function isTaken(sentence: Sentence, at: number): boolean {
  if (!/^(take|takes|took|taken|taking)$/.test(sentence.word(at))) return false;
  const article = /^(an?|the)$/.test(sentence.word(at + 1)) ? 1 : 0;
  const isSnapshot = (place: number) => /^(snapshots?|backups?)$/.test(sentence.word(place));
  const from = at + 1 + article;
  // "took the ledger-pre-upgrade snapshot": what it is called.
  const isBetween =
    /^(db|database|rds|ebs|manual)$/.test(sentence.word(from)) || isName(sentence, from, 'identifier');
  return isSnapshot(from) || (isBetween && isSnapshot(from + 1));
}

const MAKING = /^(make|makes|made|making)$/;

/** "made changes", "making the association": what was done is said by what was made. */
function saysWhatWasMade(sentence: Sentence, at: number): boolean {
  const isDeed = (word: string) => FUNCTION_WORDS.things.has(word) || VERB_FORMS.get(word)?.form === 'deed';
  // "which changes to the function claims-intake were made".
  const back = /^(was|were|been)$/.test(sentence.word(at - 1)) ? at : 5;
  for (let place = Math.max(0, at - back); place < Math.min(sentence.length, at + 6); place++) {
    if (place !== at && isDeed(sentence.word(place)) && !(place < at && sentence.tokens[place]?.breaks))
      return true;
  }
  return false;
}

/** Most words between a verb and its particle: "turned the old trail back on". */
export const MAX_WORDS = 5;

/** Verbs with particles, by each of their forms. */
const PHRASAL_FORMS: ReadonlyMap<string, readonly PhrasalVerb[]> = new Map(
  PHRASAL_VERBS.flatMap(({ forms }) => [...forms]).map(form => [
    form,
    PHRASAL_VERBS.filter(({ forms }) => forms.has(form)),
  ]),
);

/** The verb whose particle stands apart from it: `took tomasz out of`, `turned org-trail on`. */
export function particleAfter(sentence: Sentence, at: number): PhrasalVerb | undefined {
  const candidates = PHRASAL_FORMS.get(sentence.word(at)) ?? [];
  for (let to = at + 2; candidates.length > 0 && to <= at + MAX_WORDS; to++) {
    const before = sentence.tokens[to - 1];
    if (before?.breaks || (to > at + 2 && FUNCTION_WORDS.prepositions.has(before?.word ?? '')))
      return undefined;
    const found = candidates.find(({ particle }) => hasParticle(sentence, to, particle));
    // "turned it on monday": a time.
    if (found && sentence.times.at(to) === undefined) return found;
  }
  return undefined;
}

/** Whether a particle stands at a place: "made a public subnet" tells what sort of one was made. */
function hasParticle(sentence: Sentence, at: number, particle: readonly string[]): boolean {
  return sentence.has(at, particle) && (particle[0] !== 'public' || nounsAt(sentence, at + 1).length === 0);
}

export function isBase(sentence: Sentence, at: number): boolean {
  const word = sentence.word(at);
  const isPhrasal = PHRASAL_VERBS.some(
    ({ forms, particle }) => forms.has(word) && sentence.has(at + 1, particle),
  );
  return VERB_FORMS.get(word)?.form === 'base' || (isPhrasal && !/(ed|ing|s)$/.test(word));
}
